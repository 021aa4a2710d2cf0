#include "study/run_request.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <thread>

#include "study/domain.hpp"
#include "study/list.hpp"
#include "study/store.hpp"
#include "study/terminal.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

constexpr std::int64_t most_threads = 1024;

unsigned parse_threads(std::string const& text) {
    if (text == "all") return std::max(1U, std::thread::hardware_concurrency());
    try {
        return static_cast<unsigned>(parse_integer("--threads", text, 1, most_threads));
    } catch (usage_error const&) {
        throw usage_error(fmt::format("--threads: '{}' is not accepted; accepted: all, or an integer from 1 to {}",
                                      text, most_threads));
    }
}

print_format parse_print(std::string const& text) {
    std::string const choice = parse_choice("--print", text, {"table", "csv", "json", "none"});
    if (choice == "csv") return print_format::csv;
    if (choice == "json") return print_format::json;
    return choice == "none" ? print_format::none : print_format::table;
}

progress_mode parse_progress(std::string const& text) {
    std::string const choice = parse_choice("--progress", text, {"auto", "always", "never"});
    if (choice == "always") return progress_mode::always;
    return choice == "never" ? progress_mode::never : progress_mode::automatic;
}

// The part whose results are in --output, where --shard asks for it.
std::optional<shard> part_begun(run_request const& request, std::string const& shard_text) {
    std::error_code error;
    if (!is_automatic(shard_text) || request.force || request.output.empty()) return std::nullopt;
    store_place const place(request.output, request.store_file);
    if (!std::filesystem::exists(place.file, error) || !store::begun_in(place)) return std::nullopt;
    return store::description_in(place).part;
}

}  // namespace

std::vector<option> common_options() {
    return {
        {"--output", "DIR", "", "keep the results there and resume what is there (default: nothing is written)"},
        {"--print",
         "FORMAT",
         "table",
         "what goes to standard output: table (with the verdict), csv, json (decimal strings, null where absent) or "
         "none; where it is not given, a terminal gets a table that fits it",
         {"table", "csv", "json", "none"}},
        {"--seed", "S", "1", "seed of everything random, 0 to 2^64-1"},
        {"--threads", "T", "all", "cells computed at once: all (every core of this machine) or 1 to 1024"},
        {"--shard", "I/M", "",
         "compute only part I of M; auto/M: the part of this task of a Slurm job array 1-M; auto: the same with M the "
         "array's number of tasks (default: all cells)"},
        {"--progress",
         "WHEN",
         "auto",
         "cells done, rate and time left on standard error: auto, always or never",
         {"auto", "always", "never"}},
        {"--store-file", "FILE", "",
         "keep the database of the results there, not as results.db of --output (default: there)"},
        {"--extend", "", "",
         "results in --output with fewer values in a list are kept, the new cells are computed; options not typed are "
         "as they were there"},
        {"--force", "", "", "discard the results in --output and start over"},
    };
}

run_request parse_run_request(arguments const& given) {
    run_request request;
    request.output = given.text("--output");
    if (request.output.empty() && given.given("--output"))
        throw usage_error("--output: the name is empty; accepted: a directory, which is made if it is missing");
    request.store_file = given.text("--store-file");
    if (given.given("--store-file") && (request.store_file.empty() || request.output.empty()))
        throw usage_error(fmt::format("--store-file: {}; accepted: a file, together with --output DIR",
                                      request.store_file.empty() ? "the name is empty" : "no --output"));
    if (std::error_code error; std::filesystem::is_directory(request.store_file, error))
        throw usage_error(fmt::format("--store-file: {} is a directory; accepted: a file", request.store_file));
    request.print = parse_print(given.text("--print"));
    static_cast<void>(seeds().read("--seed", given.text("--seed")));
    request.threads = parse_threads(given.text("--threads"));
    if (given.given("--shard") && given.text("--shard").empty())
        throw usage_error("--shard: the value is empty; accepted: I/M, auto/M or auto");
    request.progress = parse_progress(given.text("--progress"));
    request.force = given.flag("--force");
    request.extend = given.flag("--extend");
    if (request.extend && (request.output.empty() || request.force || given.given("--shard")))
        throw usage_error(fmt::format("--extend: {}; accepted: together with --output DIR alone",
                                      request.output.empty() ? "no --output"
                                      : request.force        ? "--force discards what it would keep"
                                                             : "parts (--shard) are joined first, by merge"));
    request.part = parse_shard(given.text("--shard"), part_begun(request, given.text("--shard")));
    if (request.force && request.output.empty())
        throw usage_error("--force: nothing to discard; accepted together with --output DIR");
    if (!given.given("--print") && request.output.empty()) request.terminal_width = terminal_width(STDOUT_FILENO);
    return request;
}

}  // namespace ulpfield::study
