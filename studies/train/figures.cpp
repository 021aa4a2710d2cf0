#include "studies/train/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "studies/train/recall_table.hpp"
#include "study/line_chart.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

/// Columns that name a network, with the words before their value in a label.
constexpr std::pair<char const*, char const*> naming[] = {{"formulation", ""},  {"format", ""}, {"interaction", ""},
                                                          {"n", "n="},          {"N", "N="},    {"K", "K="},
                                                          {"repeat", "repeat "}};
/// Those of options, which are there where they were typed.
constexpr std::pair<char const*, char const*> naming_if_typed[] = {{"tie", "tie "}, {"nan", "nan "}};
constexpr std::size_t naming_columns = std::size(naming) + std::size(naming_if_typed);

char const* words_before(std::size_t column) {
    return column < std::size(naming) ? naming[column].second : naming_if_typed[column - std::size(naming)].second;
}

/// More curves than this are no picture.
constexpr std::size_t most_curves = 16;
constexpr std::size_t most_lines = 40;

/// The course of one network.
struct curve {
    std::vector<std::string> names;                                 // as `naming`
    std::vector<std::vector<std::string>> points;                   // epoch, loss, distance, exact loss
    std::string epoch, loss, exact_loss, distance, status, probes;  // of the last row
};

struct curves {
    std::vector<curve> all;  // as they come
    bool many[naming_columns] = {};
    bool exact = false;  // there are exact losses
};

std::string label(curve const& of, bool const (&many)[naming_columns]) {
    std::string text;
    for (std::size_t k = 0; k < naming_columns; ++k)
        if (many[k]) text += (text.empty() ? "" : ", ") + std::string(words_before(k)) + of.names[k];
    return text.empty() ? of.names[0] + ", " + of.names[1] : text;
}

/// A number for people to read; beyond the range of double as it is.
std::string six_digits(std::string const& text) {
    double const value = std::strtod(text.c_str(), nullptr);
    bool const in_range = std::isfinite(value) && (value != 0 || text == "0");
    return in_range ? fmt::format("{:.6g}", value) : text;
}

/// The meaning of a status with an epoch, in words.
std::string why_at_rest(std::string const& status) {
    std::size_t const colon = status.find(':');
    if (colon == std::string::npos || status.starts_with("diverged")) return {};
    return fmt::format(" (no step has moved a memory since epoch {}: {})", status.substr(colon + 1),
                       status.starts_with("stalled") ? "the gradient is zero or the steps are absorbed"
                                                     : "the gradient is zero or points into the clamp");
}

curves gather(results const& rows) {
    std::vector<result_column> names;
    for (auto const& [name, words] : naming) names.push_back(rows[name]);
    std::vector<std::optional<result_column>> typed;
    for (auto const& [name, words] : naming_if_typed) {
        typed.emplace_back();
        for (column const& present : rows.columns())
            if (present.name == name) typed.back() = rows[name];
    }
    result_column const epoch = rows["epoch"];
    result_column const loss = rows["loss"];
    result_column const distance = rows["distance"];
    result_column const status = rows["status"];
    result_column const probes = rows["probes"];
    std::optional<result_column> exact_loss;
    for (column const& present : rows.columns())
        if (present.name == "exact_loss") exact_loss = rows["exact_loss"];
    curves found;
    found.exact = exact_loss.has_value();
    std::map<std::string, std::size_t> places;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::vector<std::string> values;
        std::string key;
        for (result_column const& name : names) {
            values.push_back(name(at));
            key += name(at) + '\n';
        }
        for (std::optional<result_column> const& name : typed) {
            values.push_back(name ? (*name)(at) : std::string());
            key += values.back() + '\n';
        }
        auto const [place, fresh] = places.emplace(key, found.all.size());
        if (fresh) found.all.push_back({std::move(values), {}, {}, {}, {}, {}, {}, {}});
        curve& course = found.all[place->second];
        for (std::size_t k = 0; k < naming_columns; ++k)
            found.many[k] = found.many[k] || course.names[k] != found.all.front().names[k];
        std::string const exactly = exact_loss ? (*exact_loss)(at) : "";
        course.points.push_back({epoch(at), plot_number(loss(at)), plot_number(distance(at)), plot_number(exactly)});
        course.epoch = epoch(at);
        course.loss = loss(at);
        course.exact_loss = exactly;
        course.distance = distance(at);
        course.status = status(at);
        course.probes = probes(at);
    });
    return found;
}

