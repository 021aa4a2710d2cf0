#pragma once
#include <span>
#include <string>
#include <vector>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// L(x) = (1/beta) ln sum_i e^(beta x_i), g = softmax(beta x), Hessian beta (diag g - g g^T): not additive, convex;
/// beta > 0. With the max-shift every exponential is at most 1; without it a format overflows once beta x passes the
/// logarithm of its largest number (11.09 in fp16, 88.72 in fp32, 709.78 in fp64) and g is NaN.
/// Source: Krotov & Hopfield 2021; Ramsauer et al. 2020.
struct softmax_lagrangian {
    ratio beta{1, 1};
    bool shifted = true;

    [[nodiscard]] std::string name() const { return shifted ? "softmax" : "softmax-unshifted"; }
    [[nodiscard]] static bool convex() { return true; }

    template <rounding_real Real>
    [[nodiscard]] Real value(std::span<Real const> x) const {
        Real const b = constant<Real>(beta.numerator, beta.denominator);
        Real const M = shift(x, b);
        Real sum(0);
        for (Real const& each : x) sum += elementary::exp(b * each - M);
        return (M + elementary::log(sum)) / b;
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g) const {
        Real const b = constant<Real>(beta.numerator, beta.denominator);
        Real const M = shift(x, b);
        Real sum(0);
        for (std::size_t i = 0; i < x.size(); ++i) {
            g[i] = elementary::exp(b * x[i] - M);
            sum += g[i];
        }
        for (Real& each : g) each = each / sum;
    }
    /// beta sum_i g_i (y_i - <y>)^2 with <y> = sum_i g_i y_i: never negative, where sum g y^2 - <y>^2 cancels.
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> /*x*/, std::span<Real const> g, std::span<Real const> y) const {
        Real mean(0);
        for (std::size_t i = 0; i < g.size(); ++i) mean += g[i] * y[i];
        Real sum(0);
        for (std::size_t i = 0; i < g.size(); ++i) sum += g[i] * ((y[i] - mean) * (y[i] - mean));
        return constant<Real>(beta.numerator, beta.denominator) * sum;
    }

private:
    /// The largest beta x_i; 0 without the shift.
    template <rounding_real Real>
    [[nodiscard]] Real shift(std::span<Real const> x, Real const& b) const {
        if (!shifted || x.empty()) return Real(0);
        Real most = b * x[0];
        for (Real const& each : x)
            if (b * each > most) most = b * each;
        return most;
    }
};

}  // namespace ulpfield
