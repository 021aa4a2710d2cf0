#pragma once
#include <functional>
#include <string>
#include <vector>

#include "study/arguments.hpp"
#include "study/exit_status.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// One command of the program, as data: parsing, help, manual and completion are made from it.
struct command {
    std::string name;
    std::string purpose;  ///< one sentence
    std::vector<option> options;
    std::string directories = {};  ///< its directories as --help writes them, e.g. "DIR..."; empty: none
    std::vector<example> examples = {};
    std::function<std::vector<column>()> columns = nullptr;  ///< of its table, with the default options
    std::function<exit_status(arguments const&, std::vector<std::string> const& directories)> run = nullptr;
};

/// Options under one heading.
struct option_group {
    std::string heading;
    std::vector<option> options;
};

/// The options of a command under the headings of --help, empty groups left out: what is asked (options no other
/// heading claims), the network, the arithmetic, states and trials, learning, results, the run. Their order within a
/// group is the study's.
[[nodiscard]] std::vector<option_group> grouped(std::vector<option> const& options);

/// "--n LIST", of a flag its name alone.
[[nodiscard]] std::string term_of(option const& one);

/// The help of an option with its default and the column it adds.
[[nodiscard]] std::string sentence_of(option const& one);

/// A status the program exits with, in words, for help and manual.
struct exit_meaning {
    int status;
    std::string meaning;
};
[[nodiscard]] std::vector<exit_meaning> const& exit_meanings();

}  // namespace ulpfield::study
