#pragma once
#include <string>
#include <string_view>

#include "study/study.hpp"

namespace ulpfield::study {

/// Appends one line of CSV (RFC 4180 quoting, line end \n).
void append_csv(std::string& text, row const& values);

/// Number of columns `text` takes on a terminal: its UTF-8 code points.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text with control characters shown as '?', so that a message stays one line.
[[nodiscard]] std::string one_line(std::string_view text);

/// The word as a POSIX shell needs it: quoted only where it must be.
[[nodiscard]] std::string shell_word(std::string_view word);

}  // namespace ulpfield::study
