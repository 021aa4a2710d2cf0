#pragma once
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/number/hyperbolic.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

/// L(x) = sum_i ln cosh x_i, g_i = tanh x_i, Hessian diag(1 - tanh^2): additive, convex.
/// Source: Krotov & Hopfield 2021.
struct tanh_lagrangian {
    [[nodiscard]] static std::string name() { return "tanh"; }
    [[nodiscard]] static bool convex() { return true; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x, std::stop_token const& stop = {}) const {
        Real sum(0);
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            sum += elementary::log_cosh(x_i);
        }
        return sum;
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g, std::stop_token const& stop = {}) const {
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            g[i] = elementary::tanh(x[i]);
        }
    }
    /// 1 - tanh^2 as (1 - tanh)(1 + tanh): no square is rounded before it cancels.
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> /*x*/, std::span<Real const> g, std::span<Real const> y,
                                 std::stop_token const& stop = {}) const {
        Real sum(0);
        Real const one(1);
        for (std::size_t i = 0; i < g.size(); ++i) {
            throw_if_stopped(stop);
            sum += (one - g[i]) * (one + g[i]) * (y[i] * y[i]);
        }
        return sum;
    }
};

}  // namespace ulpfield
