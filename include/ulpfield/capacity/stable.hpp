#pragma once
#include <cstdint>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::capacity {

/// P(all N bits of a stored memory are stable), K iid uniform memories in total. A bit whose gap is 0 is stable with
/// probability w: 1/2 for ties that decide +1 or -1 (the memory's bits are fair), 1 where they keep the bit, 0 where
/// they flip it or give 0.
///   exact        all multisets of the K-1 others enumerated: average of [no gap < 0] w^(gaps that are 0)
///   independent  (1-p)^N, p = P(gap < 0) + (1-w) P(gap = 0): NOT exact, the bits of a memory are dependent
///   union_bound  1 - N p (0 if negative): a lower bound
/// The last two take p from the exact law (out of its reach: saddlepoint, to 12 digits at most).
/// Exact is in reach up to 10^7 multisets, and a fraction. monte_carlo: stable_estimate.
[[nodiscard]] answer all_bits_stable(setting const& where, std::int64_t K, method how, int digits,
                                     std::stop_token const& stop = {}, tie_rule tie = tie_rule::plus);

}  // namespace ulpfield::capacity
