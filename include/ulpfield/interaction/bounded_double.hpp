#pragma once

namespace ulpfield {

/// What an interaction function's in_double(x, reach) gives: a double near F at every real argument y with
/// |y - x| <= 2^-50 reach, |y| <= reach and |x| <= reach. |value - F(y)| <= error + 2^-1000; an infinite or NaN value
/// or error claims nothing.
struct bounded_double {
    double value = 0;
    double error = 0;
};

/// Unit roundoff of double.
inline constexpr double double_roundoff = 0x1p-53;

}  // namespace ulpfield
