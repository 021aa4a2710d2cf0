#pragma once
#include <optional>

#include "capacity/crosstalk.hpp"

namespace ulpfield::capacity {

/// P_error enclosed around its limit for n -> infinity, where that is sharp: high n, few memories. With q the
/// probability that one memory adds +A (or -A), C the number of those that subtract A less those that add it, and R the
/// crosstalk of the others, whose law is symmetric:
///   gap = A (1 - C) + R;   C = 1: wrong with probability 1/2 exactly;   C <= 0: at most P(R >= A);   C >= 2: at least
///   1 - P(R >= A).
/// So |P_error - P_inf| <= P(R >= A), P_inf = P(C > 1) + P(C = 1)/2, and Chernoff bounds the right side.
struct limit_neighbourhood {
    enclosure bounds;
    double log_width = 0;  ///< ln of the bound on |P_error - P_inf| over P_inf
};

/// Empty where one memory alone can do more than A, for N < 3 or K < 2, and beyond the limit's own reach.
[[nodiscard]] std::optional<limit_neighbourhood> error_near_limit(setting const& where, crosstalk_law const& law,
                                                                  std::int64_t K);

}  // namespace ulpfield::capacity
