#include "cli/commands.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/merge.hpp"
#include "study/run_request.hpp"
#include "study/runner.hpp"
#include "study/session.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

command merge_command(std::vector<study_entry> const& studies) {
    command merge{"merge",
                  "Joins the results of several runs with --shard.",
                  {{"--output", "DIR", "", "where the joined results go; needed"},
                   {"--force", "", "", "discard the results in --output and start over"}},
                  "DIR...",
                  {{"ulpfield merge part-1 part-2 --output sweep", "the parts 1/2 and 2/2 of a sweep"},
                   {"ulpfield merge part-* --output sweep", "all parts; missing cells are named"}}};
    merge.run = [&studies](arguments const& given, std::vector<std::string> const& directories) {
        if (directories.empty())
            throw usage_error("DIR...: no directory named; accepted: the --output directories of the parts");
        if (given.text("--output").empty())
            throw usage_error("--output: missing; accepted: the directory for the joined results");
        return merge_results(studies, directories, given.text("--output"), given.flag("--force"));
    };
    return merge;
}

command report_command(std::vector<study_entry> const& studies) {
    command report{"report",
                   "Draws the figures and writes report.html anew from results.db.",
                   {{"--output", "DIR", "",
                     "write them there, beside no results.db (default: into the directory of the results)"}},
                   "DIR",
                   {{"ulpfield report sweep", "writes sweep/report.html and the figures anew"},
                    {"ulpfield report sweep --output page", "the same where sweep may only be read"}}};
    report.run = [&studies](arguments const& given, std::vector<std::string> const& directories) {
        if (directories.size() != 1)
            throw usage_error(
                fmt::format("DIR: {} directories named; accepted: one written with --output", directories.size()));
        if (given.given("--output") && given.text("--output").empty())
            throw usage_error("--output: the name is empty; accepted: a directory, which is made if it is missing");
        return rebuild_report(studies, directories.front(), given.text("--output"));
    };
    return report;
}

std::function<std::vector<column>()> columns_of(study_entry const& entry) {
    return [&entry] {
        arguments given;
        for (option const& own : entry.options) given.set(own.name, {own.default_value, false});
        for (option const& common : common_options())
            if (common.name == "--seed") given.set(common.name, {common.default_value, false});
        return entry.read ? entry.read(given)->columns() : entry.make(given)->columns();
    };
}

}  // namespace

std::vector<command> all_commands(std::vector<study_entry> const& studies) {
    std::vector<command> commands;
    for (study_entry const& entry : studies) {
        command each{entry.name, entry.question, options_of(entry), "", entry.examples, columns_of(entry)};
        each.options.push_back(
            {"--config", "FILE", "", "take options from a TOML or INI file; the command line wins (default: none)"});
        each.run = [&entry](arguments const& given, std::vector<std::string> const&) {
            return run_study(entry, given, parse_run_request(given));
        };
        commands.push_back(std::move(each));
    }
    commands.push_back(merge_command(studies));
    commands.push_back(report_command(studies));
    return commands;
}

}  // namespace ulpfield::study
