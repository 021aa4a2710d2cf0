#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/number/integer.hpp"

namespace ulpfield::study {

/// The grammar of a list of real numbers, for messages and help.
inline constexpr std::string_view accepted_reals =
    "numbers (0.1, 1e-3, 1/3) from 1e-150 to 1e150, FROM:TO:logCOUNT or FROM:TO:linCOUNT (both ends included), or a "
    "list of these";

/// Real numbers of a list option, each as exact as typed: "0.1,1/3", "0.001:10:log9", "0.1:1:lin10", mixed. Both ends
/// of a range are as typed. lin: the COUNT values FROM + k (TO - FROM)/(COUNT - 1), exact rationals. log: COUNT values
/// near FROM (TO/FROM)^(k/(COUNT - 1)), decimals of 4 significant digits, or of as many more as keep the rounding below
/// a hundredth of the step; never two alike. All are 0 or of a size from 1e-150 to 1e150. A value given twice counts
/// once; at most 1,000,000 values. `positive`: above 0, else 0 and above. Anything else: usage_error naming the option,
/// the item and what is accepted.
[[nodiscard]] std::vector<rational> parse_reals(std::string_view option_name, std::string_view text, bool positive);

/// A decimal or fraction of either sign, 0 or of a size from 10^-decades to 10^decades. Anything else: nothing.
[[nodiscard]] std::optional<rational> read_real(std::string_view text, unsigned decades = 150);

/// One number.
[[nodiscard]] rational parse_real(std::string_view option_name, std::string_view text, bool positive);

/// A number as a column shows it: the shortest decimal that is the nearest double.
[[nodiscard]] std::string decimal_text(rational const& value);

/// A number as it is recorded, exactly: that decimal if it is the number itself, else a fraction.
[[nodiscard]] std::string exact_text(rational const& value);

}  // namespace ulpfield::study
