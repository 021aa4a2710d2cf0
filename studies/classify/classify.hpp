#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `classify`: handwritten digits, by networks of which only the class neurons are updated, once.
[[nodiscard]] study_entry classify_study();

}  // namespace ulpfield::study
