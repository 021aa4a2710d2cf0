#pragma once
#include "study/study.hpp"

namespace ulpfield {

/// The command `boundary`: the orders n at which a format stops, predicted and observed; --advise: what to use.
[[nodiscard]] study_entry boundary_study();

}  // namespace ulpfield
