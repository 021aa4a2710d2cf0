#pragma once
#include <algorithm>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield {

/// An integer as an MPFR number with just the bits it has.
[[nodiscard]] inline mpfr_value exact_mpfr(integer const& value) {
    mpfr_value result(std::max<mpfr_prec_t>(2, bit_length(value)));
    mpfr_set_z(result.get(), value.backend().data(), MPFR_RNDN);
    return result;
}

/// numerator 2^exponent / denominator, denominator > 0, rounded once to the format (nearest even).
[[nodiscard]] inline mpfr_value rounded_quotient(integer const& numerator, integer const& denominator, int exponent,
                                                 number_format const& format) {
    mpfr_value top = exact_mpfr(numerator);
    mpfr_mul_2si(top.get(), top.get(), exponent, MPFR_RNDN);
    if (denominator == 1)
        return round_once(format, [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, top.get(), mode); });
    mpfr_value const bottom = exact_mpfr(denominator);
    return round_once(
        format, [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_div(result, top.get(), bottom.get(), mode); });
}

}  // namespace ulpfield
