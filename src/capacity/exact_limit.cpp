#include "capacity/exact_limit.hpp"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>
#include <vector>

#include "capacity/crossing.hpp"
#include "capacity/limit_law.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

/// ln of a bound on P(R >= A) for m terms, sizes in units of A: the least of m ln E cosh(t X) - t over t, found where
/// the slope m kappa'(t) passes 1. Any t gives a bound, so it need not be exact.
double log_chernoff(std::vector<std::pair<double, double>> const& terms, double m) {
    double largest = 0;
    for (auto const& [size, log_weight] : terms) largest = std::max(largest, size);
    if (m * largest < 1) return -HUGE_VAL;
    auto const cumulant = [&](double t) {
        stop_point();
        double top = -HUGE_VAL;
        for (auto const& [size, log_weight] : terms) top = std::max(top, log_weight + t * size);
        double zeroth = 0;
        double first = 0;
        for (auto const& [size, log_weight] : terms) {
            double const weight =
                std::exp(log_weight + t * size + std::log1p(std::exp(-2 * t * size)) - std::numbers::ln2 - top);
            zeroth += weight;
            first += weight * size * std::tanh(t * size);
        }
        return std::pair{top + std::log(zeroth), first / zeroth};
    };
    double const t = rising_through_zero([&](double at) { return m * cumulant(at).second - 1; }, 1e-9, 1e9);
    return m * cumulant(t).first - t;
}

}  // namespace

std::optional<limit_neighbourhood> error_near_limit(setting const& where, crosstalk_law const& law, std::int64_t K) {
    if (where.N < 3 || K < 2 || law.threshold <= 0 || law.size.back() != law.threshold) return std::nullopt;
    std::vector<std::pair<double, double>> terms;
    {
        working_precision const guard(80);
        integer rest = 0;
        for (std::size_t i = 0; i + 1 < law.size.size(); ++i) rest += law.ways[i];
        for (std::size_t i = 0; i + 1 < law.size.size(); ++i) {
            stop_point();
            terms.emplace_back((enclosure(law.size[i]) / enclosure(law.threshold)).to_double(),
                               log(enclosure(law.ways[i]) / enclosure(rest)).to_double());
        }
    }
    // Doubles of logarithms: a margin of e.
    double const log_bound = log_chernoff(terms, static_cast<double>(K - 1)) + 1;
    try {
        enclosure const limit = limit_law(where, integer(K - 1)).error;
        enclosure const bound = std::isinf(log_bound) ? enclosure(0L) : exp(enclosure::of_double(log_bound));
        return limit_neighbourhood{limit.widened(bound), log_bound - log(limit).to_double()};
    } catch (std::domain_error const&) {
        return std::nullopt;  // too many memories for the limit itself
    }
}

}  // namespace ulpfield::capacity
