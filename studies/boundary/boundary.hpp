#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// The command `boundary`: the orders n at which a format stops, predicted and observed; --advise: what to use.
[[nodiscard]] study_entry boundary_study();

}  // namespace ulpfield::study
