#pragma once
#include <cstddef>

/// Columns of a row of `dynamics`.
namespace ulpfield::study::dynamics_columns {

inline constexpr std::size_t model = 0, format = 1, solver = 2, step = 3, time = 4, energy = 5, quotient = 6,
                             formula = 7, monotone = 8, status = 9;

}  // namespace ulpfield::study::dynamics_columns
