#include "study/result_printer.hpp"

#include <algorithm>

#include "study/csv_line.hpp"
#include "study/display_text.hpp"
#include "study/json.hpp"

namespace ulpfield::study {

result_printer::result_printer(print_format format, store const& results, cell_sequence cells, output_stream& out)
    : format_(format),
      results_(&results),
      columns_(results.description().columns.begin(),
               results.description().columns.begin() +
                   static_cast<std::ptrdiff_t>(shown_columns(results.description().columns))),
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
        for (row const& values : cell->rows) print_row(values);
        printed = true;
        next_ = cells_.next();
    }
    if (printed) out_->flush();
}

void result_printer::print_table() const {
    std::vector<std::size_t> widths;
    for (column const& each : columns_) widths.push_back(display_width(each.name));
    results_->for_each([&](std::uint64_t, row const& values) {
        for (std::size_t position = 0; position < columns_.size(); ++position)
            widths[position] = std::max(widths[position], display_width(values[position]));
    });
    auto const print = [&](auto const& text_at) {
        std::string line;
        for (std::size_t position = 0; position < columns_.size(); ++position) {
            std::string const text = one_line(text_at(position));
            std::string const blanks(widths[position] - display_width(text), ' ');
            if (position > 0) line += "  ";
            line += columns_[position].numeric ? blanks + text : text + blanks;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out_->write(line + '\n');
    };
    print([&](std::size_t position) { return columns_[position].name; });
    results_->for_each([&](std::uint64_t, row const& values) {
        if (!out_->closed()) print([&](std::size_t position) { return values[position]; });
    });
}

void result_printer::finish(judgement const& verdict) {
    advance();
    if (format_ == print_format::json) out_->write(any_row_ ? "\n]\n" : "]\n");
    if (format_ == print_format::table) {
        print_table();
        if (!verdict.sentences.empty()) out_->write("\n");
        for (std::string const& sentence : verdict.sentences) out_->write(sentence + '\n');
    }
    out_->flush();
}

}  // namespace ulpfield::study
