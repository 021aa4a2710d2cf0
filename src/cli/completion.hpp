#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace ulpfield::study {

/// A script that completes commands, options and their named values in a shell, from the tables of options. `shell`:
/// bash, zsh or fish; anything else: usage_error.
[[nodiscard]] std::string completion_script(std::string_view shell, std::vector<command> const& commands);

}  // namespace ulpfield::study
