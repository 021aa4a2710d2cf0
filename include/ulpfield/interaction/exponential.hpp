#pragma once
#include <optional>
#include <string>

#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/power.hpp"

namespace ulpfield {

/// F(x) = e^x on the whole line; n plays no part. Not homogeneous.   Source: Demircigil et al. 2017; McAlister et al.
/// Eq. 12. In a format: correctly rounded. Exact arithmetic decides about sums of it by their arguments
/// (exact_exponential).
struct exponential {
    [[nodiscard]] static std::string name() { return "exponential"; }
    [[nodiscard]] static std::optional<int> degree() { return std::nullopt; }

    template <rounding_real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method = power_method::binary) const {
        return elementary::exp(x);
    }

    template <rounding_real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method = power_method::binary) const {
        return elementary::exp(x);
    }

    template <rounding_real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method = power_method::binary) const {
        return elementary::exp(x);
    }

    /// F(a) - F(b) without cancellation: with x the larger, e^x - e^y = -e^x expm1(y - x).
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method) const {
        if (a >= b) return -(elementary::exp(a) * elementary::expm1(b - a));
        return elementary::exp(b) * elementary::expm1(a - b);
    }

    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        return {1, x};
    }
};

}  // namespace ulpfield
