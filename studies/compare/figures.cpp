#include "studies/compare/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "studies/shared/scaling_text.hpp"
#include "study/distinct_values.hpp"
#include "study/line_chart.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

/// The outcomes, from the best to the worst.
enum what : int { exact, right_with_loss, tie_broken, wrong_sign, too_small, too_large };

std::vector<plot_category> const& categories() {
    static std::vector<plot_category> const all = {{"exact", "#009E73"},
                                                   {"right sign, bits lost", "#56B4E9"},
                                                   {"exact ties broken", "#F0E442"},
                                                   {"wrong sign", "#D55E00"},
                                                   {"underflow", "#CC79A7"},
                                                   {"overflow or NaN", "#000000"}};
    return all;
}

/// The worst of the rows behind one box.
struct worst {
    int happens = exact;
    bool some_wrong = false;  // beyond ties
    bool some_tie_broken = false;
    double median = 0;
    double most = 0;
};

/// The columns read for a box.
struct box_fields {
    explicit box_fields(results const& rows)
        : wrong(rows["wrong"]),
          ties_broken(rows["ties_broken"]),
          overflow(rows["overflow"]),
          nan(rows["nan"]),
          underflow(rows["underflow"]),
          median(rows["bits_lost_median"]),
          most(rows["bits_lost_max"]) {}

    void take(worst& so_far, row const& at) const {
        bool const wrong_beyond_ties = wrong.count(at) > ties_broken.count(at);
        int happens = exact;
        if (overflow.count(at) + nan.count(at) > 0)
            happens = too_large;
        else if (underflow.count(at) > 0)
            happens = too_small;
        else if (wrong_beyond_ties)
            happens = wrong_sign;
        else if (ties_broken.count(at) > 0)
            happens = tie_broken;
        else if (most.real(at) > 0)
            happens = right_with_loss;
        so_far.happens = std::max(so_far.happens, happens);
        so_far.some_wrong = so_far.some_wrong || wrong_beyond_ties;
        so_far.some_tie_broken = so_far.some_tie_broken || ties_broken.count(at) > 0;
        so_far.median = std::max(so_far.median, median.real(at));
        so_far.most = std::max(so_far.most, most.real(at));
    }

    result_column wrong, ties_broken, overflow, nan, underflow, median, most;
};

struct summary {
    distinct_values scalings, formats, orders, interactions, neurons, memories, sources;
    std::map<std::string, std::map<std::pair<std::string, std::string>, worst>> boxes;  // by scaling: format, n

    [[nodiscard]] std::string setting() const {
        return fmt::format("{}; {}, {}; states: {}", interactions.phrase("F "), neurons.phrase("N = "),
                           memories.phrase("K = "), sources.phrase(""));
    }
    [[nodiscard]] bool several() const {
        return interactions.size() * neurons.size() * memories.size() * sources.size() > 1;
    }
};

summary summarise(results const& rows) {
    summary all;
    result_column const scaling = rows["scaling"], format = rows["format"], n = rows["n"], F = rows["interaction"],
                        N = rows["N"], K = rows["K"], states = rows["states"], decisions = rows["decisions"];
    box_fields const box(rows);
    rows.for_each([&](std::uint64_t, row const& at) {
        if (decisions.absent(at)) return;
        all.scalings.add(scaling(at));
        all.formats.add(format(at));
        all.orders.add(n(at));
        all.interactions.add(F(at));
        all.neurons.add(N(at));
        all.memories.add(K(at));
        all.sources.add(states(at));
        box.take(all.boxes[scaling(at)][{format(at), n(at)}], at);
    });
    return all;
}

/// The argument of F, with the papers' symbols.
std::string described(std::string const& scaling) { return scaling_text(scaling, "±ζᵢ + Σ(j≠i) ζⱼσⱼ"); }

