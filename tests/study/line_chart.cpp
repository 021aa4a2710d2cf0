// What a line chart tells gnuplot: every number of the results that an axis has a place for, and no other.
#include "study/line_chart.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using namespace ulpfield::study;

namespace {

bool has(std::string const& script, std::string const& part) { return script.find(part) != std::string::npos; }

chart_panel panel_of(std::vector<chart_point> points, chart_scale scale) {
    return {{"n", scale}, {"bits", scale}, {{.title = "fp16", .points = std::move(points)}}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(points_without_a_place_are_gaps) {
    std::vector<chart_point> const points = {
        {"1", "0.5", "0.25", "0.75"}, {"2", "inf"}, {"3", "0"}, {"0", "-1"}, {"4", ""}};
    auto const script = [&](chart_scale scale) { return plot_script(line_chart{.panels = {panel_of(points, scale)}}); };
    BOOST_TEST(has(script(chart_scale::linear),
                   "$curve_0_0 << EOD\n1 0.5 0.25 0.75\n2 NaN NaN NaN\n3 0 0 0\n0 -1 -1 -1\n4 NaN NaN NaN\nEOD\n"));
    BOOST_TEST(has(script(chart_scale::logarithmic),
                   "1 0.5 0.25 0.75\n2 NaN NaN NaN\n3 NaN NaN NaN\nNaN NaN NaN NaN\n4 NaN NaN NaN\n"));
    BOOST_TEST(has(script(chart_scale::logarithmic), "set logscale x\n"));
    BOOST_TEST(has(script(chart_scale::from_zero), "3 0 0 0\n0 NaN NaN NaN\n"));
    BOOST_TEST(has(script(chart_scale::from_zero), "set nonlinear y via log10(1 + y) inverse 10**y - 1\n"));
}

BOOST_AUTO_TEST_CASE(curves_go_through_styles_and_have_a_key) {
    chart_panel panel = panel_of({{"1", "1"}}, chart_scale::linear);
    for (int k = 1; k < 10; ++k) panel.series.push_back({.title = "", .points = {{"1", "2"}}});
    panel.series.push_back({.title = "it's",
                            .points = {{"1", "2"}},
                            .look = chart_look::intervals,
                            .style = 2,
                            .colour = "#404040",
                            .dash = 3,
                            .point = 7});
    panel.series.push_back({.title = "meaning", .look = chart_look::shape});
    std::string const script = plot_script(line_chart{.panels = {panel}, .key = chart_key::below});
    BOOST_TEST(
        has(script, "plot $curve_0_0 using 1:2 with linespoints linetype 1 linewidth 2 pointsize 0.8 title 'fp16'"));
    BOOST_TEST(has(script, "$curve_0_8 using 1:2 with linespoints linetype 1 linewidth 2 pointsize 0.8 notitle"));
    BOOST_TEST(has(script,
                   "$curve_0_10 using 1:2:3:4 with yerrorlines linetype 3 linewidth 2 linecolor rgb '#404040' "
                   "dashtype 3 pointtype 7 pointsize 0.8 title 'it''s'"));
    BOOST_TEST(has(script, "keyentry with lines linetype 4 linewidth 2 title 'meaning'"));
    BOOST_TEST(has(script, "set key outside below"));
    BOOST_TEST(!has(script, "multiplot"));
}

BOOST_AUTO_TEST_CASE(panels_stand_one_above_the_other) {
    chart_panel const panel = panel_of({{"1", "1"}}, chart_scale::linear);
    chart_panel marked = panel;
    marked.marks = {{0.5, "half"}};
    std::string const script = plot_script(line_chart{"two", {panel, marked}});
    BOOST_TEST(has(script, "set multiplot title 'two'\n"));
    BOOST_TEST(has(script, "$curve_1_0 << EOD"));
    BOOST_TEST(has(script, "set arrow from 0.5, graph 0 to 0.5, graph 1 nohead"));
    BOOST_TEST(has(script, "set label 'half' at 0.5"));
}

BOOST_AUTO_TEST_CASE(a_chart_without_a_number_says_so) {
    std::string const script = plot_script(line_chart{.panels = {panel_of({{"1", "inf"}}, chart_scale::logarithmic)}});
    BOOST_TEST(has(script, "'no finite value'"));
    BOOST_TEST(has(script, "plot NaN notitle"));
    BOOST_CHECK_THROW(static_cast<void>(plot_script(line_chart{})), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(plot_script(line_chart{.panels = {chart_panel{}}})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(points_are_sorted_and_series_named_once) {
    std::vector<chart_point> points = {{"10", "a"}, {"9", "b"}, {"1e1", "c"}};
    sort_points(points);
    BOOST_TEST(points[0].y == "b");
    BOOST_TEST(points[1].y == "a");
    std::vector<chart_series> all;
    series_of(all, "one").points.push_back({"1", "1"});
    static_cast<void>(series_of(all, "two"));
    series_of(all, "one").points.push_back({"2", "2"});
    BOOST_TEST(all.size() == 2U);
    BOOST_TEST(all[0].points.size() == 2U);
}
