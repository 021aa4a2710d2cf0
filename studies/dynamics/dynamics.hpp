#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `ulpfield dynamics`: hidden neurons in continuous time and the modern Hopfield update, in every format.
[[nodiscard]] study_entry dynamics_study();

}  // namespace ulpfield::study
