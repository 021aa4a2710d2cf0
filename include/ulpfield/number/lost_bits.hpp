#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// A monotone stand-in for log2(1 + steps) that needs no logarithm: e + f where 1 + steps = 2^e (1 + f), 0 <= f < 1
/// (f rounded to double). The logarithm itself is e + log2(1 + f).
[[nodiscard]] inline double log2_position(std::int64_t steps) {
    double const x = static_cast<double>(steps) + 1;
    int exponent = 0;
    double const significand = std::frexp(x, &exponent);  // x = significand 2^exponent, 1/2 <= significand < 1
    return exponent - 1 + (2 * significand - 1);
}
[[nodiscard]] inline double log2_position(integer const& steps) {
    integer const x = steps + 1;
    long exponent = 0;
    double const significand = mpz_get_d_2exp(&exponent, x.backend().data());
    return static_cast<double>(exponent - 1) + (2 * significand - 1);
}

/// The bits a computed value lost: log2(1 + steps) as a log2_position, at most p, with the steps of the format between
/// it and the correctly rounded exact value. NaN counts p. Infinity is one step beyond the largest finite number, also
/// where the format has none: there an exact value beyond it is NaN, and `exact_sign` is its sign.
template <rounding_real Real>
[[nodiscard]] double lost_bits(Real const& computed, Real const& correct, int exact_sign) {
    using traits = number_traits<Real>;
    double const p = traits::format().precision;
    if (is_nan(computed)) return p;
    auto target = is_nan(correct) ? traits::ordinal_beyond_largest() : traits::ordinal(correct);
    if (is_nan(correct) && exact_sign < 0) target = -target;
    auto const here = traits::ordinal(computed);
    if constexpr (std::same_as<std::remove_cvref_t<decltype(here)>, std::int64_t>) {
        // Two ordinals of opposite sign may be 2^64 apart: subtract as unsigned, then leave the last bit to the cap at
        // p.
        std::uint64_t const steps = here > target
                                        ? static_cast<std::uint64_t>(here) - static_cast<std::uint64_t>(target)
                                        : static_cast<std::uint64_t>(target) - static_cast<std::uint64_t>(here);
        return steps >> 62 != 0 ? p : std::min(p, log2_position(static_cast<std::int64_t>(steps)));
    } else {
        return std::min(p, log2_position(integer(boost::multiprecision::abs(integer(here - target)))));
    }
}

}  // namespace ulpfield
