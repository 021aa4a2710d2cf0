#pragma once
#include <string>

#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// A number in decimal, shortest with `digits` significant digits (trailing zeros dropped): "-5.551115123125783e-17",
/// "0.5", "99"; inf, -inf, nan.
[[nodiscard]] std::string decimal_text(mpfr_srcptr x, int digits);

/// Enough digits to tell the numbers of a format of `precision` bits apart: 1 + ceil(p log10 2).
[[nodiscard]] int telling_digits(int precision);

}  // namespace ulpfield
