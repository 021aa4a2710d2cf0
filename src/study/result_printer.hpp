#pragma once
#include "study/cell_sequence.hpp"
#include "study/output_stream.hpp"
#include "study/run_request.hpp"
#include "study/store.hpp"

namespace ulpfield::study {

/// Writes the rows of a store, or a table made of them, in cell order. CSV and JSON go out as soon as all cells before
/// them are finished; a table waits for the end, since its columns are as wide as their widest value (two passes,
/// nothing held).
class result_printer {
public:
    /// `cells`: the cells that will be finished, in order.
    result_printer(print_format format, store const& results, cell_sequence cells, output_stream& out,
                   std::optional<printed_table> other = {});

    /// Writes what has become possible.
    void advance();
    /// Writes the rest: every cell has been finished.
    void finish(judgement const& verdict);
    /// Likewise, for a reader with lines of so many characters: the summary, if there is one; else the table, columns
    /// with one value in a line above it. A row is never broken: a table too wide is turned if it has few rows, shows
    /// each row as a record if its words are long, or leaves out the columns at its right and names them.
    void finish_on_terminal(judgement const& verdict, std::optional<short_table> const& summary, std::size_t width);

private:
    void print_row(row const& values);
    template <class Take>
    void visit_rows(Take const& take) const;
    template <class Take>
    void visit_printed(row const& of_results, Take const& take) const;
    void print_verdict(judgement const& verdict);

    print_format format_;
    store const* results_;
    std::optional<printed_table> other_;
    std::vector<column> columns_;
    cell_sequence cells_;
    std::optional<std::uint64_t> next_;
    output_stream* out_;
    bool any_row_ = false;
};

}  // namespace ulpfield::study
