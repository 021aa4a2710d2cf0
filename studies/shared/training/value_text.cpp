#include "studies/shared/training/value_text.hpp"

#include <algorithm>

#include "number/value_text.hpp"

namespace ulpfield::study {

namespace {

constexpr int fewest_digits = 12;

}  // namespace

int shown_digits(number_format const& format) { return std::max(fewest_digits, telling_digits(format.precision)); }

std::string shown_text(mpfr_value const& x, int digits) { return ulpfield::decimal_text(x.get(), digits); }

std::string shown_text(rational const& x, int digits) {
    mpfr_value rounded(4 * digits + 64);
    mpfr_set_q(rounded.get(), x.backend().data(), MPFR_RNDN);
    return shown_text(rounded, digits);
}

}  // namespace ulpfield::study
