#include "fuzz/fuzzed_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    return ulpfield::fuzz::read_fuzzed(data, size, "");
}
