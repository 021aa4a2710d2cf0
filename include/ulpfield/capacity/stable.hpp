#pragma once
#include <cstdint>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// P(all N bits of a stored memory are stable), K iid uniform memories in total; sign(0) = +1, so a bit whose gap is 0
/// is stable with probability 1/2.
///   exact        all multisets of the K-1 others enumerated: average of [no gap < 0] 2^-(gaps that are 0)
///   independent  (1-P_error)^N: NOT exact, the bits of a memory are dependent
///   union_bound  1 - N P_error (0 if negative): a lower bound
/// The last two take P_error from the exact law (out of its reach: saddlepoint, to 12 digits at most).
/// Exact is in reach up to 10^7 multisets, and a fraction. monte_carlo: stable_estimate.
[[nodiscard]] answer all_bits_stable(setting const& where, std::int64_t K, method how, int digits,
                                     std::stop_token const& stop = {});

}  // namespace ulpfield::capacity
