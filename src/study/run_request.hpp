#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "study/arguments.hpp"
#include "study/shard.hpp"

namespace ulpfield::study {

enum class print_format { table, csv, json, none };
enum class progress_mode { automatic, always, never };

/// The options every study has (--seed besides: it is the study's own, see study_entry).
[[nodiscard]] std::vector<option> common_options();

/// The way one invocation is carried out; nothing in here can change a result.
struct run_request {
    std::string output;      ///< directory; empty: nothing is written
    std::string store_file;  ///< the database; empty: results.db of that directory
    bool extend = false;     ///< results there with shorter lists are kept
    print_format print = print_format::table;
    unsigned threads = 1;
    shard part;
    progress_mode progress = progress_mode::automatic;
    bool force = false;
    /// Characters of a line, where the table goes to a terminal and nobody asked for the long one (--print, --output).
    std::optional<std::size_t> terminal_width = {};
};

/// Reads the common options; usage_error names the one that is wrong.
[[nodiscard]] run_request parse_run_request(arguments const& given);

}  // namespace ulpfield::study
