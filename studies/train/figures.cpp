#include "studies/train/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "studies/shared/training/columns.hpp"
#include "studies/train/recall_table.hpp"
#include "study/plot.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t formulation = 0, format = 1, interaction = 2, n = 3, N = 4, K = 5, repeat = 6, epoch = 7,
                      loss = 8, distance = 10, status = 11, probes = 12;

/// More curves than this are no picture.
constexpr std::size_t most_curves = 16;
constexpr std::size_t most_lines = 40;

struct curve {
    std::vector<std::vector<std::string>> points;  // epoch, loss, distance
    row last;
};

struct curves {
    std::vector<std::string> order;  // as they come
    std::map<std::string, curve> of;
    bool many[repeat + 1] = {};
};

std::string label(row const& values, bool const (&many)[repeat + 1]) {
    static char const* const names[] = {"", "", "", "n=", "N=", "K=", "repeat "};
    std::string text;
    for (std::size_t column = 0; column <= repeat; ++column)
        if (many[column]) text += (text.empty() ? "" : ", ") + std::string(names[column]) + values[column];
    return text.empty() ? values[formulation] + ", " + values[format] : text;
}

/// A number for people to read; beyond the range of double as it is.
std::string six_digits(std::string const& text) {
    double const value = std::strtod(text.c_str(), nullptr);
    bool const in_range = std::isfinite(value) && (value != 0 || text == "0");
    return in_range ? fmt::format("{:.6g}", value) : text;
}

/// What a status with an epoch says, in words.
std::string why_at_rest(std::string const& word) {
    std::size_t const colon = word.find(':');
    if (colon == std::string::npos || word.starts_with("diverged")) return {};
    return fmt::format(" (no step has moved a memory since epoch {}: {})", word.substr(colon + 1),
                       word.starts_with("stalled") ? "the gradient is zero or the steps are absorbed"
                                                   : "the gradient is zero or points into the clamp");
}

curves gather(results const& rows) {
    curves all;
    row first;
    rows.for_each([&](std::uint64_t, row const& values) {
        std::string key;
        for (std::size_t column = 0; column <= repeat; ++column) key += values[column] + '\n';
        if (first.empty()) first = values;
        for (std::size_t column = 0; column <= repeat; ++column)
            all.many[column] = all.many[column] || values[column] != first[column];
        curve& here = all.of[key];
        if (here.points.empty()) all.order.push_back(key);
        here.points.push_back({values[epoch], plot_number(values[loss]), plot_number(values[distance])});
        here.last = values;
    });
    return all;
}

figure draw(curves const& all, std::string const& name, std::string const& what, std::string const& caption, int column,
            std::string const& scale) {
    std::string data;
    std::string plots;
    std::size_t number = 0;
    for (std::string const& key : all.order) {
        if (number == most_curves) break;
        curve const& here = all.of.at(key);
        data += plot_data(fmt::format("curve_{}", number), here.points);
        plots += fmt::format("{}$curve_{} using 1:{} with lines linetype {} title {}",
                             plots.empty() ? "plot " : ", \\\n     ", number, column, number % 8 + 1,
                             plot_text(label(here.last, all.many)));
        ++number;
    }
    row const& any = all.of.at(all.order.front()).last;
    figure drawn;
    drawn.name = name;
    drawn.caption =
        caption + (all.order.size() > most_curves ? fmt::format(" The first {} networks.", most_curves) : "");
    bool const one = !all.many[n] && !all.many[N] && !all.many[K] && !all.many[interaction];
    std::string const title =
        one ? fmt::format("F {}, n = {}, N = {}, K = {}", any[interaction], any[n], any[N], any[K]) : what;
    drawn.script = data + "set title " + plot_text(title) + "\nset xlabel 'epoch'\nset ylabel " + plot_text(what) +
                   "\n" + scale + plots + '\n';
    drawn.width = 1000;
    return drawn;
}

}  // namespace

std::vector<column> train_columns() {
    std::vector<column> all = network_columns();
    all.insert(all.end(), {{"repeat", "which patterns and initial memories"},
                           {"epoch", "epochs done; 0: the initial memories"},
                           {"loss", "of all states at these memories, as the format computes it"},
                           {"step_max", "largest change of a memory's component in that epoch"},
                           distance_column(),
                           status_column(),
                           {"probes", "", false}});
    return all;
}

std::vector<std::string> train_sentences(results const& rows) {
    curves const all = gather(rows);
    std::vector<std::string> sentences;
    for (std::string const& key : all.order) {
        if (sentences.size() == most_lines) {
            sentences.push_back(fmt::format("... and {} networks more.", all.order.size() - most_lines));
            break;
        }
        row const& last = all.of.at(key).last;
        std::string recalled;
        if (auto const states = parse_probes(last[probes]); !states.empty()) {
            auto const exactly =
                std::count_if(states.begin(), states.end(), [](auto const& each) { return each.recalled(); });
            recalled = fmt::format("; {} of {} learned states are recalled exactly", exactly, states.size());
            auto const cycling = std::count_if(states.begin(), states.end(),
                                               [](auto const& state) { return state.end == relaxation_end::cycle; });
            if (cycling != 0)
                recalled += fmt::format(", {} end in a cycle, measured at its member reached first", cycling);
        }
        sentences.push_back(fmt::format("{}: epoch {}, loss {}, distance {}, {}{}{}.", label(last, all.many),
                                        last[epoch], six_digits(last[loss]),
                                        last[distance].empty() ? "none" : six_digits(last[distance]), last[status],
                                        why_at_rest(last[status]), recalled));
    }
    return sentences;
}

std::vector<figure> train_figures(results const& rows) {
    curves const all = gather(rows);
    if (all.order.empty()) return {};
    return {draw(all, "train-loss", "loss", "The loss against the epoch.", 2, "set logscale y\nset format y '%.0e'\n"),
            draw(all, "train-distance", "mean distance of learned and relaxed states",
                 "Mean Euclidean distance between the learned states and the states they relax to, against the epoch; "
                 "0: all are recalled.",
                 3, "set yrange [0:*]\n")};
}

}  // namespace ulpfield::study
