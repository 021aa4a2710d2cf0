#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "cli/command.hpp"

namespace ulpfield::study {

/// Characters of a line where there is no terminal.
inline constexpr std::size_t usual_help_width = 100;

/// The text of `ulpfield --help`, in lines of at most `width` characters where words allow: every command with its
/// purpose, and the exit statuses.
[[nodiscard]] std::string overview(std::vector<command> const& commands, std::size_t width = usual_help_width);

/// The text of `ulpfield COMMAND --help`: examples, every option with its default, columns of the table.
[[nodiscard]] std::string help_of(command const& asked, std::size_t width = usual_help_width);

}  // namespace ulpfield::study
