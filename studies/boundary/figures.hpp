#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// The atlas: for each formulation, F and K a picture with a panel for each format, N against n; regions exact,
/// rounded, subnormal, zero, overflow; curves: the predictions, points: the observations. Needs three N or more.
[[nodiscard]] std::vector<figure> boundary_atlas(results const& rows, std::string const& similarity);

}  // namespace ulpfield::study
