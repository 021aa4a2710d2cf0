#include "studies/boundary/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <tuple>

#include "studies/shared/scaling_text.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

constexpr double none = std::numeric_limits<double>::infinity();

struct boundary_pair {
    double predicted = none;
    double observed = none;
};

/// One N of one format.
using boundaries = std::map<std::string, boundary_pair>;

/// One picture: by format, by N.
struct sheet {
    std::vector<std::string> formats;
    std::map<std::string, std::map<double, boundaries>> panels;
};

using sheet_key = std::tuple<std::string, std::string, std::string>;  // scaling, interaction, K

struct region {
    std::string name;
    std::string colour;
};
std::array<region, 5> const& regions() {
    static std::array<region, 5> const all{{{"exact terms", "#009E73"},
                                            {"rounded", "#A9D8F2"},
                                            {"subnormal terms", "#F0E442"},
                                            {"zero terms", "#CC79A7"},
                                            {"overflow of terms or sums", "#9A9A9A"}}};
    return all;
}

struct curve {
    std::string quantity;
    std::string name;
    std::string colour;
    int dash;
    int point;
};
std::array<curve, 5> const& curves() {
    static std::array<curve, 5> const all{{{"exact-terms", "last n with exact terms", "#00523B", 1, 7},
                                           {"finite-sum", "last n with a finite sum of K", "#000000", 1, 5},
                                           {"finite-term", "last n with finite F(N)", "#D55E00", 2, 4},
                                           {"subnormal-term", "first n with a subnormal term", "#0072B2", 3, 9},
                                           {"zero-term", "first n with a zero term", "#000000", 4, 13}}};
    return all;
}

double order_of(std::string const& text) { return text.empty() ? none : std::stod(text); }

std::string plain(double value) { return fmt::format("{:.8g}", value); }

/// The regions of one N from n = lowest to highest: (region, from, to).
std::vector<std::tuple<std::size_t, double, double>> slices(boundaries const& at, double lowest, double highest) {
    auto const get = [&at](char const* name) { return at.at(name).predicted; };
    double const exact = get("exact-terms");
    double const finite = std::min(get("finite-term"), get("finite-sum"));
    double const subnormal = get("subnormal-term");
    double const zero = get("zero-term");
    // Between two orders: half a step beyond a last n, half a step before a first one.
    std::vector<double> cuts{lowest, highest};
    for (double const last : {exact, finite}) cuts.push_back(last + 0.5);
    for (double const first : {subnormal, zero}) cuts.push_back(first - 0.5);
    for (double& cut : cuts) cut = std::clamp(cut, lowest, highest);
    std::sort(cuts.begin(), cuts.end());
    std::vector<std::tuple<std::size_t, double, double>> parts;
    for (std::size_t k = 0; k + 1 < cuts.size(); ++k) {
        if (cuts[k] >= cuts[k + 1]) continue;
        double const n = (cuts[k] + cuts[k + 1]) / 2;
        std::size_t which = 1;
        if (n > finite + 0.5)
            which = 4;
        else if (n > zero - 0.5)
            which = 3;
        else if (n > subnormal - 0.5)
            which = 2;
        else if (n < exact + 0.5)
            which = 0;
        if (!parts.empty() && std::get<0>(parts.back()) == which)
            std::get<2>(parts.back()) = cuts[k + 1];
        else
            parts.emplace_back(which, cuts[k], cuts[k + 1]);
    }
    return parts;
}

