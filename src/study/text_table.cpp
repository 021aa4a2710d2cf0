#include "study/text_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "study/display_text.hpp"

namespace ulpfield::study {

text_table::text_table(std::vector<column> const& columns, bool on_terminal) : on_terminal_(on_terminal) {
    for (column const& words : columns)
        columns_.push_back({words, columns_.size(), display_width(words.name), "", false});
}

void text_table::measure(row const& values) {
    for (measured& one : columns_) {
        std::string const value = shown(one.words, values[one.position]);
        one.width = std::max(one.width, display_width(value));
        if (rows_ == 0) one.only = value;
        one.varies = one.varies || value != one.only;
    }
    ++rows_;
}

void text_table::measure_shortened() {
    shortened_ = true;
    rows_ = 0;
    for (measured& one : columns_) {
        one.width = display_width(one.words.name);
        one.varies = false;
    }
}

std::string text_table::take_out_constants() {
    std::string said;
    bool const any = std::any_of(columns_.begin(), columns_.end(), [](measured const& one) { return one.varies; });
    if (!any) return said;
    for (measured const& one : columns_)
        if (!one.varies && !one.only.empty())
            said += (said.empty() ? "" : ", ") + one.words.name + " = " + one_line(one.only);
    std::erase_if(columns_, [](measured const& one) { return !one.varies; });
    return said;
}

std::string text_table::fit(std::size_t width) {
    std::size_t used = 0;
    std::size_t shown = 0;
    for (; shown < columns_.size(); ++shown) {
        used += (shown == 0 ? 0 : 2) + columns_[shown].width;
        if (used > width && shown > 0) break;
    }
    std::string names;
    for (std::size_t k = shown; k < columns_.size(); ++k) names += (names.empty() ? "" : ", ") + columns_[k].words.name;
    columns_.erase(columns_.begin() + static_cast<std::ptrdiff_t>(shown), columns_.end());
    return names;
}

template <class Text>
std::string text_table::joined(Text const& text) const {
    std::string all;
    for (measured const& one : columns_) {
        std::string const shown = one_line(text(one));
        std::string const blanks(one.width - display_width(shown), ' ');
        if (&one != &columns_.front()) all += "  ";
        all += one.words.numeric ? blanks + shown : shown + blanks;
    }
    all.erase(all.find_last_not_of(' ') + 1);
    return all + '\n';
}

std::string text_table::head() const {
    return joined([](measured const& one) { return one.words.name; });
}

std::string text_table::line(row const& values) const {
    return joined([&](measured const& one) { return shown(one.words, values[one.position]); });
}

std::size_t text_table::width() const {
    std::size_t used = 0;
    for (measured const& one : columns_) used += (used == 0 ? 0 : 2) + one.width;
    return used;
}

bool text_table::wordy(std::size_t width) const {
    return std::any_of(columns_.begin(), columns_.end(),
                       [width](measured const& one) { return !one.words.numeric && one.width > width / 2; });
}

std::string text_table::record(row const& values, std::size_t width) const {
    constexpr std::size_t indent = 4;
    std::string text = one_line(values[columns_.front().position]) + '\n';
    for (std::size_t k = 1; k < columns_.size(); ++k) {
        std::string const value = one_line(shown(columns_[k].words, values[columns_[k].position]));
        if (value.empty()) continue;
        for (std::string const& line : wrapped(columns_[k].words.name + ": " + value, width - indent))
            text += std::string(indent, ' ') + line + '\n';
    }
    return text;
}

std::string text_table::turned(std::vector<row> const& rows, std::size_t width) const {
    std::vector<std::size_t> widths = {0};
    for (measured const& one : columns_) widths[0] = std::max(widths[0], display_width(one.words.name));
    std::size_t used = widths[0];
    for (row const& values : rows) {
        widths.push_back(0);
        for (measured const& one : columns_)
            widths.back() = std::max(widths.back(), display_width(shown(one.words, values[one.position])));
        used += 2 + widths.back();
    }
    if (used > width) return {};
    std::string text;
    for (measured const& one : columns_) {
        std::string line = one.words.name + std::string(widths[0] - display_width(one.words.name), ' ');
        for (std::size_t k = 0; k < rows.size(); ++k) {
            std::string const value = one_line(shown(one.words, rows[k][one.position]));
            line += std::string(2 + widths[k + 1] - display_width(value), ' ') + value;
        }
        text += line + '\n';
    }
    return text;
}

std::string text_table::shown(column const& of, std::string const& value) const {
    constexpr std::size_t longest = 18;
    bool const long_number = shortened_ && of.numeric && value.size() > longest;
    if (!on_terminal_ || value.empty() || (of.on_terminal.empty() && !long_number)) return value;
    double number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    bool const whole = error == std::errc{} && end == value.data() + value.size() && std::isfinite(number);
    if (!whole) return long_number ? value.substr(0, longest) + "..." : value;
    return of.on_terminal.empty() ? fmt::format("{:.12g}", number)
                                  : fmt::format(fmt::runtime("{:" + of.on_terminal + "}"), number);
}

}  // namespace ulpfield::study
