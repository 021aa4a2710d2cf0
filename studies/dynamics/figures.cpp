#include "studies/dynamics/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "study/library_values.hpp"
#include "study/line_chart.hpp"
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

/// |E - E of the reference| at the same times; where they are equal, or one is no number, nothing.
std::vector<chart_point> differences(curve const& line, std::map<std::string, std::string> const& reference) {
    std::vector<chart_point> points;
    for (auto const& [time, energy] : line.points) {
        auto const same_time = reference.find(time);
        if (same_time == reference.end() || !is_number(energy) || !is_number(same_time->second)) continue;
        double const gap =
            std::fabs(std::strtod(energy.c_str(), nullptr) - std::strtod(same_time->second.c_str(), nullptr));
        if (gap > 0) points.push_back({time, fmt::format("{:.6g}", gap)});
    }
    return points;
}

figure draw(picture const& shown) {
    curve const& widest =
        *std::max_element(shown.curves.begin(), shown.curves.end(), [](curve const& a, curve const& b) {
            return ulpfield::parse_format(a.format).precision < ulpfield::parse_format(b.format).precision;
        });
    std::map<std::string, std::string> const reference(widest.points.begin(), widest.points.end());
    double end = 0;
    for (curve const& line : shown.curves)
        if (!line.points.empty()) end = std::max(end, std::strtod(line.points.back().first.c_str(), nullptr));
    chart_axis const time{shown.solver == "update" ? "updates" : "time", chart_scale::linear, 0.0,
                          end > 0 ? std::optional(end) : std::nullopt};
    bool const two = shown.curves.size() > 1;
    chart_panel above{time, {"energy E"}};
    if (two) above.x.label.clear();
    chart_panel below{time, {fmt::format("|E − E of {}|", widest.format), chart_scale::logarithmic}};
    below.y.format = "1e%T";
    for (std::size_t k = 0; k < shown.curves.size(); ++k) {
        curve const& line = shown.curves[k];
        chart_series energies{.title = line.format, .look = chart_look::line, .style = k, .dash = 1};
        for (auto const& [at, energy] : line.points) energies.points.push_back({at, energy});
        above.series.push_back(std::move(energies));
        if (!line.first_rise.empty() && is_number(line.risen_energy))
            above.series.push_back({.title = line.format + ": first rise",
                                    .points = {{line.first_rise, line.risen_energy}},
                                    .look = chart_look::points,
                                    .style = k,
                                    .point = 8,
                                    .point_size = 2});
        if (&line != &widest)
            below.series.push_back({.title = "",
                                    .points = differences(line, reference),
                                    .style = k,
                                    .dash = 1,
                                    .width = 1.6,
                                    .point_size = 0.5});
    }
    line_chart chart{fmt::format("{}, {}", shown.model, shown.solver), {std::move(above)}};
    if (two) chart.panels.push_back(std::move(below));
    figure energies;
    energies.name = fmt::format("dynamics-{}-{}", file_name(shown.model), shown.solver);
    energies.caption = fmt::format(
        "Energy along the trajectory of {} ({}) as each format computes it, the first rise marked{}.", shown.model,
        shown.solver, two ? "; below, its distance from that of " + widest.format + " at the same time" : "");
    energies.show(std::move(chart));
    energies.width = 960;
    energies.height = two ? 760 : 480;
    return energies;
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
