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

/// Convolution over sorted dictionaries of sums, two halves joined through cumulative weights.
/// Nothing if a half would pass `most_entries` sums (its cost: entries times values of one term).
[[nodiscard]] std::optional<exact_law> exact_by_counting(crosstalk_law const& law, std::int64_t K, double most_entries);

/// Entries times values that exact_by_counting would go through, estimated from above.
[[nodiscard]] double counting_work(crosstalk_law const& law, std::int64_t K);

}  // namespace ulpfield::capacity
