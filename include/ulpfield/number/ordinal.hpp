#pragma once
#include <algorithm>
#include <cstdint>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// 2^exponent as an integer, exponent >= 0.
[[nodiscard]] inline integer two_to_the(std::int64_t exponent) {
    integer result = 1;
    result <<= static_cast<unsigned long>(exponent);
    return result;
}

/// Position of infinity on a format's number line: one step beyond its largest finite number.
/// With subnormals: 2^(p-1) - 1 of them, then (emax-emin+1) 2^(p-1) normal numbers; without: only the latter.
[[nodiscard]] inline integer ordinal_beyond_largest(number_format const& format) {
    integer const binade = two_to_the(format.precision - 1);
    integer const below_normal = format.subnormals ? integer(binade - 1) : integer(0);
    return below_normal + binade * (format.emax - format.emin + 1) + 1 - format.missing;
}

/// Position of a value (not NaN) on the format's number line: 0 at zero, 1 more at the next number, odd in the value.
[[nodiscard]] inline integer ordinal_from_mpfr(mpfr_srcptr value, number_format const& format) {
    if (mpfr_zero_p(value) != 0) return 0;
    integer steps;
    if (mpfr_inf_p(value) != 0) {
        steps = ordinal_beyond_largest(format);
    } else {
        // |value| = significand 2^exponent with a p-bit significand (fewer bits if subnormal).
        std::int64_t const exponent = std::max<std::int64_t>(mpfr_get_exp(value) - 1, format.emin);
        mpfr_value scaled(format.precision);
        mpfr_abs(scaled.get(), value, MPFR_RNDN);
        mpfr_mul_2si(scaled.get(), scaled.get(), format.precision - 1 - exponent, MPFR_RNDN);
        mpfr_get_z(steps.backend().data(), scaled.get(), MPFR_RNDN);
        steps += two_to_the(format.precision - 1) * (exponent - format.emin);
        if (!format.subnormals) steps -= two_to_the(format.precision - 1) - 1;
    }
    return mpfr_signbit(value) != 0 ? integer(-steps) : steps;
}

}  // namespace ulpfield
