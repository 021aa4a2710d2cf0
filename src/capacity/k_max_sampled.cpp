#include <algorithm>
#include <cmath>
#include <map>

#include "capacity/decimal.hpp"
#include "capacity/largest_below.hpp"
#include "capacity/stop_point.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double most_words = 2e12;  // about an hour
constexpr std::int64_t most_memories = 1'000'000'000;

/// P_error at K as the trials have it, with its interval.
struct estimate {
    double value = 0;
    double lower = 0;
    double upper = 0;
};

}  // namespace

answer k_max_sampled(setting const& where, rational const& delta, criterion rule, std::int64_t trials,
                     std::uint64_t seed, std::stop_token const& stop) {
    validate(where);
    answer result;
    stop_scope const scope(stop);
    double const p = std::exp(largest_bit_error(where.N, delta, rule, 17).log());
    if (p >= 0.5) {
        result.reason = "one bit may be wrong with probability 1/2 or more: every K passes";
        return result;
    }
    double words = 0;
    std::map<std::int64_t, estimate> seen{{1, estimate{}}};  // a single memory has no crosstalk
    auto const at = [&](std::int64_t K) -> estimate const& {
        if (auto const found = seen.find(K); found != seen.end()) return found->second;
        words += static_cast<double>(trials) * static_cast<double>(K) * std::ceil(static_cast<double>(where.N) / 64);
        if (words > most_words)
            throw out_of_reach("the search would draw more than 2*10^12 random words (about an hour) at K = " +
                               std::to_string(K));
        sample const sums = draw(where, K, seed, 0, trials, stop);
        if (sums.trials < trials) throw interrupted{};
        answer const drawn = error_estimate(sums, where.N, 17);
        return seen
            .emplace(
                K, estimate{drawn.value->to_double(), drawn.bounds->lower.to_double(), drawn.bounds->upper.to_double()})
            .first->second;
    };
    // A trial's memories for K are the first of those for a larger K: the estimates rise with K nearly as the law does.
    std::int64_t guess = 2;
    if (answer const gauss = k_max(where, delta, rule, method::gaussian, 17, stop); gauss.reached())
        guess = static_cast<std::int64_t>(std::clamp(std::exp(std::min(gauss.value->log(), 20.0)), 2.0, 1e8));
    try {
        std::int64_t const value = largest_below([&](std::int64_t K) { return at(K).value < p; }, guess, most_memories);
        std::int64_t const lower = largest_below([&](std::int64_t K) { return at(K).upper < p; }, value, most_memories);
        std::int64_t const upper = largest_below([&](std::int64_t K) { return at(K).lower < p; }, value, most_memories);
        result = answer::printed(std::to_string(value));
        result.bounds = {decimal_number(std::to_string(std::min(lower, value))),
                         decimal_number(std::to_string(std::max(upper, value)))};
        result.quality = k_max_quality(where, delta, rule, result.value->log(), stop);
    } catch (out_of_reach const& reason) {
        result.reason = std::string(reason.what()) + "; best alternative: saddlepoint, or fewer --trials";
    }
    return result;
}

}  // namespace ulpfield::capacity
