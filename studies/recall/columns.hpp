#pragma once
#include <cstddef>

/// Columns of a row of `recall`.
namespace ulpfield::study::recall_columns {

inline constexpr std::size_t model = 0, N = 1, K = 2, load = 3, states = 4, trials = 5, perfect = 6, retrieved = 7,
                             lower = 8, upper = 9, overlap = 10;

}  // namespace ulpfield::study::recall_columns
