#pragma once
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

/// L(x) = |x|, g = x/|x|, Hessian (1 - g g^T)/|x|: not additive, convex; x != 0 (at 0 the format's 0/0).
/// Source: Krotov & Hopfield 2021, spherical normalisation.
struct spherical_lagrangian {
    [[nodiscard]] static std::string name() { return "spherical"; }
    [[nodiscard]] static bool convex() { return true; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x, std::stop_token const& stop = {}) const {
        Real sum(0);
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            sum += x_i * x_i;
        }
        return elementary::sqrt(sum);
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g, std::stop_token const& stop = {}) const {
        Real const length = value(x, stop);
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            g[i] = x[i] / length;
        }
    }
    /// |y - g (g.y)|^2 / |x|: never negative, where y.y - (g.y)^2 cancels.
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> x, std::span<Real const> g, std::span<Real const> y,
                                 std::stop_token const& stop = {}) const {
        Real along(0);
        for (std::size_t i = 0; i < g.size(); ++i) {
            throw_if_stopped(stop);
            along += g[i] * y[i];
        }
        Real sum(0);
        for (std::size_t i = 0; i < g.size(); ++i) {
            throw_if_stopped(stop);
            Real const across = y[i] - g[i] * along;
            sum += across * across;
        }
        return sum / value(x, stop);
    }
};

}  // namespace ulpfield
