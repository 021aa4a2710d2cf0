#include "study/text_table.hpp"

#include <algorithm>

#include "study/display_text.hpp"

namespace ulpfield::study {

text_table::text_table(std::vector<column> const& columns) {
    for (column const& words : columns)
        columns_.push_back({words, columns_.size(), display_width(words.name), "", false});
}

void text_table::measure(row const& values) {
    for (measured& one : columns_) {
        std::string const& value = values[one.position];
        one.width = std::max(one.width, display_width(value));
        if (rows_ == 0) one.only = value;
        one.varies = one.varies || value != one.only;
    }
    ++rows_;
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
    return joined([&](measured const& one) { return values[one.position]; });
}

}  // namespace ulpfield::study
