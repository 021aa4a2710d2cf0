#include "study/merge.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <new>
#include <tuple>

#include "files/machine_words.hpp"
#include "study/messages.hpp"
#include "study/number_ranges.hpp"
#include "study/outputs.hpp"
#include "study/read_back.hpp"
#include "study/signals.hpp"
#include "study/store.hpp"
#include "study/store_refusal.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

namespace fs = std::filesystem;

struct stopped {};
struct contradicted {};

study_entry const& entry_of(std::vector<study_entry> const& studies, store_description const& description,
                            std::string const& directory) {
    auto const found = std::find_if(studies.begin(), studies.end(),
                                    [&](study_entry const& each) { return each.name == description.command; });
    if (found == studies.end())
        throw usage_error(
            fmt::format("{}: results of '{}', a study this program does not have", directory, description.command));
    return *found;
}

// The study as the recorded arguments make it; what is wrong with them is wrong with the results.
std::unique_ptr<planned_study> study_of(study_entry const& entry, store_description const& description,
                                        std::string const& directory) {
    arguments recorded;
    for (option const& own : entry.options) recorded.set(own.name, {own.default_value, false});
    for (store_description::argument const& typed : description.arguments)
        recorded.set(typed.name, {typed.text, typed.given});
    std::unique_ptr<planned_study> made;
    try {
        made = entry.read ? entry.read(recorded) : entry.make(recorded);
    } catch (machine_error const&) {
        throw;
    } catch (std::bad_alloc const&) {
        throw;
    } catch (std::exception const& error) {
        refuse_results(store_place(directory).file, fmt::format("the arguments they were made with: {}", error.what()));
    }
    auto const same_name = [](column const& a, column const& b) { return a.name == b.name; };
    std::vector<column> const columns = made->columns();
    if (!std::equal(columns.begin(), columns.end(), description.columns.begin(), description.columns.end(), same_name))
        throw usage_error(
            fmt::format("{}: written by another version of ulpfield, whose {} has other columns; accepted: results of "
                        "this version (the same command with --force computes them anew)",
                        directory, description.command));
    return made;
}

void check_directories(std::vector<std::string> const& directories, std::string const& output) {
    std::error_code error;
    for (std::size_t index = 0; index < directories.size(); ++index) {
        if (fs::equivalent(directories[index], output, error))
            throw usage_error(
                fmt::format("--output: {} is one of the directories to join; accepted: another directory", output));
        for (std::size_t before = 0; before < index; ++before)
            if (fs::equivalent(directories[index], directories[before], error))
                throw usage_error(fmt::format("{}: named twice (also as {}); accepted: each directory once",
                                              directories[index], directories[before]));
    }
}

// The directories in which a run got as far as to begin its results. One killed before that has nothing to join.
std::vector<std::string> begun_among(std::vector<std::string> const& directories) {
    std::vector<std::string> begun;
    for (std::string const& directory : directories) {
        if (store::begun_in(directory))
            begun.push_back(directory);
        else
            say(fmt::format("{}: no results were begun there", directory));
    }
    if (begun.empty())
        throw usage_error("DIR...: no results were begun in any of them; accepted: directories written with --output");
    return begun;
}

// The description of the whole, once all directories have been found to belong to it.
store_description common_description(std::vector<std::string> const& directories) {
    store_description common;
    for (std::string const& directory : directories) {
        store_description const found = store::description_in(directory);
        if (common.command.empty()) {
            common = found;
            common.part = {};
            continue;
        }
        std::string const difference = first_difference(found, common, false);
        if (!difference.empty())
            throw usage_error(fmt::format("{}: does not belong to {} (\"here\"): {}; accepted: parts of one study",
                                          directory, directories.front(), difference));
    }
    return common;
}

bool same(cell_result const& a, cell_result const& b) { return a.rows == b.rows && a.failure == b.failure; }

// A directory may be joined again: a run is told from others by its process, host and time.
void add_sessions(store const& from, store& to) {
    auto const fields = [](session const& each) {
        return std::tie(each.started, each.ended, each.outcome, each.cells_computed, each.environment);
    };
    std::vector<session> const known = to.sessions();
    std::vector<session> news;
    for (session const& each : from.sessions())
        if (std::none_of(known.begin(), known.end(), [&](session const& old) { return fields(old) == fields(each); }))
            news.push_back(each);
    to.add_sessions(news);
}

// Adds the cells of one directory; returns those that were there already with the same result.
void join(std::string const& directory, store& to, number_ranges& contradicting) {
    std::unique_ptr<store> const from = store::to_read(directory);
    number_ranges twice;
    number_ranges different;
    for (auto cell = from->first_from(0); cell; cell = from->first_from(*cell + 1)) {
        if (signal_watch::stop_requested()) throw stopped{};
        cell_result const result = *from->get(*cell);
        if (std::optional<cell_result> const there = to.get(*cell); !there)
            to.put(*cell, result);
        else if (same(*there, result))
            twice.add(*cell);
        else {
            different.add(*cell);
            contradicting.add(*cell);
        }
    }
    if (twice.count() > 0)
        say(fmt::format("{}: {} cell{} also elsewhere, with the same result: {}", directory, twice.count(),
                        twice.count() == 1 ? "" : "s", twice.text()));
    if (different.count() > 0)
        say(fmt::format("{}: {} cell{} with another result than elsewhere: {}", directory, different.count(),
                        different.count() == 1 ? "" : "s", different.text()));
    add_sessions(*from, to);
}

