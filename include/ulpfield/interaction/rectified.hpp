#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/interaction/polynomial.hpp"

namespace ulpfield {

/// F(x) = x^n for x >= 0, else 0; n >= 1.   Source: McAlister et al. Eq. 6; Krotov & Hopfield 2016.
/// F'(0) is taken from the branch x >= 0 (n = 1 is not differentiable there).
struct rectified {
    int n = 2;

    static constexpr std::string_view accepted = "rectified";
    static constexpr std::string_view accepted_parameter = "";
    [[nodiscard]] static std::optional<rectified> parse(std::string_view text, int order) {
        return text == "rectified" ? std::optional(rectified{order}) : std::nullopt;
    }

    [[nodiscard]] static std::string name() { return "rectified"; }
    /// F(alpha x) = alpha^n F(x) for alpha > 0.
    [[nodiscard]] std::optional<int> degree() const { return n; }
    [[nodiscard]] static std::optional<ratio> slope_below_zero() { return ratio{0, 1}; }

    template <real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? Real(0) : positive_part()(x, method);
    }

    template <real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? Real(0) : positive_part().derivative(x, method);
    }

    /// F''(0) is taken from the branch x >= 0.
    template <real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? Real(0) : positive_part().second_derivative(x, method);
    }

    /// F(a) - F(b) without cancellation where both are positive.
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method method) const {
        if (a > Real(0) && b > Real(0)) return positive_part().difference(a, b, method);
        return (*this)(a, method) - (*this)(b, method);
    }

    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        return x < Real(0) ? signed_logarithm<Real>{} : positive_part().logarithm(x);
    }

    /// polynomial's bound: an argument on the other side of zero is at most 8u reach away, (8u reach)^n <= 8u reach^n.
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        bounded_double const power = positive_part().in_double(x, reach);
        return {x < 0 ? 0.0 : power.value, power.error};
    }

    /// F(X/Q) Q^n = X^n or 0
    [[nodiscard]] int exact_power() const { return n; }
    [[nodiscard]] static std::int64_t exact_denominator() { return 1; }
    template <unbounded_integer Integer>
    [[nodiscard]] Integer exact(Integer const& X, powers_of<Integer> const& Q) const {
        return X < 0 ? Integer(0) : positive_part().exact(X, Q);
    }

private:
    [[nodiscard]] polynomial positive_part() const { return {n}; }
};

}  // namespace ulpfield
