#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `compare`: what a format and a formulation do to the update rule. Columns and options: studies/compare/README.md.
[[nodiscard]] study_entry compare_study();

}  // namespace ulpfield::study
