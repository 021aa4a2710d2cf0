#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `tune`: maps over inverse temperature and learning rate.
[[nodiscard]] study_entry tune_study();

}  // namespace ulpfield::study
