#pragma once
#include "ulpfield/capacity/monte_carlo.hpp"

namespace ulpfield::capacity {

/// Ends of a 95 % interval of a probability.
struct share_interval {
    double lower = 0;
    double upper = 1;
};

/// Clopper and Pearson 1934: P(B >= hits) = 2.5 % at the lower end, P(B <= hits) = 2.5 % at the upper, B binomial. For
/// real `hits` and `trials` the same regularized beta functions. 0 <= hits <= trials, trials > 0.
[[nodiscard]] share_interval clopper_pearson(double hits, double trials);

/// The mean of x_t in [0, 1], one a trial, that come as integers x_t whole; their sum, their sum of squares and how
/// many are not 0. A trial is the mean of up to `parts` dependent bits: Korn and Graubard 1998, Clopper and Pearson's
/// interval at the effective number of bits n* = p(1-p)/(s^2/trials) (1.96/t)^2, between `trials` (all bits of a trial
/// alike, or too few seen to tell) and parts * trials (independent bits); t is Student's quantile with hits-1 degrees
/// of freedom, since only trials that are not 0 tell of the spread of rare errors. trials > 0; sum * trials * whole and
/// trials * squares below 2^128.
struct trial_sums {
    std::int64_t trials = 0;
    std::int64_t hits = 0;
    wide_count sum = 0;
    wide_count squares = 0;
    std::int64_t whole = 1;
    std::int64_t parts = 1;
};
[[nodiscard]] share_interval korn_graubard(trial_sums const& of);

}  // namespace ulpfield::capacity
