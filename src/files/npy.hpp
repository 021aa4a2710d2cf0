#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "files/input_file.hpp"
#include "files/pattern_entries.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// The patterns of a .npy file, which stands at its start; see read_patterns.
[[nodiscard]] memory_patterns read_npy(input_file& file, entry_range accepted, std::optional<std::size_t> limit);

/// Writes them in C order: bipolar ones as int8, real ones as little-endian float64. `path` appears or changes only
/// when all is written. machine_error if it cannot; std::invalid_argument if K or N is 0.
void write_npy(std::string const& path, memory_patterns const& patterns);

}  // namespace ulpfield
