#include "studies/compare/tally.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/distinct_values.hpp"
#include "study/percent_text.hpp"

namespace ulpfield::study {

namespace {

void note(compare_tally::first_order& first, std::uint64_t n, std::uint64_t N) {
    if (!first || n < first->first) first = {n, N};
}

}  // namespace

std::vector<compare_tally> compare_tallies(results const& rows) {
    result_column const format = rows["format"], scaling = rows["scaling"], order = rows["n"], neurons = rows["N"],
                        decisions = rows["decisions"], wrong = rows["wrong"], ties = rows["ties"],
                        ties_broken = rows["ties_broken"], overflow = rows["overflow"], nan = rows["nan"],
                        vanished = rows["vanished"], relaxations = rows["relaxations"],
                        wrong_endings = rows["wrong_endings"];
    // Formats rounded in several ways stay apart.
    std::vector<result_column> roundings;
    for (column const& shown : rows.columns())
        if (shown.name == "rounding" || shown.name == "subnormals") roundings.push_back(rows[shown.name]);
    auto const label = [&](row const& at) {
        std::string ways;
        for (result_column const& way : roundings) ways += (ways.empty() ? "" : ", ") + way(at);
        return ways.empty() ? std::string(format(at)) : fmt::format("{} ({})", format(at), ways);
    };
    std::vector<compare_tally> all;
    rows.for_each([&](std::uint64_t, row const& at) {
        if (decisions.absent(at)) return;
        std::string const name = label(at);
        auto of = std::find_if(all.begin(), all.end(), [&](compare_tally const& known) {
            return known.format == name && known.scaling == scaling(at);
        });
        if (of == all.end()) {
            all.push_back({name, scaling(at)});
            of = all.end() - 1;
        }
        std::uint64_t const n = order.count(at);
        std::uint64_t const N = neurons.count(at);
        of->decisions += decisions.count(at);
        of->wrong += wrong.count(at);
        of->ties += ties.count(at);
        of->ties_broken += ties_broken.count(at);
        of->nan += nan.count(at);
        of->relaxations += relaxations.count(at);
        of->wrong_endings += wrong_endings.count(at);
        if (overflow.count(at) != 0) note(of->overflow, n, N);
        if (vanished.count(at) != 0) note(of->vanished, n, N);
        if (wrong.count(at) > ties_broken.count(at)) note(of->wrong_beyond_ties, n, N);
    });
    return all;
}

short_table compare_summary(results const& rows, arguments const&) {
    short_table table;
    table.columns = {{"format", "", false}, {"scaling", "", false},  {"wrong decisions", ""}, {"of", ""},
                     {"share", ""},         {"overflow from n", ""}, {"ties broken", ""}};
    for (compare_tally const& of : compare_tallies(rows))
        table.rows.push_back({of.format, of.scaling, std::to_string(of.wrong), std::to_string(of.decisions),
                              percent_text(of.wrong, of.decisions),
                              of.overflow ? std::to_string(of.overflow->first) : "never",
                              std::to_string(of.ties_broken)});
    for (auto const& [name, before] :
         {std::pair("interaction", "F "), std::pair("n", "n = "), std::pair("N", "N = "), std::pair("K", "K = "),
          std::pair("states", "states "), std::pair("trials", "trials = ")}) {
        result_column const column = rows[name];
        distinct_values values;
        rows.for_each([&](std::uint64_t, row const& at) { values.add(column(at)); });
        table.above += (table.above.empty() ? "" : ", ") + values.phrase(before);
    }
    return table;
}

}  // namespace ulpfield::study
