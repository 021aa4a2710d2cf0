#pragma once
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/interaction/bounded_double.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/power.hpp"

namespace ulpfield {

/// F(x) = e^x on the whole line; n plays no part. Not homogeneous.   Source: Demircigil et al. 2017; McAlister et al.
/// Eq. 12. In a format: correctly rounded.
struct exponential {
    static constexpr std::string_view accepted = "exponential";
    static constexpr std::string_view accepted_parameter = "";
    [[nodiscard]] static std::optional<exponential> parse(std::string_view text, int /*order*/) {
        return text == "exponential" ? std::optional(exponential{}) : std::nullopt;
    }

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

    /// The argument is within d = 8u reach; e^d - 1 <= 1.3 d for d <= 1/2; the library's exp is taken to be within
    /// 4 ulp, 8u.
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        double const distance = 8 * double_roundoff * reach;
        double const value = std::exp(x);
        if (!(distance <= 0.5)) return {value, std::numeric_limits<double>::infinity()};
        return {value, value * (1.5 * distance + 16 * double_roundoff)};
    }

    [[nodiscard]] static exponential_form exponential_terms() { return {{{1, 1}}, 1, 1}; }
};

}  // namespace ulpfield
