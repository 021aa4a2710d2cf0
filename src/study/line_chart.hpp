#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ulpfield::study {

/// A point of a curve, as decimal strings of results; what is no number (inf, nan, empty) leaves a gap.
struct chart_point {
    std::string x;
    std::string y;
    std::string lower = {};  ///< ends of its interval; empty: none
    std::string upper = {};
};

/// The style of points and lines.
enum class chart_look {
    line_and_points,
    line,
    points,
    intervals,       ///< points joined, each with its interval
    bare_intervals,  ///< points with intervals, not joined
    shape            ///< nothing but an entry of the key: what lines of that look mean
};

/// A curve. What is left out follows its number among the curves: colour, dash and point go round together.
struct chart_series {
    std::string title;  ///< in the key; empty: not there
    std::vector<chart_point> points = {};
    chart_look look = chart_look::line_and_points;
    std::optional<std::size_t> style = {};  ///< colour, dash and point of plot_style, from 0
    std::string colour = {};                ///< another colour, "#rrggbb"
    std::optional<int> dash = {};
    std::optional<int> point = {};
    double width = 2;
    double point_size = 0.8;
};

/// A line across the panel at one x, with a few words beside it.
struct chart_mark {
    double x = 0;
    std::string label = {};
    std::string colour = "#808080";
    int dash = 2;
    bool upright = false;  ///< the words run upwards along the line, from the top; else they stand at its foot
};

enum class chart_scale {
    linear,
    logarithmic,  ///< positive numbers only
    from_zero     ///< log(1 + v): zero, a few and many in one picture
};

struct chart_axis {
    std::string label;
    chart_scale scale = chart_scale::linear;
    std::optional<double> least = {};  ///< else that of the points
    std::optional<double> most = {};
    std::vector<std::string> numbers = {};  ///< those named at the axis; none: gnuplot's choice
    std::string format = {};                ///< of the numbers, as gnuplot writes it; empty: plain
};

/// Curves over one pair of axes.
struct chart_panel {
    chart_axis x;
    chart_axis y;
    std::vector<chart_series> series = {};
    std::vector<chart_mark> marks = {};
    std::string title = {};  ///< above it; a second line after \n
};

enum class chart_key { right, below };

/// Panels one above the other with one key style and the same left and right ends.
struct line_chart {
    std::string title = {};  ///< above all panels, where there are several
    std::vector<chart_panel> panels;
    chart_key key = chart_key::right;
    std::string key_title = {};
};

/// The gnuplot commands that draw it. No panel, or one without curves: std::invalid_argument.
[[nodiscard]] std::string plot_script(line_chart const& chart);

/// Points by increasing x; the order of equal ones is kept.
void sort_points(std::vector<chart_point>& points);

/// The series of this title, added at the end if there is none.
[[nodiscard]] chart_series& series_of(std::vector<chart_series>& all, std::string const& title);

}  // namespace ulpfield::study
