#pragma once
#include <optional>
#include <utility>

#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/number/exponential_sum.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/rounded_quotient.hpp"

namespace ulpfield {

/// Values F(X/Q) of one F over a common denominator Q >= 1, summed, compared and rounded exactly, by F's exact form.
///   sum                        an exact sum of values
///   add(X, count, sum)         += count F(X/Q)
///   times(sum, count)          count sum
///   sign(sum)                  -1, 0, +1
///   round(sum, format)         the format's nearest number (ties to even; its overflow and underflow)
///   rational_value(sum)        the value if it is rational
///   equals(sum, x)             whether it is this number of MPFR's
///   rational_logarithm(sum)    log|sum| of a sum that is not zero, if it is rational
///   rational_ratio(a, b)       a/b if it is rational, b not zero
///   magnitude, magnitude_at(X) |F(X/Q)|;  larger(a, b): a > b
///   quotient(sum, magnitude, format)   the format's nearest number to sum/magnitude; 0/0 counts as 0
/// Not for several threads at once.
template <class Interaction>
class exact_values {
    static_assert(rational_valued<Interaction> || exponential_valued<Interaction>,
                  "interaction's exact form is missing (exact_form.hpp)");
};

/// Rational values: integers over one denominator.
template <rational_valued Interaction>
class exact_values<Interaction> {
public:
    using sum = integer;
    using magnitude = integer;

    exact_values(Interaction F, integer Q)
        : F_(std::move(F)), Q_(std::move(Q)), denominator_(Q_(F_.exact_power()) * F_.exact_denominator()) {}

    void add(integer const& X, std::int64_t count, sum& to) const {
        if (count == 1)
            to += F_.exact(X, Q_);
        else if (count == -1)
            to -= F_.exact(X, Q_);
        else
            to += F_.exact(X, Q_) * count;
    }
    [[nodiscard]] sum times(sum value, std::int64_t count) const { return value * count; }
    [[nodiscard]] int sign(sum const& value) const { return value.sign(); }
    [[nodiscard]] mpfr_value round(sum const& value, number_format const& format) const {
        return rounded_quotient(value, denominator_, 0, format);
    }
    [[nodiscard]] std::optional<rational> rational_value(sum const& value) const {
        return rational(value, denominator_);
    }
    [[nodiscard]] bool equals(sum const& value, mpfr_srcptr x) const {
        if (mpfr_number_p(x) == 0) return false;
        if (mpfr_zero_p(x) != 0) return value == 0;
        // m 2^e denominator = value, without a greatest common divisor
        integer m;
        mpfr_exp_t const e = mpfr_get_z_2exp(m.backend().data(), x);
        integer left = m * denominator_;
        integer right = value;
        if (e >= 0)
            left <<= static_cast<unsigned long>(e);
        else
            right <<= static_cast<unsigned long>(-e);
        return left == right;
    }
    [[nodiscard]] std::optional<rational> rational_logarithm(sum const& value) const {
        bool const one = value == denominator_ || value == -denominator_;
        return one ? std::optional(rational(0)) : std::nullopt;
    }
    [[nodiscard]] std::optional<rational> rational_ratio(sum const& a, sum const& b) const { return rational(a, b); }
    [[nodiscard]] magnitude magnitude_at(integer const& X) const { return boost::multiprecision::abs(F_.exact(X, Q_)); }
    [[nodiscard]] bool larger(magnitude const& a, magnitude const& b) const { return a > b; }
    [[nodiscard]] mpfr_value quotient(sum const& value, magnitude const& over, number_format const& format) const {
        return rounded_quotient(value, over == 0 ? integer(1) : over, 0, format);
    }

private:
    Interaction F_;
    powers_of<integer> Q_;
    integer denominator_;
};

/// Sums of exponentials, times F's denominator.
template <exponential_valued Interaction>
class exact_values<Interaction> {
public:
    using sum = exponential_sum;
    using magnitude = exponential_sum;

    exact_values(Interaction const& F, integer const& Q)
        : form_(F.exponential_terms()), table_(integer(Q * form_.rate_denominator)) {}

    void add(integer const& X, std::int64_t count, sum& to) const {
        for (auto const& [coefficient, rate] : form_.terms)
            if (rate == 1)
                to.add(X, coefficient * count);
            else
                to.add(integer(X * rate), coefficient * count);
    }
    [[nodiscard]] sum times(sum const& value, std::int64_t count) const {
        sum result;
        result.add(value, count);
        return result;
    }
    [[nodiscard]] int sign(sum const& value) { return value.sign(table_); }
    [[nodiscard]] mpfr_value round(sum const& value, number_format const& format) {
        return value.round(table_, format, form_.denominator);
    }
    [[nodiscard]] std::optional<rational> rational_value(sum const& value) const {
        auto const whole = value.rational_value();
        return whole ? std::optional(rational(*whole, form_.denominator)) : std::nullopt;
    }
    [[nodiscard]] bool equals(sum const& value, mpfr_srcptr x) const {
        auto const rational_one = rational_value(value);
        return rational_one && mpfr_number_p(x) != 0 && mpfr_cmp_q(x, rational_one->backend().data()) == 0;
    }
    [[nodiscard]] std::optional<rational> rational_logarithm(sum const& value) const {
        auto const only = value.only_term();
        if (!only || (only->second != form_.denominator && only->second != -form_.denominator)) return std::nullopt;
        return rational(only->first, table_.Q());
    }
    [[nodiscard]] std::optional<rational> rational_ratio(sum const& a, sum const& b) const {
        return a.rational_ratio(b);
    }
    [[nodiscard]] magnitude magnitude_at(integer const& X) {
        sum value;
        add(X, 1, value);
        return sign(value) < 0 ? times(value, -1) : value;
    }
    [[nodiscard]] bool larger(magnitude const& a, magnitude const& b) {
        sum difference = a;
        difference.add(b, -1);
        return sign(difference) > 0;
    }
    [[nodiscard]] mpfr_value quotient(sum const& value, magnitude const& over, number_format const& format) {
        return over.is_zero() ? value.round(table_, format) : value.round_over(over, table_, format);
    }

private:
    exponential_form form_;
    exponential_table table_;
};

}  // namespace ulpfield
