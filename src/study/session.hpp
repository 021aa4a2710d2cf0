#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "study/run_request.hpp"
#include "study/run_watch.hpp"
#include "study/study.hpp"

namespace ulpfield::study {

/// All options of a study: its own, then those of every study that it does not declare itself.
[[nodiscard]] std::vector<option> options_of(study_entry const& entry);

/// The rows of a study as they are held in memory.
class held_results final : public results {
public:
    explicit held_results(std::vector<column> columns) : columns_(std::move(columns)) {}

    void add(std::uint64_t cell, row values) { rows_.emplace_back(cell, std::move(values)); }
    void for_each(std::function<void(std::uint64_t cell, row const&)> const& visit) const override {
        for (auto const& [cell, values] : rows_) visit(cell, values);
    }
    [[nodiscard]] std::vector<column> const& columns() const override { return columns_; }

private:
    std::vector<column> columns_;
    std::vector<std::pair<std::uint64_t, row>> rows_;
};

/// A study that was run in this process: what the program would print, and all that is made of it.
struct finished_session {
    std::unique_ptr<planned_study const> study;
    std::string command;  ///< as one types it
    std::vector<std::pair<std::string, std::string>> parameters;
    std::unique_ptr<held_results const> rows;                  ///< the results: what judge, figures and files read
    std::vector<column> columns;                               ///< of what is printed
    std::function<std::vector<row>(row const&)> printed = {};  ///< rows printed for one of the results; empty: itself
    judgement verdict;
    std::vector<std::pair<std::uint64_t, std::string>> failures;  ///< cells that could not be computed, and why
    bool interrupted = false;                                     ///< the watch asked to stop: rows are those finished
    std::uint64_t cells = 0;                                      ///< of the part asked for
    std::uint64_t finished = 0;

    /// Every row that is printed: a value for each of `columns`.
    void for_each_printed(std::function<void(row const&)> const& visit) const;
    /// The bytes of --print csv.
    [[nodiscard]] std::string csv() const;
};

/// Runs a study as the program does, printing nothing on standard output. With request.output the directory gets what
/// the program's gets, and a session that was stopped is resumed by the same call. usage_error, machine_error and other
/// exceptions of the study: as they come; nothing finished is lost.
[[nodiscard]] finished_session run_session(study_entry const& entry, arguments const& given, run_request const& request,
                                           run_watch& watch);

}  // namespace ulpfield::study
