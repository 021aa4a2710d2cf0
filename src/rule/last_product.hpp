#pragma once
#include <bit>
#include <optional>
#include <utility>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/power.hpp"

namespace ulpfield {

/// The two factors whose product, rounded, is x^n; nothing for n = 1 and for methods that do not end in a product.
template <real Real>
[[nodiscard]] std::optional<std::pair<Real, Real>> last_product(Real const& x, int n, power_method method) {
    if (n < 2) return std::nullopt;
    if (method == power_method::multiply) return std::pair(repeated_product(x, n - 1), x);
    if (method != power_method::binary) return std::nullopt;
    Real const root = binary_power(x, n / 2);
    return n % 2 == 0 ? std::pair(root, root) : std::pair(Real(root * root), x);
}

/// The same of F(x): the power's, where F is one.
template <class Interaction, real Real>
[[nodiscard]] std::optional<std::pair<Real, Real>> last_product(Interaction const& F, Real const& x,
                                                                power_method method) {
    if constexpr (requires { std::variant_size<Interaction>::value; }) {
        return std::visit([&](auto const& f) { return last_product(f, x, method); }, F);
    } else if constexpr (power_above_zero<Interaction>) {
        if (x < Real(0) && F.slope_below_zero()) return std::nullopt;
        return last_product(x, F.n, method);
    } else {
        return std::nullopt;
    }
}

}  // namespace ulpfield
