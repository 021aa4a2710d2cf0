#pragma once
#include <cmath>
#include <concepts>
#include <stdexcept>
#include <string>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/observed.hpp"
#include "ulpfield/number/real.hpp"
#include "ulpfield/number/round_to_format.hpp"

/// exp, log, log1p, expm1, tanh, integer powers and square roots of a format: correctly rounded (at most 1/2 ulp,
/// nearest even or the format's own mode, subnormals, infinities and NaN as IEEE 754-2019 section 9.2.1 has them), in
/// every format and on every machine alike, because MPFR computes them. A C library's pow and exp are not correctly
/// rounded: glibc's differ by machine in the last place.
namespace ulpfield::elementary {

namespace detail {

/// Applies an MPFR function of one argument.
template <rounding_real Real, class Function>
[[nodiscard]] Real apply(Real const& x, bool exactly_zero, Function const& function) {
    using traits = number_traits<Real>;
    number_format const format = traits::format();
    mpfr_value argument(format.precision);
    traits::to_mpfr(argument.get(), x);
    mpfr_value result(format.precision);
    bool undefined = false;
    rounding_outcome const outcome = round_into(result.get(), format, [&](mpfr_ptr target, mpfr_rnd_t rounding) {
        int const ternary = function(target, argument.get(), rounding);
        undefined = mpfr_nan_p(target) != 0;
        return ternary;
    });
    bool const finite = mpfr_number_p(argument.get()) != 0;
    return note_events(traits::from_mpfr(result.get()), {finite, mpfr_nan_p(argument.get()) != 0, exactly_zero,
                                                         finite && outcome.ternary != 0, undefined, outcome.overflow});
}

}  // namespace detail

template <rounding_real Real>
[[nodiscard]] Real exp(Real const& x) {
    return detail::apply(x, number_traits<Real>::is_infinite(x), mpfr_exp);
}

/// log 0 = -infinity, log of a negative number NaN.
template <rounding_real Real>
[[nodiscard]] Real log(Real const& x) {
    return detail::apply(x, x == Real(1), mpfr_log);
}

template <rounding_real Real>
[[nodiscard]] Real exp2(Real const& x) {
    return detail::apply(x, number_traits<Real>::is_infinite(x), mpfr_exp2);
}

/// log2 0 = -infinity, log2 of a negative number NaN.
template <rounding_real Real>
[[nodiscard]] Real log2(Real const& x) {
    return detail::apply(x, x == Real(1), mpfr_log2);
}

template <rounding_real Real>
[[nodiscard]] Real log1p(Real const& x) {
    return detail::apply(x, x == Real(0), mpfr_log1p);
}

template <rounding_real Real>
[[nodiscard]] Real expm1(Real const& x) {
    return detail::apply(x, x == Real(0), mpfr_expm1);
}

template <rounding_real Real>
[[nodiscard]] Real tanh(Real const& x) {
    return detail::apply(x, x == Real(0), mpfr_tanh);
}

template <rounding_real Real>
[[nodiscard]] Real sqrt(Real const& x) {
    if constexpr (std::floating_point<Real>)
        return std::sqrt(x);  // IEEE 754 demands correct rounding
    else
        return detail::apply(x, x == Real(0), mpfr_sqrt);
}

/// x^n with the exponent kept an exact integer (100 is no fp8e4m3 number), n >= 0; else std::invalid_argument.
template <rounding_real Real>
[[nodiscard]] Real pow(Real const& x, int n) {
    if (n < 0) throw std::invalid_argument("pow: exponent " + std::to_string(n) + "; accepted: 0 and above");
    return detail::apply(x, x == Real(0) && n != 0, [n](mpfr_ptr result, mpfr_srcptr argument, mpfr_rnd_t rounding) {
        return mpfr_pow_ui(result, argument, static_cast<unsigned long>(n), rounding);
    });
}

/// a b + c, rounded once (IEEE 754 fusedMultiplyAdd).
template <rounding_real Real>
[[nodiscard]] Real fused_multiply_add(Real const& a, Real const& b, Real const& c) {
    if constexpr (std::floating_point<Real>) {
        return std::fma(a, b, c);
    } else {
        using traits = number_traits<Real>;
        number_format const format = traits::format();
        mpfr_value x(format.precision);
        mpfr_value y(format.precision);
        mpfr_value z(format.precision);
        traits::to_mpfr(x.get(), a);
        traits::to_mpfr(y.get(), b);
        traits::to_mpfr(z.get(), c);
        mpfr_value result(format.precision);
        rounding_outcome const outcome = round_into(result.get(), format, [&](mpfr_ptr target, mpfr_rnd_t rounding) {
            return mpfr_fma(target, x.get(), y.get(), z.get(), rounding);
        });
        bool const finite = mpfr_number_p(x.get()) != 0 && mpfr_number_p(y.get()) != 0 && mpfr_number_p(z.get()) != 0;
        bool const nan = mpfr_nan_p(x.get()) != 0 || mpfr_nan_p(y.get()) != 0 || mpfr_nan_p(z.get()) != 0;
        bool const exact_zero = mpfr_zero_p(result.get()) != 0 && outcome.ternary == 0;
        return note_events(traits::from_mpfr(result.get()),
                           {finite, nan, exact_zero, finite && outcome.ternary != 0, false, outcome.overflow});
    }
}

/// The format's nearest number to numerator/denominator. Reports underflow (1/N may be subnormal).
/// denominator >= 1; else std::invalid_argument.
template <rounding_real Real>
[[nodiscard]] Real quotient(std::int64_t numerator, std::int64_t denominator) {
    if (denominator < 1)
        throw std::invalid_argument("quotient: denominator " + std::to_string(denominator) + "; accepted: 1 and above");
    using traits = number_traits<Real>;
    number_format const format = traits::format();
    mpfr_value exact_numerator(64);
    mpfr_set_sj(exact_numerator.get(), numerator, MPFR_RNDN);
    mpfr_value result(format.precision);
    rounding_outcome const outcome = round_into(result.get(), format, [&](mpfr_ptr target, mpfr_rnd_t rounding) {
        return mpfr_div_si(target, exact_numerator.get(), static_cast<long>(denominator), rounding);
    });
    return note_events(traits::from_mpfr(result.get()),
                       {true, false, numerator == 0, outcome.ternary != 0, false, outcome.overflow});
}

/// 2^k x in one rounding: exact unless the result leaves the format's exponent range.
template <rounding_real Real>
[[nodiscard]] Real scale_by_power_of_two(Real const& x, int k) {
    return detail::apply(x, x == Real(0), [k](mpfr_ptr result, mpfr_srcptr argument, mpfr_rnd_t rounding) {
        return mpfr_mul_2si(result, argument, k, rounding);
    });
}

}  // namespace ulpfield::elementary
