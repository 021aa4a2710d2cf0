#include "studies/xor/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "studies/xor/columns.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

namespace at = xor_columns;

class axis {
public:
    void add(std::string const& value) {
        if (std::find(values_.begin(), values_.end(), value) == values_.end()) values_.push_back(value);
    }
    [[nodiscard]] std::vector<std::string> const& values() const { return values_; }

private:
    std::vector<std::string> values_;
};

struct summary {
    axis interactions, orders, formats, scalings;
    std::map<std::vector<std::string>, row> rows;  // by interaction, n, format, scaling

    [[nodiscard]] row const* find(std::vector<std::string> const& key) const {
        auto const found = rows.find(key);
        return found == rows.end() ? nullptr : &found->second;
    }
};

summary summarise(results const& rows) {
    summary all;
    rows.for_each([&](std::uint64_t, row const& values) {
        all.interactions.add(values[at::interaction]);
        all.orders.add(values[at::n]);
        all.formats.add(values[at::format]);
        all.scalings.add(values[at::scaling]);
        all.rows[{values[at::interaction], values[at::n], values[at::format], values[at::scaling]}] = values;
    });
    return all;
}

/// The energies of the eight states in units of 3^n, one panel an interaction function, one bar an order.
figure landscape(summary const& all) {
    constexpr std::size_t most_bars = 8;
    auto const& formats = all.formats.values();
    std::string const shown =
        std::find(formats.begin(), formats.end(), "exact") != formats.end() ? "exact" : formats.front();
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
                row const* const found = all.find({F, orders[k], shown, under});
                std::string value = "NaN";
                if (found != nullptr) {
                    double const unit = std::pow(3.0, std::stod(orders[k]));
                    double const E =
                        std::strtod((*found)[s < 4 ? at::energy_memory : at::energy_other].c_str(), nullptr) / unit;
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
    figure drawn;
    drawn.name = "xor-landscape";
    drawn.caption = fmt::format(
        "Energy of the eight states in units of 3ⁿ, arithmetic {}, formulation {}. Where memories lie below the others "
        "the rule recalls the table; a flat landscape (polynomial F with even n) only has ties.",
        shown, under);
    drawn.script =
        script +
        "set multiplot title 'The truth table of exclusive or as four memories of three neurons'\n"
        "set style data histograms\nset style histogram clustered gap 1\nset style fill solid 1.0 noborder\n"
        "set arrow 1 from 3.5, graph 0 to 3.5, graph 1 nohead linecolor '#808080' dashtype 2\n"
        "set ylabel 'E / 3ⁿ'\nset xtics scale 0\nset tmargin 1.6\nset offsets 0, 0, graph 0.05, graph 0.05\n" +
        panels + "unset multiplot\n";
    drawn.width = 960;
    drawn.height = 160 + 230 * static_cast<int>(all.interactions.values().size());
    return drawn;
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
                row const* const found = all.find({F, order, in, under});
                category_map::box box;
                if (found != nullptr) {
                    bool const tied = (*found)[at::ties] != "0";
                    bool const all_right = (*found)[at::correct] == (*found)[at::of];
                    int const right = std::stoi((*found)[at::correct]);
                    box.category = all_right ? 0 : !tied ? 2 : right >= 2 ? 1 : 3;
                    box.mark = (*found)[at::correct];
                }
                line.push_back(box);
            }
            map.boxes.push_back(std::move(line));
        }
    map.notes = {"digit: how many of 4"};
    figure drawn;
    drawn.name = number == 0 ? "xor-recalled" : fmt::format("xor-recalled-{}", number + 1);
    drawn.caption = fmt::format("Recall of the output bit from the two inputs under {}: how many of the four.", under);
    drawn.script = plot_script(map);
    drawn.width = 480 + 46 * static_cast<int>(std::clamp<std::size_t>(map.x_values.size(), 6, 24));
    drawn.height = 150 + 30 * static_cast<int>(std::clamp<std::size_t>(map.y_values.size(), 6, 40));
    return drawn;
}

}  // namespace

std::vector<figure> xor_figures(results const& rows) {
    summary const all = summarise(rows);
    std::vector<figure> figures;
    if (all.rows.empty()) return figures;
    figures.push_back(landscape(all));
    for (std::size_t k = 0; k < all.scalings.values().size(); ++k)
        figures.push_back(recalled(all, all.scalings.values()[k], k));
    return figures;
}

}  // namespace ulpfield::study
