#include "studies/dynamics/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "study/plot.hpp"
#include "ulpfield/number/format.hpp"

namespace ulpfield::study {

namespace {

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
    for (curve const& line : shown.curves) {
        if (!line.points.empty()) end = std::max(end, std::strtod(line.points.back().first.c_str(), nullptr));
        std::vector<std::vector<std::string>> table;
        for (auto const& [time, energy] : line.points) {
            auto const same_time = reference.find(time);
            std::string difference = "NaN";
            if (same_time != reference.end() && is_number(energy) && is_number(same_time->second)) {
                double const gap =
                    std::fabs(std::strtod(energy.c_str(), nullptr) - std::strtod(same_time->second.c_str(), nullptr));
                if (gap > 0 && &line != &widest) difference = fmt::format("{:.6g}", gap);
            }
            table.push_back({plot_number(time), plot_number(energy), difference});
        }
        std::string const block = fmt::format("run_{}", number++);
        data += plot_data(block, table);
        energies += fmt::format("{}${} using 1:2 with lines linetype {} linewidth 2 title {}",
                                energies.empty() ? "plot " : ", ", block, number, plot_text(line.format));
        if (&line != &widest)
            differences +=
                fmt::format("{}${} using 1:3 with linespoints linetype {} linewidth 1.6 pointsize 0.5 notitle",
                            differences.empty() ? "plot " : ", ", block, number);
        if (!line.first_rise.empty() && is_number(line.risen_energy)) {
            data += plot_data(block + "_rise", {{line.first_rise, plot_number(line.risen_energy)}});
            energies += fmt::format(
                ", ${}_rise using 1:2 with points linetype {} pointtype 8 pointsize 2 linewidth 2 "
                "title {}",
                block, number, plot_text(line.format + ": first rise"));
        }
    }
    bool const updates = shown.solver == "update";
    figure picture_of;
    picture_of.name = fmt::format("dynamics-{}-{}", file_name(shown.model), shown.solver);
    picture_of.caption = fmt::format(
        "Energy along the trajectory of {} ({}) as each format computes it, the first rise marked{}.", shown.model,
        shown.solver,
        shown.curves.size() > 1 ? "; below, its distance from that of " + widest.format + " at the same time" : "");
    std::string const x_label = updates ? "set xlabel 'updates'\n" : "set xlabel 'time'\n";
    bool const two = !differences.empty();
    picture_of.script = data + fmt::format(
                                   "set multiplot title {}\nset lmargin at screen 0.12\nset rmargin at screen 0.79\n"
                                   "set key at screen 0.985, 0.93 right top\n",
                                   plot_text(fmt::format("{}, {}", shown.model, shown.solver)));
    if (end > 0) picture_of.script += fmt::format("set xrange [0:{:.9g}]\n", end);
    picture_of.script += fmt::format("set origin 0, {}\nset size 1, {}\nset ylabel 'energy E'\n{}{}\n",
                                     two ? 0.51 : 0.09, two ? 0.44 : 0.84, two ? "" : x_label, energies);
    if (two)
        picture_of.script += fmt::format(
            "set origin 0, 0.09\nset size 1, 0.42\nset ytics 100\nset logscale y\nset format y '1e%T'\nset ylabel '|E "
            "− E of {}|'\n{}{}\n",
            widest.format, x_label, differences);
    picture_of.script += "unset multiplot\n";
    picture_of.width = 960;
    picture_of.height = two ? 760 : 480;
    return picture_of;
}

}  // namespace

std::vector<figure> dynamics_figures(results const& rows, arguments const&) {
    result_column const model = rows["model"], format = rows["format"], solver = rows["solver"], time = rows["time"],
                        energy = rows["energy"], monotone = rows["monotone"];
    std::vector<picture> pictures;
    rows.for_each([&](std::uint64_t, row const& at) {
        auto panel = std::find_if(pictures.begin(), pictures.end(), [&](picture const& known) {
            return known.model == model(at) && known.solver == solver(at);
        });
        if (panel == pictures.end()) {
            pictures.push_back({model(at), solver(at), {}});
            panel = pictures.end() - 1;
        }
        if (panel->curves.empty() || panel->curves.back().format != format(at))
            panel->curves.push_back({format(at), {}, "", ""});
        curve& line = panel->curves.back();
        line.points.emplace_back(time(at), energy(at));
        if (monotone(at) == "no" && line.first_rise.empty()) {
            line.first_rise = time(at);
            line.risen_energy = energy(at);
        }
    });
    std::vector<figure> figures;
    figures.reserve(pictures.size());
    for (picture const& shown : pictures) figures.push_back(draw(shown));
    return figures;
}

}  // namespace ulpfield::study
