#pragma once
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/interaction/exponential.hpp"

namespace ulpfield {

/// F(x) = (e^(lambda x) + e^(-lambda x))/2, the symmetrised exponential: a memory and its negative count alike, lambda
/// > 0 rational; n plays no part. Not homogeneous. In a format: lambda rounded once, the product, both exponentials
/// (correctly), their sum and the half each rounded; F is infinite as soon as e^(lambda |x|) is.
struct hyperbolic_cosine {
    ratio lambda{1, 1};

    static constexpr std::string_view accepted = "cosh, cosh:LAMBDA";
    static constexpr std::string_view accepted_parameter = exponential::accepted_parameter;
    /// std::invalid_argument for a LAMBDA that is none.
    [[nodiscard]] static std::optional<hyperbolic_cosine> parse(std::string_view text, int /*order*/) {
        auto const rate = exponential::parse_rate("cosh", text);
        return rate ? std::optional(hyperbolic_cosine{*rate}) : std::nullopt;
    }

    [[nodiscard]] std::string name() const { return lambda == ratio{1, 1} ? "cosh" : "cosh:" + lambda.text(); }
    [[nodiscard]] static std::optional<int> degree() { return std::nullopt; }

    template <rounding_real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method = power_method::binary) const {
        Real const y = times_rate(x);
        return (elementary::exp(y) + elementary::exp(Real(-y))) / Real(2);
    }

    /// F'(x) = lambda sinh(lambda x)
    template <rounding_real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method = power_method::binary) const {
        return times_rate(sinh(times_rate(x)));
    }

    /// F''(x) = lambda^2 F(x)
    template <rounding_real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method method = power_method::binary) const {
        return times_rate(times_rate((*this)(x, method)));
    }

    /// F(a) - F(b) without cancellation: cosh a - cosh b = 2 sinh((a + b)/2) sinh((a - b)/2).
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method) const {
        return Real(2) * (sinh(times_rate(Real((a + b) / Real(2)))) * sinh(times_rate(Real((a - b) / Real(2)))));
    }

    /// log cosh y = |y| + (log1p(e^(-2|y|)) - log 2)
    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        Real const y = magnitude(times_rate(x));
        if (y == Real(0)) return {1, Real(0)};
        return {1, y + (elementary::log1p(elementary::exp(Real(Real(-2) * y))) - elementary::log(Real(2)))};
    }

    /// The bounds of both exponentials, and one rounding more of their sum.
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        exponential const one{lambda};
        bounded_double const up = one.in_double(x, reach);
        bounded_double const down = one.in_double(-x, reach);
        double const value = (up.value + down.value) / 2;
        return {value, (up.error + down.error) / 2 + 2 * double_roundoff * value};
    }

    [[nodiscard]] exponential_form exponential_terms() const {
        return {{{1, lambda.numerator}, {1, -lambda.numerator}}, lambda.denominator, 2};
    }

private:
    template <rounding_real Real>
    [[nodiscard]] Real times_rate(Real const& x) const {
        return lambda == ratio{1, 1} ? x : constant<Real>(lambda.numerator, lambda.denominator) * x;
    }
    /// sinh y = (t + t/(1 + t))/2, t = expm1(|y|), with the sign of y; where t is infinite t/(1 + t) counts as 1.
    template <rounding_real Real>
    [[nodiscard]] static Real sinh(Real const& y) {
        Real const t = elementary::expm1(magnitude(y));
        Real const fraction = t > Real(1) ? Real(1) - Real(1) / (Real(1) + t) : t / (Real(1) + t);
        Real const size = (t + fraction) / Real(2);
        return y < Real(0) ? -size : size;
    }
};

}  // namespace ulpfield
