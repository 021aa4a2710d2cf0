#include "studies/capacity/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "studies/capacity/optional_column.hpp"
#include "study/plot.hpp"
#include "ulpfield/capacity/bit_error.hpp"

namespace ulpfield::study {

namespace {

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
    std::string x;                   ///< the column along the axis
    std::vector<std::string> fixed;  ///< columns that tell pictures apart
    std::string x_label;
    std::string y_label;
};

std::vector<picture_kind> const& kinds() {
    static std::vector<picture_kind> const all{
        {"p-error", "K", {"interaction", "N", "n"}, "memories K", "P_error of one bit"},
        {"k-max", "N", {"interaction", "n", "delta"}, "neurons N", "K_max"},
        {"k-max", "n", {"interaction", "N", "delta"}, "order n", "K_max"},
        {"match", "N", {"epsilon"}, "neurons N", "P(overlap within epsilon)"},
        {"recall", "K", {"interaction", "N", "n"}, "memories K", "share recalled"},
        {"stable", "K", {"interaction", "N", "n"}, "memories K", "P(all bits stable)"},
    };
    return all;
}

/// The style of a method, the same in every picture: a colour of plot_colour, a dash and a point type; in this order in
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
    if (kind.x != "n") script += "set logscale x\n";
    // Over some powers of ten gnuplot names nothing else.
    if (in_doubles) script += fmt::format("set logscale y\nset format y '{}'\n", high - low >= 3 ? "10^%T" : "%g");
    script += fmt::format("set yrange [{}:{}]\n", number_of(low - margin), number_of(high + margin));
    script += fmt::format("set xlabel {}\nset ylabel {}\nset key outside right top\nset title {}\nplot {}\n",
                          plot_text(kind.x_label), plot_text((in_doubles ? "" : "log10 of ") + kind.y_label),
                          plot_text(where), plots);
    return {fmt::format("{}-against-{}-{}", kind.quantity, kind.x, number),
            fmt::format("{} against {}, {}: every method asked for{}{}", kind.y_label, kind.x_label, where,
                        lines.contains("monte-carlo") ? "; points: Monte Carlo with 95 % intervals" : "",
                        cut ? "; values far from the law are outside the picture" : ""),
            script};
}

/// The values common to all rows of a picture: "F = polynomial, N = 100".
class picture_setting {
public:
    picture_setting(results const& rows, picture_kind const& kind) {
        for (std::string const& name : kind.fixed) fixed_.emplace_back(name == "interaction" ? "F" : name, rows[name]);
        if ((kind.quantity == "stable" || kind.quantity == "recall") && has_column(rows, "tie"))
            fixed_.emplace_back("ties", rows["tie"]);
    }
    [[nodiscard]] std::string text(row const& values) const {
        std::string text;
        for (auto const& [name, column] : fixed_)
            text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", name, column(values));
        return text;
    }

private:
    std::vector<std::pair<std::string, result_column>> fixed_;
};

}  // namespace

std::vector<figure> capacity_figures(results const& rows) {
    result_column const quantity = rows["quantity"];
    result_column const method = rows["method"];
    result_column const value = rows["value"];
    result_column const lower = rows["lower"];
    result_column const upper = rows["upper"];
    std::vector<figure> figures;
    for (picture_kind const& kind : kinds()) {
        std::map<std::string, curves> families;
        std::vector<std::string> order;
        picture_setting const setting(rows, kind);
        result_column const x = rows[kind.x];
        rows.for_each([&](std::uint64_t, row const& values) {
            if (quantity(values) != kind.quantity || value.absent(values) || value(values) == "0") return;
            std::string const where = setting.text(values);
            if (!families.contains(where)) order.push_back(where);
            double const y = decadic(value(values));
            bool const interval = method(values) == "monte-carlo" && !lower.absent(values) && lower(values) != "0";
            families[where][method(values)].push_back({std::stod(x(values)), y, interval ? decadic(lower(values)) : y,
                                                       interval ? decadic(upper(values)) : y});
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
