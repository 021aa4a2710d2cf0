#pragma once
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// L(x) = x.x/2, g = x, Hessian 1: additive, convex.   Source: Krotov & Hopfield 2021; feature neurons of the modern
/// Hopfield network (Yang 2020 part III).
struct identity_lagrangian {
    [[nodiscard]] static std::string name() { return "identity"; }
    [[nodiscard]] static bool convex() { return true; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x) const {
        Real sum(0);
        for (Real const& each : x) sum += each * each;
        return sum / Real(2);
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g) const {
        for (std::size_t i = 0; i < x.size(); ++i) g[i] = x[i];
    }
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> /*x*/, std::span<Real const> /*g*/,
                                 std::span<Real const> y) const {
        Real sum(0);
        for (Real const& each : y) sum += each * each;
        return sum;
    }
};

}  // namespace ulpfield
