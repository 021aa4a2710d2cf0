#include "boundary/integer_number.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "ulpfield/number/ordinal.hpp"

namespace ulpfield {

namespace {

/// Bits of |m|; 0 for 0.
int sign_of(integer const& m) { return m < 0 ? -1 : m > 0 ? 1 : 0; }

integer shifted_left(integer m, std::int64_t by) {
    m <<= static_cast<unsigned long>(by);
    return m;
}

}  // namespace

integer_arithmetic::integer_arithmetic(number_format format)
    : format_(std::move(format)), largest_(two_to_the(format_.precision) - 1 - format_.missing) {}

integer_number integer_arithmetic::beyond(int sign) const {
    bool const inward = format_.rounding == rounding_mode::zero ||
                        (format_.rounding == rounding_mode::up && sign < 0) ||
                        (format_.rounding == rounding_mode::down && sign > 0);
    if (inward || format_.saturates())
        return {integer_number::kind::finite, largest_ * sign, format_.emax - format_.precision + 1};
    return format_.overflow == overflow_value::infinity ? infinite(sign) : nan();
}

integer_number integer_arithmetic::exact_infinity(int sign) const {
    if (format_.has_infinity()) return infinite(sign);
    if (format_.has_nan()) return nan();
    return {integer_number::kind::finite, largest_ * sign, format_.emax - format_.precision + 1};
}

bool integer_arithmetic::goes_away(int sign, bool odd, int against_half) const {
    switch (format_.rounding) {
        case rounding_mode::nearest:
            return against_half > 0 || (against_half == 0 && odd);
        case rounding_mode::away:
            return against_half >= 0;
        case rounding_mode::up:
            return sign > 0;
        case rounding_mode::down:
            return sign < 0;
        case rounding_mode::odd:
            return !odd;
        case rounding_mode::zero:
        case rounding_mode::stochastic:
            break;
    }
    return false;
}

integer_number integer_arithmetic::round(integer m, std::int64_t e, bool sticky) const {
    if (m == 0) return {};  // callers never leave a sticky rest beside zero
    std::int64_t const p = format_.precision;
    std::int64_t const exponent = bit_length(m) - 1 + e;
    std::int64_t unit = exponent - p + 1;  // exponent of the last place
    if (format_.subnormals) unit = std::max(unit, format_.emin - p + 1);
    int const sign = sign_of(m);
    bool const small = exponent < format_.emin;
    if (small && format_.flush == flush_rule::before_rounding) return {};
    if (small && !format_.subnormals && format_.flush == flush_rule::none) unit = format_.emin;  // 0 or 2^emin
    if (unit > e) {
        integer magnitude = sign < 0 ? integer(-m) : std::move(m);
        auto const dropped = static_cast<unsigned long>(unit - e);
        integer kept = magnitude;
        kept >>= dropped;
        // The bit below the last place, and whether anything stands below that bit.
        bool const half = mpz_tstbit(magnitude.backend().data(), dropped - 1) != 0;
        bool const rest = sticky || mpz_scan1(magnitude.backend().data(), 0) < dropped - 1;
        if ((half || rest) && goes_away(sign, mpz_odd_p(kept.backend().data()) != 0, half ? (rest ? 1 : 0) : -1))
            kept += 1;
        m = sign < 0 ? integer(-kept) : std::move(kept);
        e = unit;
    }
    if (m == 0) return {};
    std::int64_t const top = bit_length(m) - 1 + e;
    if (top < format_.emin && format_.flush != flush_rule::none) return {};
    if (top > format_.emax) return beyond(sign);
    if (top == format_.emax && format_.missing != 0) {
        integer const magnitude = sign < 0 ? integer(-m) : m;
        std::int64_t const places = e - (format_.emax - p + 1);
        // m 2^e has at most p bits, so it is a multiple of the last place.
        integer const significand =
            places >= 0 ? shifted_left(magnitude, places) : integer(magnitude >> static_cast<unsigned long>(-places));
        if (significand > largest_) return beyond(sign);
    }
    return {integer_number::kind::finite, std::move(m), e};
}

integer_number integer_arithmetic::nearest(integer const& numerator, integer const& denominator) const {
    if (numerator == 0) return {};
    // p + 2 bits of the quotient and whether something remains.
    std::int64_t const shift =
        std::max<std::int64_t>(0, format_.precision + 2 + bit_length(denominator) - bit_length(numerator));
    integer const magnitude = shifted_left(numerator < 0 ? integer(-numerator) : numerator, shift);
    integer quotient;
    integer rest;
    boost::multiprecision::divide_qr(magnitude, denominator, quotient, rest);
    return round(numerator < 0 ? integer(-quotient) : quotient, -shift, rest != 0);
}

integer_number integer_arithmetic::root(integer const& N) const {
    if (N == 0) return {};
    std::int64_t const shift = 2 * (std::int64_t{format_.precision} + 2);
    integer rest;
    integer const whole = boost::multiprecision::sqrt(shifted_left(N, shift), rest);
    return round(whole, -shift / 2, rest != 0);
}

integer_number integer_arithmetic::product(integer_number const& a, integer_number const& b) const {
    if (a.what == integer_number::kind::not_a_number || b.what == integer_number::kind::not_a_number) return nan();
    if (!a.finite() || !b.finite()) return a.m == 0 || b.m == 0 ? nan() : infinite(sign_of(a.m) * sign_of(b.m));
    return round(a.m * b.m, a.e + b.e);
}

integer_number integer_arithmetic::sum(integer_number const& a, integer_number const& b) const {
    if (a.what == integer_number::kind::not_a_number || b.what == integer_number::kind::not_a_number) return nan();
    if (!a.finite() || !b.finite()) {
        if (!a.finite() && !b.finite() && a.m != b.m) return nan();
        return a.finite() ? b : a;
    }
    if (a.m == 0) return b;
    if (b.m == 0) return a;
    // So far apart that the smaller one only decides how the larger one, with bits to spare, is rounded.
    std::int64_t const top_a = bit_length(a.m) + a.e;
    std::int64_t const top_b = bit_length(b.m) + b.e;
    std::int64_t const spare = format_.precision + 4;
    integer_number const& large = top_a > top_b ? a : b;
    integer_number const& small = top_a > top_b ? b : a;
    if (bit_length(small.m) + small.e < large.e - spare) {
        integer const m = shifted_left(large.m, spare);
        int const sign = sign_of(large.m);
        return round(sign == sign_of(small.m) ? m : integer(m - sign), large.e - spare, true);
    }
    std::int64_t const e = std::min(a.e, b.e);
    return round(shifted_left(a.m, a.e - e) + shifted_left(b.m, b.e - e), e);
}

integer_number integer_arithmetic::difference(integer_number const& a, integer_number const& b) const {
    integer_number negative = b;
    negative.m = -negative.m;
    return sum(a, negative);
}

integer_number integer_arithmetic::quotient(integer_number const& a, integer_number const& b) const {
    if (a.what == integer_number::kind::not_a_number || b.what == integer_number::kind::not_a_number) return nan();
    if (!a.finite()) return b.finite() ? infinite(sign_of(a.m) * (b.m < 0 ? -1 : 1)) : nan();
    if (!b.finite()) return {};
    if (b.m == 0) return a.m == 0 ? nan() : exact_infinity(sign_of(a.m));
    integer const numerator = b.m < 0 ? integer(-a.m) : a.m;
    integer const denominator = b.m < 0 ? integer(-b.m) : b.m;
    std::int64_t const e = a.e - b.e;
    return e >= 0 ? nearest(shifted_left(numerator, e), denominator)
                  : nearest(numerator, shifted_left(denominator, -e));
}

integer_number integer_arithmetic::shifted(integer_number const& a, std::int64_t k) const {
    return a.finite() ? round(a.m, a.e + k) : a;
}

integer_number integer_arithmetic::binary_power(integer_number const& x, std::int64_t n) const {
    integer_number result = x;
    for (int bit = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n))) - 2; bit >= 0; --bit) {
        result = product(result, result);
        if ((n >> bit & 1) != 0) result = product(result, x);
    }
    return result;
}

