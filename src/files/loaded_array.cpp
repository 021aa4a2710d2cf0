#include "files/loaded_array.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "files/array_layout.hpp"
#include "files/available_memory.hpp"
#include "files/limits.hpp"

namespace ulpfield {
namespace {

constexpr std::size_t first_part = std::size_t{1} << 20U;

/// As many entries as the wanted patterns are, where patterns lie one behind the other.
std::uint64_t wanted_entries(loaded_array const& array, pattern_reading const& how, std::uint64_t all) {
    bool const in_order =
        !array.fortran_order && !how.transpose && !how.one_pattern.value_or(false) && array.shape.size() >= 2;
    if (!how.limit || !in_order || array.shape[0] < 2 || *how.limit > array.shape[0]) return all;
    return all / array.shape[0] * *how.limit;
}

}  // namespace

std::uint64_t entries_of(byte_source const& source, std::vector<std::size_t> const& shape) {
    constexpr std::uint64_t most = std::uint64_t{most_patterns} * most_neurons;
    std::uint64_t count = 1;
    for (std::size_t const size : shape) {
        if (size == 0) return 0;
        if (size > most / count)
            source.refuse(fmt::format("its header states the shape {}", shape_text(shape)), accepted_counts);
        count *= size;
    }
    return count;
}

void check_shape(byte_source const& source, loaded_array const& array, pattern_reading const& how) {
    (void)entries_of(source, array.shape);
    of_source(source, [&] { (void)layout_of(array.view(), how); });
}

void read_entries(byte_source& source, loaded_array& array, pattern_reading const& how) {
    std::size_t const size = entry_size(array.type);
    std::uint64_t const all = entries_of(source, array.shape);
    std::uint64_t const wanted = wanted_entries(array, how, all) * size;
    check_memory(source.name(), wanted);
    std::vector<std::uint8_t>& bytes = array.bytes;
    bytes.clear();
    while (bytes.size() < wanted) {
        std::uint64_t const before = bytes.size();
        std::uint64_t const part =
            source.size_known() ? wanted
                                : std::min<std::uint64_t>(wanted - before, std::max<std::uint64_t>(first_part, before));
        bytes.resize(before + part);
        std::size_t const got = source.read(std::span(bytes).subspan(before));
        if (got < part)
            source.refuse(fmt::format("is truncated: shape {} takes {} bytes, the file ends after {}",
                                      shape_text(array.shape), all * size, before + got),
                          "the whole file");
    }
    if (wanted < all * size) return;
    std::array<std::uint8_t, 1> beyond{};
    if (source.read(beyond) != 0)
        source.refuse(
            fmt::format("has trailing bytes after shape {}, which takes {}", shape_text(array.shape), all * size),
            "a file that ends there");
}

std::vector<std::uint8_t> read_exactly(byte_source& source, std::size_t count, std::string_view where) {
    std::vector<std::uint8_t> bytes(count);
    if (source.read(bytes) != count) source.refuse(fmt::format("is truncated inside {}", where), "the whole file");
    return bytes;
}

}  // namespace ulpfield
