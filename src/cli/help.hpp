#pragma once
#include <functional>
#include <string>
#include <vector>

#include "study/arguments.hpp"
#include "study/exit_status.hpp"

namespace ulpfield::study {

/// One command of the program, as data: parsing and help are made from it.
struct command {
    std::string name;
    std::string purpose;  ///< one sentence
    std::vector<option> options;
    std::string directories;  ///< how the directories it takes are written, e.g. "DIR..."; empty: none
    std::size_t own = 0;      ///< so many of the options, the first ones, are the command's own
    std::function<exit_status(arguments const&, std::vector<std::string> const& directories)> run;
};

/// What `ulpfield --help` prints: every command with its purpose, and the exit statuses.
[[nodiscard]] std::string overview(std::vector<command> const& commands);

/// What `ulpfield COMMAND --help` prints: every option with its default.
[[nodiscard]] std::string help_of(command const& asked);

}  // namespace ulpfield::study