integer_number integer_arithmetic::rounded_power(integer_number const& x, std::int64_t n) const {
    if (x.what == integer_number::kind::not_a_number) return x;
    if (!x.finite()) return infinite(x.m < 0 && n % 2 != 0 ? -1 : 1);
    if (x.m == 0) return {};
    return apply(
        [n](mpfr_ptr result, mpfr_srcptr argument, mpfr_rnd_t rounding) {
            return mpfr_pow_ui(result, argument, static_cast<unsigned long>(n), rounding);
        },
        x);
}

mpfr_value integer_arithmetic::to_mpfr(integer_number const& x) {
    mpfr_value result(std::max<mpfr_prec_t>(2, bit_length(x.m)));
    if (x.what == integer_number::kind::not_a_number)
        mpfr_set_nan(result.get());
    else if (!x.finite())
        mpfr_set_inf(result.get(), sign_of(x.m));
    else
        mpfr_set_z_2exp(result.get(), x.m.backend().data(), x.e, MPFR_RNDN);
    return result;
}

integer_number integer_arithmetic::from_mpfr(mpfr_srcptr x) const {
    if (mpfr_nan_p(x) != 0) return nan();
    if (mpfr_inf_p(x) != 0) return mpfr_divby0_p() != 0 ? exact_infinity(mpfr_sgn(x)) : beyond(mpfr_sgn(x));
    if (mpfr_zero_p(x) != 0) return {};
    integer m;
    mpfr_exp_t const e = mpfr_get_z_2exp(m.backend().data(), x);
    return round(std::move(m), e);
}

