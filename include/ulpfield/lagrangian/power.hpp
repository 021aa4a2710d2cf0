#pragma once
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/interaction/polynomial.hpp"
#include "ulpfield/interaction/rectified.hpp"
#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

/// L(x) = sum_i F(x_i) with F(x) = x^n, rectified (0 below 0) or not, n >= 2; g_i = n x^(n-1), Hessian
/// diag(n (n-1) x^(n-2)): additive. Convex if rectified or n even; x^n with odd n is not, and its energy may rise.
/// Source: hidden neurons of the dense associative memory, f = F'_n (Yang 2020 part III).
struct power_lagrangian {
    int n = 3;
    bool is_rectified = true;

    [[nodiscard]] std::string name() const { return (is_rectified ? "rectified:" : "polynomial:") + std::to_string(n); }
    [[nodiscard]] bool convex() const { return is_rectified || n % 2 == 0; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x, std::stop_token const& stop = {}) const {
        Real sum(0);
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            sum += F(x_i);
        }
        return sum;
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g, std::stop_token const& stop = {}) const {
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            g[i] = is_rectified ? rectified{n}.derivative(x[i]) : polynomial{n}.derivative(x[i]);
        }
    }
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> x, std::span<Real const> /*g*/, std::span<Real const> y,
                                 std::stop_token const& stop = {}) const {
        Real sum(0);
        Real const factor = constant<Real>(static_cast<std::int64_t>(n) * (n - 1), 1);
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            if (is_rectified && x[i] < Real(0)) continue;
            Real const power = n == 2 ? Real(1) : polynomial{n - 2}(x[i]);
            sum += factor * power * (y[i] * y[i]);
        }
        return sum;
    }

private:
    template <rounding_real Real>
    [[nodiscard]] Real F(Real const& x) const {
        return is_rectified ? rectified{n}(x) : polynomial{n}(x);
    }
};

}  // namespace ulpfield
