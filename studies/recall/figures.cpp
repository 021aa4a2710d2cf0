#include "studies/recall/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "studies/recall/columns.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

namespace at = recall_columns;

struct curve {
    std::string title;
    double N = 0;
    std::vector<std::vector<std::string>> points;  // x, retrieved, lower, upper, perfect
};

struct picture {
    bool exponential = false;
    std::vector<curve> curves;
};

figure draw(picture const& shown) {
    std::string data;
    std::string retrieved;
    std::string perfect;
    std::string marks;
    double most = 0;
    for (curve const& each : shown.curves)
        for (auto const& point : each.points) most = std::max(most, std::stod(point[0]));
    std::vector<double> sizes;
    for (std::size_t k = 0; k < shown.curves.size(); ++k) {
        curve const& each = shown.curves[k];
        std::string const block = fmt::format("curve_{}", k);
        data += plot_data(block, each.points);
        retrieved += fmt::format("{0}${1} using 1:2:3:4 with yerrorlines linetype {2} linewidth 2 title {3}",
                                 k == 0 ? "plot " : ", ", block, k + 1, plot_text(each.title));
        perfect += fmt::format("{}${} using 1:5 with linespoints linetype {} linewidth 2 notitle",
                               k == 0 ? "plot " : ", ", block, k + 1);
        if (std::find(sizes.begin(), sizes.end(), each.N) == sizes.end()) sizes.push_back(each.N);
    }
    auto const mark = [](double x, std::string const& label, double height) {
        return fmt::format(
            "set arrow from {0}, 0 to {0}, graph 1 nohead linecolor '#808080' dashtype 2\nset label {1} at {0}, graph "
            "{2} offset 0.4, 0 textcolor '#606060'\n",
            x, plot_text(label), height);
    };
    figure drawn;
    std::string const title = shown.exponential ? "Exponential memories: e^x and e^(x/N)" : "Recall against the load";
    std::string upper_marks;
    std::string lower_marks;
    if (shown.exponential) {
        if (most >= 0.5) upper_marks = lower_marks = mark(0.5, "K = 2^(N/2)", 0.1);
        drawn.name = "recall-exponential";
        drawn.caption =
            "Share of trials that end near their memory (above, 95 % intervals) and in it exactly (below), against "
            "log2(K)/N; the mark is the capacity 2^(N/2) of Demircigil et al. 2017.";
    } else {
        if (most >= 0.138) upper_marks = mark(0.138, "0.138", 0.1);
        for (std::size_t k = 0; k < sizes.size(); ++k) {
            if (!(sizes[k] > 2)) continue;
            for (int const way : {2, 4})
                if (double const x = 1 / (way * std::log(sizes[k])); x <= most)
                    lower_marks += fmt::format(
                        "set arrow from {0}, 0 to {0}, graph 1 nohead linecolor '{1}' linewidth 1.5 dashtype {2}\n", x,
                        plot_colour(k), way == 2 ? 2 : 3);
        }
        perfect +=
            ", NaN with lines linecolor '#404040' dashtype 2 title '1/(2 ln N)', NaN with lines linecolor '#404040' "
            "dashtype 3 title '1/(4 ln N)'";
        drawn.name = "recall-load";
        drawn.caption =
            "Share of trials that end near their memory (above, 95 % intervals; 0.138 is the limit of large N) and in "
            "it exactly (below; vertical lines in the colour of N at 1/(2 ln N), where one memory should be flawless, "
            "and 1/(4 ln N), all of them).";
    }
    drawn.script = data + fmt::format(
                              "set multiplot title {}\nset lmargin at screen 0.10\nset rmargin at screen 0.76\n"
                              "set key at screen 0.985, 0.93 right top\nset yrange [0:1.04]\nset xrange [0:{:.6g}]\n",
                              plot_text(title), most * 1.05);
    drawn.script += "set origin 0, 0.51\nset size 1, 0.44\nset ylabel 'retrieved (overlap ≥ 0.9)'\n" + upper_marks +
                    retrieved + "\nunset arrow\nunset label\n";
    drawn.script += fmt::format(
                        "set origin 0, 0.09\nset size 1, 0.42\nset key at screen 0.985, 0.47 right top\nset ylabel "
                        "'flawless'\nset xlabel {}\n",
                        shown.exponential ? "'log₂(K) / N'" : "'load K / N'") +
                    lower_marks + perfect + "\nunset multiplot\n";
    drawn.width = 960;
    drawn.height = 760;
    return drawn;
}

}  // namespace

std::vector<figure> recall_figures(results const& rows) {
    std::vector<picture> pictures;
    rows.for_each([&](std::uint64_t, row const& values) {
        bool const exponential = values[at::model].starts_with("exponential");
        auto found = std::find_if(pictures.begin(), pictures.end(),
                                  [&](picture const& known) { return known.exponential == exponential; });
        if (found == pictures.end()) {
            pictures.push_back({exponential, {}});
            found = pictures.end() - 1;
        }
        std::string title = fmt::format("{}, N = {}", values[at::model], values[at::N]);
        if (values[at::states] != "memory") title += ", " + values[at::states];
        auto line = std::find_if(found->curves.begin(), found->curves.end(),
                                 [&](curve const& known) { return known.title == title; });
        if (line == found->curves.end()) {
            found->curves.push_back({title, std::stod(values[at::N]), {}});
            line = found->curves.end() - 1;
        }
        std::string const x =
            exponential ? fmt::format("{:.6g}", std::log2(std::stod(values[at::K])) / line->N) : values[at::load];
        line->points.push_back({x, values[at::retrieved], values[at::lower], values[at::upper], values[at::perfect]});
    });
    std::vector<figure> figures;
    figures.reserve(pictures.size());
    for (picture& each : pictures) {
        for (curve& line : each.curves)
            std::stable_sort(line.points.begin(), line.points.end(),
                             [](auto const& a, auto const& b) { return std::stod(a[0]) < std::stod(b[0]); });
        figures.push_back(draw(each));
    }
    return figures;
}

}  // namespace ulpfield::study