integer_number integer_arithmetic::apply(function const& f, integer_number const& x) const {
    widest_range const range;  // else both ends of e^x would leave MPFR's range on different sides of a number
    mpfr_value const argument = to_mpfr(x);
    for (mpfr_prec_t bits = format_.precision + 32;; bits *= 2) {
        mpfr_value lower(bits);
        mpfr_value upper(bits);
        mpfr_clear_divby0();
        f(lower.get(), argument.get(), MPFR_RNDD);
        f(upper.get(), argument.get(), MPFR_RNDU);
        // e^x far below what MPFR holds is not zero.
        if (mpfr_zero_p(lower.get()) != 0 && mpfr_regular_p(upper.get()) != 0)
            mpfr_set(lower.get(), upper.get(), MPFR_RNDN);
        integer_number below = from_mpfr(lower.get());
        integer_number const above = from_mpfr(upper.get());
        if (below == above ||
            (below.what == integer_number::kind::not_a_number && above.what == integer_number::kind::not_a_number))
            return below;
    }
}

integer_number integer_arithmetic::log(integer_number const& x) const { return apply(mpfr_log, x); }
integer_number integer_arithmetic::exp(integer_number const& x) const { return apply(mpfr_exp, x); }
integer_number integer_arithmetic::log1p(integer_number const& x) const { return apply(mpfr_log1p, x); }
integer_number integer_arithmetic::expm1(integer_number const& x) const { return apply(mpfr_expm1, x); }
integer_number integer_arithmetic::tanh(integer_number const& x) const { return apply(mpfr_tanh, x); }
integer_number integer_arithmetic::sqrt(integer_number const& x) const { return apply(mpfr_sqrt, x); }

integer_number integer_arithmetic::sum_of_equal(integer_number const& t, std::int64_t K) const {
    if (!t.finite() || t.m == 0) return K == 0 ? integer_number{} : t;
    integer_number total;
    for (std::int64_t done = 0; done < K;) {
        integer_number next = sum(total, t);
        ++done;
        if (!next.finite() || next == total) return next;
        // The last place of the binade of `next`, in which the following sums are rounded.
        std::int64_t const exponent = bit_length(next.m) - 1 + next.e;
        std::int64_t unit = exponent - format_.precision + 1;
        if (format_.subnormals) unit = std::max(unit, format_.emin - format_.precision + 1);
        integer_number const after = sum(next, t);
        if (done == K || !after.finite() || after == next) {
            total = next;
            continue;
        }
        // One more step settles a tie; from `after` on, each step adds `step` while the sum stays below 2^(exponent+1).
        integer_number const third = sum(after, t);
        if (!third.finite()) {
            total = next;
            continue;
        }
        integer_number const step = difference(third, after);
        std::int64_t const e = std::min({unit, after.e, step.e});
        // The top binade may end before its last significand.
        integer const end = exponent < format_.emax
                                ? two_to_the(exponent + 1 - e)
                                : integer(shifted_left(largest_, format_.emax - format_.precision + 1 - e) + 1);
        integer const start = shifted_left(after.m, after.e - e);
        integer const each = shifted_left(step.m, step.e - e);
        if (start >= end || each == 0) {
            total = next;
            continue;
        }
        // So many steps from `after` that the sum before each of them, and the sum itself, lie below `end`.
        integer const room = (end - 1 - start) / each;
        std::int64_t const left = K - done - 1;
        std::int64_t const steps = room >= left ? left : static_cast<std::int64_t>(room);
        total = {integer_number::kind::finite, start + each * steps, e};
        done += 1 + steps;
    }
    return total;
}

bool integer_arithmetic::below_normal(integer_number const& x) const {
    return x.finite() && (x.m == 0 || bit_length(x.m) - 1 + x.e < format_.emin);
}

bool operator==(integer_number const& a, integer_number const& b) {
    if (a.what != b.what || a.what == integer_number::kind::not_a_number) return false;
    if (!a.finite() || a.m == 0 || b.m == 0) return a.m == b.m;
    std::int64_t const e = std::min(a.e, b.e);
    if (std::max(a.e, b.e) - e > bit_length(a.m) + bit_length(b.m)) return false;
    return shifted_left(a.m, a.e - e) == shifted_left(b.m, b.e - e);
}

bool less(integer_number const& a, integer_number const& b) {
    int const sign_a = sign_of(a.m);
    int const sign_b = sign_of(b.m);
    if (sign_a != sign_b || sign_a == 0) return sign_a < sign_b;
    std::int64_t const top_a = bit_length(a.m) + a.e;
    std::int64_t const top_b = bit_length(b.m) + b.e;
    if (top_a != top_b) return (top_a < top_b) == (sign_a > 0);
    std::int64_t const e = std::min(a.e, b.e);
    return shifted_left(a.m, a.e - e) < shifted_left(b.m, b.e - e);
}

}  // namespace ulpfield
