#pragma once
#include <cstddef>
#include <optional>
#include <string_view>

namespace ulpfield {

/// Characters of a number at most.
inline constexpr std::size_t longest_number = 4096;

[[nodiscard]] std::string_view without_blanks(std::string_view text);

/// The double nearest to a decimal number: digits with an optional sign, point and exponent, blanks around it; the
/// locale plays no part. inf and nan as themselves, beyond the largest double an infinity. Nothing: not a number.
[[nodiscard]] std::optional<double> nearest_double(std::string_view text);

}  // namespace ulpfield
