#pragma once
#include <cstdint>
#include <vector>

#include "capacity/relative_law.hpp"

namespace ulpfield::capacity {

/// T = P(Y > A) + P(Y = A)/2 for Y the sum of m iid X with +-size[i] A alike, from both sides, for every law and any m:
/// the characteristic function is asked for on a bounded range alone, so neither a lattice nor its step plays a part.
///     f(x) = e^{-lambda x} for x >= 0, else 0;  L <= f <= U of exponential type 2 pi, U - L = (sin pi x / (pi x))^2,
///     U^(t) = (1-|t|) u(t) + sgn(t) lambda (u(0) - u(t))/(2 pi i), |t| < 1, u(t) = 1/(1 - e^{-lambda - 2 pi i t}).
/// Under the tilt theta, T = M(theta)^m e^{-theta A} E f((Y-A)/h) with lambda = theta h. Summed over all shifts of Y by
/// a period J h the means of U and L are sums of J nodes:
///     (1/J) sum_{|j| < J} U^(j/J) psi(2 pi j/(J h))^m e^{-2 pi i j A/(J h)},   psi(t) = M(theta + i t)/M(theta).
/// The shifts add to the upper bound alone; what they add to the lower one is bounded by Chernoff. Nodes are summed in
/// double from exact roots of unity, the powers in fixed point; the error of both is bounded node by node.
/// The two bounds differ by h times the density of Y at A: about lambda T.
/// Source: Graham & Vaaler, A class of extremal functions for the Fourier transform, Trans. AMS 265 (1981), Theorem 9;
/// Vaaler, Bull. AMS 12 (1985), Theorem 9 for U^.
class band_limited_tail {
public:
    /// m >= 1. Values so rare that they move T by no more than about `negligible` T are left out, and enter the bounds.
    /// std::domain_error where no tilt brings the mean to A (m times the largest size is not above 1).
    band_limited_tail(std::vector<relative_law::value> law, std::int64_t m, double negligible);

    /// e^{m kappa(theta) - theta A}, theta the tilt: no less than T, nor than any T of fewer memories.
    [[nodiscard]] enclosure const& chernoff() const { return chernoff_; }

    /// theta A
    [[nodiscard]] double tilt() const { return theta_; }

    /// T, enclosed to a width of `relative` (T + besides) where that takes no more than `most_work` terms (of one node,
    /// 2 ns), else as closely as that work allows.
    [[nodiscard]] enclosure bounds(double relative, enclosure const& besides, double most_work) const;

private:
    struct term {
        double size = 0;
        double log_weight = 0;
    };
    struct cumulants {
        double value = 0;
        double slope = 0;
        double curvature = 0;
    };
    [[nodiscard]] cumulants cumulants_at(double t) const;
    /// The t with m kappa'(t) = a; the search begins at `start` where that is below it.
    [[nodiscard]] double saddle(double a, double start) const;
    /// m kappa(t), enclosed.
    [[nodiscard]] enclosure log_moments(double t) const;
    /// What the shifts by multiples of `period` add to T.
    [[nodiscard]] enclosure aliases(double period) const;
    [[nodiscard]] enclosure sum(double period, std::int64_t nodes) const;

    std::vector<relative_law::value> law_;
    std::vector<term> terms_;
    double m_;
    std::int64_t count_;
    double theta_ = 0;
    enclosure none_rare_;      ///< probability that no memory has a value left out
    enclosure reach_;          ///< m times the largest size kept
    enclosure kept_chernoff_;  ///< of the law without those
    enclosure chernoff_;
};

}  // namespace ulpfield::capacity
