#pragma once
#include <concepts>
#include <cstdint>

#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/observed.hpp"

namespace ulpfield {

/// The value of one type rounded once to another (in the target's mode, its overflow and underflow, events noted). A
/// subnormal that arrives unchanged raises nothing: it was judged where it was computed, or is an input.
template <rounding_real To, rounding_real From>
[[nodiscard]] To convert(From const& x) {
    if constexpr (std::same_as<To, From>) {
        return x;
    } else {
        number_format const target = number_traits<To>::format();
        mpfr_value exact(number_traits<From>::format().precision);
        number_traits<From>::to_mpfr(exact.get(), x);
        mpfr_value result(target.precision);
        rounding_outcome const outcome = round_into(result.get(), target, [&](mpfr_ptr into, mpfr_rnd_t rounding) {
            return mpfr_set(into, exact.get(), rounding);
        });
        To const converted = number_traits<To>::from_mpfr(result.get());
        if (outcome.ternary == 0 && number_traits<From>::below_normal(x)) return converted;
        bool const finite = mpfr_number_p(exact.get()) != 0;
        return note_events(converted, {finite, mpfr_nan_p(exact.get()) != 0, mpfr_zero_p(exact.get()) != 0,
                                       finite && outcome.ternary != 0, false, outcome.overflow});
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
/// format. It is an input, so its rounding and underflow raise no event; a constant beyond the format's largest number
/// is an overflow wherever it is used.
template <real Real>
[[nodiscard]] Real constant(std::int64_t numerator, std::int64_t denominator) {
    if constexpr (rounding_real<Real>) {
        using plain = typename plain_type<Real>::type;
        plain const nearest = elementary::quotient<plain>(numerator, denominator);
        bool const finite = !is_nan(nearest) && !number_traits<plain>::is_infinite(nearest);
        return finite ? Real(nearest) : note_events(Real(nearest), operation_facts{});
    } else {
        return Real(numerator) / Real(denominator);
    }
}

}  // namespace ulpfield
