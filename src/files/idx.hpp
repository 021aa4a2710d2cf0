#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "files/input_file.hpp"
#include "files/loaded_array.hpp"

namespace ulpfield {

/// The header of an IDX file: 00 00 TYPE DIMENSIONS, then each dimension as a big-endian 32-bit number.
/// Types: 08 unsigned byte, 09 signed byte, 0B 16-bit and 0C 32-bit integer, 0D float, 0E double, big-endian all.
/// Format: "The IDX file format", on the page of the MNIST database (LeCun, Cortes and Burges).
struct idx_header {
    entry_type type = entry_type::uint8;
    std::vector<std::size_t> shape;

    /// Entries of an item: all dimensions but the first.
    [[nodiscard]] std::size_t item_entries() const;
    [[nodiscard]] std::size_t K() const { return shape.at(0); }
};

/// `file` stands at its start, then at the first entry. Checked: the counts against limits.hpp, and that the file can
/// hold (a plain one: does hold exactly) what they state. usage_error names `accepted`.
[[nodiscard]] idx_header read_idx_header(input_file& file, std::string_view accepted);

/// Images: bytes, K x rows x columns (or K x pixels). Labels: K whole numbers of any type, or K rows of which the first
/// number is the label (QMNIST).
[[nodiscard]] idx_header read_idx_image_header(input_file& file);
[[nodiscard]] idx_header read_idx_label_header(input_file& file);

/// The items from `first` (from 0) on, `item_size` bytes each, to fill `bytes`; `file` stands there. usage_error naming
/// the item inside which it ends.
void read_idx_items(input_file& file, std::size_t first, std::size_t item_size, std::span<std::uint8_t> bytes);

/// After the last item: nothing may follow.
void check_idx_end(input_file& file);

/// The array of an IDX file of two dimensions and more, bytes being grey levels; labels are refused.
[[nodiscard]] loaded_array read_idx(input_file& file, pattern_reading const& how);

}  // namespace ulpfield
