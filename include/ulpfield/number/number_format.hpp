#pragma once
#include <cstdint>
#include <string>

namespace ulpfield {

/// The result of a format for a finite value beyond its largest number.
enum class overflow_value {
    infinity,      ///< IEEE 754
    not_a_number,  ///< formats without infinity: OCP E4M3, the fnuz formats
    largest,       ///< saturation: the largest number, with the value's sign
    wrapped        ///< integers modulo 2^bits
};

/// The codes of a format that stand for no number.
enum class special_values { infinity_and_nan, nan_only, none };

enum class number_kind {
    floating,
    whole,        ///< all whole numbers from -2^p to 2^p - 1 (two's complement): emin = emax = p - 1, last place 1
    power_of_two  ///< OCP E8M0: 2^emin to 2^emax, no zero, no sign; zero and negative values are NaN (saturated:
                  ///< 2^emin)
};

/// How a value between two numbers is rounded; d: its distance from the one nearer to zero, in steps.
enum class rounding_mode {
    nearest,    ///< ties to even
    away,       ///< to nearest, ties away from zero
    zero,       ///< toward zero
    up,         ///< toward +infinity
    down,       ///< toward -infinity
    odd,        ///< to the neighbour with odd significand
    stochastic  ///< away from zero if RNE(d 2^BITS) + r >= 2^BITS, r a random number of BITS bits
};

/// Which results below 2^emin become zeros of their sign. Subnormal inputs do, too.
enum class flush_rule {
    none,
    after_rounding,  ///< |x| < 2^emin once rounded to p bits without a lower bound on the exponent (x86's FTZ,
                     ///< VDPBF16PS)
    before_rounding  ///< |x| < 2^emin (Arm's FZ)
};

/// A binary number format and its rounding as data; IEEE conventions: a finite number is m 2^(e-p+1), |m| < 2^p,
/// emin <= e <= emax.
struct number_format {
    std::string name;        ///< as in --formats
    int precision = 0;       ///< p, with the hidden bit; 0: unbounded (`exact`)
    std::int64_t emin = 0;   ///< exponent of the smallest normal number
    std::int64_t emax = 0;   ///< exponent of the largest finite number
    bool subnormals = true;  ///< gradual underflow; false: no number but 0 below 2^emin
    overflow_value overflow = overflow_value::infinity;
    special_values specials = special_values::infinity_and_nan;
    int missing = 0;          ///< largest significands of the top binade that are no numbers (OCP E4M3: 1)
    bool signed_zero = true;  ///< false: the code of -0 is NaN (fnuz)
    number_kind kind = number_kind::floating;
    flush_rule flush = flush_rule::none;
    rounding_mode rounding = rounding_mode::nearest;
    int random_bits = 0;  ///< BITS of stochastic rounding

    [[nodiscard]] bool exact() const { return precision == 0; }
    [[nodiscard]] bool integers() const { return kind == number_kind::whole; }
    [[nodiscard]] bool has_infinity() const { return specials == special_values::infinity_and_nan; }
    [[nodiscard]] bool has_nan() const { return specials != special_values::none; }
    [[nodiscard]] bool saturates() const { return overflow == overflow_value::largest; }

    /// Rounding to nearest, ties to even, with IEEE 754's infinities, or OCP E4M3's NaN: what the types with code of
    /// their own do.
    [[nodiscard]] bool classical() const {
        bool const ieee = overflow == overflow_value::infinity && has_infinity() && missing == 0;
        bool const e4m3 = overflow == overflow_value::not_a_number && !has_infinity() && has_nan() && missing == 1;
        return (ieee || e4m3) && signed_zero && kind == number_kind::floating && flush == flush_rule::none &&
               rounding == rounding_mode::nearest;
    }
    /// Rounding commutes with the sign: -round(x) = round(-x).
    [[nodiscard]] bool symmetric() const {
        bool const directed = rounding == rounding_mode::up || rounding == rounding_mode::down;
        bool const one_more_below_zero = integers() && saturates();
        return !directed && rounding != rounding_mode::stochastic && !one_more_below_zero &&
               kind != number_kind::power_of_two;
    }
    /// An overflow may leave a finite number, so that later results do not show it.
    [[nodiscard]] bool hides_overflow() const {
        return saturates() || overflow == overflow_value::wrapped || rounding == rounding_mode::zero ||
               rounding == rounding_mode::up || rounding == rounding_mode::down;
    }
    /// 2^p and then 2^p again after adding 1: sums of +-1 stop growing there.
    [[nodiscard]] bool stagnates_at_two_to_the_precision() const {
        return rounding == rounding_mode::nearest || rounding == rounding_mode::zero;
    }

    /// Every finite value of `other` is one of this format, and so is every sum of two of them up to rounding.
    [[nodiscard]] bool at_least_as_wide_as(number_format const& other) const {
        if (exact() || other.exact()) return exact();
        if (integers() && other.integers()) return precision >= other.precision;
        return precision >= other.precision && emax >= other.emax && emin <= other.emin &&
               integers() == other.integers();
    }
    friend bool operator==(number_format const&, number_format const&) = default;
};

}  // namespace ulpfield
