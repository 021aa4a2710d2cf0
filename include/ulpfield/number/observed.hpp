#pragma once
#include <compare>
#include <utility>

#include "ulpfield/number/events.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// The facts that decide, in any format, which events an operation with result r raised.
struct operation_facts {
    bool operands_finite = true;
    bool operand_nan = false;
    bool exactly_zero = false;  ///< the exact result is zero
    bool rounded = false;       ///< r differs from the exact result, which is a number
    bool undefined = false;     ///< no result exists for these operands (the root of a negative number)
};

/// Inexact results ignored or counted: counting them repeats every operation in MPFR.
enum class inexact_events { ignored, counted };

/// A number of any format that reports the events of its operations to the thread's event_scope. Nothing else reports
/// events. It looks at operands and results only, so every format is judged alike, and the values are Real's own, bit
/// for bit.
template <rounding_real Real, inexact_events inexact = inexact_events::counted>
class observed {
public:
    observed() = default;
    /// Reports what the conversion raised.
    explicit observed(int value) : value_(Real(value)) {
        // 0 and 1 are numbers of every format.
        if (event_scope::sink() != nullptr && (value < -1 || value > 1))
            note(value_, {true, false, false, inexact == inexact_events::counted && differs_from(value)});
    }
    explicit observed(Real value) : value_(std::move(value)) {}

    friend observed operator+(observed const& a, observed const& b) {
        Real const r = a.value_ + b.value_;
        return note(r, facts(a, b, a.value_ == -b.value_, r, mpfr_add));
    }
    friend observed operator-(observed const& a, observed const& b) {
        Real const r = a.value_ - b.value_;
        return note(r, facts(a, b, a.value_ == b.value_, r, mpfr_sub));
    }
    friend observed operator*(observed const& a, observed const& b) {
        Real const r = a.value_ * b.value_;
        return note(r, facts(a, b, a.value_ == Real(0) || b.value_ == Real(0), r, mpfr_mul));
    }
    friend observed operator/(observed const& a, observed const& b) {
        Real const r = a.value_ / b.value_;
        return note(r, facts(a, b, a.value_ == Real(0) || number_traits<Real>::is_infinite(b.value_), r, mpfr_div));
    }
    friend observed operator-(observed const& a) { return observed(Real(-a.value_)); }
    observed& operator+=(observed const& b) { return *this = *this + b; }

    friend bool operator==(observed const& a, observed const& b) { return a.value_ == b.value_; }
    friend std::partial_ordering operator<=>(observed const& a, observed const& b) {
        if (a.value_ < b.value_) return std::partial_ordering::less;
        if (a.value_ > b.value_) return std::partial_ordering::greater;
        return a.value_ == b.value_ ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
    }

    [[nodiscard]] Real const& value() const { return value_; }

    /// Reports what an operation with these facts and result r raised; returns r.
    static observed note(Real const& r, operation_facts const& known) {
        if (event_counts* const sink = event_scope::sink(); sink != nullptr) {
            bool const nan = is_nan(r);
            bool const finite = !nan && !number_traits<Real>::is_infinite(r);
            // In a format without infinity, NaN from finite operands is an overflow, unless the operation is 0/0 or
            // the like.
            bool const undefined = known.undefined || known.exactly_zero;
            bool const overflow = !finite && known.operands_finite && (!nan || (!undefined && has_no_infinity()));
            if (overflow) ++sink->overflow;
            if (nan && !known.operand_nan) ++sink->invalid;
            if (finite && !known.exactly_zero && number_traits<Real>::below_normal(r)) ++sink->underflow;
            if (inexact == inexact_events::counted && known.rounded) ++sink->inexact;
        }
        return observed(r);
    }

    /// Facts of one value as an operand.
    static bool finite(Real const& x) { return !is_nan(x) && !number_traits<Real>::is_infinite(x); }

private:
    static bool has_no_infinity() { return number_traits<Real>::format().overflow == overflow_value::not_a_number; }

    template <class Operation>
    static operation_facts facts(observed const& a, observed const& b, bool exactly_zero, Real const& r,
                                 Operation const& operation) {
        if (event_scope::sink() == nullptr) return {};
        bool const operands_finite = finite(a.value_) && finite(b.value_);
        return {operands_finite, is_nan(a.value_) || is_nan(b.value_), exactly_zero,
                inexact == inexact_events::counted && operands_finite && differs_from_exact(a, b, r, operation)};
    }

    /// The same operation at the format's precision without bounds on the exponent: its ternary value, or a different
    /// result, shows rounding. Where it gives no number itself (1/0, 0/0) nothing was rounded.
    template <class Operation>
    static bool differs_from_exact(observed const& a, observed const& b, Real const& r, Operation const& operation) {
        int const p = number_traits<Real>::format().precision;
        mpfr_value x(p);
        mpfr_value y(p);
        mpfr_value computed(p);
        number_traits<Real>::to_mpfr(x.get(), a.value_);
        number_traits<Real>::to_mpfr(y.get(), b.value_);
        number_traits<Real>::to_mpfr(computed.get(), r);
        int const ternary = operation(x.get(), x.get(), y.get(), MPFR_RNDN);
        bool const no_number = mpfr_number_p(x.get()) == 0 && ternary == 0;
        return !no_number && (ternary != 0 || mpfr_equal_p(x.get(), computed.get()) == 0);
    }

    bool differs_from(int exact) const {
        mpfr_value computed(number_traits<Real>::format().precision);
        number_traits<Real>::to_mpfr(computed.get(), value_);
        return mpfr_nan_p(computed.get()) != 0 || mpfr_cmp_si(computed.get(), exact) != 0;
    }

    Real value_{};
};

template <rounding_real Real, inexact_events inexact>
struct number_traits<observed<Real, inexact>> {
    using traits = number_traits<Real>;
    static number_format format() { return traits::format(); }
    static void to_mpfr(mpfr_ptr target, observed<Real, inexact> const& value) {
        traits::to_mpfr(target, value.value());
    }
    static observed<Real, inexact> from_mpfr(mpfr_srcptr source) {
        return observed<Real, inexact>(traits::from_mpfr(source));
    }
    static bool is_infinite(observed<Real, inexact> const& value) { return traits::is_infinite(value.value()); }
    static bool below_normal(observed<Real, inexact> const& value) { return traits::below_normal(value.value()); }
    static auto ordinal(observed<Real, inexact> const& value) { return traits::ordinal(value.value()); }
    static auto ordinal_beyond_largest() { return traits::ordinal_beyond_largest(); }
};

/// The type under an observed one; a plain type is its own.
template <class Real>
struct plain_type {
    using type = Real;
};
template <rounding_real Real, inexact_events inexact>
struct plain_type<observed<Real, inexact>> {
    using type = Real;
};

/// The plain number under an observed one; a plain number is its own.
template <real Real>
[[nodiscard]] Real const& plain(Real const& x) {
    return x;
}
template <rounding_real Real, inexact_events inexact>
[[nodiscard]] Real const& plain(observed<Real, inexact> const& x) {
    return x.value();
}

/// Reports an operation's facts where the number is observed; otherwise nothing.
template <real Real>
[[nodiscard]] Real note_events(Real const& r, operation_facts const&) {
    return r;
}
template <rounding_real Real, inexact_events inexact>
[[nodiscard]] observed<Real, inexact> note_events(observed<Real, inexact> const& r, operation_facts const& known) {
    return observed<Real, inexact>::note(r.value(), known);
}

}  // namespace ulpfield
