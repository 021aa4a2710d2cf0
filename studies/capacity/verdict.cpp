#include "studies/capacity/verdict.hpp"

#include <fmt/format.h>

#include "studies/capacity/layout.hpp"

namespace ulpfield::study {

judgement capacity_verdict(results const& rows, arguments const& given) {
    result_column const trust = rows["trust"];
    std::uint64_t poor = 0;
    std::uint64_t judged = 0;
    rows.for_each([&](std::uint64_t, row const& values) {
        judged += trust.absent(values) ? 0 : 1;
        poor += trust(values) == "poor" ? 1 : 0;
    });
    std::vector<std::string> text;
    if (judged > 0)
        text.push_back(fmt::format(
            "{} of {} judged values are poor: off by more than a factor 2 from the exact law or the best estimate.",
            poor, judged));
    if (std::string const& layout = given.text("--layout"); layout != "plain")
        for (std::string const& line : capacity_layout(rows, layout)) text.push_back(line);
    return {std::move(text), false};
}

}  // namespace ulpfield::study
