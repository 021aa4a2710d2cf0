#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The end of each network's training, in words: loss, distance, status, states recalled.
[[nodiscard]] std::vector<std::string> train_sentences(results const& rows);

/// Loss and distance against the epoch, a curve per network.
[[nodiscard]] std::vector<figure> train_figures(results const& rows);

}  // namespace ulpfield::study
