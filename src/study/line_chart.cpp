#include "study/line_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>

#include "study/plot.hpp"

namespace ulpfield::study {
namespace {

/// As gnuplot reads it: a gap where the axis has no place for it.
std::string drawable(std::string const& text, chart_scale scale) {
    std::string const number = plot_number(text);
    if (number == "NaN" || scale == chart_scale::linear) return number;
    double const value = std::strtod(number.c_str(), nullptr);
    return (scale == chart_scale::logarithmic ? value > 0 : value >= 0) ? number : "NaN";
}

std::vector<std::vector<std::string>> table_of(chart_series const& series, chart_panel const& panel) {
    std::vector<std::vector<std::string>> lines;
    for (chart_point const& point : series.points) {
        std::string const y = drawable(point.y, panel.y.scale);
        auto const end_of = [&](std::string const& text) {
            std::string const end = drawable(text, panel.y.scale);
            return end == "NaN" ? y : end;
        };
        lines.push_back({drawable(point.x, panel.x.scale), y, end_of(point.lower), end_of(point.upper)});
    }
    return lines;
}

bool any_drawable(std::vector<std::vector<std::string>> const& lines) {
    return std::any_of(lines.begin(), lines.end(),
                       [](auto const& line) { return line[0] != "NaN" && line[1] != "NaN"; });
}

std::string look_of(chart_series const& series, std::size_t number) {
    std::string text;
    switch (series.look) {
        case chart_look::line_and_points:
            text = "using 1:2 with linespoints";
            break;
        case chart_look::line:
            text = "using 1:2 with lines";
            break;
        case chart_look::points:
            text = "using 1:2 with points";
            break;
        case chart_look::intervals:
            text = "using 1:2:3:4 with yerrorlines";
            break;
        case chart_look::bare_intervals:
            text = "using 1:2:3:4 with yerrorbars";
            break;
        case chart_look::shape:
            text = "with lines";
            break;
    }
    text += fmt::format(" linetype {} linewidth {:.3g}", series.style.value_or(number) % 8 + 1, series.width);
    if (!series.colour.empty()) text += fmt::format(" linecolor rgb '{}'", series.colour);
    if (series.dash) text += fmt::format(" dashtype {}", *series.dash);
    bool const bare_line = series.look == chart_look::line || series.look == chart_look::shape;
    if (!bare_line) {
        if (series.point) text += fmt::format(" pointtype {}", *series.point);
        text += fmt::format(" pointsize {:.3g}", series.point_size);
    }
    return text + (series.title.empty() ? " notitle" : " title " + plot_text(series.title));
}

/// Powers of ten between the least and the most of the positive numbers.
double decades(chart_panel const& panel, std::string chart_point::*of) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    for (chart_series const& series : panel.series)
        for (chart_point const& point : series.points) {
            double const value = std::strtod((point.*of).c_str(), nullptr);
            if (!(value > 0) || !std::isfinite(value)) continue;
            least = std::min(least, value);
            most = std::max(most, value);
        }
    return most > least ? std::log10(most / least) : 0;
}

std::string axis_script(chart_axis const& axis, char name, double decades_shown) {
    constexpr double enough = 3;  // gnuplot then names powers of ten alone
    std::string text = fmt::format("set {}label {}\n", name, plot_text(axis.label));
    if (axis.scale == chart_scale::logarithmic) text += fmt::format("set logscale {}\n", name);
    if (axis.scale == chart_scale::from_zero)
        text += fmt::format("set nonlinear {0} via log10(1 + {0}) inverse 10**{0} - 1\n", name);
    auto const end = [](std::optional<double> const& value) { return value ? fmt::format("{:.9g}", *value) : "*"; };
    text += fmt::format("set {}range [{}:{}]\n", name, end(axis.least), end(axis.most));
    if (!axis.format.empty())
        text += fmt::format("set format {} {}\n", name, plot_text(axis.format));
    else if (axis.scale == chart_scale::logarithmic && axis.numbers.empty() && decades_shown >= enough)
        text += fmt::format("set format {} '10^%T'\n", name);
    std::string numbers;
    for (std::string const& number : axis.numbers)
        if (plot_number(number) != "NaN") numbers += (numbers.empty() ? "" : ", ") + number;
    return text + fmt::format("set {}tics {}\n", name, numbers.empty() ? "autofreq" : "(" + numbers + ")");
}

std::string mark_script(chart_mark const& mark) {
    std::string text = fmt::format(
        "set arrow from {0:.9g}, graph 0 to {0:.9g}, graph 1 nohead linecolor rgb '{1}' linewidth 1.5 dashtype {2}\n",
        mark.x, mark.colour, mark.dash);
    if (!mark.label.empty())
        text += fmt::format("set label {} at {:.9g}, graph {} textcolor rgb '#606060'\n", plot_text(mark.label), mark.x,
                            mark.upright ? "0.97 rotate by 90 right offset 0.6, 0" : "0.1 offset 0.4, 0");
    return text;
}

/// The panel's commands, and what it draws into `data`.
std::string panel_script(chart_panel const& panel, std::size_t index, std::string& data) {
    std::string text = axis_script(panel.x, 'x', decades(panel, &chart_point::x)) +
                       axis_script(panel.y, 'y', decades(panel, &chart_point::y));
    for (chart_mark const& mark : panel.marks) text += mark_script(mark);
    std::string plots;
    bool any = false;
    for (std::size_t number = 0; number < panel.series.size(); ++number) {
        chart_series const& series = panel.series[number];
        std::string source = "keyentry";
        if (series.look != chart_look::shape) {
            auto const lines = table_of(series, panel);
            if (!any_drawable(lines)) continue;
            any = true;
            source = fmt::format("curve_{}_{}", index, number);
            data += plot_data(source, lines);
            source.insert(0, 1, '$');
        }
        plots += fmt::format("{}{} {}", plots.empty() ? "plot " : ", \\\n     ", source, look_of(series, number));
    }
    if (any) return text + plots + '\n';
    return text + "set xrange [0:1]\nset yrange [0:1]\nset label 'no finite value' at graph 0.5, graph 0.5 center\n" +
           "plot NaN notitle\n";
}

}  // namespace

