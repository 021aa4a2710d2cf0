#pragma once
#include <vector>

#include "studies/verify/claim.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// `verify`: the theorems, where they hold and where they break. Columns and options: studies/verify/README.md.
[[nodiscard]] study_entry verify_study();

/// The same with other claims; they must outlive it.
[[nodiscard]] study_entry verify_study(std::vector<claim> const& claims);

}  // namespace ulpfield::study
