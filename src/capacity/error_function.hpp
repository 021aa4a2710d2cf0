#pragma once
#include "capacity/decimal.hpp"

namespace ulpfield::capacity {

/// erfc(x) = 2/sqrt(pi) int_x^inf e^{-t^2} dt, enclosed to about 3 ulps of the working precision (relative, for x > 0).
/// Domain: |x| < 2^30 (beyond: log_erfc). Series of positive terms e^{-x^2} sum (2x^2)^k/(2k+1)!! for small x, the
/// enveloping asymptotic series where it reaches the precision. Source: Abramowitz & Stegun 7.1.6 and 7.1.23.
[[nodiscard]] enclosure erfc(enclosure const& x);

/// ln erfc(x), x > 0 of any size.
[[nodiscard]] enclosure log_erfc(enclosure const& x);

/// erfc(x), as its logarithm where the value itself would leave MPFR's range.
[[nodiscard]] quantity erfc_any(enclosure const& x);

/// The x with erfc(x) = y, enclosed; 0 < y < 2. Newton's method with a cubic step and tripled precision; the last step
/// carries its Lagrange remainder, so the enclosure is proved whatever the start was.
[[nodiscard]] enclosure erfc_inv(enclosure const& y);

}  // namespace ulpfield::capacity
