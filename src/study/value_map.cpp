#include "study/value_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "study/plot.hpp"

namespace ulpfield::study {
namespace {

// Viridis (van der Walt & Smith 2015), eight of its colours at equal distances; gnuplot joins them linearly.
constexpr char const* viridis =
    "set palette defined (0 '#440154', 1 '#46327e', 2 '#365c8d', 3 '#277f8e', 4 '#1fa187', 5 '#4ac16d', 6 '#a0da39', "
    "7 '#fde725')\n";

/// The edges of the boxes around these positions: half-way, on the axis' own scale.
std::vector<double> edges(std::vector<double> const& values, bool logarithmic) {
    std::vector<double> at;
    at.reserve(values.size());
    for (double const value : values) at.push_back(logarithmic ? std::log10(value) : value);
    std::vector<double> result;
    double const first = at.size() > 1 ? at[1] - at[0] : (logarithmic ? 0.3 : std::max(1.0, std::fabs(at[0])));
    double const last = at.size() > 1 ? at.back() - at[at.size() - 2] : first;
    result.push_back(at.front() - first / 2);
    for (std::size_t k = 1; k < at.size(); ++k) result.push_back((at[k - 1] + at[k]) / 2);
    result.push_back(at.back() + last / 2);
    if (logarithmic)
        for (double& edge : result) edge = std::pow(10.0, edge);
    return result;
}

/// The upper edge of a box, a little into the next one, which is drawn over it: edges that only met would show as thin
/// bright lines.
double beyond(std::vector<double> const& edges, std::size_t box) {
    constexpr double overlap = 0.02;
    double const edge = edges[box + 1];
    return box + 2 == edges.size() ? edge : edge + overlap * (edges[box + 2] - edge);
}

bool all_positive(std::vector<double> const& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return value > 0; });
}

/// The tic settings of an axis: where fewer than three powers of ten lie between the ends of a
/// logarithmic one, their twofold and fivefold are named as well.
std::string tics(std::vector<double> const& edges, bool logarithmic) {
    // Beyond the range of doubles the powers would never reach the end.
    if (!logarithmic || !std::isnormal(edges.front()) || !std::isfinite(edges.back())) return "autofreq";
    std::string named;
    int powers = 0;
    for (double power = std::pow(10.0, std::floor(std::log10(edges.front()))); power <= edges.back(); power *= 10)
        for (int const factor : {1, 2, 5}) {
            double const value = factor * power;
            if (value < edges.front() || value > edges.back()) continue;
            powers += factor == 1 ? 1 : 0;
            named += fmt::format("{}{:.8g}", named.empty() ? "" : ", ", value);
        }
    return powers >= 3 || named.empty() ? "autofreq" : "(" + named + ")";
}

}  // namespace

