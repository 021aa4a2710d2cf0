#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The behaviour of each network in words; iid patterns against the exact law.
[[nodiscard]] std::vector<std::string> converge_verdict(results const& rows);

/// Share of the data converging against epsilon for each n (Gao & Lin, Figure 1), training and test error against K or
/// n (Figure 2), memories found again against K with the theory's line.
[[nodiscard]] std::vector<figure> converge_figures(results const& rows);

}  // namespace ulpfield::study
