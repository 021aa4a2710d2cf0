#include "studies/tune/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "study/value_map.hpp"

namespace ulpfield::study {

namespace {

/// Recall that counts as good: a mean distance below 1, that is on average less than a quarter of a wrong bit a state
/// (2 sqrt(bits) per state).
constexpr double good_distance = 1;
constexpr std::size_t most_sentences = 60;

/// The repeats of one box.
struct box {
    std::map<std::string, double> distance_of;  // by repeat; diverged ones are not in it
    std::size_t runs = 0;
    std::size_t diverged = 0;
    std::size_t stalled = 0;
    std::uint64_t cycling = 0;  // learned states that end in a cycle
    [[nodiscard]] double mean() const {
        double sum = 0;
        for (auto const& [name, value] : distance_of) sum += value;
        return distance_of.empty() ? std::numeric_limits<double>::quiet_NaN()
                                   : sum / static_cast<double>(distance_of.size());
    }
};

/// The subject of a map; the sizes are texts as in the table.
struct map_names {
    std::string formulation, format, interaction, N, K, P, n;
    std::string rule = {};  ///< of ties and NaN, where it was typed: ", tie keep"

    /// All but n and, where asked, the formulation.
    [[nodiscard]] std::string group(bool with_formulation = true) const {
        return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", with_formulation ? formulation : "", format, interaction, N, K,
                           P, rule);
    }
};

struct panel {
    map_names names;
    std::map<std::pair<double, double>, box> boxes;  // by X, rate
};

/// In the order of the rows.
std::vector<panel> gather(results const& rows) {
    result_column const formulation = rows["formulation"];
    result_column const format = rows["format"];
    result_column const interaction = rows["interaction"];
    result_column const N = rows["N"];
    result_column const K = rows["K"];
    result_column const P = rows["patterns"];
    result_column const n = rows["n"];
    result_column const X = rows["inverse_temperature"];
    result_column const rate = rows["learning_rate"];
    result_column const repeat = rows["repeat"];
    result_column const distance = rows["distance"];
    result_column const status = rows["status"];
    result_column const cycling = rows["cycling"];
    std::vector<std::pair<std::string, result_column>> typed;
    for (column const& one : rows.columns())
        if (one.name == "tie" || one.name == "nan") typed.emplace_back(one.name, rows[one.name]);
    std::vector<panel> panels;
    std::map<std::string, std::size_t> places;
    rows.for_each([&](std::uint64_t, row const& at) {
        map_names names{formulation(at), format(at), interaction(at), N(at), K(at), P(at), n(at)};
        for (auto const& [name, of] : typed) names.rule += ", " + name + " " + of(at);
        auto const [place, fresh] = places.emplace(names.group() + '\n' + names.n, panels.size());
        if (fresh) panels.push_back({std::move(names), {}});
        box& one = panels[place->second].boxes[{X.real(at), rate.real(at)}];
        ++one.runs;
        if (status(at).starts_with("diverged")) ++one.diverged;
        if (status(at) == "stalled") ++one.stalled;
        one.cycling += cycling.count(at);
        if (!distance.absent(at)) one.distance_of[repeat(at)] = distance.real(at);
    });
    return panels;
}

std::string described(map_names const& of) {
    return fmt::format("{}, {}, F {}, n={}, N={}, K={}, {} states{}", of.formulation, of.format, of.interaction, of.n,
                       of.N, of.K, of.P, of.rule);
}

std::string summary(panel const& of) {
    std::size_t good = 0;
    std::size_t diverged = 0;
    std::size_t stalled = 0;
    std::uint64_t cycling = 0;
    double best = std::numeric_limits<double>::infinity();
    double log_sum = 0;
    double least_X = std::numeric_limits<double>::infinity();
    double most_X = 0;
    std::pair<double, double> where;
    std::vector<double> means;
    for (auto const& [at, one] : of.boxes) {
        diverged += one.diverged == one.runs ? 1U : 0U;
        stalled += one.stalled == one.runs ? 1U : 0U;
        cycling += one.cycling;
        double const mean = one.mean();
        if (std::isnan(mean)) continue;
        means.push_back(mean);
        if (mean < best) {
            best = mean;
            where = at;
        }
        if (mean < good_distance) {
            ++good;
            log_sum += std::log10(at.first);
            least_X = std::min(least_X, at.first);
            most_X = std::max(most_X, at.first);
        }
    }
    std::string text = fmt::format("{}: ", described(of.names));
    if (means.empty())
        return text + (diverged == of.boxes.size() ? "every training diverged." : "no mean distance is a number.");
    text += fmt::format("best mean distance {:.4g} at 1/T = {:.4g}, rate {:.4g}; ", best, where.first, where.second);
    if (good == 0)
        text += fmt::format("no box of {} below {:g}", of.boxes.size(), good_distance);
    else
        text += fmt::format("{} of {} boxes below {:g}, 1/T from {:.4g} to {:.4g} (geometric mean {:.4g})", good,
                            of.boxes.size(), good_distance, least_X, most_X,
                            std::pow(10.0, log_sum / static_cast<double>(good)));
    if (diverged != 0) text += fmt::format("; {} diverged", diverged);
    if (stalled != 0) text += fmt::format("; {} stalled", stalled);
    if (cycling != 0) text += fmt::format("; {} probes end in a cycle, measured at its member reached first", cycling);
    return text + ".";
}

/// Two panels that differ in the formulation alone, box by box in the order of X and rate (their X may differ by a
/// factor, as with --match-temperature).
std::string comparison(panel const& a, panel const& b) {
    if (a.boxes.size() != b.boxes.size()) return {};
    std::size_t pairs = 0;
    std::size_t same = 0;
    double sum = 0;
    double square = 0;
    double largest = 0;
    auto other = b.boxes.begin();
    for (auto const& [at, one] : a.boxes) {
        if (at.second != other->first.second) return {};
        for (auto const& [name, value] : one.distance_of) {
            auto const same_repeat = other->second.distance_of.find(name);
            if (same_repeat == other->second.distance_of.end()) continue;
            double const difference = value - same_repeat->second;
            ++pairs;
            same += difference == 0 ? 1U : 0U;
            sum += difference;
            square += difference * difference;
            largest = std::max(largest, std::fabs(difference));
        }
        ++other;
    }
    if (pairs < 2) return {};
    auto const count = static_cast<double>(pairs);
    double const mean = sum / count;
    double const deviation = std::sqrt(std::max(0.0, (square - count * mean * mean) / (count - 1)) / count);
    return fmt::format(
        "{} minus {}, box by box, F {}, {}, n={}{}: {} of {} pairs of trainings have the same distance; mean "
        "difference "
        "{:.3g} (standard error {:.2g}), largest {:.3g}.",
        a.names.formulation, b.names.formulation, a.names.interaction, a.names.format, a.names.n, a.names.rule, same,
        pairs, mean, deviation, largest);
}

}  // namespace

