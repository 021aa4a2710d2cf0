#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Pictures of `xor`: the energy over the 8 states (of the most exact arithmetic among the rows), and per formulation
/// a map of what each format recalls at which n.
[[nodiscard]] std::vector<figure> xor_figures(results const& rows, arguments const& given);

}  // namespace ulpfield::study
