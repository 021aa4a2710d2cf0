#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Reads patterns, one a row: `.npy` (format 1.0 to 3.0, shape K x N in C or Fortran order, float32, float64 or int8,
/// either byte order), `.csv` (one pattern a line, numbers separated by commas, no header, each read to the nearest
/// double), or an IDX image file (`.gz` too; pixels of 128 and more are +1, others -1). Magic numbers in
/// the content decide the kind of file; `.csv` is recognised by its name. Patterns of nothing but -1 and +1 come back
/// packed. `limit`: only the first so many; more than the file holds is an error. Anything else (missing, empty,
/// truncated, wrong type or shape, NaN, a value outside [-1, 1]): usage_error with the option, the file, the place and
/// what is accepted. Memory use is bounded by the file's own size.
[[nodiscard]] memory_patterns read_patterns(std::string_view option_name, std::string const& path,
                                            std::optional<std::size_t> limit = std::nullopt);

/// The same for states, which must be bipolar: any other value is an error naming row and column.
[[nodiscard]] bipolar_patterns read_states(std::string_view option_name, std::string const& path);

/// Writes real patterns as .npy (float64, C order), bipolar ones as .npy (int8). machine_error if it cannot.
void write_patterns(std::string const& path, memory_patterns const& patterns);

}  // namespace ulpfield
