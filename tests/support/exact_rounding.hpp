#pragma once
#include <algorithm>
#include <optional>

// MPFR declares its intmax_t functions only after <cstdint>.
#include <mpfr.h>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::test {

/// The exact value of a finite mpfr_t.
[[nodiscard]] inline rational exact_value(mpfr_srcptr x) {
    if (mpfr_zero_p(x) != 0) return 0;
    integer significand;
    mpfr_exp_t const exponent = mpfr_get_z_2exp(significand.backend().data(), x);
    integer const power = integer(1) << static_cast<unsigned long>(exponent < 0 ? -exponent : exponent);
    return exponent < 0 ? rational(significand, power) : rational(integer(significand * power));
}

/// 2^exponent.
[[nodiscard]] inline rational power_of_two_exactly(std::int64_t exponent) {
    integer const power = integer(1) << static_cast<unsigned long>(exponent < 0 ? -exponent : exponent);
    return exponent < 0 ? rational(integer(1), power) : rational(power);
}

/// What a format gives for an exact value, by the definition of the format in integers and rationals: the nearest
/// multiple of the last place, ties to even; beyond the largest number infinity or NaN (`magnitude` empty).
struct exactly_rounded {
    std::optional<rational> magnitude;
    bool negative = false;  ///< of zero too: the sign of the exact value
};

[[nodiscard]] inline exactly_rounded round_exactly(rational const& exact, number_format const& format) {
    rational const x = abs(exact);
    bool const negative = exact < 0;
    if (x == 0) return {x, negative};
    // The exponent of x: 2^exponent <= x < 2^(exponent+1); it differs by at most one from the difference of lengths.
    std::int64_t exponent =
        static_cast<std::int64_t>(msb(numerator(x))) - static_cast<std::int64_t>(msb(denominator(x)));
    if (x < power_of_two_exactly(exponent)) --exponent;
    rational const last_place = power_of_two_exactly(std::max(exponent, format.emin) - format.precision + 1);
    rational const places = x / last_place;
    integer whole = numerator(places) / denominator(places);
    rational const rest = places - rational(whole);
    rational const half(1, 2);
    if (rest > half || (rest == half && whole % 2 != 0)) whole += 1;
    // The largest significand is 2^p - 1, without infinities 2^p - 2; a smaller exponent has room for 2^p.
    integer largest = (integer(1) << static_cast<unsigned long>(format.precision)) - 1;
    if (format.overflow == overflow_value::not_a_number) largest -= 1;
    if (exponent > format.emax || (exponent == format.emax && whole > largest)) return {std::nullopt, negative};
    return {rational(rational(whole) * last_place), negative};
}

}  // namespace ulpfield::test
