#pragma once
#include <vector>

#include "studies/shared/training/presets.hpp"

namespace ulpfield::study {

/// Krotov & Hopfield's network and the F1 maps of McAlister et al. section 5.3.
[[nodiscard]] std::vector<training_preset> const& classify_presets();

}  // namespace ulpfield::study
