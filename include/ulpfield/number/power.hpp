#pragma once
#include <bit>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// The method by which a format computes x^n (--power).
enum class power_method {
    binary,  ///< square and multiply, most significant bit of n first, every product rounded
    pow      ///< the format's pow: correctly rounded, once
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

/// x^n, n >= 1 (else std::invalid_argument), by the method asked for. Exact types (integers, rationals) are multiplied.
template <real Real>
[[nodiscard]] Real power(Real const& x, int n, power_method method) {
    if constexpr (rounding_real<Real>)
        if (method == power_method::pow && n >= 1) return elementary::pow(x, n);
    return binary_power(x, n);
}

}  // namespace ulpfield
