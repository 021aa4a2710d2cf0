#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::capacity {

/// Trials, and those that came back to the memory; those of disjoint trials add up.
struct recall_sample {
    std::int64_t trials = 0;
    std::int64_t recalled = 0;
    recall_sample& operator+=(recall_sample const& other);
};

/// Recall from a corrupted memory: each bit of memory 1 of K iid uniform ones is flipped with probability P
/// (`corruption`, 0 to 1), then Eq. 4 relaxes the state (i = 1..N in turn, until nothing changes or, as ties that flip
/// or give 0 can make it, a state comes back; exact decisions for every F and n). Recalled: nothing changes any more,
/// and the state is memory 1. Trials first_trial ..
/// first_trial + trials - 1; the memories are those that `draw` sees in the same trial, so nothing depends on threads
/// or order. std::invalid_argument for a setting out of range, N K above 10^9 or a corruption outside [0, 1]; stops
/// early if asked to.
[[nodiscard]] recall_sample recall(setting const& where, std::int64_t K, rational const& corruption, std::uint64_t seed,
                                   std::int64_t first_trial, std::int64_t trials, std::stop_token const& stop = {},
                                   tie_rule tie = tie_rule::plus);

/// Share of trials recalled, with its Clopper-Pearson interval of 95 %.
[[nodiscard]] answer recall_estimate(recall_sample const& drawn, int digits);

}  // namespace ulpfield::capacity
