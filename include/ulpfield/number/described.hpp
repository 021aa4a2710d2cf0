#pragma once
#include <bit>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// True if `described` can hold the format: p <= 25, so that products of its numbers are exact in double, sums and
/// quotients can be rounded to odd there with p + BITS + 2 <= 53 bits left to round from, and nothing comes near
/// double's own limits (|exponents| <= 511).
[[nodiscard]] inline bool fits_in_double(number_format const& format) {
    bool const no_gap_below_normal =
        format.subnormals || format.flush != flush_rule::none || format.kind == number_kind::power_of_two;
    return !format.exact() && format.precision <= 25 && format.random_bits <= 26 && format.emax <= 511 &&
           format.emin >= -511 && no_gap_below_normal && format.overflow != overflow_value::wrapped;
}

/// A number of any such format, described by data: own exponents, saturation, no infinities, flushed subnormals, every
/// rounding mode. Kept in a double that is always one of the format's values; rounded as round_to_format.hpp defines,
/// of which nothing is used here. Set by described_scope inside every task. Default: 0 (E8M0, which has none: NaN).
class described {
public:
    described() : value_(keep_to_codes(0.0)) {}
    explicit described(int value) : value_(round(static_cast<double>(value), 0)) {}
    explicit described(double value) : value_(round(value, 0)) {}

    friend described operator+(described a, described b) { return held(sum(a.value_, b.value_)); }
    friend described operator-(described a, described b) { return held(sum(a.value_, -b.value_)); }
    friend described operator*(described a, described b) { return held(round(a.value_ * b.value_, 0)); }
    friend described operator/(described a, described b) { return held(quotient(a.value_, b.value_)); }
    friend described operator-(described a) {
        double const least = numbers().least;  // integers have one more below zero
        return held(keep_to_codes(a.value_ == least && least != -numbers().largest ? numbers().largest : -a.value_));
    }
    described& operator+=(described b) { return *this = *this + b; }

    friend bool operator==(described a, described b) { return a.value_ == b.value_; }
    friend std::partial_ordering operator<=>(described a, described b) { return a.value_ <=> b.value_; }

    [[nodiscard]] double to_double() const { return value_; }

private:
    friend class described_scope;
    friend struct number_traits<described>;

    struct constants {
        number_format format{"e8m23", 24, -126, 127};
        double largest = 3.4028234663852886e38;
        double least = -3.4028234663852886e38;
        double least_normal = 0x1p-126;
        double infinity = std::numeric_limits<double>::infinity();  // what an exact infinity gives
        double beyond = std::numeric_limits<double>::infinity();    // what overflow gives
        bool nearest = true;
    };
    static constants& numbers() {
        static thread_local constants current;
        return current;
    }

    static described held(double value) {
        described result(not_rounded{});
        result.value_ = value;
        return result;
    }
    struct not_rounded {};
    explicit described(not_rounded) {}

    static double power_of_two(std::int64_t exponent) {
        return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
    }

    static double sum(double a, double b) {
        double const s = a + b;
        if (numbers().nearest) return round_to_nearest(s);
        if (!std::isfinite(s)) return keep_to_codes(s);
        // x - x = -0 going down
        if (s == 0 && numbers().format.rounding == rounding_mode::down)
            return keep_to_codes(a == 0 && !std::signbit(a) && !std::signbit(b) ? 0.0 : -0.0);
        // The error of the sum (Knuth 1969), exact.
        double const b_part = s - a;
        return round(s, (a - (s - b_part)) + (b - b_part));
    }

    static double quotient(double a, double b) {
        double const q = a / b;
        if (b == 0 || !std::isfinite(a) || !std::isfinite(b) || a == 0) return keep_to_codes(q);
        if (numbers().nearest) return round_to_nearest(std::isinf(q) ? std::copysign(0x1p1023, q) : q);
        // Of significands in [1/2, 1), so that the remainder is exact.
        int exponent_a = 0;
        int exponent_b = 0;
        double const x = std::frexp(a, &exponent_a);
        double const y = std::frexp(b, &exponent_b);
        double const rest = std::fma(-(x / y), y, x);
        double const odd = to_odd(x / y, y < 0 ? -rest : rest);
        int const exponent = std::min(exponent_a - exponent_b, 1000);
        return round(std::ldexp(odd, exponent), 0);
    }

