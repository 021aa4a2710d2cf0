#pragma once
#include <optional>
#include <string>

#include "ulpfield/interaction/polynomial.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// F(x) = x^n for x >= 0, else -eps x (McAlister et al. Eq. 7, sign as printed: positive, not monotone), or +eps x with
/// `slope` +1 (`leaky+`, as in the authors' public code). n >= 1, 0 <= eps <= 1 rational. Not homogeneous.
/// F'(0) is taken from the branch x >= 0; no n makes F differentiable there. In a format eps is its nearest number.
struct leaky {
    int n = 2;
    ratio eps{1, 100};
    int slope = -1;  ///< sign of F'(x) for x < 0

    [[nodiscard]] std::string name() const { return (slope < 0 ? "leaky:" : "leaky+:") + eps.text(); }
    [[nodiscard]] static std::optional<int> degree() { return std::nullopt; }

    template <real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? derivative_below_zero<Real>() * x : positive_part()(x, method);
    }

    template <real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? derivative_below_zero<Real>() : positive_part().derivative(x, method);
    }

    /// F(a) - F(b) without cancellation where both have one sign.
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method method) const {
        if (a > Real(0) && b > Real(0)) return positive_part().difference(a, b, method);
        if (a < Real(0) && b < Real(0)) return derivative_below_zero<Real>() * (a - b);
        return (*this)(a, method) - (*this)(b, method);
    }

    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        if (!(x < Real(0))) return positive_part().logarithm(x);
        if (eps.numerator == 0) return {};
        return {-slope,
                elementary::log(constant<Real>(eps.numerator, eps.denominator)) + elementary::log(magnitude(x))};
    }

    /// F(X/Q) Q^n times the denominator of eps, an integer for all integers X and Q > 0; Q_power = Q^(n-1).
    template <unbounded_integer Integer>
    [[nodiscard]] Integer exact(Integer const& X, Integer const& Q_power) const {
        if (X >= 0) return positive_part().exact(X, Q_power) * eps.denominator;
        return X * (slope * eps.numerator) * Q_power;
    }
    [[nodiscard]] std::int64_t exact_denominator() const { return eps.denominator; }

private:
    [[nodiscard]] polynomial positive_part() const { return {n}; }
    template <real Real>
    [[nodiscard]] Real derivative_below_zero() const {
        return constant<Real>(slope * eps.numerator, eps.denominator);
    }
};

}  // namespace ulpfield
