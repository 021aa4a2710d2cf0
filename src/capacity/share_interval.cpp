#include "capacity/share_interval.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace ulpfield::capacity {

share_interval clopper_pearson(double hits, double trials) {
    using binomial = boost::math::binomial_distribution<double>;  // evaluated in long double
    return {hits <= 0 ? 0.0 : binomial::find_lower_bound_on_p(trials, hits, 0.025),
            hits >= trials ? 1.0 : binomial::find_upper_bound_on_p(trials, hits, 0.025)};
}

share_interval korn_graubard(trial_sums const& of) {
    auto const trials = static_cast<wide_count>(of.trials);
    auto const n = static_cast<double>(of.trials);
    // The variance of x and p(1-p), both times (trials whole)^2: integers.
    wide_count const spread = trials * of.squares - of.sum * of.sum;
    wide_count const most = of.sum * (trials * static_cast<wide_count>(of.whole) - of.sum);
    double design = 1;  // n*/trials
    if (of.hits > 1 && spread > 0) {
        double const t = quantile(boost::math::students_t(static_cast<double>(of.hits - 1)), 0.975);
        double const z = quantile(boost::math::normal(), 0.975);
        design = static_cast<double>(most) / static_cast<double>(spread) * (z / t) * (z / t);
    }
    double const effective = n * std::clamp(design, 1.0, static_cast<double>(of.parts));
    double const p = static_cast<double>(of.sum) / (n * static_cast<double>(of.whole));
    return clopper_pearson(p * effective, effective);
}

}  // namespace ulpfield::capacity
