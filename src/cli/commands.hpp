#pragma once
#include <vector>

#include "cli/command.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// The program's commands: one for each study, besides `merge` and `report`. `studies` must outlive them.
[[nodiscard]] std::vector<command> all_commands(std::vector<study_entry> const& studies);

}  // namespace ulpfield::study