figure happenings(summary const& all, std::string const& scaling) {
    auto const& boxes = all.boxes.at(scaling);
    category_map map;
    map.title = fmt::format("{}\n{}", described(scaling), all.setting());
    map.x_label = "n, order of F";
    map.y_label = "number format";
    map.x_values = all.orders.values();
    map.y_values = all.formats.values();
    map.categories = categories();
    bool any_wrong = false;
    bool any_tie = false;
    for (std::string const& y : map.y_values) {
        auto& line = map.boxes.emplace_back();
        for (std::string const& x : map.x_values) {
            auto const known = boxes.find({y, x});
            if (known == boxes.end()) {
                line.emplace_back();
                continue;
            }
            worst const& box = known->second;
            any_wrong = any_wrong || box.some_wrong;
            any_tie = any_tie || (box.some_tie_broken && !box.some_wrong);
            line.push_back({box.happens, box.some_wrong ? "×" : box.some_tie_broken ? "=" : ""});
        }
    }
    if (any_wrong) map.notes.push_back("×  some decision wrong");
    if (any_tie) map.notes.push_back("=  wrong at ties only");
    figure map_figure;
    map_figure.name = "compare-map-" + file_name_of(scaling);
    map_figure.caption = fmt::format(
        "What happens to the decisions of the update rule, formulation {}, for "
        "each order n and format{}. {}.",
        scaling, all.several() ? " (the worst over states, N, K and F)" : "", all.setting());
    map_figure.show(std::move(map));
    map_figure.width = 420 + static_cast<int>(std::clamp<std::size_t>(map.x_values.size() * 46, 320, 1000));
    map_figure.height = 150 + static_cast<int>(std::clamp<std::size_t>(map.y_values.size() * 46, 190, 800));
    return map_figure;
}

/// The orders as numbers of the axis: those that span more than a decade crowd
/// at the left of a linear one.
chart_axis order_axis_of(std::vector<std::string> const& orders) {
    double const least = std::stod(orders.front());
    double const most = std::stod(orders.back());
    bool const wide = most > 10 * least;
    chart_axis axis{"n, order of F", wide ? chart_scale::logarithmic : chart_scale::linear, least * 0.92, most * 1.08};
    if (!wide && orders.size() > 16) return axis;
    axis.numbers = orders;
    if (orders.size() > 16)  // 1, 2, 3, 5, 7 times a power of ten
        std::erase_if(axis.numbers, [](std::string const& n) {
            return std::string_view("12357").find(n[0]) == std::string_view::npos ||
                   n.find_first_not_of('0', 1) != std::string::npos;
        });
    if (axis.numbers.empty()) axis.numbers = {orders.front(), orders.back()};
    return axis;
}

figure lost_bits(summary const& all, std::string const& scaling) {
    auto const& boxes = all.boxes.at(scaling);
    std::vector<std::string> orders = all.orders.values();
    std::sort(orders.begin(), orders.end(),
              [](std::string const& a, std::string const& b) { return std::stoull(a) < std::stoull(b); });
    // A few bits of the median and all bits of a wide format in one picture.
    chart_panel panel{order_axis_of(orders), {"bits lost, log₂(1 + steps of the format)", chart_scale::from_zero, 0.0}};
    double highest = 0;
    for (std::string const& format : all.formats.values()) {
        std::size_t const style = panel.series.size() / 2;
        chart_series median{.title = format, .style = style, .dash = 1, .width = 2.4};
        chart_series most{.title = "", .style = style, .width = 0.9, .point_size = 0.5};
        for (std::string const& n : orders)
            if (auto const known = boxes.find({format, n}); known != boxes.end()) {
                highest = std::max(highest, known->second.most);
                median.points.push_back({n, fmt::format("{:.6g}", known->second.median)});
                most.points.push_back({n, fmt::format("{:.6g}", known->second.most)});
            }
        panel.series.push_back(std::move(median));
        panel.series.push_back(std::move(most));
    }
    panel.y.most = std::max(highest * 1.1, 1.0);
    panel.y.numbers = {"0",   "1",    "2",    "5",    "10",    "20",    "50",    "100",   "200",
                       "500", "1000", "2000", "5000", "10000", "20000", "50000", "100000"};
    panel.title = fmt::format("{}\n{}", described(scaling), all.setting());
    figure curves;
    curves.name = "compare-bits-lost-" + file_name_of(scaling);
    curves.caption = fmt::format(
        "Bits lost between the computed and the correctly rounded exact "
        "difference, formulation {}: median over the "
        "decisions (thick) and maximum (thin){}. {}.",
        scaling, all.several() ? ", the worst over states, N, K and F" : "", all.setting());
    curves.show(line_chart{.panels = {std::move(panel)}, .key_title = "thick: median, thin: max"});
    return curves;
}

}  // namespace

std::vector<figure> compare_figures(results const& rows, arguments const&) {
    summary const all = summarise(rows);
    std::vector<figure> figures;
    for (std::string const& scaling : all.scalings.values()) {
        figures.push_back(happenings(all, scaling));
        figures.push_back(lost_bits(all, scaling));
    }
    return figures;
}

}  // namespace ulpfield::study
