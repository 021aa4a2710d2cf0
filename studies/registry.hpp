#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// Every study of the program, in the order of `ulpfield --help`. A new one adds its line in registry.cpp.
[[nodiscard]] std::vector<study_entry> const& registered_studies();

}  // namespace ulpfield::study
