#pragma once
#include <cstddef>

/// Columns of a row of `xor`.
namespace ulpfield::study::xor_columns {

inline constexpr std::size_t interaction = 0, n = 1, format = 2, scaling = 3, energy_memory = 4, energy_other = 5,
                             correct = 6, of = 7, ties = 8;

}  // namespace ulpfield::study::xor_columns
