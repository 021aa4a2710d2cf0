#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `converge`: what share of the data ends near a memory, below and beyond capacity (Gao & Lin 2024).
[[nodiscard]] study_entry converge_study();

}  // namespace ulpfield::study
