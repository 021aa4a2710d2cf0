#pragma once
#include <concepts>
#include <cstdint>

#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/observed.hpp"

namespace ulpfield {

/// The value of one type rounded once to another (nearest even, the target's overflow and underflow, events noted).
template <rounding_real To, rounding_real From>
[[nodiscard]] To convert(From const& x) {
    if constexpr (std::same_as<To, From>) {
        return x;
    } else {
        number_format const target = number_traits<To>::format();
        mpfr_value exact(number_traits<From>::format().precision);
        number_traits<From>::to_mpfr(exact.get(), x);
        mpfr_value result(target.precision);
        int const ternary = finish_rounding(result.get(), mpfr_set(result.get(), exact.get(), MPFR_RNDN), target);
        bool const finite = mpfr_number_p(exact.get()) != 0;
        return note_events(
            number_traits<To>::from_mpfr(result.get()),
            {finite, mpfr_nan_p(exact.get()) != 0, mpfr_zero_p(exact.get()) != 0, finite && ternary != 0});
    }
}

/// A double in any type: exact in rationals, rounded once in a format.
template <real Real>
[[nodiscard]] Real from_double(double x) {
    if constexpr (rounding_real<Real>)
        return convert<Real>(x);
    else
        return Real(x);
}

/// A constant of a formula (1/N, N, eps) in any type, denominator > 0: exact in rationals, the nearest number of a
/// format. It is given, not computed, so it raises no event.
template <real Real>
[[nodiscard]] Real constant(std::int64_t numerator, std::int64_t denominator) {
    if constexpr (rounding_real<Real>)
        return Real(elementary::quotient<typename plain_type<Real>::type>(numerator, denominator));
    else
        return Real(numerator) / Real(denominator);
}

}  // namespace ulpfield
