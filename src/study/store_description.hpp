#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "study/shard.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// The origin of a store's results: all that is needed to build the study again, and to tell it from another.
struct store_description {
    struct argument {
        std::string name;
        std::string text;
        bool given = false;
    };

    std::string command;
    std::vector<argument> arguments;                              ///< as typed, defaults filled in
    std::vector<std::pair<std::string, std::string>> parameters;  ///< planned_study::parameters()
    std::vector<std::pair<std::string, std::string>> facts;       ///< study::provenance()
    std::vector<column> columns;
    std::uint64_t cells = 0;  ///< of the whole study
    shard part;
};

/// Says in what the results described by `there` are others than those of `asked`, e.g. "--n is 2,3 there and 5 here";
/// empty if they are the same: command, parameters, number of cells and, with `same_part`, the shard.
[[nodiscard]] std::string first_difference(store_description const& there, store_description const& asked,
                                           bool same_part);

/// The command that gives these results, as one types it: the options given and the seed, nothing about this machine.
[[nodiscard]] std::string command_line_of(store_description const& description);

}  // namespace ulpfield::study
