#pragma once
#include <cstddef>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Columns of a row of `classify`; those from X on are kept for pictures and files and not shown.
namespace classify_columns {

inline constexpr std::size_t rule = 0, formulation = 1, format = 2, interaction = 3, n = 4, m = 5, K = 6, epoch = 7,
                             train_error = 8, test_error = 9, f1 = 10, status = 11, X = 12, rate = 13, repeat = 14,
                             confusion = 15, memories = 16;

}  // namespace classify_columns

[[nodiscard]] std::vector<column> columns_of_classify();

}  // namespace ulpfield::study
