#pragma once
#include <vector>

#include "studies/shared/training/presets.hpp"

namespace ulpfield::study {

/// The experiments of Gao & Lin 2024 and recall beyond capacity.
[[nodiscard]] std::vector<training_preset> const& converge_presets();

}  // namespace ulpfield::study