/// Curves and points of one panel, where they lie inside it.
std::string lines_of(std::map<double, boundaries> const& panel, std::size_t number, double highest, std::string& data) {
    std::string plots;
    for (std::size_t c = 0; c < curves().size(); ++c) {
        curve const& line = curves()[c];
        std::vector<std::vector<std::string>> points;
        for (auto const& [neurons, at] : panel) {
            auto const known = at.find(line.quantity);
            if (known == at.end()) continue;
            auto const shown = [highest](double n) { return n >= 1 && n <= highest ? plain(n) : std::string("NaN"); };
            points.push_back({plain(neurons), shown(known->second.predicted), shown(known->second.observed)});
        }
        bool const any = std::any_of(points.begin(), points.end(),
                                     [](auto const& point) { return point[1] != "NaN" || point[2] != "NaN"; });
        if (!any) continue;
        std::string const block = fmt::format("curve_{}_{}", number, c);
        data += plot_data(block, points);
        plots += fmt::format(
            ", \\\n     ${0} using 1:2 with lines linecolor rgb '{1}' linewidth 1.1 dashtype {2} notitle"
            ", \\\n     ${0} using 1:3 with points pointtype {3} pointsize 0.3 linecolor rgb '{1}' notitle",
            block, line.colour, line.dash, line.point);
    }
    return plots;
}

constexpr double lowest_n = 0.7;

/// Upper end of a panel: a little above its highest boundary.
double highest_order(std::map<double, boundaries> const& panel) {
    double most = 8;
    for (auto const& [neurons, at] : panel)
        for (auto const& [quantity_name, pair] : at)
            for (double const n : {pair.predicted, pair.observed})
                if (n < none) most = std::max(most, n);
    return 2 * most;
}

