#pragma once
#include "capacity/error_threshold.hpp"
#include "ulpfield/capacity/answer.hpp"

namespace ulpfield::capacity {

/// The trust column of a K_max: good or poor against the exact one where each probability on the way is had within half
/// a second, else against saddlepoint's; poor where every K passes; unknown where neither is known.
[[nodiscard]] trust k_max_judged(setting const& where, rational const& delta, criterion rule, double log_value);

/// Tells the judge ln K_max of the exact law once it is known. This thread's last ones are kept.
void keep_exact_k_max(setting const& where, rational const& delta, criterion rule, double log_exact);

}  // namespace ulpfield::capacity
