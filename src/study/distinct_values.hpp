#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// Texts of one column of results, each once, in the order of the rows.
class distinct_values {
public:
    void add(std::string const& value) {
        if (!has(value)) values_.push_back(value);
    }
    [[nodiscard]] bool has(std::string_view value) const {
        return std::find(values_.begin(), values_.end(), value) != values_.end();
    }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    [[nodiscard]] std::vector<std::string> const& values() const { return values_; }
    /// "N = 100, 200"; of more than four the first and the last: "n = 2 .. 100".
    [[nodiscard]] std::string phrase(std::string_view before) const {
        constexpr std::size_t most_named = 4;
        if (values_.size() > most_named) return fmt::format("{}{} .. {}", before, values_.front(), values_.back());
        return fmt::format("{}{}", before, fmt::join(values_, ", "));
    }

private:
    std::vector<std::string> values_;
};

}  // namespace ulpfield::study
