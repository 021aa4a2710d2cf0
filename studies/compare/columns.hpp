#pragma once
#include <cstddef>

/// Columns of a row of `compare`.
namespace ulpfield::study::compare_columns {

inline constexpr std::size_t format = 0, scaling = 1, interaction = 2, n = 3, N = 4, K = 5, states = 6, decisions = 8,
                             wrong = 9, ties_broken = 11, overflow = 12, nan = 13, underflow = 14, lost_median = 16,
                             lost_max = 17;

}  // namespace ulpfield::study::compare_columns
