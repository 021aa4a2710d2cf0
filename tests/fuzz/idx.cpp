#include "fuzz/fuzzed_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    return ulpfield::fuzz::read_fuzzed(data, size, std::string_view("\0\0", 2));
}
