#pragma once
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The program: one command per study, besides `merge` and `report`. Returns the exit status; throws nothing.
/// An option may be given once; a value on the command line wins over the one in --config.
[[nodiscard]] int run_command_line(int argc, char const* const* argv, std::vector<study_entry> const& studies) noexcept;

}  // namespace ulpfield::study
