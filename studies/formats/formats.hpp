#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `formats`: the numbers of every number format. Columns: studies/formats/README.md.
[[nodiscard]] study_entry formats_study();

}  // namespace ulpfield::study
