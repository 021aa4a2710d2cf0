#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The option --as for a study with the axes of arithmetic: a program's name sets each of them that the study has, as
/// if it had been typed; a different value typed beside it is a usage_error. `--as list` shows the programs.
[[nodiscard]] study_entry with_programs(study_entry entry);

/// What --as NAME sets, option and value. Unknown: std::invalid_argument.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> const& options_of_program(std::string_view name);

/// Their names.
[[nodiscard]] std::string accepted_programs();

}  // namespace ulpfield::study
