#pragma once
#include <string>
#include <utility>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Settings of a figure of McAlister et al. 2024.
struct training_preset {
    std::string name;
    std::string what;
    std::vector<std::pair<std::string, std::string>> options;      ///< of a map (tune)
    std::vector<std::pair<std::string, std::string>> one_network;  ///< of a single run (train): its X and rate
    std::string guesses;                                           ///< which settings the paper does not state
};

[[nodiscard]] std::vector<training_preset> const& training_presets();

/// The part of a preset that a study takes: the map, or one network of it.
enum class preset_kind { map, one_network };

/// The same study with `--preset NAME` (the preset's values are defaults: what was typed wins; an unknown name:
/// usage_error) and `--preset list`, a table of the presets. `presets` must outlive it.
[[nodiscard]] study_entry with_presets(study_entry entry, preset_kind kind,
                                       std::vector<training_preset> const& presets);

}  // namespace ulpfield::study
