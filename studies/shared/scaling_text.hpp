#pragma once
#include <string>
#include <string_view>

namespace ulpfield::study {

/// A scaling, or another value of a column, as part of a file name: "1/N" is "times-1-over-N"; a character that is
/// neither letter, digit nor '-' becomes '-'.
[[nodiscard]] std::string file_name_of(std::string_view text);

/// A scaling and what it does to the argument `x` of F, for titles: ("1/N", "x") is "1/N: F((1/N)·x)".
[[nodiscard]] std::string scaling_text(std::string_view scaling, std::string const& x);

}  // namespace ulpfield::study
