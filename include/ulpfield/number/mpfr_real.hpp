#pragma once
#include <compare>
#include <stdexcept>

#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/ordinal.hpp"
#include "ulpfield/number/real.hpp"
#include "ulpfield/number/round_to_format.hpp"

namespace ulpfield {

/// A thread has two run-time formats: one of products and powers, and a wider one of the sums (--accumulate). A number
/// belongs to one of them.
enum class format_role { working, accumulating };

/// The run-time format of this thread for one role. Set by format_scope inside every task, never once in main.
template <format_role role>
inline number_format& current_format() {
    static thread_local number_format format = {"mpfr:53", 53, mpfr_emin, mpfr_emax, false};
    return format;
}

/// How results get to the format: MPFR's own range is the format's (mpfr:BITS), or they are finished, or rounded from
/// more bits.
enum class finishing { none, classical, general };
[[nodiscard]] inline finishing finishing_of(number_format const& format) {
    if (!format.classical()) return finishing::general;
    bool const own_range = !format.subnormals && format.emin == mpfr_emin && format.emax == mpfr_emax;
    return own_range && format.overflow == overflow_value::infinity ? finishing::none : finishing::classical;
}
template <format_role role>
inline finishing& current_finishing() {
    static thread_local finishing way = finishing::none;
    return way;
}

/// Sets a thread's run-time format for a block. `exact`, which has no precision: std::invalid_argument.
template <format_role role>
class format_scope {
public:
    explicit format_scope(number_format const& format)
        : saved_(current_format<role>()), saved_finishing_(current_finishing<role>()) {
        if (format.exact())
            throw std::invalid_argument("format_scope: " + format.name +
                                        " has no precision; accepted: any rounding format");
        current_format<role>() = format;
        current_finishing<role>() = finishing_of(format);
    }
    format_scope(format_scope const&) = delete;
    format_scope& operator=(format_scope const&) = delete;
    ~format_scope() {
        current_format<role>() = saved_;
        current_finishing<role>() = saved_finishing_;
    }

private:
    number_format saved_;
    finishing saved_finishing_;
};

/// A number of the thread's run-time format: `mpfr:BITS` (exactly that many bits, exponents of MPFR's default range, no
/// subnormals) or any other, floating or integer. Boost's mpfr_float counts decimal digits and has one exponent range,
/// so this type is ours. + - * / and conversions are correctly rounded in the format's own mode. Default: 0.
template <format_role role>
class mpfr_real {
public:
    mpfr_real() : mpfr_real(0) {}
    explicit mpfr_real(int value) : value_(current_format<role>().precision) {
        compute([=](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set_si(result, value, mode); });
    }
    explicit mpfr_real(double value) : value_(current_format<role>().precision) {
        compute([=](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set_d(result, value, mode); });
    }
    /// Takes a value that is already one of the format.
    explicit mpfr_real(mpfr_value value) : value_(std::move(value)) {}

    friend mpfr_real operator+(mpfr_real const& a, mpfr_real const& b) { return apply(mpfr_add, a, b); }
    friend mpfr_real operator-(mpfr_real const& a, mpfr_real const& b) { return apply(mpfr_sub, a, b); }
    friend mpfr_real operator*(mpfr_real const& a, mpfr_real const& b) { return apply(mpfr_mul, a, b); }
    friend mpfr_real operator/(mpfr_real const& a, mpfr_real const& b) { return apply(mpfr_div, a, b); }
    friend mpfr_real operator-(mpfr_real const& a) {
        mpfr_real result(a);
        mpfr_neg(result.value_.get(), result.value_.get(), MPFR_RNDN);
        if (current_finishing<role>() == finishing::general)
            detail::keep_negative(result.value_.get(), current_format<role>());
        return result;
    }
    mpfr_real& operator+=(mpfr_real const& b) {
        // In place, unless the number was made under a format of another precision.
        if (mpfr_get_prec(get()) != current_format<role>().precision) return *this = *this + b;
        compute([&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_add(result, value_.get(), b.value_.get(), mode); });
        return *this;
    }

    friend bool operator==(mpfr_real const& a, mpfr_real const& b) { return mpfr_equal_p(a.get(), b.get()) != 0; }
    friend std::partial_ordering operator<=>(mpfr_real const& a, mpfr_real const& b) {
        if (mpfr_unordered_p(a.get(), b.get()) != 0) return std::partial_ordering::unordered;
        return mpfr_cmp(a.get(), b.get()) <=> 0;
    }

    [[nodiscard]] mpfr_srcptr get() const { return value_.get(); }

private:
    template <class Operation>
    void compute(Operation const& operation) {
        if (current_finishing<role>() == finishing::general) {
            detail::round_through_odd(value_.get(), current_format<role>(), operation);
            return;
        }
        int const ternary = operation(value_.get(), MPFR_RNDN);
        if (current_finishing<role>() == finishing::classical)
            finish_rounding(value_.get(), ternary, current_format<role>());
    }

    template <class Operation>
    static mpfr_real apply(Operation const& operation, mpfr_real const& a, mpfr_real const& b) {
        mpfr_real result{mpfr_value(current_format<role>().precision)};
        result.compute([&](mpfr_ptr target, mpfr_rnd_t mode) { return operation(target, a.get(), b.get(), mode); });
        return result;
    }

    mpfr_value value_;
};

template <format_role role>
struct number_traits<mpfr_real<role>> {
    static number_format const& format() { return current_format<role>(); }
    static void to_mpfr(mpfr_ptr target, mpfr_real<role> const& value) { mpfr_set(target, value.get(), MPFR_RNDN); }
    static mpfr_real<role> from_mpfr(mpfr_srcptr source) {
        mpfr_value value(format().precision);
        mpfr_set(value.get(), source, MPFR_RNDN);
        return mpfr_real<role>(std::move(value));
    }
    static bool is_infinite(mpfr_real<role> const& value) { return mpfr_inf_p(value.get()) != 0; }
    static bool below_normal(mpfr_real<role> const& value) {
        if (format().kind != number_kind::floating) return false;
        return mpfr_zero_p(value.get()) != 0 ||
               (mpfr_regular_p(value.get()) != 0 && mpfr_get_exp(value.get()) - 1 < format().emin);
    }
    static integer ordinal(mpfr_real<role> const& value) { return ordinal_from_mpfr(value.get(), format()); }
    static integer ordinal_beyond_largest() { return ulpfield::ordinal_beyond_largest(format()); }
};

}  // namespace ulpfield
