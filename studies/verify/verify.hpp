#pragma once
#include <vector>

#include "ulpfield/study/study.hpp"
#include "verify/claim.hpp"

namespace ulpfield {

/// `verify`: the theorems, where they hold and where they break. Columns and options: studies/verify/README.md.
[[nodiscard]] study_entry verify_study();

/// The same with other claims; they must outlive it.
[[nodiscard]] study_entry verify_study(std::vector<claim> const& claims);

}  // namespace ulpfield
