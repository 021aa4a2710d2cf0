#include "verify/figures.hpp"

#include <algorithm>
#include <map>

#include "ulpfield/study/plot.hpp"

namespace ulpfield {

namespace {

// Columns of a row (verify.cpp).
constexpr std::size_t claim_name = 0, interaction_name = 1, arithmetic = 2, factor = 6, expected = 10, verdict = 11;

enum category : int { confirmed, refuted, undecided, unexpected };

int category_of(std::string const& text) {
    if (text == "confirmed") return confirmed;
    if (text == "refuted") return refuted;
    return text == "undecided" ? undecided : unexpected;
}

/// "leaky:1/100" as the F of a line: without eps.
std::string kind_of(std::string const& interaction) { return interaction.substr(0, interaction.find(':')); }

}  // namespace

std::vector<figure> verify_figures(results const& rows) {
    category_map map;
    std::map<std::pair<std::string, std::string>, int> boxes;
    auto const add = [](std::vector<std::string>& list, std::string const& value) {
        if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
    };
    rows.for_each([&](std::uint64_t, row const& values) {
        if (values.size() <= verdict) return;
        std::string line = values[claim_name] + ", " + kind_of(values[interaction_name]);
        if (values[factor] == "1" || values[factor].empty() || values[factor] == "random")
            line += "";
        else
            line += ", α = " + values[factor];
        // A line that must hold and one that must fail are two, even of one name.
        if (values[expected] == "fails") line += " (fails)";
        add(map.y_values, line);
        add(map.x_values, values[arithmetic]);
        auto const here = category_of(values[verdict]);
        auto const [found, fresh] = boxes.try_emplace({line, values[arithmetic]}, here);
        // The worst of several rows: a violation first, then what is open, then what was found.
        auto const weight = [](int which) {
            return which == unexpected ? 3 : which == refuted ? 2 : which == confirmed ? 1 : 0;
        };
        if (!fresh && weight(here) > weight(found->second)) found->second = here;
    });
    if (boxes.empty()) return {};
    map.title = "What mathematics says of the claims, and what was found";
    map.x_label = "arithmetic";
    map.y_label = "claim, interaction function, factor; (fails): expected to fail";
    map.categories = {{"confirmed", "#009E73"},
                      {"refuted by example", "#56B4E9"},
                      {"undecided", "#F0E442"},
                      {"UNEXPECTED", "#D55E00"}};
    for (std::string const& y : map.y_values) {
        auto& line = map.boxes.emplace_back();
        for (std::string const& x : map.x_values) {
            auto const found = boxes.find({y, x});
            line.push_back(found == boxes.end() ? category_map::box{} : category_map::box{found->second, ""});
        }
    }
    figure drawn;
    drawn.name = "verify-claims";
    drawn.caption =
        "Verdict on each claim in each arithmetic. A box with several rows (n, N, eps) shows a violation before a "
        "counterexample, a counterexample before a confirmation.";
    drawn.script = plot_script(map);
    drawn.width = 700 + static_cast<int>(std::clamp<std::size_t>(map.x_values.size() * 60, 200, 900));
    drawn.height = 150 + static_cast<int>(std::clamp<std::size_t>(map.y_values.size() * 26, 190, 1500));
    return {drawn};
}

}  // namespace ulpfield
