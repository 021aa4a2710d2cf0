#include "study/result_printer.hpp"

#include "study/csv_line.hpp"
#include "study/display_text.hpp"
#include "study/json.hpp"
#include "study/text_table.hpp"

namespace ulpfield::study {

namespace {

std::vector<column> shown(std::vector<column> const& all) {
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown_columns(all))};
}

}  // namespace

result_printer::result_printer(print_format format, store const& results, cell_sequence cells, output_stream& out,
                               std::optional<printed_table> other)
    : format_(format),
      results_(&results),
      other_(std::move(other)),
      columns_(other_ ? other_->columns : shown(results.description().columns)),
      cells_(std::move(cells)),
      next_(cells_.next()),
      out_(&out) {
    if (format_ == print_format::json) out_->write("[");
    if (format_ != print_format::csv) return;
    row names;
    for (column const& each : columns_) names.push_back(each.name);
    std::string line;
    append_csv(line, names);
    out_->write(line);
}

template <class Take>
void result_printer::visit_printed(row const& of_results, Take const& take) const {
    if (!other_) return take(of_results);
    for (row const& values : other_->rows(of_results)) take(values);
}

template <class Take>
void result_printer::visit_rows(Take const& take) const {
    results_->for_each([&](std::uint64_t, row const& values) { visit_printed(values, take); });
}

void result_printer::print_row(row const& values) {
    std::string line;
    if (format_ == print_format::csv) {
        append_csv(line, {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(columns_.size())});
    } else {
        line = any_row_ ? ",\n {" : "\n {";
        for (std::size_t position = 0; position < columns_.size(); ++position) {
            if (position > 0) line += ", ";
            line += json_string(columns_[position].name) + ": ";
            line += values[position].empty() ? "null" : json_string(values[position]);
        }
        line += '}';
    }
    any_row_ = true;
    out_->write(line);
}

void result_printer::advance() {
    if (format_ == print_format::table || format_ == print_format::none || out_->closed()) return;
    bool printed = false;
    while (next_) {
        std::optional<cell_result> const cell = results_->get(*next_);
        if (!cell) break;
        for (row const& values : cell->rows) visit_printed(values, [&](row const& one) { print_row(one); });
        printed = true;
        next_ = cells_.next();
    }
    if (printed) out_->flush();
}

void result_printer::print_verdict(judgement const& verdict) {
    if (!verdict.sentences.empty()) out_->write("\n");
    for (std::string const& sentence : verdict.sentences) out_->write(sentence + '\n');
}

void result_printer::finish(judgement const& verdict) {
    advance();
    if (format_ == print_format::json) out_->write(any_row_ ? "\n]\n" : "]\n");
    if (format_ == print_format::table) {
        text_table table(columns_);
        visit_rows([&](row const& values) { table.measure(values); });
        out_->write(table.head());
        visit_rows([&](row const& values) {
            if (!out_->closed()) out_->write(table.line(values));
        });
        print_verdict(verdict);
    }
    out_->flush();
}

void result_printer::finish_on_terminal(judgement const& verdict, std::optional<short_table> const& summary,
                                        std::size_t width) {
    constexpr std::size_t most_turned = 12;
    text_table table(summary ? summary->columns : columns_, true);
    auto const visit = [&](auto const& take) {
        if (summary)
            for (row const& values : summary->rows) take(values);
        else
            visit_rows(take);
    };
    auto const write_lines = [&](std::string const& text) {
        for (std::string const& line : wrapped(text, width)) out_->write(line + '\n');
    };
    std::vector<row> few;
    std::size_t rows = 0;
    visit([&](row const& values) {
        table.measure(values);
        if (++rows <= most_turned) few.push_back(values);
    });
    write_lines(summary ? summary->above : table.take_out_constants());
    bool fits = table.width() <= width;
    std::string note;
    if (!fits && !summary && !table.wordy(width)) {
        std::size_t const before = table.width();
        table.measure_shortened();
        visit([&](row const& values) { table.measure(values); });
        if (table.width() < before) note = "long numbers are shortened; --print table shows all digits";
        fits = table.width() <= width;
    }
    std::string const turned = fits || rows > most_turned ? "" : table.turned(few, width);
    if (!fits && table.wordy(width)) {
        visit([&](row const& values) {
            if (!out_->closed()) out_->write(table.record(values, width));
        });
    } else if (!turned.empty()) {
        out_->write(turned);
    } else {
        std::string const left_out = table.fit(width);
        out_->write(table.head());
        visit([&](row const& values) {
            if (!out_->closed()) out_->write(table.line(values));
        });
        if (!left_out.empty())
            write_lines("not shown: " + left_out + "; --print table shows all columns");
        else if (summary)
            out_->write("--print table shows every row\n");
    }
    write_lines(note);
    if (!verdict.sentences.empty()) out_->write("\n");
    for (std::string const& sentence : verdict.sentences) write_lines(sentence);
    out_->flush();
}

}  // namespace ulpfield::study