number_ranges missing_cells(store const& results) {
    number_ranges missing;
    std::uint64_t next = 0;
    std::uint64_t const all = results.description().cells;
    while (next < all) {
        std::uint64_t const found = results.first_from(next).value_or(all);
        if (found > next) missing.add(next, std::min(found, all) - 1);
        next = found + 1;
    }
    return missing;
}

// A report elsewhere never overwrites what belongs to other results.
void check_place_for_report(std::string const& directory, std::string const& output) {
    std::error_code error;
    if (fs::equivalent(directory, output, error)) return;
    if (fs::path const other = fs::path(output) / "results.db";
        fs::exists(other, error) && !fs::equivalent(other, store_place(directory).file, error))
        throw usage_error(fmt::format("--output: {} holds results of its own; accepted: another directory", output));
    fs::create_directories(output, error);
    if (error || !fs::is_directory(output, error))
        throw usage_error(fmt::format("--output: {}: {}; accepted: a directory that can be written", output,
                                      error ? error.message() : "not a directory"));
}

}  // namespace

exit_status merge_results(std::vector<study_entry> const& studies, std::vector<std::string> const& named,
                          std::string const& output, bool force) {
    signal_watch const signals;
    check_directories(named, output);
    std::vector<std::string> const directories = begun_among(named);
    store_description const common = common_description(directories);
    study_entry const& entry = entry_of(studies, common, directories.front());
    std::unique_ptr<planned_study> const made = study_of(entry, common, directories.front());

    bool const directory_was_there = fs::exists(output);
    bool const results_were_there = fs::exists(fs::path(output) / "results.db");
    std::unique_ptr<store> joined = store::in(output, common, force);
    number_ranges contradicting;
    auto const leave_nothing = [&] {
        joined.reset();
        std::error_code ignored;
        if (!results_were_there) fs::remove(fs::path(output) / "results.db", ignored);
        if (!directory_was_there) fs::remove(output, ignored);
    };
    try {
        joined->together([&] {
            for (std::string const& directory : directories) join(directory, *joined, contradicting);
            if (contradicting.count() > 0) throw contradicted{};
        });
    } catch (contradicted const&) {
        leave_nothing();
        say(fmt::format("the results of {} cell{} contradict each other; nothing was joined", contradicting.count(),
                        contradicting.count() == 1 ? "" : "s"));
        return exit_status::violated;
    } catch (stopped const&) {
        leave_nothing();
        say("interrupted; nothing was joined, the same command starts again");
        return exit_status::interrupted;
    } catch (...) {
        leave_nothing();
        throw;
    }
    number_ranges const missing = missing_cells(*joined);
    if (missing.count() > 0)
        say(fmt::format("{} of {} cells are missing: {}; `{} --output {}` computes them", missing.count(), common.cells,
                        missing.text(), command_line_of(common), output));
    judgement const verdict = read_back(*joined, [&] { return made->judge(*joined); });
    if (!publish(entry, *made, *joined, verdict, output)) return exit_status::interrupted;
    say_failures(*joined);
    if (verdict.violated) {
        say_violated(verdict);
        return exit_status::violated;
    }
    return missing.count() > 0 || joined->failed() > 0 ? exit_status::incomplete : exit_status::done;
}

exit_status rebuild_report(std::vector<study_entry> const& studies, std::string const& directory,
                           std::string const& output) {
    signal_watch const signals;
    std::string const& to = output.empty() ? directory : output;
    if (std::error_code error; output.empty() && fs::is_regular_file(directory, error))
        throw usage_error(fmt::format("--output: missing; accepted: where the report of {} goes", directory));
    if (!output.empty()) check_place_for_report(directory, output);
    if (output.empty() && fs::is_directory(directory) &&
        ::faccessat(AT_FDCWD, directory.c_str(), W_OK, AT_EACCESS) != 0)
        throw usage_error(
            fmt::format("{0}: cannot be written ({1}); accepted: `ulpfield report {0} --output ELSEWHERE`", directory,
                        machine_words(errno)));
    std::unique_ptr<store> const results = output.empty() ? store::existing(directory) : store::to_read(directory);
    study_entry const& entry = entry_of(studies, results->description(), directory);
    std::unique_ptr<planned_study> const made = study_of(entry, results->description(), directory);
    judgement const verdict = read_back(*results, [&] { return made->judge(*results); });
    if (!publish(entry, *made, *results, verdict, to)) return exit_status::interrupted;
    say(fmt::format("the page is {}", (fs::path(to) / "report.html").string()));
    return exit_status::done;
}

}  // namespace ulpfield::study
