#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// How each network ended, in words: loss, distance, status, states recalled.
[[nodiscard]] std::vector<std::string> train_sentences(results const& rows);

/// Loss and distance against the epoch, a curve per network.
[[nodiscard]] std::vector<figure> train_figures(results const& rows);

}  // namespace ulpfield::study
