#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// P_error against K (all methods, Monte Carlo points with their intervals), K_max against N and against n, the overlap
/// against N: one picture for each family of rows that has at least two points on that axis.
[[nodiscard]] std::vector<figure> capacity_figures(results const& rows);

}  // namespace ulpfield::study
