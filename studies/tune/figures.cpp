#include "studies/tune/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "studies/shared/training/columns.hpp"
#include "study/value_map.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t formulation = 0, format = 1, interaction = 2, n = 3, N = 4, K = 5, P = 6, X = 7, rate = 8,
                      repeat = 9, distance = 12, status = 14, cycles = 15;

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

struct panel {
    row first;
    std::map<std::pair<double, double>, box> boxes;  // by X, rate
};

std::string key_of(row const& values, std::initializer_list<std::size_t> columns) {
    std::string key;
    for (std::size_t const column : columns) key += values[column] + '\n';
    return key;
}

struct panels {
    std::vector<std::string> order;
    std::map<std::string, panel> of;
};

panels gather(results const& rows) {
    panels all;
    rows.for_each([&](std::uint64_t, row const& values) {
        std::string const key = key_of(values, {formulation, format, interaction, N, K, P, n});
        panel& here = all.of[key];
        if (here.first.empty()) {
            here.first = values;
            all.order.push_back(key);
        }
        box& at = here.boxes[{std::stod(values[X]), std::stod(values[rate])}];
        ++at.runs;
        if (values[status].starts_with("diverged")) ++at.diverged;
        if (values[status] == "stalled") ++at.stalled;
        at.cycling += std::stoull(values[cycles]);
        if (!values[distance].empty()) at.distance_of[values[repeat]] = std::stod(values[distance]);
    });
    return all;
}

