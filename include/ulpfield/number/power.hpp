#pragma once
#include <bit>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// The method by which a format computes x^n (--power).
enum class power_method {
    binary,    ///< square and multiply, most significant bit of n first, every product rounded
    pow,       ///< the format's pow: correctly rounded, once
    multiply,  ///< x x x ... from the left, every product rounded
    exp_log,   ///< 2^(n log2|x|), log2, product and 2^ rounded each; the sign of x^n
    wide       ///< correctly rounded in fp32 (the format itself where it holds fp32) and rounded once to the format
};

/// x^n by squaring and multiplying, most significant bit first: the usual floor(log2 n) squarings.
/// n >= 1; else std::invalid_argument.
template <real Real>
[[nodiscard]] Real binary_power(Real const& x, int n) {
    if (n < 1) throw std::invalid_argument("binary_power: exponent " + std::to_string(n) + "; accepted: 1 and above");
    Real result = x;
    for (int bit = static_cast<int>(std::bit_width(static_cast<unsigned>(n))) - 2; bit >= 0; --bit) {
        result = result * result;
        if ((n >> bit & 1) != 0) result = result * x;
    }
    return result;
}

/// x^n as ((x x) x) x ...; n >= 1, else std::invalid_argument.
template <real Real>
[[nodiscard]] Real repeated_product(Real const& x, int n) {
    if (n < 1)
        throw std::invalid_argument("repeated_product: exponent " + std::to_string(n) + "; accepted: 1 and above");
    Real result = x;
    for (int k = 1; k < n; ++k) result = result * x;
    return result;
}

/// 2^(n log2|x|) with the sign of x^n: log2, the product (n rounded to the format) and 2^ rounded each, as GPUs and
/// half-precision libraries compute powers. 0 gives 0.
template <rounding_real Real>
[[nodiscard]] Real power_by_logarithm(Real const& x, int n) {
    if (x == Real(0)) return x;
    bool const negative = x < Real(0);
    Real const result = elementary::exp2(Real(n) * elementary::log2(negative ? -x : x));
    return negative && n % 2 != 0 ? -result : result;
}

/// x^n in fp32, correctly rounded, then rounded once to the format; in the format itself where it holds all of fp32.
template <rounding_real Real>
[[nodiscard]] Real power_in_single(Real const& x, int n) {
    using traits = number_traits<Real>;
    using single = like_observed<Real, float>;
    number_format const fp32 = number_traits<float>::format();
    if (traits::format().at_least_as_wide_as(fp32)) return elementary::pow(x, n);
    return convert<Real>(elementary::pow(convert<single>(x), n));
}

/// x^n, n >= 1 (else std::invalid_argument), by the method asked for. Exact types (integers, rationals) are multiplied.
template <real Real>
[[nodiscard]] Real power(Real const& x, int n, power_method method) {
    if constexpr (rounding_real<Real>) {
        if (method == power_method::pow && n >= 1) return elementary::pow(x, n);
        if (method == power_method::multiply) return repeated_product(x, n);
        if constexpr (requires(mpfr_ptr target) { number_traits<Real>::to_mpfr(target, x); }) {
            if (method == power_method::exp_log && n >= 1) return power_by_logarithm(x, n);
            if (method == power_method::wide && n >= 1) return power_in_single(x, n);
        }
    }
    return binary_power(x, n);
}

}  // namespace ulpfield
