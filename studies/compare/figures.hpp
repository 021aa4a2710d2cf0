#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// For each scaling a map, n against format, of what happens to the decisions, and the bits lost against n.
/// A box or point that stands for several rows (N, K, F, states) shows the worst of them.
[[nodiscard]] std::vector<figure> compare_figures(results const& rows, arguments const& given);

}  // namespace ulpfield::study
