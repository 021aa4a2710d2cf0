#pragma once
#include <cstdint>
#include <functional>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// A number of a format held in integers: m 2^e, or an infinity, or NaN. Zero has no sign here.
struct integer_number {
    enum class kind { finite, infinite, not_a_number };

    kind what = kind::finite;
    integer m = 0;  ///< of an infinity: its sign
    std::int64_t e = 0;

    [[nodiscard]] bool finite() const { return what == kind::finite; }
    [[nodiscard]] bool zero() const { return finite() && m == 0; }
};

/// A format's arithmetic from its numbers and rules alone, in integers: every operation is carried out exactly and
/// rounded once in the format's mode (not stochastically), with the format's underflow and overflow. It shares no code
/// with the number types it is held against. Elementary functions are rounded from enclosures by directed rounding,
/// made narrower until both ends round alike (their values at rational arguments other than the trivial ones are
/// irrational, so this ends).
class integer_arithmetic {
public:
    /// Any floating format whose rounding is not stochastic.
    explicit integer_arithmetic(number_format format);

    [[nodiscard]] number_format const& format() const { return format_; }

    /// Nearest number to m 2^e; `sticky`: the magnitude is larger by less than one unit of m.
    [[nodiscard]] integer_number round(integer m, std::int64_t e, bool sticky = false) const;
    /// Nearest number to numerator/denominator, denominator > 0.
    [[nodiscard]] integer_number nearest(integer const& numerator, integer const& denominator) const;
    /// Nearest number to the square root of N >= 0.
    [[nodiscard]] integer_number root(integer const& N) const;

    [[nodiscard]] integer_number product(integer_number const& a, integer_number const& b) const;
    [[nodiscard]] integer_number sum(integer_number const& a, integer_number const& b) const;
    [[nodiscard]] integer_number difference(integer_number const& a, integer_number const& b) const;
    [[nodiscard]] integer_number quotient(integer_number const& a, integer_number const& b) const;
    /// 2^k a
    [[nodiscard]] integer_number shifted(integer_number const& a, std::int64_t k) const;

    /// x^n by squaring and multiplying, most significant bit of n first, each product rounded; n >= 1.
    [[nodiscard]] integer_number binary_power(integer_number const& x, std::int64_t n) const;
    /// x^n rounded once; n >= 1.
    [[nodiscard]] integer_number rounded_power(integer_number const& x, std::int64_t n) const;

    [[nodiscard]] integer_number log(integer_number const& x) const;
    [[nodiscard]] integer_number exp(integer_number const& x) const;
    [[nodiscard]] integer_number log1p(integer_number const& x) const;
    [[nodiscard]] integer_number expm1(integer_number const& x) const;
    [[nodiscard]] integer_number tanh(integer_number const& x) const;
    [[nodiscard]] integer_number sqrt(integer_number const& x) const;

    /// ((t + t) + t) + ..., K >= 0 terms t >= 0, each sum rounded: O(binades) instead of K additions. Within a binade a
    /// sum grows by the same amount each time (after the first step also at ties, which go to even).
    [[nodiscard]] integer_number sum_of_equal(integer_number const& t, std::int64_t K) const;

    [[nodiscard]] bool below_normal(integer_number const& x) const;

    /// The exact value, as a number MPFR holds (infinities and NaN as such).
    [[nodiscard]] static mpfr_value to_mpfr(integer_number const& x);

private:
    using function = std::function<int(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t)>;
    [[nodiscard]] integer_number apply(function const& f, integer_number const& x) const;
    [[nodiscard]] integer_number from_mpfr(mpfr_srcptr x) const;
    /// A finite value beyond the largest number; an infinity that is exact (1/0).
    [[nodiscard]] integer_number beyond(int sign) const;
    [[nodiscard]] integer_number exact_infinity(int sign) const;
    /// Whether a value between two numbers goes to the one farther from zero; against_half: its place between them.
    [[nodiscard]] bool goes_away(int sign, bool odd, int against_half) const;
    static integer_number infinite(int sign) { return {integer_number::kind::infinite, sign, 0}; }
    static integer_number nan() { return {integer_number::kind::not_a_number, 0, 0}; }

    number_format format_;
    integer largest_;  // significand of the largest number, of p bits
};

[[nodiscard]] bool operator==(integer_number const& a, integer_number const& b);
/// a < b for finite numbers.
[[nodiscard]] bool less(integer_number const& a, integer_number const& b);

}  // namespace ulpfield
