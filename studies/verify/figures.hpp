#pragma once
#include <vector>

#include "ulpfield/study/study.hpp"

namespace ulpfield {

/// A map of the verdicts: claims (with F and alpha where a claim comes out differently) against arithmetics.
[[nodiscard]] std::vector<figure> verify_figures(results const& rows);

}  // namespace ulpfield
