#pragma once
#include <compare>
#include <stdexcept>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/ordinal.hpp"
#include "ulpfield/number/real.hpp"

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

/// Sets a thread's run-time format for a block. `exact`, which has no precision: std::invalid_argument.
template <format_role role>
class format_scope {
public:
    explicit format_scope(number_format const& format) : saved_(current_format<role>()) {
        if (format.exact())
            throw std::invalid_argument("format_scope: " + format.name +
                                        " has no precision; accepted: any rounding format");
        current_format<role>() = format;
    }
    format_scope(format_scope const&) = delete;
    format_scope& operator=(format_scope const&) = delete;
    ~format_scope() { current_format<role>() = saved_; }

private:
    number_format saved_;
};

/// A number of the thread's run-time format: `mpfr:BITS` (exactly that many bits, exponents of MPFR's default range, no
/// subnormals) or any IEEE-like format, by mpfr_subnormalize. Boost's mpfr_float counts decimal digits and has one
/// exponent range, so this type is ours. + - * / and conversions are correctly rounded, nearest even. Default: 0.
template <format_role role>
class mpfr_real {
public:
    mpfr_real() : mpfr_real(0) {}
    explicit mpfr_real(int value) : value_(current_format<role>().precision) {
        finish(mpfr_set_si(value_.get(), value, MPFR_RNDN));
    }
    explicit mpfr_real(double value) : value_(current_format<role>().precision) {
        finish(mpfr_set_d(value_.get(), value, MPFR_RNDN));
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
        return result;
    }
    mpfr_real& operator+=(mpfr_real const& b) {
        // In place, unless the number was made under a format of another precision.
        if (mpfr_get_prec(get()) != current_format<role>().precision) return *this = *this + b;
        finish(mpfr_add(value_.get(), value_.get(), b.value_.get(), MPFR_RNDN));
        return *this;
    }

    friend bool operator==(mpfr_real const& a, mpfr_real const& b) { return mpfr_equal_p(a.get(), b.get()) != 0; }
    friend std::partial_ordering operator<=>(mpfr_real const& a, mpfr_real const& b) {
        if (mpfr_unordered_p(a.get(), b.get()) != 0) return std::partial_ordering::unordered;
        return mpfr_cmp(a.get(), b.get()) <=> 0;
    }

    [[nodiscard]] mpfr_srcptr get() const { return value_.get(); }

private:
    void finish(int ternary) {
        // mpfr:BITS lives in MPFR's own range, which the operation has already respected.
        number_format const& format = current_format<role>();
        if (format.subnormals) finish_rounding(value_.get(), ternary, format);
    }

    template <class Operation>
    static mpfr_real apply(Operation const& operation, mpfr_real const& a, mpfr_real const& b) {
        mpfr_real result{mpfr_value(current_format<role>().precision)};
        result.finish(operation(result.value_.get(), a.get(), b.get(), MPFR_RNDN));
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
        return mpfr_zero_p(value.get()) != 0 ||
               (mpfr_regular_p(value.get()) != 0 && mpfr_get_exp(value.get()) - 1 < format().emin);
    }
    static integer ordinal(mpfr_real<role> const& value) { return ordinal_from_mpfr(value.get(), format()); }
    static integer ordinal_beyond_largest() { return ulpfield::ordinal_beyond_largest(format()); }
};

}  // namespace ulpfield
