#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `capacity`: P_error and K_max by every formula and by the exact law. Columns and options:
/// studies/capacity/README.md.
[[nodiscard]] study_entry capacity_study();

}  // namespace ulpfield::study
