#include "studies/recall/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "studies/recall/variant.hpp"
#include "study/line_chart.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

/// The two pictures: the exponential memories against log2(K)/N, all other models against the load.
struct picture {
    bool exponential = false;
    std::vector<chart_series> retrieved;
    std::vector<chart_series> perfect;
    std::vector<double> sizes;  ///< N, each once
    double most = 0;            ///< x
};

figure draw(picture&& of) {
    chart_axis const x{of.exponential ? "log₂(K) / N" : "load K / N", chart_scale::linear, 0.0, of.most * 1.05};
    chart_panel above{{"", x.scale, x.least, x.most}, {"retrieved (overlap ≥ 0.9)", chart_scale::linear, 0.0, 1.04}};
    chart_panel below{x, {"flawless", chart_scale::linear, 0.0, 1.04}};
    above.series = std::move(of.retrieved);
    below.series = std::move(of.perfect);
    figure curves;
    if (of.exponential) {
        if (of.most >= 0.5) above.marks = below.marks = {{0.5, "K = 2^(N/2)"}};
        curves.name = "recall-exponential";
        curves.caption =
            "Share of trials that end near their memory (above, 95 % intervals) and in it exactly (below), against "
            "log2(K)/N; the mark is the capacity 2^(N/2) of Demircigil et al. 2017.";
    } else {
        if (of.most >= 0.138) above.marks = {{0.138, "0.138"}};
        for (std::size_t k = 0; k < of.sizes.size(); ++k)
            for (int const factor : {2, 4})
                if (double const load = 1 / (factor * std::log(of.sizes[k])); of.sizes[k] > 2 && load <= of.most)
                    below.marks.push_back({load, "", plot_colour(k), factor == 2 ? 2 : 3});
        below.series.push_back({.title = "1/(2 ln N)", .look = chart_look::shape, .colour = "#404040", .dash = 2});
        below.series.push_back({.title = "1/(4 ln N)", .look = chart_look::shape, .colour = "#404040", .dash = 3});
        curves.name = "recall-load";
        curves.caption =
            "Share of trials that end near their memory (above, 95 % intervals; 0.138 is the limit of large N) and in "
            "it exactly (below; vertical lines in the colour of N at 1/(2 ln N), where one memory should be flawless, "
            "and 1/(4 ln N), all of them).";
    }
    std::string const title = of.exponential ? "Exponential memories: e^x and e^(x/N)" : "Recall against the load";
    curves.show(line_chart{title, {std::move(above), std::move(below)}});
    curves.width = 960;
    curves.height = 760;
    return curves;
}

}  // namespace

std::vector<figure> recall_figures(results const& rows, arguments const&) {
    result_column const model = rows["model"], N = rows["N"], K = rows["K"], load = rows["load"],
                        states = rows["states"], perfect = rows["perfect"], retrieved = rows["retrieved"],
                        lower = rows["lower"], upper = rows["upper"];
    recall_variants const variant(rows);
    std::vector<picture> pictures;
    rows.for_each([&](std::uint64_t, row const& at) {
        bool const exponential = model(at).starts_with("exponential");
        auto to = std::find_if(pictures.begin(), pictures.end(),
                               [&](picture const& known) { return known.exponential == exponential; });
        if (to == pictures.end()) to = pictures.insert(to, picture{exponential, {}, {}, {}, 0});
        std::string title = fmt::format("{}, N = {}", model(at), N(at));
        if (states(at) != "memory") title += ", " + states(at);
        title += variant(at);
        std::string const x = exponential ? fmt::format("{:.6g}", std::log2(K.real(at)) / N.real(at)) : load(at);
        to->most = std::max(to->most, std::stod(x));
        if (std::find(to->sizes.begin(), to->sizes.end(), N.real(at)) == to->sizes.end())
            to->sizes.push_back(N.real(at));
        chart_series& curve = series_of(to->retrieved, title);
        curve.look = chart_look::intervals;
        curve.points.push_back({x, retrieved(at), lower(at), upper(at)});
        series_of(to->perfect, title).points.push_back({x, perfect(at)});
    });
    std::vector<figure> figures;
    for (picture& one : pictures) {
        for (chart_series& curve : one.retrieved) sort_points(curve.points);
        for (chart_series& curve : one.perfect) {
            sort_points(curve.points);
            curve.title.clear();  // named above
        }
        figures.push_back(draw(std::move(one)));
    }
    return figures;
}

}  // namespace ulpfield::study
