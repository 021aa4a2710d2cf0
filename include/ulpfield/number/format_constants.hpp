#pragma once
#include <string>

#include "ulpfield/number/number_format.hpp"

namespace ulpfield {

/// A format's extreme numbers as decimals: exact where that takes no more digits than shown, otherwise correctly
/// rounded to max(17, ceil(p log10 2) + 1) significant digits, which read back as the same number of the format.
struct format_constants {
    std::string max_finite;     ///< largest finite number
    std::string min_normal;     ///< 2^emin
    std::string min_subnormal;  ///< 2^(emin-p+1); empty without subnormals
    std::string unit_roundoff;  ///< 2^-p; empty for integers, which do not round
    std::string lowest;         ///< the number farthest below zero; of E8M0 its least
};

/// A format's codes and rules in words and counts.
struct format_rules {
    std::string infinities;  ///< codes of them: 0 or 2
    std::string nan_codes;   ///< codes of NaN; empty where the format has no layout of bits (own exponents, mpfr, x87)
    std::string negative_zero;  ///< yes or no
    std::string overflow;       ///< what a finite value beyond the largest becomes: infinity, nan, largest, wraps
    std::string below_normal;   ///< subnormals, zero (flushed after rounding), zero-before, none, integers
};

/// Constants of a rounding format (not `exact`).
[[nodiscard]] format_constants constants_of(number_format const& format);
[[nodiscard]] format_rules rules_of(number_format const& format);

}  // namespace ulpfield
