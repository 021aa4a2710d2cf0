#pragma once
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::test {

using namespace ulpfield::study;

/// A study's rows, each a map from column to text, for options given as the user would type them; all others at their
/// defaults, --seed 1.
using named_row = std::map<std::string, std::string>;

/// A cell to its end, however often it stops in between to let what it has be kept (a slow machine, a long cell).
inline cell_result run_cell(planned_study const& planned, std::uint64_t cell) {
    cell_result result = planned.run(cell, std::stop_token());
    while (!result.unfinished.empty()) {
        std::string const kept = result.unfinished;
        result = planned.resume(cell, kept, std::stop_token());
    }
    return result;
}

inline std::unique_ptr<planned_study> plan_study(study_entry const& entry,
                                                 std::map<std::string, std::string> const& typed) {
    arguments given;
    given.set("--seed", {"1", false});
    for (option const& each : entry.options) given.set(each.name, {each.default_value, false});
    for (auto const& [name, text] : typed) given.set(name, {text, true});
    return entry.make(given);
}

/// Rows as judge, figures and files read them.
class held_rows final : public results {
public:
    explicit held_rows(std::vector<row> rows, std::vector<column> columns = {})
        : rows_(std::move(rows)), columns_(std::move(columns)) {}
    /// Of all cells.
    explicit held_rows(planned_study const& planned) : columns_(planned.columns()) {
        for (std::uint64_t cell = 0; cell < planned.cells(); ++cell) {
            cell_result result = run_cell(planned, cell);
            BOOST_TEST(result.failure.empty(), result.failure);
            for (row& values : result.rows) rows_.push_back(std::move(values));
        }
    }
    void for_each(std::function<void(std::uint64_t, row const&)> const& visit) const override {
        for (std::size_t k = 0; k < rows_.size(); ++k) visit(k, rows_[k]);
    }
    [[nodiscard]] std::vector<column> const& columns() const override { return columns_; }

private:
    std::vector<row> rows_;
    std::vector<column> columns_;
};

inline std::vector<named_row> run_study(study_entry const& entry, std::map<std::string, std::string> const& typed) {
    auto const planned = plan_study(entry, typed);
    auto const columns = planned->columns();
    std::vector<named_row> rows;
    held_rows(*planned).for_each([&](std::uint64_t, row const& values) {
        named_row named;
        BOOST_REQUIRE(values.size() == columns.size());
        for (std::size_t k = 0; k < values.size(); ++k) named[columns[k].name] = values[k];
        rows.push_back(std::move(named));
    });
    return rows;
}

inline long number(named_row const& values, std::string const& column) { return std::stol(values.at(column)); }

/// A file of one's own for the time of a test.
class temporary_file {
public:
    temporary_file(std::string const& name, std::string const& content)
        : path_((std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + "-" + name)).string()) {
        std::ofstream(path_) << content;
    }
    temporary_file(temporary_file const&) = delete;
    temporary_file& operator=(temporary_file const&) = delete;
    ~temporary_file() { std::remove(path_.c_str()); }
    [[nodiscard]] std::string const& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace ulpfield::test
