#pragma once
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/interaction/bounded_double.hpp"
#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/interaction/signed_logarithm.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// F(x) = x^n, n >= 1, on the whole line.   Source: McAlister et al. Eq. 5; Krotov & Hopfield 2016.
/// In a format: the rounding of the powers (power_method), at most floor(log2 n) + popcount(n) - 1 products.
struct polynomial {
    int n = 2;

    static constexpr std::string_view accepted = "polynomial";
    static constexpr std::string_view accepted_parameter = "";
    [[nodiscard]] static std::optional<polynomial> parse(std::string_view text, int order) {
        return text == "polynomial" ? std::optional(polynomial{order}) : std::nullopt;
    }

    [[nodiscard]] static std::string name() { return "polynomial"; }
    /// F(alpha x) = alpha^n F(x) for alpha > 0.
    [[nodiscard]] std::optional<int> degree() const { return n; }
    [[nodiscard]] static std::optional<ratio> slope_below_zero() { return std::nullopt; }

    template <real Real>
    [[nodiscard]] Real operator()(Real const& x, power_method method = power_method::binary) const {
        return power(x, n, method);
    }

    /// F'(x) = n x^(n-1)
    template <real Real>
    [[nodiscard]] Real derivative(Real const& x, power_method method = power_method::binary) const {
        return n == 1 ? Real(1) : Real(n) * power(x, n - 1, method);
    }

    /// F''(x) = n (n-1) x^(n-2)
    template <real Real>
    [[nodiscard]] Real second_derivative(Real const& x, power_method method = power_method::binary) const {
        if (n == 1) return Real(0);
        return n == 2 ? Real(2) : Real(n) * (Real(n - 1) * power(x, n - 2, method));
    }

    /// F(a) - F(b) without cancellation where a and b have one sign: with x the larger in magnitude and y the other,
    /// x^n - y^n = -x^n expm1(n log1p((y - x)/x)).
    template <rounding_real Real>
    [[nodiscard]] Real difference(Real const& a, Real const& b, power_method method) const {
        Real const zero(0);
        if (!((a > zero && b > zero) || (a < zero && b < zero))) return (*this)(a, method) - (*this)(b, method);
        bool const a_is_larger = magnitude(a) >= magnitude(b);
        Real const& x = a_is_larger ? a : b;
        Real const& y = a_is_larger ? b : a;
        Real const larger_minus_other =
            -((*this)(x, method) * elementary::expm1(Real(n) * elementary::log1p((y - x) / x)));
        return a_is_larger ? larger_minus_other : -larger_minus_other;
    }

    template <rounding_real Real>
    [[nodiscard]] signed_logarithm<Real> logarithm(Real const& x) const {
        if (x == Real(0)) return {};
        return {x < Real(0) && n % 2 != 0 ? -1 : 1, Real(n) * elementary::log(magnitude(x))};
    }

    /// With u = 2^-53: |x^n - y^n| <= n reach^(n-1) 8u reach (1 + O(nu)), at most n u |x|^n of it by the products of
    /// binary_power, and reach^n itself is off by n u: 9n u reach^n in all; 16n + 16 leaves room for O(n^2 u^2), n
    /// below 10^7.
    [[nodiscard]] bounded_double in_double(double x, double reach) const {
        return {binary_power(x, n), (16.0 * n + 16) * double_roundoff * binary_power(reach, n)};
    }

    /// F(X/Q) Q^n = X^n
    [[nodiscard]] int exact_power() const { return n; }
    [[nodiscard]] static std::int64_t exact_denominator() { return 1; }
    template <unbounded_integer Integer>
    [[nodiscard]] Integer exact(Integer const& X, powers_of<Integer> const& /*Q*/) const {
        return pow(X, static_cast<unsigned>(n));
    }
};

}  // namespace ulpfield
