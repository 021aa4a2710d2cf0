#pragma once
#include <cstddef>

/// Columns of a row of `capacity`.
namespace ulpfield::study::capacity_columns {

inline constexpr std::size_t N = 0, n = 1, F = 2, K = 3, delta = 4, epsilon = 5, quantity = 6, method = 7, value = 8,
                             lower = 9, upper = 10, trust = 11;

}  // namespace ulpfield::study::capacity_columns
