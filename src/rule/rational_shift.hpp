#pragma once
#include <cstdint>
#include <utility>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/rounded_quotient.hpp"

namespace ulpfield {

/// A rational number rounded once to a format (nearest even).
[[nodiscard]] inline mpfr_value nearest(rational const& x, number_format const& format) {
    return rounded_quotient(boost::multiprecision::numerator(x), boost::multiprecision::denominator(x), 0, format);
}

// x + b for an irrational x known by its nearest numbers of any precision, and a rational b: not zero, and on no
// boundary of a rounding, so that a precision decides. `nearest(format)` is x rounded once.

namespace detail {

/// A format of so many bits and MPFR's widest exponents.
[[nodiscard]] inline number_format wide_format(int bits) {
    return {"", bits, -(std::int64_t{1} << 60), std::int64_t{1} << 60, false};
}

/// lower <= x + b <= upper.
template <class Nearest>
[[nodiscard]] std::pair<mpfr_value, mpfr_value> shifted(Nearest const& nearest, rational const& b, int bits) {
    mpfr_value const x = nearest(wide_format(bits));
    std::pair<mpfr_value, mpfr_value> ends{mpfr_value(bits), mpfr_value(bits)};
    mpfr_set(ends.first.get(), x.get(), MPFR_RNDN);
    mpfr_set(ends.second.get(), x.get(), MPFR_RNDN);
    mpfr_nextbelow(ends.first.get());
    mpfr_nextabove(ends.second.get());
    mpfr_add_q(ends.first.get(), ends.first.get(), b.backend().data(), MPFR_RNDD);
    mpfr_add_q(ends.second.get(), ends.second.get(), b.backend().data(), MPFR_RNDU);
    return ends;
}

}  // namespace detail

template <class Nearest>
[[nodiscard]] int sign_of_shifted(Nearest const& nearest, rational const& b) {
    widest_range const range;
    for (int bits = 64;; bits *= 2) {
        auto const [lower, upper] = detail::shifted(nearest, b, bits);
        if (mpfr_sgn(lower.get()) > 0) return 1;
        if (mpfr_sgn(upper.get()) < 0) return -1;
    }
}

/// The format's nearest number to x + b (ties to even; its overflow and underflow).
template <class Nearest>
[[nodiscard]] mpfr_value round_shifted(Nearest const& nearest, rational const& b, number_format const& format) {
    widest_range const range;
    auto const rounded = [&](mpfr_srcptr x) {
        return round_once(format, [x](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, x, mode); });
    };
    for (int bits = format.precision + 64;; bits *= 2) {
        auto const [lower, upper] = detail::shifted(nearest, b, bits);
        mpfr_value result = rounded(lower.get());
        mpfr_value const other = rounded(upper.get());
        if (mpfr_equal_p(result.get(), other.get()) != 0 ||
            (mpfr_nan_p(result.get()) != 0 && mpfr_nan_p(other.get()) != 0))
            return result;
    }
}

}  // namespace ulpfield
