#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// Number of columns `text` takes on a terminal: its UTF-8 code points.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// The text with control characters shown as '?', so that a message stays one line.
[[nodiscard]] std::string one_line(std::string_view text);

/// The word as a POSIX shell needs it: quoted only where it must be.
[[nodiscard]] std::string shell_word(std::string_view word);

/// The text broken between words into lines of at most `width` columns.
[[nodiscard]] std::vector<std::string> wrapped(std::string const& text, std::size_t width);

}  // namespace ulpfield::study
