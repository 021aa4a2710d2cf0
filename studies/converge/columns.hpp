#pragma once
#include <cstddef>

/// Columns of a row of `converge`.
namespace ulpfield::study::converge_columns {

inline constexpr std::size_t n = 0, K = 1, N = 2, states = 3, iterations = 4, epsilon = 5, metric = 6, value = 7,
                             lower = 8, upper = 9;

}  // namespace ulpfield::study::converge_columns
