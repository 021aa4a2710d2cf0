#include "studies/capacity/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "studies/capacity/columns.hpp"
#include "study/plot.hpp"
#include "ulpfield/capacity/bit_error.hpp"

namespace ulpfield::study {

namespace {

namespace at = capacity_columns;

double decadic(std::string const& text) { return capacity::decimal_number(text).log() / std::log(10.0); }

/// Rows of one picture: method -> (x, log10 value, log10 lower, log10 upper).
struct point {
    double x = 0;
    double y = 0;
    double low = 0;
    double high = 0;
};
using curves = std::map<std::string, std::vector<point>>;

struct picture_kind {
    std::string quantity;
    std::size_t x;                   ///< the column along the axis
    std::vector<std::size_t> fixed;  ///< columns that tell pictures apart
    std::string x_label;
    std::string y_label;
};

std::vector<picture_kind> const& kinds() {
    static std::vector<picture_kind> const all{
        {"p-error", at::K, {at::F, at::N, at::n}, "memories K", "P_error of one bit"},
        {"k-max", at::N, {at::F, at::n, at::delta}, "neurons N", "K_max"},
        {"k-max", at::n, {at::F, at::N, at::delta}, "order n", "K_max"},
        {"match", at::N, {at::epsilon}, "neurons N", "P(overlap within epsilon)"},
        {"recall", at::K, {at::F, at::N, at::n}, "memories K", "share recalled"},
        {"stable", at::K, {at::F, at::N, at::n}, "memories K", "P(all bits stable)"},
    };
    return all;
}

std::string column_name(std::size_t index) {
    switch (index) {
        case at::N:
            return "N";
        case at::n:
            return "n";
        case at::F:
            return "F";
        case at::delta:
            return "delta";
        default:
            return "epsilon";
    }
}

/// How a method is drawn, the same in every picture: a colour of plot_colour, a dash and a point type; in this order in
/// the key. What is trusted stands out: the exact law a thick line, Monte Carlo bare points with their intervals.
struct curve_style {
    std::string_view method;
    std::size_t colour;
    int dash;
    int point;
    double width;
};
constexpr std::array<curve_style, 19> styles{{{"exact", 2, 1, 6, 3.5},
                                              {"monte-carlo", 0, 1, 7, 1.5},
                                              {"saddlepoint", 1, 2, 8, 2},
                                              {"gaussian", 3, 1, 4, 2},
                                              {"mixed", 3, 3, 12, 1.5},
                                              {"leading-order", 4, 1, 10, 1.5},
                                              {"leading-order-K", 4, 2, 14, 1.5},
                                              {"tail", 6, 4, 1, 1.5},
                                              {"chernoff", 5, 1, 2, 1.5},
                                              {"limit", 0, 3, 3, 1.5},
                                              {"ceiling", 0, 4, 3, 1.5},
                                              {"asymptotic", 6, 1, 9, 2},
                                              {"asymptotic-all", 6, 2, 11, 1.5},
                                              {"amit-gutfreund-sompolinsky", 5, 2, 5, 1.5},
                                              {"normal", 3, 1, 4, 2},
                                              {"continuity", 4, 2, 10, 1.5},
                                              {"large-deviation", 5, 1, 2, 1.5},
                                              {"independent", 3, 1, 4, 2},
                                              {"union", 4, 2, 10, 1.5}}};

/// The range of log10 y: all of what the law and its best estimates show, and of the rest as much again below (and, for
/// K_max, above); a Gaussian that falls by thousands of decades leaves the picture instead of flattening it.
std::pair<double, double> shown_range(curves const& lines) {
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    double lowest = HUGE_VAL;
    double highest = -HUGE_VAL;
    for (auto const& [name, points] : lines) {
        bool const best = name == "exact" || name == "saddlepoint" || name == "monte-carlo";
        for (point const& at : points) {
            lowest = std::min(lowest, at.low);
            highest = std::max(highest, at.high);
            if (!best) continue;
            low = std::min(low, at.low);
            high = std::max(high, at.high);
        }
    }
    if (low > high) return {lowest, highest};
    double const room = std::max(high - low, 2.0);
    return {std::max(lowest, low - room), std::min(highest, high + room)};
}

figure draw(picture_kind const& kind, std::string const& where, curves const& lines, std::size_t number) {
    auto const [low, high] = shown_range(lines);
    bool const in_doubles = low > -300 && high < 300;  // else the axis is the logarithm itself
    double const margin = 0.04 * (high - low) + 0.05;
    auto const number_of = [&](double y) {
        return in_doubles ? (y < -305 || y > 305 ? std::string("NaN") : fmt::format("{:.8g}", std::pow(10.0, y)))
                          : fmt::format("{:.10g}", y);
    };
    std::string data;
    std::string plots;
    bool cut = false;
    for (curve_style const& style : styles) {
        auto const line = lines.find(std::string(style.method));
        if (line == lines.end()) continue;
        std::size_t const index = static_cast<std::size_t>(&style - styles.data());
        data += fmt::format("$curve{} << EOD\n", index);
        for (point const& at : line->second) {
            cut = cut || at.y < low - margin || at.y > high + margin;
            data += fmt::format("{:.8g} {} {} {}\n", at.x, number_of(at.y), number_of(at.low), number_of(at.high));
        }
        data += "EOD\n";
        std::string const look =
            style.method == "monte-carlo"
                ? fmt::format("using 1:2:3:4 with yerrorbars lw 1.5 dt 1 pt 7 ps 1 lc rgb '{}'", plot_colour(0))
                : fmt::format("using 1:2 with linespoints lw {} dt {} pt {} ps {} lc rgb '{}'", style.width, style.dash,
                              style.point, style.method == "exact" ? 1.3 : 0.8, plot_colour(style.colour));
        plots += fmt::format("{}$curve{} {} title {}", plots.empty() ? "" : ", \\\n     ", index, look,
                             plot_text(style.method));
    }
    std::string script = data;
    if (kind.x != at::n) script += "set logscale x\n";
    if (in_doubles) script += "set logscale y\nset format y '%g'\n";
    script += fmt::format("set yrange [{}:{}]\n", number_of(low - margin), number_of(high + margin));
    script += fmt::format("set xlabel {}\nset ylabel {}\nset key outside right top\nset title {}\nplot {}\n",
                          plot_text(kind.x_label), plot_text((in_doubles ? "" : "log10 of ") + kind.y_label),
                          plot_text(where), plots);
    return {fmt::format("{}-against-{}-{}", kind.quantity, kind.x == at::K ? "K" : column_name(kind.x), number),
            fmt::format("{} against {}, {}: every method asked for{}{}", kind.y_label, kind.x_label, where,
                        lines.contains("monte-carlo") ? "; points: Monte Carlo with 95 % intervals" : "",
                        cut ? "; values far from the law are outside the picture" : ""),
            script};
}

}  // namespace

std::vector<figure> capacity_figures(results const& rows) {
    std::vector<figure> figures;
    for (picture_kind const& kind : kinds()) {
        std::map<std::string, curves> families;
        std::vector<std::string> order;
        rows.for_each([&](std::uint64_t, row const& values) {
            if (values[at::quantity] != kind.quantity || values[at::value].empty() || values[at::value] == "0") return;
            std::string where;
            for (std::size_t const fixed : kind.fixed)
                where += (where.empty() ? "" : ", ") + column_name(fixed) + " = " + values[fixed];
            if (!families.contains(where)) order.push_back(where);
            double const y = decadic(values[at::value]);
            bool const interval =
                values[at::method] == "monte-carlo" && !values[at::lower].empty() && values[at::lower] != "0";
            families[where][values[at::method]].push_back({std::stod(values[kind.x]), y,
                                                           interval ? decadic(values[at::lower]) : y,
                                                           interval ? decadic(values[at::upper]) : y});
        });
        std::size_t number = 1;
        for (std::string const& where : order) {
            curves& lines = families[where];
            std::set<double> axis;
            for (auto& [name, points] : lines) {
                std::sort(points.begin(), points.end(), [](point const& a, point const& b) { return a.x < b.x; });
                for (point const& at : points) axis.insert(at.x);
            }
            if (axis.size() >= 2) figures.push_back(draw(kind, where, lines, number++));
        }
    }
    return figures;
}

}  // namespace ulpfield::study
