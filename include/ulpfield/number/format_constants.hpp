#pragma once
#include <string>

#include "ulpfield/number/format.hpp"

namespace ulpfield {

/// A format's extreme numbers as decimals: exact where that takes no more digits than shown, otherwise correctly
/// rounded to max(17, ceil(p log10 2) + 1) significant digits, which read back as the same number of the format.
struct format_constants {
    std::string max_finite;     ///< largest finite number
    std::string min_normal;     ///< 2^emin
    std::string min_subnormal;  ///< 2^(emin-p+1); empty without subnormals
    std::string unit_roundoff;  ///< 2^-p
};

/// Constants of a rounding format (not `exact`).
[[nodiscard]] format_constants constants_of(number_format const& format);

}  // namespace ulpfield
