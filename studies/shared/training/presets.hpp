#pragma once
#include <memory>
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

/// The arguments with the preset's values as defaults: what was typed wins. An unknown name: usage_error.
[[nodiscard]] arguments with_preset(arguments const& typed, bool maps,
                                    std::vector<training_preset> const& presets = training_presets());

/// `--preset list`: a study of one cell whose rows are the presets; null for any other arguments.
[[nodiscard]] std::unique_ptr<planned_study> preset_list(
    arguments const& given, std::vector<training_preset> const& presets = training_presets());

}  // namespace ulpfield::study
