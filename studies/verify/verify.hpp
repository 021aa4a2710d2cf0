#pragma once
#include "ulpfield/study/study.hpp"

namespace ulpfield {

/// `verify`: the theorems, where they hold and where they break. Columns and options: studies/verify/README.md.
[[nodiscard]] study_entry verify_study();

}  // namespace ulpfield
