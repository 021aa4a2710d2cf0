#include "studies/shared/cycles_told.hpp"

#include <fmt/format.h>

#include <map>

namespace ulpfield::study {

std::string cycles_told(results const& rows, std::string_view all_of) {
    bool counted = false;
    for (column const& one : rows.columns()) counted = counted || one.name == "cycles";
    if (!counted) return "";
    result_column const cycles = rows["cycles"];
    result_column const relaxations = rows[all_of];
    result_column const order = rows["order"];
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> by_order;
    rows.for_each([&](std::uint64_t, row const& one) {
        if (cycles.absent(one)) return;
        auto& [cycling, all] = by_order[order(one)];
        cycling += cycles.count(one);
        all += relaxations.count(one);
    });
    std::string text;
    for (auto const& [name, counts] : by_order)
        text += fmt::format("{}{} of {} relaxations under {}", text.empty() ? "End in a cycle: " : ", ", counts.first,
                            counts.second, name);
    return text + ".";
}

}  // namespace ulpfield::study
