#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ulpfield {

/// Letters left out, added, exchanged for another or with their neighbour that turn one word into the other (Damerau
/// 1964, restricted to disjoint pairs).
[[nodiscard]] inline std::size_t spelling_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
    }
    return row[b.size()];
}

/// For messages: " (did you mean 'compare'?)" for the accepted word nearest to a mistyped one, the first of equals;
/// empty if none is near: one letter wrong, or a third of the letters of a longer word.
[[nodiscard]] inline std::string nearest_match(std::string_view typed, std::vector<std::string> const& accepted) {
    constexpr std::size_t longest = 64;
    if (typed.size() > longest) return {};
    std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
    std::string const* nearest = nullptr;
    for (std::string const& word : accepted) {
        std::size_t const distance = spelling_distance(typed, word);
        if (distance >= least || distance >= word.size()) continue;
        least = distance;
        nearest = &word;
    }
    return nearest == nullptr ? std::string() : " (did you mean '" + *nearest + "'?)";
}

}  // namespace ulpfield
