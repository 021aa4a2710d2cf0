#pragma once
#include <string_view>

#include "files/input_file.hpp"
#include "files/loaded_array.hpp"

namespace ulpfield {

/// True if a file that begins so is text: no control characters but tabs and line ends, and UTF-8.
[[nodiscard]] bool begins_as_text(std::string_view start);

/// The numbers of a file of text, each to the nearest double, as numpy.savetxt, pandas, R and spreadsheets write them:
/// a pattern a line. See text_lines for separators and comments. A header line is left out: names alone, or column
/// numbers 0, 1, 2, ...; so is an index column: under an empty or missing name, of names, or 0, 1, 2, ... (or from 1)
/// in three lines and more. `notes` tell both. A missing number, lines of different length, anything else that is no
/// number: usage_error naming line and column. The file is read twice, first for its shape, so that memory is taken
/// only for entries that are there.
[[nodiscard]] loaded_array read_text_table(input_file& file, pattern_reading const& how);

}  // namespace ulpfield
