#pragma once
#include <algorithm>
#include <cstdint>

#include "ulpfield/number/format_codes.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/random_draws.hpp"

/// Correct rounding to a format given as data, in MPFR: one definition for every way in which formats differ.
namespace ulpfield {

/// What rounding did to an exact result.
struct rounding_outcome {
    int ternary = 0;        ///< 0: nothing
    bool overflow = false;  ///< a finite value beyond the largest number (only told of formats that are not classical)
};

/// Turns a just computed p-bit value and its ternary value into the correctly rounded value of a classical format
/// (nearest even, gradual underflow, the format's own overflow). The value itself was computed in MPFR's default range,
/// where it can neither overflow nor underflow. Returns the new ternary value; a finite value that became NaN counts as
/// rounded.
inline int finish_rounding(mpfr_ptr value, int ternary, number_format const& format) {
    mpfr_range const range(format);
    ternary = mpfr_check_range(value, ternary, MPFR_RNDN);
    if (format.subnormals) ternary = mpfr_subnormalize(value, ternary, MPFR_RNDN);
    if (format.overflow == overflow_value::infinity) return ternary;
    if (mpfr_regular_p(value) != 0 && mpfr_get_exp(value) == format.emax + 1) {
        // The top binade lacks its largest significand: 2^(emax+1) - 2^(emax-p+1) is no number but NaN.
        mpfr_value largest(format.precision);
        mpfr_set_inf(largest.get(), 1);
        mpfr_nextbelow(largest.get());
        if (mpfr_cmpabs(value, largest.get()) < 0) return ternary;
        mpfr_set_nan(value);
        return 1;
    }
    // An infinity that was exact (1/0, log 0) is NaN without having been rounded.
    if (mpfr_inf_p(value) != 0) mpfr_set_nan(value);
    return ternary;
}

namespace detail {

/// Whether a value between `kept` steps and one more goes to the latter; rest in (0, 1), used up.
[[nodiscard]] inline bool goes_away_from_zero(bool kept_is_odd, mpfr_ptr rest, bool negative,
                                              number_format const& format) {
    int const against_half = mpfr_cmp_ui_2exp(rest, 1, -1);
    switch (format.rounding) {
        case rounding_mode::nearest:
            return against_half > 0 || (against_half == 0 && kept_is_odd);
        case rounding_mode::away:
            return against_half >= 0;
        case rounding_mode::zero:
            return false;
        case rounding_mode::up:
            return !negative;
        case rounding_mode::down:
            return negative;
        case rounding_mode::odd:
            return !kept_is_odd;
        case rounding_mode::stochastic:
            break;
    }
    mpfr_mul_2ui(rest, rest, static_cast<unsigned long>(format.random_bits), MPFR_RNDN);
    return mpfr_get_uj(rest, MPFR_RNDN) + random_draws::next(format.random_bits) >= std::uint64_t{1}
                                                                                        << format.random_bits;
}

/// A whole number into an integer format.
inline rounding_outcome keep_integer(mpfr_ptr result, integer value, bool rounded, number_format const& format) {
    integer const bound = integer(1) << static_cast<unsigned long>(format.precision);  // -bound <= value < bound
    bool const beyond = value >= bound || value < -bound;
    if (beyond && format.saturates()) {
        set_largest(result, value < 0, format);
    } else if (beyond && format.overflow == overflow_value::not_a_number) {
        mpfr_set_nan(result);
    } else {
        if (beyond) {
            value = (value + bound) % (2 * bound);
            if (value < 0) value += 2 * bound;
            value -= bound;
        }
        mpfr_set_z(result, value.backend().data(), MPFR_RNDN);
    }
    return {rounded || beyond ? 1 : 0, beyond};
}

/// Rounds x, exact or rounded to odd with at least p + random_bits + 2 bits (integers: no bit above the point lost).
inline rounding_outcome round_in_mode(mpfr_ptr result, mpfr_srcptr x, number_format const& format) {
    if (mpfr_regular_p(x) == 0) {
        bool const finite = mpfr_zero_p(x) != 0;
        mpfr_set(result, x, MPFR_RNDN);
        keep_to_codes(result, format);
        return {finite && mpfr_zero_p(result) == 0 ? 1 : 0, false};
    }
    bool const negative = mpfr_signbit(x) != 0;
    std::int64_t const p = format.precision;
    std::int64_t const e = mpfr_get_exp(x) - 1;
    std::int64_t unit = e - p + 1;  // exponent of the last place
    if (format.integers())
        unit = 0;
    else if (format.subnormals)
        unit = std::max(unit, format.emin - p + 1);
    else if (format.flush == flush_rule::none && e < format.emin)
        unit = format.emin;
    mpfr_value rest(mpfr_get_prec(x));
    mpfr_abs(rest.get(), x, MPFR_RNDN);
    mpfr_mul_2si(rest.get(), rest.get(), -unit, MPFR_RNDN);
    integer kept;
    mpfr_get_z(kept.backend().data(), rest.get(), MPFR_RNDZ);
    mpfr_frac(rest.get(), rest.get(), MPFR_RNDN);
    bool const rounded = mpfr_zero_p(rest.get()) == 0;
    if (rounded && goes_away_from_zero(mpz_odd_p(kept.backend().data()) != 0, rest.get(), negative, format)) kept += 1;
    if (format.integers()) return keep_integer(result, negative ? integer(-kept) : kept, rounded, format);
    if (format.kind == number_kind::power_of_two && kept == 0) kept = 1;  // nothing positive becomes zero
    mpfr_set_z_2exp(result, kept.backend().data(), unit, MPFR_RNDN);
    set_sign(result, negative);
    bool const before = format.flush == flush_rule::before_rounding;
    if (format.flush != flush_rule::none && (before ? e : mpfr_get_exp(result) - 1) < format.emin) {
        mpfr_set_zero(result, negative ? -1 : 1);
        keep_to_codes(result, format);
        return {1, false};
    }
    mpfr_value largest(format.precision);
    set_largest(largest.get(), false, format);
    bool const overflow = mpfr_cmpabs(result, largest.get()) > 0;
    if (overflow) set_overflow(result, negative, format);
    keep_to_codes(result, format);
    return {rounded || overflow || mpfr_nan_p(result) != 0 ? 1 : 0, overflow};
}

/// The operation rounded to odd with enough bits, then to the format: what rounding its exact result gives (Boldo and
/// Melquiond 2008).
template <class Operation>
rounding_outcome round_through_odd(mpfr_ptr result, number_format const& format, Operation const& operation) {
    widest_range const range;
    // A product of two integers has 2p + 2 bits, one more with an addend.
    mpfr_value wide(format.integers() ? 2 * format.precision + 4 : format.precision + format.random_bits + 3);
    int ternary = operation(wide.get(), MPFR_RNDZ);
    if (mpfr_zero_p(wide.get()) != 0 && format.rounding == rounding_mode::down)
        ternary = operation(wide.get(), MPFR_RNDD);  // x - x = -0
    // e^x far below what MPFR holds is not zero.
    if (mpfr_zero_p(wide.get()) != 0 && ternary < 0) mpfr_nextabove(wide.get());
    if (mpfr_zero_p(wide.get()) != 0 && ternary > 0) mpfr_nextbelow(wide.get());
    // The last bit says that something was cut off behind it.
    if (ternary != 0 && mpfr_regular_p(wide.get()) != 0 && mpfr_min_prec(wide.get()) < mpfr_get_prec(wide.get())) {
        if (mpfr_sgn(wide.get()) > 0)
            mpfr_nextabove(wide.get());
        else
            mpfr_nextbelow(wide.get());
    }
    return round_in_mode(result, wide.get(), format);
}

}  // namespace detail

/// Writes the format's correctly rounded result of `operation(mpfr_ptr result, mpfr_rnd_t) -> ternary`, whatever its
/// operands. The target has the format's precision.
template <class Operation>
rounding_outcome round_into(mpfr_ptr result, number_format const& format, Operation const& operation) {
    if (format.classical()) return {finish_rounding(result, operation(result, MPFR_RNDN), format), false};
    return detail::round_through_odd(result, format, operation);
}

template <class Operation>
[[nodiscard]] mpfr_value round_once(number_format const& format, Operation const& operation) {
    mpfr_value result(format.precision);
    round_into(result.get(), format, operation);
    return result;
}

}  // namespace ulpfield
