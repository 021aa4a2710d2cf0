#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// A map of the verdicts, claims against arithmetics, with the size of the smallest counterexample.
[[nodiscard]] std::vector<figure> verify_figures(results const& rows);

}  // namespace ulpfield::study
