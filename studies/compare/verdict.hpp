#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// What the rows of `compare` mean, in a few sentences: which format overflows from which n, which formulation decided
/// as exact arithmetic does, what became of ties.
[[nodiscard]] std::vector<std::string> compare_verdict(results const& rows);

}  // namespace ulpfield::study
