#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `train`: networks learning, seen at every so many epochs.
[[nodiscard]] study_entry train_study();

}  // namespace ulpfield::study
