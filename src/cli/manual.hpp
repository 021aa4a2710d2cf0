#pragma once
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace ulpfield::study {

/// The manual page ulpfield(1), in the macros of man(7), from the tables of options. `program`: its name and version.
[[nodiscard]] std::string manual_page(std::vector<command> const& commands, std::string const& program);

}  // namespace ulpfield::study
