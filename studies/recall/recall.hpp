#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `ulpfield recall`: what share of its memories does each model of the family find again?
[[nodiscard]] study_entry recall_study();

}  // namespace ulpfield::study