/// The columns of the points that a figure shows of every network: one solid, one dashed behind it (0: none).
struct plotted_columns {
    std::size_t solid;
    std::size_t dashed = 0;
};

/// True if the curves reach over a power of ten: within one, a logarithmic axis is mostly empty.
bool many_powers(chart_panel const& panel) {
    double least = std::numeric_limits<double>::infinity();
    double most = 0;
    for (chart_series const& series : panel.series)
        for (chart_point const& point : series.points)
            if (double const value = std::strtod(point.y.c_str(), nullptr); std::isfinite(value) && value > 0) {
                least = std::min(least, value);
                most = std::max(most, value);
            }
    return most > 10 * least;
}

figure draw(curves const& from, std::string const& name, std::string const& what, std::string const& caption,
            plotted_columns columns, chart_axis y) {
    chart_panel panel;
    std::vector<chart_series> dashed;
    std::size_t const count = std::min(from.all.size(), most_curves);
    for (std::size_t k = 0; k < count; ++k) {
        chart_series solid{label(from.all[k], from.many)};
        solid.look = chart_look::line;
        solid.style = k;
        if (columns.dashed != 0) solid.dash = 1;
        chart_series behind = solid;
        behind.title.clear();
        behind.dash = 3;
        for (std::vector<std::string> const& point : from.all[k].points) {
            solid.points.push_back({point[0], point[columns.solid]});
            behind.points.push_back({point[0], point[columns.dashed]});
        }
        panel.series.push_back(std::move(solid));
        if (columns.dashed != 0) dashed.push_back(std::move(behind));
    }
    std::move(dashed.begin(), dashed.end(), std::back_inserter(panel.series));
    std::vector<std::string> const& any = from.all.front().names;
    bool const one = !from.many[2] && !from.many[3] && !from.many[4] && !from.many[5];
    panel.title = one ? fmt::format("F {}, n = {}, N = {}, K = {}", any[2], any[3], any[4], any[5]) : what;
    panel.x.label = "epoch";
    y.label = what;
    panel.y = std::move(y);
    if (!many_powers(panel)) panel.y.scale = chart_scale::linear;
    figure drawn;
    drawn.name = name;
    drawn.caption =
        caption + (from.all.size() > most_curves ? fmt::format(" The first {} networks.", most_curves) : "");
    drawn.script = plot_script(line_chart{.panels = {std::move(panel)}});
    drawn.width = 1000;
    return drawn;
}

}  // namespace

std::vector<std::string> train_sentences(results const& rows) {
    curves const found = gather(rows);
    std::vector<std::string> sentences;
    for (curve const& course : found.all) {
        if (sentences.size() == most_lines) {
            sentences.push_back(fmt::format("... and {} networks more.", found.all.size() - most_lines));
            break;
        }
        std::string recalled;
        if (auto const states = parse_probes(course.probes); !states.empty()) {
            auto const exactly =
                std::count_if(states.begin(), states.end(), [](auto const& state) { return state.recalled(); });
            recalled = fmt::format("; {} of {} learned states are recalled exactly", exactly, states.size());
            auto const cycling = std::count_if(states.begin(), states.end(),
                                               [](auto const& state) { return state.end == relaxation_end::cycle; });
            if (cycling != 0)
                recalled += fmt::format(", {} end in a cycle, measured at its member reached first", cycling);
        }
        std::string const exact_loss =
            course.exact_loss.empty() ? "" : fmt::format(" ({} exactly)", six_digits(course.exact_loss));
        sentences.push_back(fmt::format("{}: epoch {}, loss {}{}, distance {}, {}{}{}.", label(course, found.many),
                                        course.epoch, six_digits(course.loss), exact_loss,
                                        course.distance.empty() ? "none" : six_digits(course.distance), course.status,
                                        why_at_rest(course.status), recalled));
    }
    return sentences;
}

std::vector<figure> train_figures(results const& rows) {
    curves const found = gather(rows);
    if (found.all.empty()) return {};
    return {draw(found, "train-loss", "loss",
                 found.exact ? "The loss against the epoch; dashed: of the same memories without the format's rounding."
                             : "The loss against the epoch.",
                 {1, found.exact ? std::size_t{3} : 0}, {.label = {}, .scale = chart_scale::logarithmic}),
            draw(found, "train-distance", "mean distance of learned and relaxed states",
                 "Mean Euclidean distance between the learned states and the states they relax to, against the epoch; "
                 "0: all are recalled.",
                 {2}, {.label = {}, .least = 0})};
}

}  // namespace ulpfield::study
