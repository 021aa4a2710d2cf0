#pragma once
#include <cstddef>

#include "ulpfield/files/pattern_array.hpp"

namespace ulpfield {

/// The entry that lies at `bytes`; integers of 64 bits are rounded. bool: 0 or 1.
using entry_reader = double (*)(std::byte const* bytes, bool big_endian);
[[nodiscard]] entry_reader reader_of(entry_type type);

}  // namespace ulpfield