std::vector<std::string> tune_verdict(results const& rows) {
    std::vector<panel> const panels = gather(rows);
    std::vector<std::string> sentences;
    for (panel const& one : panels) sentences.push_back(summary(one));
    std::map<std::string, panel const*> first;
    for (panel const& one : panels)
        if (auto const [place, fresh] = first.emplace(one.names.group(false) + '\n' + one.names.n, &one); !fresh)
            if (std::string text = comparison(*place->second, one); !text.empty()) sentences.push_back(text);
    if (sentences.size() > most_sentences) {
        std::size_t const left = sentences.size() - most_sentences;
        sentences.resize(most_sentences);
        sentences.push_back(fmt::format("... and {} more; the CSV has them all.", left));
    }
    return sentences;
}

namespace {

/// The values of both axes of a panel.
struct panel_axes {
    explicit panel_axes(panel const& of) {
        for (auto const& [at, unused] : of.boxes) {
            temperatures.insert(at.first);
            rates.insert(at.second);
        }
    }
    std::set<double> temperatures;
    std::set<double> rates;
};

struct marks {
    bool diverged = false;
    bool stalled = false;
};

value_map map_of(panel const& of, marks& seen) {
    panel_axes const axes(of);
    value_map map;
    map.title = fmt::format("n = {}", of.names.n);
    map.x_label = "inverse temperature 1/T";
    map.y_label = "learning rate";
    map.x_values.assign(axes.temperatures.begin(), axes.temperatures.end());
    map.y_values.assign(axes.rates.begin(), axes.rates.end());
    for (double const y : map.y_values) {
        auto& line = map.boxes.emplace_back();
        for (double const x : map.x_values) {
            value_map::box& shown = line.emplace_back();
            auto const place = of.boxes.find({x, y});
            if (place == of.boxes.end()) continue;
            box const& one = place->second;
            if (!one.distance_of.empty()) shown.value = one.mean();
            if (one.diverged != 0) shown.mark = "×";
            if (one.diverged == 0 && 2 * one.stalled > one.runs && one.mean() >= good_distance) shown.mark = "·";
            seen.diverged = seen.diverged || one.diverged != 0;
            seen.stalled = seen.stalled || shown.mark == "·";
        }
    }
    return map;
}

/// The maps of one group, a panel for each n, on the scale 0 .. most.
figure picture(std::vector<panel const*> const& group, std::size_t number, double most) {
    value_maps together;
    marks seen;
    for (panel const* const one : group) together.maps.push_back(map_of(*one, seen));
    if (seen.diverged) together.notes.push_back("×  some training diverged (grey: all)");
    if (seen.stalled) together.notes.push_back("·  most stand still before the loss is 0");
    map_names const& any = group.front()->names;
    std::string const setting = fmt::format("{}, {}, F {}, N = {}, K = {}, {} states{}", any.formulation, any.format,
                                            any.interaction, any.N, any.K, any.P, any.rule);
    std::size_t const count = group.size();
    std::size_t const columns = count <= 3 ? count : count == 4 ? 2 : 3;
    together.title = setting;
    together.value_label = "mean Euclidean distance of learned and relaxed states";
    together.most = std::max(most, 1e-9);
    together.columns = columns;
    figure drawn;
    drawn.name = fmt::format("tune-map-{}", number);
    drawn.caption = fmt::format(
        "Mean Euclidean distance between learned and relaxed states over inverse temperature and learning rate, a "
        "panel for each n; dark is good recall. {}.",
        setting);
    drawn.show(std::move(together));
    drawn.width = 200 + static_cast<int>(columns) * 330;
    drawn.height = 110 + static_cast<int>((count + columns - 1) / columns) * 310;
    return drawn;
}

}  // namespace

std::vector<figure> tune_figures(results const& rows) {
    std::vector<panel> const panels = gather(rows);
    std::vector<std::vector<panel const*>> groups;
    std::map<std::string, std::size_t> places;
    double most = 0;
    for (panel const& one : panels) {
        for (auto const& [at, trainings] : one.boxes)
            if (double const mean = trainings.mean(); mean > most) most = mean;
        panel_axes const axes(one);
        if (axes.temperatures.size() < 2 || axes.rates.size() < 2) continue;
        auto const [place, fresh] = places.emplace(one.names.group(), groups.size());
        if (fresh) groups.emplace_back();
        groups[place->second].push_back(&one);
    }
    std::vector<figure> figures;
    for (auto const& group : groups) figures.push_back(picture(group, figures.size() + 1, most));
    return figures;
}

}  // namespace ulpfield::study
