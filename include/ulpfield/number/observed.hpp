#pragma once
#include <compare>
#include <utility>

#include "ulpfield/number/as_mpfr.hpp"
#include "ulpfield/number/events.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/real.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield {

/// The facts that decide, in any format, which events an operation with result r raised.
struct operation_facts {
    bool operands_finite = true;
    bool operand_nan = false;
    bool exactly_zero = false;  ///< the exact result is zero
    bool rounded = false;       ///< r differs from the exact result, which is a number
    bool undefined = false;     ///< no result exists for these operands (the root of a negative number)
    bool overflow = false;      ///< known to be beyond the largest number, though the result may not show it
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
        // 0 and 1 are numbers of every classical format.
        if (event_scope::sink() != nullptr && (value < -1 || value > 1 || !always_classical<Real>))
            note(value_, {true, false, value == 0, inexact == inexact_events::counted && differs_from(value), false,
                          hidden_overflow(value_, [value](mpfr_ptr result, mpfr_rnd_t rounding) {
                              return mpfr_set_si(result, value, rounding);
                          })});
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
            bool const lost = !finite && known.operands_finite && (!nan || (!undefined && nan_means_overflow()));
            if (lost || known.overflow) ++sink->overflow;
            if (nan && !known.operand_nan) ++sink->invalid;
            if (finite && !known.exactly_zero && number_traits<Real>::below_normal(r)) ++sink->underflow;
            if (inexact == inexact_events::counted && known.rounded) ++sink->inexact;
        }
        return observed(r);
    }

    /// Facts of one value as an operand.
    static bool finite(Real const& x) { return !is_nan(x) && !number_traits<Real>::is_infinite(x); }

private:
    static bool nan_means_overflow() {
        number_format const& format = number_traits<Real>::format();
        return format.overflow == overflow_value::not_a_number && format.kind == number_kind::floating;
    }

    /// True if a format that hides it gave r for an exact result beyond its largest number. Stochastic rounding is
    /// judged by the nearest number.
    template <class Operation>
    static bool hidden_overflow([[maybe_unused]] Real const& r, [[maybe_unused]] Operation const& operation) {
        if constexpr (always_classical<Real>) {
            return false;
        } else {
            number_format const& format = number_traits<Real>::format();
            if (!format.hides_overflow()) return false;
            mpfr_value computed(format.precision);
            number_traits<Real>::to_mpfr(computed.get(), r);
            // Saturated results are the largest number, and in a binade of their own nothing else is.
            bool const at_the_edge = mpfr_regular_p(computed.get()) == 0 ||
                                     mpfr_get_exp(computed.get()) > format.emax ||
                                     format.overflow == overflow_value::wrapped;
            if (!at_the_edge) return false;
            number_format judged = format;
            if (judged.rounding == rounding_mode::stochastic) judged.rounding = rounding_mode::nearest;
            return round_into(computed.get(), judged, operation).overflow;
        }
    }

    template <class Operation>
    static operation_facts facts(observed const& a, observed const& b, bool exactly_zero, Real const& r,
                                 Operation const& operation) {
        if (event_scope::sink() == nullptr) return {};
        bool const operands_finite = finite(a.value_) && finite(b.value_);
        auto const again = [&](mpfr_ptr result, mpfr_rnd_t rounding) {
            return operation(result, as_mpfr(a.value_).get(), as_mpfr(b.value_).get(), rounding);
        };
        return {operands_finite,
                is_nan(a.value_) || is_nan(b.value_),
                exactly_zero,
                inexact == inexact_events::counted && operands_finite && differs_from_exact(a, b, r, operation),
                false,
                operands_finite && hidden_overflow(r, again)};
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

/// Another number type, observed where Real is.
template <class Real, class Other>
struct observed_like {
    using type = Other;
};
template <rounding_real Real, inexact_events inexact, class Other>
struct observed_like<observed<Real, inexact>, Other> {
    using type = observed<Other, inexact>;
};
template <class Real, class Other>
using like_observed = typename observed_like<Real, Other>::type;

}  // namespace ulpfield

#include "ulpfield/number/plain.hpp"
