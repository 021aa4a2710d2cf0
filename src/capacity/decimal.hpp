#pragma once
#include <functional>
#include <optional>
#include <string>

#include "capacity/enclosure.hpp"

namespace ulpfield::capacity {

/// A real number known by an enclosure of itself or, where it may leave even MPFR's range, of its natural logarithm
/// (then the number is positive).
struct quantity {
    enclosure bounds;
    bool logarithmic = false;
    bool rounded = false;  ///< a single number that stands for one near it: zeros at the end are digits, not exactness
};

/// `digits` significant decimal digits, correctly rounded (half away or to even does not arise: both ends must round
/// to the same text); nothing if the enclosure is too wide to tell.
[[nodiscard]] std::optional<std::string> decimal(quantity const& value, int digits);

/// A bound: `digits` digits, rounded down or up.
[[nodiscard]] std::string decimal_bound(quantity const& value, int digits, bool upper);

/// Exactly: an integer in full; a fraction as its decimal expansion if that ends within `digits` digits, else rounded
/// to nearest (ties to even) at `digits`.
[[nodiscard]] std::string decimal(rational const& value, int digits);

/// Evaluates at growing precision (Ziv) until `digits` digits are proved. Throws std::runtime_error if the precision
/// would pass 2^20 bits: then the value is a tie or zero and the caller should have known.
[[nodiscard]] std::string proved_decimal(std::function<quantity()> const& evaluate, int digits, long extra_bits = 0);

/// ln|x| of a decimal string as written by this folder, in double; -inf for 0. Exponents of any size that double holds.
[[nodiscard]] double log_of_decimal(std::string const& text);

}  // namespace ulpfield::capacity
