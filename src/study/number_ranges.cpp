#include "study/number_ranges.hpp"

#include <fmt/format.h>

namespace ulpfield::study {
namespace {
constexpr std::size_t most_ranges = 20;
}

void number_ranges::add(std::uint64_t first, std::uint64_t last) {
    count_ += last - first + 1;
    if (!ranges_.empty() && ranges_.back().second + 1 == first)
        ranges_.back().second = last;
    else if (ranges_.size() < most_ranges)
        ranges_.emplace_back(first, last);
}

std::string number_ranges::text() const {
    std::string text;
    std::uint64_t shown = 0;
    for (auto const& [first, last] : ranges_) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", first);
        if (last > first) text += fmt::format("{}{}", last == first + 1 ? ", " : "-", last);
        shown += last - first + 1;
    }
    if (shown < count_) text += fmt::format(" and {} more", count_ - shown);
    return text;
}

}  // namespace ulpfield::study
