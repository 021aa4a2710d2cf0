#pragma once
#include <cmath>
#include <numbers>

namespace ulpfield::capacity {

/// ln cosh x, x >= 0, in double: x + ln(1 + e^(-2x)) - ln 2, which never overflows; error below 3 * 2^-53 (x + 1).
[[nodiscard]] inline double log_cosh(double x) { return x + std::log1p(std::exp(-2 * x)) - std::numbers::ln2; }

}  // namespace ulpfield::capacity