figure draw_sheet(sheet_key const& key, sheet const& from, std::string const& similarity) {
    auto const& [formulation, F, memories] = key;
    double least_N = none;
    double most_N = 0;
    for (auto const& [name, panel] : from.panels) {
        least_N = std::min(least_N, panel.begin()->first);
        most_N = std::max(most_N, panel.rbegin()->first);
    }
    std::size_t const panels = from.formats.size() + 1;  // the last one is the key
    auto const columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(panels) * 1.5)));
    std::size_t const rows = (panels + columns - 1) / columns;

    figure atlas;
    atlas.width = 110 + 250 * static_cast<int>(columns);
    atlas.height = 120 + 225 * static_cast<int>(rows);
    std::string const title = fmt::format("{};  F {}, K = {}", scaling_text(formulation, "x"), F, memories);
    std::string script = plot_style();
    script += fmt::format(
        "set multiplot layout {},{} title {} font ',14' margins screen {:.5f},0.985,{:.5f},"
        "{:.5f} spacing screen {:.5f},{:.5f}\n",
        rows, columns, plot_text(title), 75.0 / atlas.width, 62.0 / atlas.height, 1 - 66.0 / atlas.height,
        64.0 / atlas.width, 34.0 / atlas.height);
    script += fmt::format(
        "set logscale xy\nset format y '%g'\nset xrange [{:.8g}:{:.8g}]\nunset key\nunset grid\nset tics front\nset "
        "style fill solid 1.0 noborder\n",
        least_N / 1.15, most_N * 1.15);
    for (std::size_t number = 0; number < from.formats.size(); ++number) {
        auto const& panel = from.panels.at(from.formats[number]);
        double const highest = highest_order(panel);
        std::vector<double> neurons;
        for (auto const& [value, at] : panel) neurons.push_back(value);
        std::string data;
        std::string plots;
        bool const complete = std::all_of(panel.begin(), panel.end(),
                                          [](auto const& column) { return column.second.size() == curves().size(); });
        std::vector<std::vector<std::vector<std::string>>> boxes(regions().size());
        for (std::size_t k = 0; complete && k < neurons.size(); ++k) {
            double const left = k > 0 ? std::sqrt(neurons[k - 1] * neurons[k]) : neurons[k] / 1.15;
            // A little over the next column, which is drawn later: no seam.
            double const right =
                k + 1 < neurons.size() ? std::sqrt(neurons[k] * neurons[k + 1]) * 1.03 : neurons[k] * 1.15;
            for (auto const& [which, bottom, top] : slices(panel.at(neurons[k]), lowest_n, highest))
                boxes[which].push_back({plain(neurons[k]), plain(std::sqrt(bottom * top)), plain(left), plain(right),
                                        plain(bottom), plain(top)});
        }
        for (std::size_t which = 0; which < boxes.size(); ++which) {
            if (boxes[which].empty()) continue;
            std::string const block = fmt::format("region_{}_{}", number, which);
            data += plot_data(block, boxes[which]);
            plots += fmt::format("{}${} using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '{}' notitle",
                                 plots.empty() ? "plot " : ", \\\n     ", block, regions()[which].colour);
        }
        if (plots.empty()) plots = "plot NaN notitle";
        plots += lines_of(panel, number, highest, data);
        script += data;
        script += fmt::format("set title {} offset 0,-0.6\nset yrange [{:.8g}:{:.8g}]\n",
                              plot_text(from.formats[number]), lowest_n, highest);
        script += number % columns == 0 ? "set ylabel 'n, order of F' offset 1,0\n" : "unset ylabel\n";
        bool const lowest_row = number + columns >= from.formats.size() + 1 || number + columns >= panels;
        script += lowest_row ? "set xlabel 'N, neurons' offset 0,0.5\nset format x '%.0s%c'\n"
                             : "unset xlabel\nset format x ''\n";
        script += plots + "\nunset label\n";
    }
    // The key has a panel of its own.
    script +=
        "unset title\nunset xlabel\nunset ylabel\nunset tics\nunset border\nunset grid\nunset logscale\n"
        "set key at graph 0,1 left top vertical Left reverse samplen 2.5 spacing 1.15 font ',10'\nset xrange [0:1]\n"
        "set yrange [0:1]\nplot NaN notitle";
    std::string entries;
    for (region const& area : regions())
        entries += fmt::format(", keyentry with boxes fillcolor rgb '{}' title {}", area.colour, plot_text(area.name));
    for (curve const& line : curves())
        entries += fmt::format(
            ", keyentry with linespoints linecolor rgb '{}' linewidth 1.6 dashtype {} pointtype {} pointsize 0.6 "
            "title {}",
            line.colour, line.dash, line.point, plot_text(line.name));
    script += entries + "\nunset multiplot\n";

    atlas.script = std::move(script);
    atlas.name = fmt::format("boundary-atlas-{}-{}-K-{}", file_name_of(formulation), file_name_of(F), memories);
    atlas.caption = fmt::format(
        "Where a format stops, formulation {}, F {}, K = {}. Regions and curves are predicted from the format's "
        "numbers, points observed by running its code. Underflow is that of similarity {}. {}",
        formulation, F, memories, similarity == "sqrt" ? "sqrt(N)" : similarity,
        "Exact terms depend on the parity of N.");
    return atlas;
}

}  // namespace

std::vector<figure> boundary_atlas(results const& rows, std::string const& similarity) {
    result_column const format = rows["format"], scaling = rows["scaling"], F = rows["interaction"], N = rows["N"],
                        K = rows["K"], quantity = rows["quantity"], predicted = rows["n_predicted"],
                        observed = rows["n_observed"];
    std::vector<sheet_key> order;
    std::map<sheet_key, sheet> sheets;
    rows.for_each([&](std::uint64_t, row const& at) {
        sheet_key const key{scaling(at), F(at), K(at)};
        if (!sheets.contains(key)) order.push_back(key);
        sheet& page = sheets[key];
        if (!page.panels.contains(format(at))) page.formats.push_back(format(at));
        page.panels[format(at)][N.real(at)][quantity(at)] = {order_of(predicted(at)), order_of(observed(at))};
    });
    std::vector<figure> figures;
    for (sheet_key const& key : order)
        if (sheet const& page = sheets.at(key); page.panels.begin()->second.size() >= 3)
            figures.push_back(draw_sheet(key, page, similarity));
    return figures;
}

}  // namespace ulpfield::study
