#include <algorithm>

#include "capacity/answers.hpp"
#include "capacity/share_interval.hpp"

namespace ulpfield::capacity {
namespace {

std::string shown(double value, int digits) {
    check_digits(digits);
    working_precision const guard(64);
    return decimal({enclosure::of_double(value)}, std::min(digits, 17)).value_or("0");
}

answer estimate(double value, share_interval const& ends, int digits) {
    answer result = answer::printed(shown(value, digits));
    result.bounds = {decimal_number(shown(ends.lower, digits)), decimal_number(shown(ends.upper, digits))};
    return result;
}

answer no_trial() { return answer::refused("no trial was drawn"); }

/// The mean over trials.
answer mean_estimate(trial_sums const& of, int digits) {
    if (of.trials == 0) return no_trial();
    double const mean = static_cast<double>(of.sum) / static_cast<double>(of.trials) / static_cast<double>(of.whole);
    return estimate(mean, korn_graubard(of), digits);
}

}  // namespace

answer error_estimate(sample const& drawn, std::int64_t N, int digits) {
    return mean_estimate(
        {drawn.trials, drawn.with_error, static_cast<wide_count>(drawn.halves), drawn.halves_squared, 2 * N, N},
        digits);
}

answer tie_estimate(sample const& drawn, std::int64_t N, int digits) {
    return mean_estimate({drawn.trials, drawn.with_tie, static_cast<wide_count>(drawn.ties), drawn.ties_squared, N, N},
                         digits);
}

answer stable_estimate(sample const& drawn, int digits) {
    return mean_estimate({drawn.trials, drawn.trials, static_cast<wide_count>(drawn.stable), drawn.stable_squared,
                          std::int64_t{1} << 20, 1},
                         digits);
}

answer share_estimate(std::int64_t hits, std::int64_t trials, int digits) {
    if (trials == 0) return no_trial();
    auto const successes = static_cast<double>(hits);
    auto const n = static_cast<double>(trials);
    return estimate(successes / n, clopper_pearson(successes, n), digits);
}

}  // namespace ulpfield::capacity
