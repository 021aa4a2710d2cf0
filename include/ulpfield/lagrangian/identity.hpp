#pragma once
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// L(x) = x.x/2, g = x, Hessian 1: additive, convex.   Source: Krotov & Hopfield 2021; feature neurons of the modern
/// Hopfield network (Yang 2020 part III).
struct identity_lagrangian {
    [[nodiscard]] static std::string name() { return "identity"; }
    [[nodiscard]] static bool convex() { return true; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x, std::stop_token const& stop = {}) const {
        Real sum(0);
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            sum += x_i * x_i;
        }
        return sum / Real(2);
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g, std::stop_token const& stop = {}) const {
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            g[i] = x[i];
        }
    }
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> /*x*/, std::span<Real const> /*g*/, std::span<Real const> y,
                                 std::stop_token const& stop = {}) const {
        Real sum(0);
        for (Real const& y_i : y) {
            throw_if_stopped(stop);
            sum += y_i * y_i;
        }
        return sum;
    }
};

}  // namespace ulpfield
