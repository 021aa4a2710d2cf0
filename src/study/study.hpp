#pragma once
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "study/arguments.hpp"
#include "study/figure.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

/// A result row: one decimal string per column; "inf", "-inf", "nan" literally, "" if absent.
using row = std::vector<std::string>;

struct column {
    std::string name;
    std::string meaning;  ///< one sentence for the report
    bool numeric = true;
    /// How a terminal shows a number, as {fmt} writes it (".2f"); empty: all its digits.
    std::string on_terminal = {};
    /// A column without a meaning is kept in results.db for judge, figures and files, and shown nowhere. Such columns
    /// come last.
    [[nodiscard]] bool shown() const { return !meaning.empty(); }
};

/// The rows of one cell. A cell that could not be computed keeps its (partly empty) rows and says why.
struct cell_result {
    std::vector<row> rows;
    std::string failure;  ///< empty: all well; else the reason: recorded, shown, exit status 4
    /// Not empty: the cell is not finished (no rows yet); the runner keeps this text and hands it to
    /// planned_study::resume, in this run or in one that resumes it.
    std::string unfinished = {};
};

/// A column of results, found once by its name.
class result_column {
public:
    explicit result_column(std::size_t position) : position_(position) {}

    [[nodiscard]] std::string const& operator()(row const& of) const { return of.at(position_); }
    /// A count; a value that is none: std::invalid_argument.
    [[nodiscard]] std::uint64_t count(row const& of) const { return std::stoull((*this)(of)); }
    /// The nearest double; absent: NaN.
    [[nodiscard]] double real(row const& of) const {
        std::string const& text = (*this)(of);
        return text.empty() ? std::numeric_limits<double>::quiet_NaN() : std::strtod(text.c_str(), nullptr);
    }
    [[nodiscard]] bool absent(row const& of) const { return (*this)(of).empty(); }
    [[nodiscard]] std::size_t position() const { return position_; }

private:
    std::size_t position_;
};

/// The finished rows in cell order, read one after the other: memory does not grow with the number of cells.
class results {
public:
    virtual ~results() = default;
    virtual void for_each(std::function<void(std::uint64_t cell, row const&)> const& visit) const = 0;
    [[nodiscard]] virtual std::vector<column> const& columns() const = 0;

    /// The column of this name; none: std::out_of_range that names it and those there are.
    [[nodiscard]] result_column operator[](std::string_view name) const;
};

/// The number of columns shown.
[[nodiscard]] inline std::size_t shown_columns(std::vector<column> const& columns) {
    std::size_t shown = 0;
    while (shown < columns.size() && columns[shown].shown()) ++shown;
    return shown;
}

/// A result that breaks a law that must hold (a claim of `verify`): exit status 1.
struct judgement {
    std::vector<std::string> sentences;  ///< the verdict in words, shown after the table and in the report
    bool violated = false;
};

/// A file a study writes beside its table (patterns of a counterexample): the same bytes for the same results.
struct result_file {
    std::string name;  ///< letters, digits and _-+. only, no directory
    std::string content;
};

/// The summary that a terminal shows in place of the long table.
struct short_table {
    std::string above;  ///< a line with what all rows have in common
    std::vector<column> columns;
    std::vector<row> rows;
};

/// Another table than that of the results, made of each of their rows: what standard output shows where an option asks
/// for it (--trials-table).
struct printed_table {
    std::vector<column> columns;
    std::function<std::vector<row>(row const& of_results)> rows;
};

/// One invocation of a study: which cells there are and how one is computed. A study states its axes, columns, cell
/// function and figures; store, resume, shards, threads, progress, printing, pictures and report come from the runner.
/// Cells are numbered 0..cells()-1; `run` is called from several threads at once and its result may depend on the
/// parameters and the cell's number only (not on thread, order, shard, time or machine).
class planned_study {
public:
    virtual ~planned_study() = default;

    [[nodiscard]] virtual std::vector<column> columns() const = 0;
    /// Everything the results depend on, as (option name, canonical text), the seed included. Results are resumed or
    /// merged only if these agree; the first that differs is named.
    [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> parameters() const = 0;
    /// Facts for provenance.json that do not decide about resuming (realised bits of a format, conventions chosen).
    [[nodiscard]] virtual std::vector<std::pair<std::string, std::string>> provenance() const { return {}; }

    [[nodiscard]] virtual std::uint64_t cells() const = 0;
    /// Expected work of a cell in any unit, > 0: shards are balanced and time left is estimated by it.
    [[nodiscard]] virtual double cost(std::uint64_t cell) const = 0;
    /// Computes one cell. A long one asks `stop` now and then and throws `interrupted`.
    [[nodiscard]] virtual cell_result run(std::uint64_t cell, std::stop_token const& stop) const = 0;
    /// Goes on with a cell whose result was `unfinished` (that text). What comes out in the end may depend on the
    /// parameters and the cell's number only, not on where it was cut.
    [[nodiscard]] virtual cell_result resume(std::uint64_t cell, std::string const& unfinished,
                                             std::stop_token const& stop) const {
        static_cast<void>(unfinished);
        return run(cell, stop);
    }

    /// None: the results themselves are printed.
    [[nodiscard]] virtual std::optional<printed_table> printed() const { return std::nullopt; }
    /// Options whose lists only add cells: --extend may lengthen them.
    [[nodiscard]] virtual std::vector<std::string> extensible() const { return {}; }
    /// Tells a cell from the others by its values on the axes, the same in every plan with this cell; results depend on
    /// it and the other parameters alone. Empty: such a name there is not.
    [[nodiscard]] virtual std::string cell_name(std::uint64_t) const { return {}; }
    /// The text of a cell in a key column; none: the column is no key.
    [[nodiscard]] virtual std::optional<std::string> key_text_of(std::uint64_t, std::string const&) const {
        return std::nullopt;
    }

    [[nodiscard]] virtual judgement judge(results const&) const { return {}; }
    /// None: there is no shorter table than that of the results.
    [[nodiscard]] virtual std::optional<short_table> summary(results const&) const { return std::nullopt; }
    [[nodiscard]] virtual std::vector<figure> figures(results const&) const { return {}; }
    /// Further files of the --output directory.
    [[nodiscard]] virtual std::vector<result_file> files(results const&) const { return {}; }
};

/// A command as one types it, and its purpose.
struct example {
    std::string command;
    std::string purpose;
};

/// The command line's entry of a study: one per study, listed in studies/registry.cpp.
struct study_entry {
    std::string name;      ///< the command, e.g. "compare"
    std::string question;  ///< one sentence: what the study answers
    std::vector<option> options;
    std::function<std::unique_ptr<planned_study>(arguments const&)> make;  ///< throws usage_error on bad input
    /// The study for results that are there already: only columns, judge, figures and files are asked of it. A study
    /// that reads files gives this, so that merge and report need none of them. Empty: make.
    std::function<std::unique_ptr<planned_study>(arguments const&)> read = nullptr;
    std::vector<example> examples = {};  ///< for --help and the manual, two or more
};

}  // namespace ulpfield::study
