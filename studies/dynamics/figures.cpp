#include "studies/dynamics/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "studies/dynamics/columns.hpp"
#include "study/library_values.hpp"
#include "study/plot.hpp"
#include "ulpfield/number/format.hpp"

namespace ulpfield::study {

namespace {

namespace at = dynamics_columns;

struct curve {
    std::string format;
    std::vector<std::pair<std::string, std::string>> points;  // time, energy
    std::string first_rise;
    std::string risen_energy;
};

struct picture {
    std::string model;
    std::string solver;
    std::vector<curve> curves;
};

/// "tanh/rectified:3" as part of a file name.
std::string file_name(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '/' || c == ':'; }, '-');
    return text;
}

bool is_number(std::string const& text) { return std::isfinite(std::strtod(text.c_str(), nullptr)); }

figure draw(picture const& shown) {
    curve const& widest =
        *std::max_element(shown.curves.begin(), shown.curves.end(), [](curve const& a, curve const& b) {
            return ulpfield::parse_format(a.format).precision < ulpfield::parse_format(b.format).precision;
        });
    std::map<std::string, std::string> const reference(widest.points.begin(), widest.points.end());
    std::string data;
    std::string energies;
    std::string differences;
    std::size_t number = 0;
    double end = 0;
    for (curve const& each : shown.curves) {
        if (!each.points.empty()) end = std::max(end, std::strtod(each.points.back().first.c_str(), nullptr));
        std::vector<std::vector<std::string>> table;
        for (auto const& [time, energy] : each.points) {
            auto const found = reference.find(time);
            std::string difference = "NaN";
            if (found != reference.end() && is_number(energy) && is_number(found->second)) {
                double const gap =
                    std::fabs(std::strtod(energy.c_str(), nullptr) - std::strtod(found->second.c_str(), nullptr));
                if (gap > 0 && &each != &widest) difference = fmt::format("{:.6g}", gap);
            }
            table.push_back({plot_number(time), plot_number(energy), difference});
        }
        std::string const block = fmt::format("run_{}", number++);
        data += plot_data(block, table);
        energies += fmt::format("{}${} using 1:2 with lines linetype {} linewidth 2 title {}",
                                energies.empty() ? "plot " : ", ", block, number, plot_text(each.format));
        if (&each != &widest)
            differences +=
                fmt::format("{}${} using 1:3 with linespoints linetype {} linewidth 1.6 pointsize 0.5 notitle",
                            differences.empty() ? "plot " : ", ", block, number);
        if (!each.first_rise.empty() && is_number(each.risen_energy)) {
            data += plot_data(block + "_rise", {{each.first_rise, plot_number(each.risen_energy)}});
            energies += fmt::format(
                ", ${}_rise using 1:2 with points linetype {} pointtype 8 pointsize 2 linewidth 2 "
                "title {}",
                block, number, plot_text(each.format + ": first rise"));
        }
    }
    bool const updates = shown.solver == "update";
    figure drawn;
    drawn.name = fmt::format("dynamics-{}-{}", file_name(shown.model), shown.solver);
    drawn.caption = fmt::format(
        "Energy along the trajectory of {} ({}) as each format computes it, the first rise marked{}.", shown.model,
        shown.solver,
        shown.curves.size() > 1 ? "; below, its distance from that of " + widest.format + " at the same time" : "");
    std::string const x_label = updates ? "set xlabel 'updates'\n" : "set xlabel 'time'\n";
    bool const two = !differences.empty();
    drawn.script = data + fmt::format(
                              "set multiplot title {}\nset lmargin at screen 0.12\nset rmargin at screen 0.79\n"
                              "set key at screen 0.985, 0.93 right top\n",
                              plot_text(fmt::format("{}, {}", shown.model, shown.solver)));
    if (end > 0) drawn.script += fmt::format("set xrange [0:{:.9g}]\n", end);
    drawn.script += fmt::format("set origin 0, {}\nset size 1, {}\nset ylabel 'energy E'\n{}{}\n", two ? 0.51 : 0.09,
                                two ? 0.44 : 0.84, two ? "" : x_label, energies);
    if (two)
        drawn.script += fmt::format(
            "set origin 0, 0.09\nset size 1, 0.42\nset ytics 100\nset logscale y\nset format y '1e%T'\nset ylabel '|E "
            "− E of {}|'\n{}{}\n",
            widest.format, x_label, differences);
    drawn.script += "unset multiplot\n";
    drawn.width = 960;
    drawn.height = two ? 760 : 480;
    return drawn;
}

}  // namespace

std::vector<figure> dynamics_figures(results const& rows) {
    std::vector<picture> pictures;
    rows.for_each([&](std::uint64_t, row const& values) {
        auto found = std::find_if(pictures.begin(), pictures.end(), [&](picture const& known) {
            return known.model == values[at::model] && known.solver == values[at::solver];
        });
        if (found == pictures.end()) {
            pictures.push_back({values[at::model], values[at::solver], {}});
            found = pictures.end() - 1;
        }
        if (found->curves.empty() || found->curves.back().format != values[at::format])
            found->curves.push_back({values[at::format], {}, "", ""});
        curve& drawn = found->curves.back();
        drawn.points.emplace_back(values[at::time], values[at::energy]);
        if (values[at::monotone] == "no" && drawn.first_rise.empty()) {
            drawn.first_rise = values[at::time];
            drawn.risen_energy = values[at::energy];
        }
    });
    std::vector<figure> figures;
    figures.reserve(pictures.size());
    for (picture const& each : pictures) figures.push_back(draw(each));
    return figures;
}

}  // namespace ulpfield::study
