#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

#include "files/input_file.hpp"
#include "files/pattern_entries.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// The double nearest to a decimal number: digits with an optional sign, point and exponent, blanks around it; the
/// locale plays no part. inf and nan as themselves, beyond the largest double an infinity. Nothing: not a number.
[[nodiscard]] std::optional<double> nearest_double(std::string_view text);

/// The patterns of a .csv file, which stands at its start: a pattern a line (\n or \r\n; the last one may lack it),
/// numbers separated by commas, no header, no quotes. An empty line, a missing number, lines of different length:
/// usage_error naming line and column (a column is a number's place in its line, from 1). See read_patterns.
/// The file is read twice, first for its shape, so that memory is taken only for entries that are there.
[[nodiscard]] memory_patterns read_csv(input_file& file, entry_range accepted, std::optional<std::size_t> limit);

}  // namespace ulpfield
