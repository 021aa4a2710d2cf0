#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Per model the energy along the trajectory and how far each format's is from the widest one's.
[[nodiscard]] std::vector<figure> dynamics_figures(results const& rows, arguments const&);

}  // namespace ulpfield::study
