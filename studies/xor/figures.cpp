#include "studies/xor/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "study/distinct_values.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

/// The result at one interaction, n, format and scaling.
struct xor_result {
    double energy_memory = 0;
    double energy_other = 0;
    int correct = 0;
    bool all_right = false;
    bool tied = false;
};

struct summary {
    distinct_values interactions, orders, formats, scalings;
    std::map<std::vector<std::string>, xor_result> by_setting;

    [[nodiscard]] xor_result const* find(std::vector<std::string> const& setting) const {
        auto const known = by_setting.find(setting);
        return known == by_setting.end() ? nullptr : &known->second;
    }
};

summary summarise(results const& rows) {
    result_column const F = rows["interaction"], n = rows["n"], format = rows["format"], scaling = rows["scaling"],
                        memory = rows["energy_memory"], other = rows["energy_other"], correct = rows["correct"],
                        inputs = rows["of"], ties = rows["ties"];
    summary all;
    rows.for_each([&](std::uint64_t, row const& at) {
        all.interactions.add(F(at));
        all.orders.add(n(at));
        all.formats.add(format(at));
        all.scalings.add(scaling(at));
        all.by_setting[{F(at), n(at), format(at), scaling(at)}] = {memory.real(at), other.real(at),
                                                                   static_cast<int>(correct.count(at)),
                                                                   correct(at) == inputs(at), ties(at) != "0"};
    });
    return all;
}

/// The energies of the eight states in units of 3^n, one panel an interaction function, one bar an order.
figure landscape(summary const& all) {
    constexpr std::size_t most_bars = 8;
    auto const& formats = all.formats.values();
    std::string const shown = all.formats.has("exact") ? "exact" : formats.front();
    std::string const& under = all.scalings.values().front();
    auto const& orders = all.orders.values();
    std::size_t const bars = std::min(orders.size(), most_bars);
    std::vector<std::string> const states = {"−−−", "−++", "+−+", "++−", "−−+", "−+−", "+−−", "+++"};
    std::string script;
    std::string panels;
    double const height = 0.80 / static_cast<double>(all.interactions.values().size());
    for (std::size_t panel = 0; panel < all.interactions.values().size(); ++panel) {
        std::string const& F = all.interactions.values()[panel];
        std::vector<std::vector<std::string>> table;
        for (std::size_t s = 0; s < states.size(); ++s) {
            std::vector<std::string> line = {states[s]};
            for (std::size_t k = 0; k < bars; ++k) {
                std::string value = "NaN";
                if (xor_result const* const result = all.find({F, orders[k], shown, under})) {
                    double const unit = std::pow(3.0, std::stod(orders[k]));
                    double const E = (s < 4 ? result->energy_memory : result->energy_other) / unit;
                    if (std::isfinite(E)) value = fmt::format("{:.6g}", E);
                }
                line.push_back(value);
            }
            table.push_back(std::move(line));
        }
        script += plot_data(fmt::format("panel_{}", panel), table);
        bool const last = panel + 1 == all.interactions.values().size();
        panels += fmt::format("set origin 0, {:.4f}\nset size 0.86, {:.4f}\nset label 1 {} at graph 0.01, 1.07\n",
                              0.09 + height * static_cast<double>(all.interactions.values().size() - 1 - panel), height,
                              plot_text("F " + F));
        panels += last ? "set xlabel 'state σ₁σ₂σ₃: the four memories left, the other four right'\n" : "unset xlabel\n";
        panels += panel == 0 ? "set key at screen 0.985, 0.90 right top title 'order n'\n" : "unset key\n";
        for (std::size_t k = 0; k < bars; ++k)
            panels += fmt::format("{}$panel_{} using {}:xtic(1) linecolor rgb '{}' title {}", k == 0 ? "plot " : ", ",
                                  panel, k + 2, plot_colour(k), plot_text(orders[k]));
        panels += "\nunset label 1\n";
    }
    figure bars_figure;
    bars_figure.name = "xor-landscape";
    bars_figure.caption = fmt::format(
        "Energy of the eight states in units of 3ⁿ, arithmetic {}, formulation {}. Where memories lie below the others "
        "the rule recalls the table; a flat landscape (polynomial F with even n) only has ties.",
        shown, under);
    bars_figure.script =
        script +
        "set multiplot title 'The truth table of exclusive or as four memories of three neurons'\n"
        "set style data histograms\nset style histogram clustered gap 1\nset style fill solid 1.0 noborder\n"
        "set arrow 1 from 3.5, graph 0 to 3.5, graph 1 nohead linecolor '#808080' dashtype 2\n"
        "set ylabel 'E / 3ⁿ'\nset xtics scale 0\nset tmargin 1.6\nset offsets 0, 0, graph 0.05, graph 0.05\n" +
        panels + "unset multiplot\n";
    bars_figure.width = 960;
    bars_figure.height = 160 + 230 * static_cast<int>(all.interactions.values().size());
    return bars_figure;
}

/// Correct answers of four, n against format and interaction function.
figure recalled(summary const& all, std::string const& under, std::size_t number) {
    category_map map;
    map.title = fmt::format("Output bits of exclusive or recalled, formulation {}", under);
    map.x_label = "n, order of F";
    map.y_label = "";
    map.x_values = all.orders.values();
    map.categories = {{"all 4", "#009E73"},
                      {"2 or 3, exact ties", "#F0E442"},
                      {"fewer, no tie", "#D55E00"},
                      {"0 or 1, exact ties", "#E69F00"}};
    for (std::string const& F : all.interactions.values())
        for (std::string const& in : all.formats.values()) {
            map.y_values.push_back(F + ", " + in);
            std::vector<category_map::box> line;
            for (std::string const& order : all.orders.values()) {
                category_map::box box;
                if (xor_result const* const result = all.find({F, order, in, under})) {
                    box.category = result->all_right ? 0 : !result->tied ? 2 : result->correct >= 2 ? 1 : 3;
                    box.mark = std::to_string(result->correct);
                }
                line.push_back(box);
            }
            map.boxes.push_back(std::move(line));
        }
    map.notes = {"digit: how many of 4"};
    figure map_figure;
    map_figure.name = number == 0 ? "xor-recalled" : fmt::format("xor-recalled-{}", number + 1);
    map_figure.caption =
        fmt::format("Recall of the output bit from the two inputs under {}: how many of the four.", under);
    map_figure.show(std::move(map));
    map_figure.width = 480 + 46 * static_cast<int>(std::clamp<std::size_t>(map.x_values.size(), 6, 24));
    map_figure.height = 150 + 30 * static_cast<int>(std::clamp<std::size_t>(map.y_values.size(), 6, 40));
    return map_figure;
}

}  // namespace

std::vector<figure> xor_figures(results const& rows, arguments const&) {
    summary const all = summarise(rows);
    std::vector<figure> figures;
    if (all.by_setting.empty()) return figures;
    figures.push_back(landscape(all));
    for (std::size_t k = 0; k < all.scalings.values().size(); ++k)
        figures.push_back(recalled(all, all.scalings.values()[k], k));
    return figures;
}

}  // namespace ulpfield::study
