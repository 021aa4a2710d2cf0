#pragma once
#include <optional>
#include <string>

#include "capacity/working_precision.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// An interval that contains the real number meant: every operation rounds its ends outwards, so what a chain of them
/// prints is proved. Ends have the working precision of the moment they were computed.
/// Domain errors (0 in a divisor, log or sqrt of a negative end) throw std::domain_error.
class enclosure {
public:
    enclosure() : low_(fresh()), high_(fresh()) {}
    explicit enclosure(long value);
    explicit enclosure(integer const& value);
    explicit enclosure(rational const& value);
    enclosure(mpfr_value low, mpfr_value high) : low_(std::move(low)), high_(std::move(high)) {}

    [[nodiscard]] static enclosure point(mpfr_value const& value) { return {value, value}; }
    [[nodiscard]] static enclosure of_double(double value);
    [[nodiscard]] static enclosure pi();

    [[nodiscard]] mpfr_srcptr low() const { return low_.get(); }
    [[nodiscard]] mpfr_srcptr high() const { return high_.get(); }
    [[nodiscard]] enclosure low_end() const { return {low_, low_}; }
    [[nodiscard]] enclosure high_end() const { return {high_, high_}; }
    [[nodiscard]] mpfr_value middle() const;
    [[nodiscard]] double to_double() const { return mpfr_get_d(middle().get(), MPFR_RNDN); }
    [[nodiscard]] bool is_point() const { return mpfr_equal_p(low_.get(), high_.get()) != 0; }

    /// The same interval, each end pushed outwards by `radius` (its upper end), >= 0.
    [[nodiscard]] enclosure widened(enclosure const& radius) const;
    /// Relative widening of a positive interval by 2^exponent: [low (1 - 2^e), high (1 + 2^e)].
    [[nodiscard]] enclosure widened_relative(long exponent) const;

private:
    mpfr_value low_;
    mpfr_value high_;
};

[[nodiscard]] enclosure operator+(enclosure const& a, enclosure const& b);
[[nodiscard]] enclosure operator-(enclosure const& a, enclosure const& b);
[[nodiscard]] enclosure operator*(enclosure const& a, enclosure const& b);
[[nodiscard]] enclosure operator/(enclosure const& a, enclosure const& b);
[[nodiscard]] enclosure operator-(enclosure const& a);

[[nodiscard]] enclosure sqrt(enclosure const& x);
[[nodiscard]] enclosure exp(enclosure const& x);
[[nodiscard]] enclosure log(enclosure const& x);
[[nodiscard]] enclosure expm1(enclosure const& x);
[[nodiscard]] enclosure log1p(enclosure const& x);
[[nodiscard]] enclosure cosh(enclosure const& x);
[[nodiscard]] enclosure power(enclosure const& x, unsigned long n);
[[nodiscard]] enclosure log_gamma(enclosure const& x);  ///< x >= 2, where it increases
[[nodiscard]] enclosure times_two_to(enclosure const& x, long exponent);

/// True only if certain.
[[nodiscard]] bool certainly_less(enclosure const& a, enclosure const& b);
[[nodiscard]] bool certainly_positive(enclosure const& a);
[[nodiscard]] enclosure larger(enclosure const& a, enclosure const& b);
[[nodiscard]] enclosure smaller(enclosure const& a, enclosure const& b);

}  // namespace ulpfield::capacity
