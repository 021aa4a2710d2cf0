#pragma once
#include "study/study.hpp"

namespace ulpfield {

/// `tune`: maps over inverse temperature and learning rate.
[[nodiscard]] study_entry tune_study();

}  // namespace ulpfield
