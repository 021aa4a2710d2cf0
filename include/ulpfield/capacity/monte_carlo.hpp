#pragma once
#include <cstdint>
#include <stop_token>
#include <string>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::capacity {

/// Sums of squares pass 2^63 at 10^9 trials.
__extension__ using wide_count = unsigned __int128;

/// Sums over trials; those of disjoint trials add up, in any order, to the same numbers (integers throughout).
/// One trial draws K-1 iid uniform memories around a stored one and looks at all N bits of it.
struct sample {
    std::int64_t trials = 0;
    std::int64_t with_error = 0;  ///< trials with a bit wrong or tied
    std::int64_t with_tie = 0;
    std::int64_t halves = 0;  ///< sum of 2 wrong + ties per trial: P_error counts half of the ties
    wide_count halves_squared = 0;
    std::int64_t ties = 0;
    wide_count ties_squared = 0;
    std::int64_t stable = 0;        ///< sum of 2^20 w^ties over trials without a wrong bit (w = 1/2: 0 beyond 20 ties)
    wide_count stable_squared = 0;  ///< sum of its squares
    std::int64_t doubted = 0;       ///< decisions that went to exact arithmetic
    sample& operator+=(sample const& other);
    friend bool operator==(sample const&, sample const&) = default;

    /// The sums as text and back: what is kept of a sample that is not finished. Not such a text:
    /// std::invalid_argument.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] static sample parse(std::string const& text);
};

/// Trials first_trial .. first_trial+trials-1. Words of trial t come from mt19937_64(mix_seed({seed, t})), so nothing
/// depends on threads, order or what else is drawn. Decisions are exact for every F and n: doubles where all sums are
/// integers below 2^53; else doubles with an error bound and, in doubt, integers, rationals or growing precision.
/// A tied bit is stable with the probability w of stable.hpp, which `tie` says. Cost about N K / 64 words per trial.
/// std::invalid_argument for a setting out of range or K outside 1..10^9, and stops early (fewer trials) if asked to.
[[nodiscard]] sample draw(setting const& where, std::int64_t K, std::uint64_t seed, std::int64_t first_trial,
                          std::int64_t trials, std::stop_token const& stop = {}, tie_rule tie = tie_rule::plus);

/// Estimates with 95 % intervals. Bits of one trial are dependent, so the trial is the unit: Clopper and Pearson's
/// interval at the effective number of bits that the spread of the trials' shares shows, at least one a trial and at
/// most all (Korn & Graubard 1998). Measured on 1,000 seeds where the law is exact: tests/capacity/coverage.cpp.
[[nodiscard]] answer error_estimate(sample const& drawn, std::int64_t N, int digits);
[[nodiscard]] answer tie_estimate(sample const& drawn, std::int64_t N, int digits);
/// P(all N bits stable): a trial with t ties counts w^t; where all count 0 or 1, the interval is Clopper and Pearson's.
[[nodiscard]] answer stable_estimate(sample const& drawn, int digits);

/// Share of trials with its Clopper-Pearson interval.
[[nodiscard]] answer share_estimate(std::int64_t hits, std::int64_t trials, int digits);

}  // namespace ulpfield::capacity