std::string described(row const& values) {
    return fmt::format("{}, {}, F {}, n={}, N={}, K={}, {} states", values[formulation], values[format],
                       values[interaction], values[n], values[N], values[K], values[P]);
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
    for (auto const& [at, here] : of.boxes) {
        diverged += here.diverged == here.runs ? 1U : 0U;
        stalled += here.stalled == here.runs ? 1U : 0U;
        cycling += here.cycling;
        double const mean = here.mean();
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
    std::string text = fmt::format("{}: ", described(of.first));
    if (means.empty()) return text + "every training diverged.";
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
    for (auto const& [at, here] : a.boxes) {
        if (at.second != other->first.second) return {};
        for (auto const& [name, value] : here.distance_of) {
            auto const found = other->second.distance_of.find(name);
            if (found == other->second.distance_of.end()) continue;
            double const difference = value - found->second;
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
        "{} minus {}, box by box, F {}, {}, n={}: {} of {} pairs of trainings have the same distance; mean difference "
        "{:.3g} (standard error {:.2g}), largest {:.3g}.",
        a.first[formulation], b.first[formulation], a.first[interaction], a.first[format], a.first[n], same, pairs,
        mean, deviation, largest);
}

}  // namespace

std::vector<column> tune_columns() {
    std::vector<column> all = network_columns();
    all.insert(all.end(),
               {{"patterns", "states learned"},
                {"inverse_temperature", "X = 1/T as used: beta' = X^n (or as --beta-convention says), beta = X/N"},
                {"learning_rate", "of the first epoch"},
                {"repeat", "which patterns and initial memories: the same for all else"},
                {"epochs", "done; less than asked for where nothing could change any more"},
                {"loss", "after them, as the format computes it"},
                distance_column(),
                {"recalled", "learned states that relax to themselves"},
                status_column(),
                {"cycling", ""}});
    return all;
}

std::vector<std::string> tune_verdict(results const& rows) {
    panels const all = gather(rows);
    std::vector<std::string> sentences;
    for (std::string const& key : all.order) sentences.push_back(summary(all.of.at(key)));
    std::map<std::string, panel const*> original;
    for (std::string const& key : all.order) {
        panel const& here = all.of.at(key);
        std::string const rest = key_of(here.first, {format, interaction, N, K, P, n});
        if (auto const [found, inserted] = original.emplace(rest, &here); !inserted)
            if (std::string text = comparison(*found->second, here); !text.empty()) sentences.push_back(text);
    }
    if (sentences.size() > most_sentences) {
        std::size_t const left = sentences.size() - most_sentences;
        sentences.resize(most_sentences);
        sentences.push_back(fmt::format("... and {} more; the CSV has them all.", left));
    }
    return sentences;
}

std::vector<figure> tune_figures(results const& rows) {
    panels const all = gather(rows);
    std::vector<std::string> groups;
    std::map<std::string, std::vector<panel const*>> group;
    for (std::string const& key : all.order) {
        panel const& here = all.of.at(key);
        std::set<double> temperatures;
        std::set<double> rates;
        for (auto const& [at, unused] : here.boxes) {
            temperatures.insert(at.first);
            rates.insert(at.second);
        }
        if (temperatures.size() < 2 || rates.size() < 2) continue;
        std::string const name = key_of(here.first, {formulation, format, interaction, N, K, P});
        if (!group.contains(name)) groups.push_back(name);
        group[name].push_back(&here);
    }
    double most = 0;
    for (auto const& [key, here] : all.of)
        for (auto const& [at, one] : here.boxes)
            if (double const mean = one.mean(); mean > most) most = mean;
    std::vector<figure> figures;
    for (std::string const& name : groups) {
        value_maps together;
        std::vector<value_map>& maps = together.maps;
        row const& any = group[name].front()->first;
        bool any_diverged = false;
        bool any_stalled = false;
        for (panel const* const here : group[name]) {
            value_map map;
            map.title = fmt::format("n = {}", here->first[n]);
            map.x_label = "inverse temperature 1/T";
            map.y_label = "learning rate";
            std::set<double> temperatures;
            std::set<double> rates;
            for (auto const& [at, unused] : here->boxes) {
                temperatures.insert(at.first);
                rates.insert(at.second);
            }
            map.x_values.assign(temperatures.begin(), temperatures.end());
            map.y_values.assign(rates.begin(), rates.end());
            for (double const y : map.y_values) {
                auto& line = map.boxes.emplace_back();
                for (double const x : map.x_values) {
                    auto const found = here->boxes.find({x, y});
                    if (found == here->boxes.end()) {
                        line.emplace_back();
                        continue;
                    }
                    box const& one = found->second;
                    value_map::box drawn;
                    if (!one.distance_of.empty()) drawn.value = one.mean();
                    if (one.diverged != 0) drawn.mark = "×";
                    if (one.diverged == 0 && 2 * one.stalled > one.runs && one.mean() >= good_distance)
                        drawn.mark = "·";
                    any_diverged = any_diverged || one.diverged != 0;
                    any_stalled = any_stalled || drawn.mark == "·";
                    line.push_back(std::move(drawn));
                }
            }
            maps.push_back(std::move(map));
        }
        if (any_diverged) together.notes.push_back("×  some training diverged (grey: all)");
        if (any_stalled) together.notes.push_back("·  most stand still before the loss is 0");
        std::string const setting = fmt::format("{}, {}, F {}, N = {}, K = {}, {} states", any[formulation],
                                                any[format], any[interaction], any[N], any[K], any[P]);
        std::size_t const columns = maps.size() <= 3 ? maps.size() : maps.size() == 4 ? 2 : 3;
        together.title = setting;
        together.value_label = "mean Euclidean distance of learned and relaxed states";
        together.most = std::max(most, 1e-9);
        together.columns = columns;
        figure drawn;
        drawn.name = fmt::format("tune-map-{}", figures.size() + 1);
        drawn.caption = fmt::format(
            "Mean Euclidean distance between learned and relaxed states over inverse temperature and learning rate, a "
            "panel for each n; dark is good recall. {}.",
            setting);
        drawn.script = plot_script(together);
        drawn.width = 200 + static_cast<int>(columns) * 330;
        drawn.height = 110 + static_cast<int>((maps.size() + columns - 1) / columns) * 310;
        figures.push_back(std::move(drawn));
    }
    return figures;
}

}  // namespace ulpfield::study
