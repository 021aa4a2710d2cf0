#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "files/byte_source.hpp"
#include "ulpfield/files/pattern_array.hpp"

namespace ulpfield {

/// An array as a file holds it. Of a file whose first patterns alone are wanted, `bytes` may end after those.
struct loaded_array {
    std::vector<std::uint8_t> bytes;
    entry_type type = entry_type::float64;
    bool big_endian = false;
    std::vector<std::size_t> shape;
    bool fortran_order = false;
    bool grey = false;
    bool first_counts = false;
    std::vector<std::string> notes;  ///< for describe()
    place_text place;                ///< none: row and column

    [[nodiscard]] array_view view() const {
        std::vector<std::ptrdiff_t> strides;
        if (fortran_order) strides = array_view::fortran_order(shape, entry_size(type));
        return {reinterpret_cast<std::byte const*>(bytes.data()),
                type,
                big_endian,
                shape,
                std::move(strides),
                grey,
                first_counts};
    }
};

/// Entries in all. A shape beyond the limits of patterns: usage_error.
[[nodiscard]] std::uint64_t entries_of(byte_source const& source, std::vector<std::size_t> const& shape);

/// Refuses, before anything is read, a shape that makes no patterns.
void check_shape(byte_source const& source, loaded_array const& array, pattern_reading const& how);

/// Fills array.bytes with the entries that follow in `source`: all, or as many as the wanted patterns are. Nothing may
/// follow the last one. Memory grows with what comes out of a source that does not know its size.
void read_entries(byte_source& source, loaded_array& array, pattern_reading const& how);

/// `count` bytes; fewer: usage_error "is truncated inside WHERE".
[[nodiscard]] std::vector<std::uint8_t> read_exactly(byte_source& source, std::size_t count, std::string_view where);

/// array_refused of `make()` as an error of this source.
template <class Make>
auto of_source(byte_source const& source, Make const& make) {
    try {
        return make();
    } catch (array_refused const& error) {
        source.refuse(error.refused, error.accepted);
    }
}

}  // namespace ulpfield
