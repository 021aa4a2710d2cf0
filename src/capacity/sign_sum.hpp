#pragma once
#include "capacity/enclosure.hpp"

namespace ulpfield::capacity {

/// P(B >= k) for B binomial(L, 1/2), enclosed relatively to about the working precision. 0 <= L < 2^62.
/// The tail's terms from k upwards, or 1/2 less the terms between the middle and k, whichever are fewer.
[[nodiscard]] enclosure binomial_tail(std::int64_t L, std::int64_t k);

/// P(B = k).
[[nodiscard]] enclosure binomial_point(std::int64_t L, std::int64_t k);

/// How many terms binomial_tail would add: its cost, for a refusal beforehand.
[[nodiscard]] double binomial_tail_terms(std::int64_t L, std::int64_t k, long bits);

/// R = sum of L random signs: P(R > t) + P(R = t)/2 and P(R = t).
[[nodiscard]] enclosure sign_sum_mid_tail(std::int64_t L, std::int64_t t);
[[nodiscard]] enclosure sign_sum_point(std::int64_t L, std::int64_t t);

}  // namespace ulpfield::capacity
