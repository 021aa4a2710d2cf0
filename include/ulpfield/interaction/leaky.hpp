#pragma once
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/interaction/leaky_with.hpp"
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

    static constexpr std::string_view accepted = "leaky:EPS, leaky+:EPS";
    static constexpr std::string_view accepted_parameter = "EPS a decimal or rational in [0, 1], default 1/100";
    /// std::invalid_argument for an EPS that is none.
    [[nodiscard]] static std::optional<leaky> parse(std::string_view text, int order) {
        auto const colon = text.find(':');
        std::string_view const kind = text.substr(0, colon);
        if (kind != "leaky" && kind != "leaky+") return std::nullopt;
        leaky F{.n = order, .slope = kind == "leaky" ? -1 : 1};
        if (colon == std::string_view::npos) return F;
        auto const parameter = parse_ratio(text.substr(colon + 1));
        if (!parameter) throw std::invalid_argument("EPS is not a number of at most 18 digits in");
        if (parameter->numerator < 0 || parameter->numerator > parameter->denominator)
            throw std::invalid_argument("EPS is outside [0, 1] in");
        F.eps = *parameter;
        return F;
    }

    [[nodiscard]] std::string name() const { return (slope < 0 ? "leaky:" : "leaky+:") + eps.text(); }
    [[nodiscard]] static std::optional<int> degree() { return std::nullopt; }
    [[nodiscard]] std::optional<ratio> slope_below_zero() const {
        return ratio{slope * eps.numerator, eps.denominator};
    }
    /// The same F with another slope below zero, a number of the type: what learning with a mapped EPS needs.
    template <real Real>
    [[nodiscard]] leaky_with<Real> with_slope(Real below_zero) const {
        return {n, std::move(below_zero)};
    }

    template <real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? derivative_below_zero<Real>() * x : positive_part()(x, method);
    }

    template <real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? derivative_below_zero<Real>() : positive_part().derivative(x, method);
    }

    /// F''(0) is taken from the branch x >= 0.
    template <real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? Real(0) : positive_part().second_derivative(x, method);
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

    /// polynomial's bound and, below zero, that of s x with s = p/q in double: at most 12u reach, |s| <= 1; an argument
    /// on the other side of zero is at most 8u reach away, where |F| <= 8u (reach^n + reach).
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        bounded_double const power = positive_part().in_double(x, reach);
        double const below = slope * (static_cast<double>(eps.numerator) / static_cast<double>(eps.denominator));
        return {x < 0 ? below * x : power.value, power.error + (16.0 * n + 16) * double_roundoff * reach};
    }

    /// F(X/Q) Q^n times the denominator of eps
    [[nodiscard]] int exact_power() const { return n; }
    [[nodiscard]] std::int64_t exact_denominator() const { return eps.denominator; }
    template <unbounded_integer Integer>
    [[nodiscard]] Integer exact(Integer const& X, powers_of<Integer> const& Q) const {
        if (X >= 0) return positive_part().exact(X, Q) * eps.denominator;
        return X * (slope * eps.numerator) * Q(n - 1);
    }

private:
    [[nodiscard]] polynomial positive_part() const { return {n}; }
    template <real Real>
    [[nodiscard]] Real derivative_below_zero() const {
        return constant<Real>(slope * eps.numerator, eps.denominator);
    }
};

}  // namespace ulpfield
