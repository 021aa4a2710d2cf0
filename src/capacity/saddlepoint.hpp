#pragma once
#include <optional>
#include <vector>

#include "capacity/enclosure.hpp"
#include "capacity/exponential_gap.hpp"
#include "capacity/power_shape.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// Lugannani-Rice for the mid-P law of the sum of m = K-1 terms X, in units of A: rho = |D|/A.
///     kappa(u) = ln E cosh(u rho),  m kappa'(u) = 1,  r = sqrt(2(u - m kappa)),  w = (2/h) tanh(u h/2) sqrt(m
///     kappa''), P = Q(r) + phi(r) (1/w - 1/r),   h the span of X over A (w = u sqrt(m kappa'') where X has no lattice)
/// Chernoff's bound is e^{m kappa(u) - u}; a tie has about h e^{m kappa - u} / sqrt(2 pi m kappa'').
/// Domain: K >= 3 and A > 0 (else there is no saddle: std::domain_error). No error bound is known for P; measured
/// P/exact is 0.16 to 1.04 for K < 50 and 0.9999 to 1.026 for K >= 50.
class saddlepoint {
public:
    explicit saddlepoint(setting const& where);

    /// In double and in logarithms: for starts, costs and the trust column. m may be any real > 1.
    struct rough {
        double u = 0;
        double log_error = 0;     ///< ln P
        double log_chernoff = 0;  ///< m kappa - u
        double log_tie = 0;
        double deviation = 0;  ///< sqrt(m kappa''(u)), the sum's deviation under the tilt, in units of A
    };
    [[nodiscard]] rough estimate(double m) const;

    /// m kappa(u) - u (1 + beyond): Chernoff's exponent for the threshold A (1 + beyond).
    [[nodiscard]] double log_chernoff_at(double m, double u, double beyond) const;

    /// At the working precision; every sum is of positive terms, rounding costs a few ulps times the terms' number.
    struct value {
        mpfr_value error;
        mpfr_value chernoff;
        mpfr_value tie;
    };
    [[nodiscard]] value evaluate(mpfr_value const& m) const;

private:
    struct sums {
        double log_mean = 0;  // kappa
        double first = 0;     // kappa'
        double second = 0;    // kappa''
    };
    [[nodiscard]] sums cumulants(double u) const;
    [[nodiscard]] double solve(double m) const;

    struct term {
        mpfr_value relative = fresh();  // |D(S)|/A
        mpfr_value weight = fresh();    // P(S)
    };
    struct saddle {
        mpfr_value u = fresh();
        mpfr_value zeroth = fresh();  // e^kappa
        mpfr_value first = fresh();   // kappa'
        mpfr_value second = fresh();  // kappa''
    };
    /// ln A of a power, and ln |D(S)|/A, in double.
    [[nodiscard]] double log_mean() const;
    [[nodiscard]] double log_relative(std::int64_t S) const;
    /// At the working precision: P(S_b); |D(S)|/A; the terms that matter near u = `start`; Newton's method from there.
    [[nodiscard]] mpfr_value weight_of(std::int64_t b) const;
    [[nodiscard]] mpfr_value relative_size(std::int64_t S, exponential_gap const* waves, rational const& A) const;
    [[nodiscard]] std::vector<term> terms_at(double start) const;
    [[nodiscard]] static saddle saddle_of(std::vector<term> const& terms, mpfr_value const& m, double start);

    setting where_;
    std::optional<power_shape> shape_;
    std::optional<exponential_gap> waves_;  // F a sum of exponentials
    bool even_ = false;                     // S and -S alike: only S >= 0 is kept, with the weight of both
    std::vector<double> rho_;               // |D(S_b)|/A
    std::vector<double> log_weight_;        // ln P(S_b)
    /// Runs of 512 terms and the largest weight and size in each: a run that cannot matter is passed over.
    static constexpr std::size_t run = 512;
    struct extremes {
        double log_weight = 0;
        double rho = 0;
    };
    std::vector<extremes> runs_;
    double span_ = 0;             // h
    double flat_ = 0;             // |D|/A of all S < 0 of leaky F; 0 else
    double log_flat_weight_ = 0;  // ln P(S < 0) where these are joined into one value
    bool has_flat_ = false;
};

}  // namespace ulpfield::capacity
