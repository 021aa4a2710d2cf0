#pragma once
#include <cstddef>

/// Columns of a row of `boundary`.
namespace ulpfield::study::boundary_columns {

inline constexpr std::size_t format = 0, scaling = 1, interaction = 2, N = 3, K = 4, quantity = 5, predicted = 6,
                             observed = 7;

}  // namespace ulpfield::study::boundary_columns