    /// The double with odd last bit next to s + error, |error| at most half a last place.
    static double to_odd(double s, double error) {
        auto const bits = std::bit_cast<std::uint64_t>(s);
        if (error == 0 || (bits & 1) != 0) return s;
        return std::bit_cast<double>(std::signbit(error) == std::signbit(s) ? bits + 1 : bits - 1);
    }

    /// x + error rounded to the format; error: less than a last place of the double x.
    static double round(double x, double error) {
        if (numbers().nearest) return round_to_nearest(x);
        if (!std::isfinite(x) || x == 0) return keep_to_codes(x);
        return round_in_mode(to_odd(x, error));
    }

    /// As rounded<> does, with the format's own end and beginning.
    static double round_to_nearest(double x) {
        constants const& at = numbers();
        bool const flush = at.format.flush != flush_rule::none;
        constexpr std::uint64_t exponent_bits = 0x7FF0000000000000ULL;
        std::uint64_t const bits = std::bit_cast<std::uint64_t>(x);
        std::uint64_t const least =
            flush ? std::uint64_t{1} << 52 : static_cast<std::uint64_t>(at.format.emin + 1023) << 52;
        std::uint64_t const most = static_cast<std::uint64_t>(at.format.emax + 1 + 1023) << 52;
        std::uint64_t const exponent = std::min(std::max(bits & exponent_bits, least), most);
        double const shift = std::bit_cast<double>(
            (exponent + (static_cast<std::uint64_t>(53 - at.format.precision) << 52)) | 0x0008000000000000ULL);
        double nearest = std::copysign((x + shift) - shift, x);
        double const compared = at.format.flush == flush_rule::before_rounding ? x : nearest;
        if (flush && std::fabs(compared) < at.least_normal) nearest = std::copysign(0.0, x);
        double const over = std::copysign(std::isinf(x) ? at.infinity : at.beyond, x);
        double const result = std::fabs(nearest) > at.largest ? over : nearest;
        return at.format.signed_zero ? result : result + 0.0;
    }

    static double round_in_mode(double x);
    static double keep_to_codes(double x);
    static bool goes_away_from_zero(std::uint64_t kept, std::uint64_t rest, int dropped, bool negative);

    double value_ = 0;
};

/// Sets a thread's described format for a block. One that does not fit: std::invalid_argument.
class described_scope {
public:
    explicit described_scope(number_format const& format);
    described_scope(described_scope const&) = delete;
    described_scope& operator=(described_scope const&) = delete;
    ~described_scope() { described::numbers() = saved_; }

private:
    described::constants saved_;
};

template <>
struct number_traits<described> {
    static number_format const& format() { return described::numbers().format; }
    static void to_mpfr(mpfr_ptr target, described value) { mpfr_set_d(target, value.to_double(), MPFR_RNDN); }
    static described from_mpfr(mpfr_srcptr source) { return described::held(mpfr_get_d(source, MPFR_RNDN)); }
    static bool is_infinite(described value) { return std::isinf(value.to_double()); }
    static bool below_normal(described value) {
        described::constants const& at = described::numbers();
        return at.format.kind == number_kind::floating && std::fabs(value.to_double()) < at.least_normal;
    }
    static std::int64_t ordinal(described value) {
        described::constants const& at = described::numbers();
        double const x = std::fabs(value.to_double());
        if (x == 0) return 0;
        if (std::isinf(x)) return value.to_double() < 0 ? -ordinal_beyond_largest() : ordinal_beyond_largest();
        int const p = at.format.precision;
        std::int64_t const e = std::max<std::int64_t>(std::ilogb(x), at.format.emin);
        std::int64_t steps =
            static_cast<std::int64_t>(std::ldexp(x, p - 1 - static_cast<int>(e))) + ((e - at.format.emin) << (p - 1));
        if (!at.format.subnormals) steps -= (std::int64_t{1} << (p - 1)) - 1;
        return value.to_double() < 0 ? -steps : steps;
    }
    static std::int64_t ordinal_beyond_largest() { return ordinal(described::held(described::numbers().largest)) + 1; }
};

}  // namespace ulpfield

#include "ulpfield/number/described_rounding.hpp"
