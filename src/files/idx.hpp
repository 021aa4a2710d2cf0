#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "files/input_file.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// What an IDX file holds: images, or labels (rows and columns then 1).
struct idx_header {
    std::size_t K = 0;
    std::size_t rows = 1;
    std::size_t columns = 1;
};

/// Magic number 00 00 TYPE DIMENSIONS, then each dimension as a big-endian 32-bit number; an entry is a byte (type 08).
/// Checked: all of this, the counts against limits.hpp, and that the file can hold (a plain one: does hold exactly)
/// what they state. `file` stands at its start, then at the first entry.
[[nodiscard]] idx_header read_idx_image_header(input_file& file);
[[nodiscard]] idx_header read_idx_label_header(input_file& file);

/// The items from `first` (from 0) on, `item_size` bytes each, to fill `bytes`; `file` stands there. usage_error naming
/// the item inside which it ends.
void read_idx_items(input_file& file, std::size_t first, std::size_t item_size, std::span<std::uint8_t> bytes);

/// After the last item: nothing may follow.
void check_idx_end(input_file& file);

/// Images as bipolar patterns: pixels of 128 and more are +1, others -1. `file` stands at its start.
[[nodiscard]] bipolar_patterns read_idx_patterns(input_file& file, std::optional<std::size_t> limit);

}  // namespace ulpfield