std::string plot_script(value_maps const& all) {
    std::vector<value_map> const& maps = all.maps;
    std::size_t const columns = std::min(all.columns, maps.size());
    if (columns == 0) throw std::invalid_argument("value_map: no map to draw");
    std::size_t const rows = (maps.size() + columns - 1) / columns;
    std::string text =
        plot_style() + viridis +
        fmt::format("unset grid\nunset key\nset border 15\nset cbrange [{:.6g}:{:.6g}]\n", all.least, all.most);
    // Panels from the left edge to the colours, from the foot to the title.
    text += fmt::format(
        "columns = {}\nrows = {}\nbottom = {}\ntop = 1 - {}\nleft = "
        "{}\nright = {}\n",
        columns, rows, rows == 1 ? 0.17 : 0.06, rows == 1 ? 0.14 : 0.09,
        columns == 1   ? 0.15
        : columns == 2 ? 0.1
                       : 0.075,
        columns == 1   ? 0.84
        : columns == 2 ? 0.88
                       : 0.9);
    text += fmt::format("set label 100 {} at screen 0.5, screen 1 - {} center\n", plot_text(all.title),
                        rows == 1 ? 0.035 : 0.02);
    std::string notes;
    for (std::string const& note : all.notes) notes += (notes.empty() ? "" : "     ") + note;
    if (!notes.empty())
        text +=
            fmt::format("set label 101 {} at screen left, screen 0.015 left textcolor '#505050'\n", plot_text(notes));
    std::string data;
    std::string plots;
    for (std::size_t number = 0; number < maps.size(); ++number) {
        value_map const& map = maps[number];
        if (map.boxes.size() != map.y_values.size() || map.x_values.empty() || map.y_values.empty())
            throw std::invalid_argument("value_map: one row of boxes per y value");
        bool const log_x = all_positive(map.x_values);
        bool const log_y = all_positive(map.y_values);
        std::vector<double> const x_edges = edges(map.x_values, log_x);
        std::vector<double> const y_edges = edges(map.y_values, log_y);
        std::vector<std::vector<std::string>> coloured;
        std::vector<std::vector<std::string>> grey;
        std::vector<std::vector<std::string>> marks;
        auto const number_text = [](double value) { return fmt::format("{:.8g}", value); };
        for (std::size_t y = 0; y < map.boxes.size(); ++y) {
            if (map.boxes[y].size() != map.x_values.size())
                throw std::invalid_argument("value_map: one box per x value in each row");
            for (std::size_t x = 0; x < map.boxes[y].size(); ++x) {
                value_map::box const& here = map.boxes[y][x];
                std::vector<std::string> fields = {number_text(map.x_values[x]), number_text(map.y_values[y]),
                                                   number_text(x_edges[x]),      number_text(beyond(x_edges, x)),
                                                   number_text(y_edges[y]),      number_text(beyond(y_edges, y))};
                if (!here.mark.empty()) marks.push_back({fields[0], fields[1], here.mark});
                if (here.value) fields.push_back(number_text(*here.value));
                (here.value ? coloured : grey).push_back(std::move(fields));
            }
        }
        std::size_t const column = number % columns;
        std::size_t const line = number / columns;
        bool const lowest = number + columns >= maps.size();
        plots += fmt::format(
            "set lmargin at screen left + (right - left)*{0}/columns\nset rmargin at screen left + (right - left)*({0} "
            "+ "
            "0.88)/columns\nset tmargin at screen top - (top - bottom)*{1}/rows\nset bmargin at screen top - (top - "
            "bottom)*({1} + {2})/rows\n",
            column, line, rows == 1 ? 1.0 : 0.76);
        plots += fmt::format("set title {} offset 0,-0.6\nset xlabel {}\nset ylabel {}\n", plot_text(map.title),
                             plot_text(lowest ? map.x_label : ""), plot_text(column == 0 ? map.y_label : ""));
        plots += fmt::format("{} logscale x\n{} logscale y\n", log_x ? "set" : "unset", log_y ? "set" : "unset");
        // The label at the left of the row is not repeated.
        bool const same_scale = column > 0 && maps[number - 1].y_values == map.y_values;
        plots += fmt::format("set format x '%g'\nset format y '{}'\n", same_scale ? "" : "%g");
        plots += fmt::format("set xtics {}\nset ytics {}\n", tics(x_edges, log_x), tics(y_edges, log_y));
        plots += fmt::format("set xrange [{:.8g}:{:.8g}]\nset yrange [{:.8g}:{:.8g}]\n", x_edges.front(),
                             x_edges.back(), y_edges.front(), y_edges.back());
        plots += number + 1 == maps.size() ? "set colorbox user origin screen right + 0.015, screen bottom size screen "
                                             "0.016, screen top - bottom\nset "
                                             "cblabel " +
                                                 plot_text(all.value_label) + "\n"
                                           : "unset colorbox\n";
        std::string drawn;
        auto const add = [&](std::string const& part) { drawn += (drawn.empty() ? "plot " : ", \\\n     ") + part; };
        if (!grey.empty()) {
            data += plot_data(fmt::format("grey_{}", number), grey);
            add(fmt::format("$grey_{} using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '#C8C8C8'", number));
        }
        if (!coloured.empty()) {
            data += plot_data(fmt::format("map_{}", number), coloured);
            add(fmt::format("$map_{} using 1:2:3:4:5:6:7 with boxxyerror fillcolor palette", number));
        }
        if (!marks.empty()) {
            data += plot_data(fmt::format("marks_{}", number), marks);
            add(fmt::format("$marks_{} using 1:2:3 with labels textcolor rgb '#FFFFFF'", number));
        }
        // Labels stand on the picture, not on a panel: the first one draws them.
        plots += drawn + "\nunset label\n";
    }
    return text + data + "set multiplot\n" + plots + "unset multiplot\n";
}

}  // namespace ulpfield::study
