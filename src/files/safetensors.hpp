#pragma once
#include <string>
#include <string_view>

#include "files/input_file.hpp"
#include "files/loaded_array.hpp"

namespace ulpfield {

/// True for the first bytes of a safetensors file: a length of less than 2^32 and an opening brace.
[[nodiscard]] bool begins_as_safetensors(std::string_view start);

/// The tensor `part` of a safetensors file, which stands at its start; `part` empty: the only one there is. Types BOOL,
/// I8 to I64, U8 to U64, F16, BF16, F32, F64; little-endian, C order. Checked: the header's length (at most 16 MiB),
/// that it is JSON, and that the tensor lies within the file and has the size of its shape. Format: the README of the
/// safetensors library.
[[nodiscard]] loaded_array read_safetensors(input_file& file, std::string const& part, pattern_reading const& how);

}  // namespace ulpfield
