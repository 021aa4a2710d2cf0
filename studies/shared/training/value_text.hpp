#pragma once
#include <string>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield::study {

/// Significant digits of a column in a row of this format: as many as tell its numbers apart (fp64 17, fp128 36,
/// mpfr:256 79), and no fewer than 12.
[[nodiscard]] int shown_digits(number_format const& format);

/// A number in decimal, correctly rounded to so many significant digits; trailing zeros are dropped.
[[nodiscard]] std::string shown_text(mpfr_value const& x, int digits);
[[nodiscard]] std::string shown_text(rational const& x, int digits);

}  // namespace ulpfield::study