std::string plot_script(line_chart const& chart) {
    if (chart.panels.empty()) throw std::invalid_argument("line_chart: no panel to draw");
    for (chart_panel const& panel : chart.panels)
        if (panel.series.empty()) throw std::invalid_argument("line_chart: a panel without curves");
    std::string data;
    std::string text;
    if (chart.key == chart_key::below) text += "set key outside below maxcols 2\n";
    if (!chart.key_title.empty()) text += fmt::format("set key title {} left\n", plot_text(chart.key_title));
    std::size_t const count = chart.panels.size();
    if (count == 1) {
        chart_panel const& panel = chart.panels.front();
        std::string const title = panel.title.empty() ? chart.title : panel.title;
        if (!title.empty()) text += fmt::format("set title {}\n", plot_text(title));
        std::string const plot = panel_script(panel, 0, data);
        return data + text + plot;
    }
    // Panels from below the title to above the caption; keys in the space at their right.
    text += fmt::format(
        "bottom = 0.09\ntop = 1 - {}\nset multiplot title {}\nset lmargin "
        "at screen 0.11\nset rmargin at screen 0.76\n",
        chart.title.empty() ? 0.03 : 0.08, plot_text(chart.title));
    std::string plots;
    for (std::size_t index = 0; index < count; ++index) {
        chart_panel const& panel = chart.panels[index];
        // The lowest one reaches down to its label, which has a place of its own.
        plots += fmt::format(
            "set tmargin at screen top - (top - bottom)*{0}/{2}\nset bmargin at screen top - (top - bottom)*({0} + "
            "{1})/{2}\nset key at screen 0.985, screen top - (top - bottom)*{0}/{2} right top\n",
            index, index + 1 == count ? 1.0 : 0.86, count);
        plots +=
            panel.title.empty() ? "unset title\n" : fmt::format("set title {} offset 0,-0.6\n", plot_text(panel.title));
        plots += panel_script(panel, index, data);
        // Labels of the page are drawn with the first panel.
        plots += "unset arrow\nunset label\nunset logscale\nset format '%g'\nset autoscale\n";
    }
    return data + text + plots + "unset multiplot\n";
}

void sort_points(std::vector<chart_point>& points) {
    std::stable_sort(points.begin(), points.end(), [](chart_point const& a, chart_point const& b) {
        return std::strtod(a.x.c_str(), nullptr) < std::strtod(b.x.c_str(), nullptr);
    });
}

chart_series& series_of(std::vector<chart_series>& all, std::string const& title) {
    auto const known =
        std::find_if(all.begin(), all.end(), [&](chart_series const& one) { return one.title == title; });
    return known != all.end() ? *known : all.emplace_back(chart_series{title});
}

}  // namespace ulpfield::study
