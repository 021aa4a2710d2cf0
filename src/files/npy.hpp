#pragma once
#include <string>

#include "files/byte_source.hpp"
#include "files/loaded_array.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// The array of a .npy file, which stands at its start.
[[nodiscard]] loaded_array read_npy(byte_source& source, pattern_reading const& how);

/// Writes them in C order: bipolar ones as int8, real ones as little-endian float64. `path` appears or changes only
/// when all is written. machine_error if it cannot; std::invalid_argument if K or N is 0.
void write_npy(std::string const& path, memory_patterns const& patterns);

}  // namespace ulpfield
