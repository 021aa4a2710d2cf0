#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "files/byte_source.hpp"
#include "files/loaded_array.hpp"

namespace ulpfield {

/// Reads magic number, version, length and dictionary from the start of `source`, which then stands at the first entry.
/// The dictionary is parsed, never evaluated: keys in any order, either quote, any blanks. Checked: the version (1.0 to
/// 3.0), the type, the shape (see patterns_of), and that the source is exactly as large as all this says.
/// Format: numpy.lib.format, NumPy enhancement proposal 1.
[[nodiscard]] loaded_array read_npy_header(byte_source& source, pattern_reading const& how);

/// Magic number, version 1.0, length and dictionary, padded with blanks to a multiple of 64 bytes.
[[nodiscard]] std::string npy_header_bytes(std::string_view type, std::size_t K, std::size_t N);

}  // namespace ulpfield
