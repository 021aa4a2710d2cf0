#include <algorithm>
#include <vector>

#include "fuzz/fuzzed_file.hpp"

/// Arrays in memory: a type, up to four dimensions, any strides that stay within the bytes.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace ulpfield;
    if (size < 8) return 0;
    array_view array;
    array.type = static_cast<entry_type>(data[1] % 13);
    array.big_endian = (data[2] & 1) != 0;
    array.grey = (data[2] & 2) != 0;
    array.first_counts = (data[2] & 4) != 0;
    std::size_t const dimensions = data[3] % 5;
    std::size_t entries = 1;
    for (std::size_t d = 0; d < dimensions; ++d) {
        array.shape.push_back(data[4 + d] % 17);
        entries *= array.shape.back();
    }
    if ((data[2] & 8) != 0) array.strides = array_view::fortran_order(array.shape, entry_size(array.type));
    std::vector<std::uint8_t> bytes(data + 8, data + size);
    bytes.resize(std::max<std::size_t>(1, entries * entry_size(array.type)));
    array.data = reinterpret_cast<std::byte const*>(bytes.data());
    try {
        described_patterns const read = patterns_of(array, fuzz::reading_of(data[0]));
        if (count(read.patterns) * neurons(read.patterns) > entries) std::abort();
    } catch (array_refused const&) {
    }
    return 0;
}
