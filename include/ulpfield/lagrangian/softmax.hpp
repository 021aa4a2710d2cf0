#pragma once
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/interrupted.hpp"
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
    [[nodiscard]] Real value(std::span<Real const> x, std::stop_token const& stop = {}) const {
        Real const b = constant<Real>(beta.numerator, beta.denominator);
        Real const M = shift(x, b, stop);
        Real sum(0);
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            sum += elementary::exp(b * x_i - M);
        }
        return (M + elementary::log(sum)) / b;
    }
    template <rounding_real Real>
    void gradient(std::span<Real const> x, std::span<Real> g, std::stop_token const& stop = {}) const {
        Real const b = constant<Real>(beta.numerator, beta.denominator);
        Real const M = shift(x, b, stop);
        Real sum(0);
        for (std::size_t i = 0; i < x.size(); ++i) {
            throw_if_stopped(stop);
            g[i] = elementary::exp(b * x[i] - M);
            sum += g[i];
        }
        for (Real& g_i : g) {
            throw_if_stopped(stop);
            g_i = g_i / sum;
        }
    }
    /// beta sum_i g_i (y_i - <y>)^2 with <y> = sum_i g_i y_i: never negative, where sum g y^2 - <y>^2 cancels.
    template <rounding_real Real>
    [[nodiscard]] Real curvature(std::span<Real const> /*x*/, std::span<Real const> g, std::span<Real const> y,
                                 std::stop_token const& stop = {}) const {
        Real mean(0);
        for (std::size_t i = 0; i < g.size(); ++i) {
            throw_if_stopped(stop);
            mean += g[i] * y[i];
        }
        Real sum(0);
        for (std::size_t i = 0; i < g.size(); ++i) {
            throw_if_stopped(stop);
            sum += g[i] * ((y[i] - mean) * (y[i] - mean));
        }
        return constant<Real>(beta.numerator, beta.denominator) * sum;
    }

private:
    /// The largest beta x_i; 0 without the shift.
    template <rounding_real Real>
    [[nodiscard]] Real shift(std::span<Real const> x, Real const& b, std::stop_token const& stop) const {
        if (!shifted || x.empty()) return Real(0);
        Real most = b * x[0];
        for (Real const& x_i : x) {
            throw_if_stopped(stop);
            if (b * x_i > most) most = b * x_i;
        }
        return most;
    }
};

}  // namespace ulpfield
