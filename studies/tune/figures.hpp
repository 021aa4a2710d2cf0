#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Of each map: where it is best, how large its good region is, what diverged or stalled; and, where two maps are of
/// the same network but for the formulation, how they compare cell by cell.
[[nodiscard]] std::vector<std::string> tune_verdict(results const& rows);

/// Heat maps of the mean distance: one figure per format, F, N, K, P and formulation with a panel per n.
[[nodiscard]] std::vector<figure> tune_figures(results const& rows);

}  // namespace ulpfield::study
