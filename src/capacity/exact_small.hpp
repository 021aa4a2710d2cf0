#pragma once
#include <optional>

#include "capacity/crosstalk.hpp"

namespace ulpfield::capacity {

/// Exact law of a bit's gap by counting: P(gap < 0) and P(gap = 0) as rationals.
struct exact_law {
    rational negative;
    rational tie;
    [[nodiscard]] rational error() const { return negative + tie / 2; }
};

/// Counting by meeting in the middle: the sums of floor((K-1)/2) terms with their numbers of ways, held against
/// themselves (and the remaining term) through cumulative numbers. Work is counted while it is done, in pairs of a sum
/// and a value of one term, a pair of long numbers as several; empty once it would pass `most_work`, or where the sums
/// would take more than about 150 MB. A million pairs take about 50 ms.
[[nodiscard]] std::optional<exact_law> exact_by_counting(crosstalk_law const& law, std::int64_t K, double most_work);

/// Pairs in the last step of a dictionary of half the terms, from above and without counting: where this is small,
/// counting is worth a try.
[[nodiscard]] double counting_estimate(crosstalk_law const& law, std::int64_t K);

}  // namespace ulpfield::capacity
