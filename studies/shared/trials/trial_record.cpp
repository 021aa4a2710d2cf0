#include "studies/shared/trials/trial_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "files/npy_header.hpp"
#include "study/csv_line.hpp"
#include "study/value_text.hpp"
#include "ulpfield/memory/nearest_memory.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t most_neurons_named = 1000;

std::vector<column> trial_columns() {
    return {{"trial", "trial of the cell"},
            {"start", "memory the trial started from, or row of the file"},
            {"wrong", "wrong neurons"},
            {"wrong_neurons", "which, from 1", false},
            {"sweeps", "sweeps until the end, the last unchanged one included"},
            {"end", "fixed-point, cycle:LENGTH, or limit", false},
            {"nearest", "memory of the largest overlap with the end state"},
            {"overlap", "that overlap, over N"},
            {"exact_end", "how exact arithmetic ended", false},
            {"energy_start", "energy of the start state"},
            {"energy_end", "energy of the end state"},
            {"exact_energy_start", "exact energy of the start state"},
            {"exact_energy_end", "exact energy of the end state"}};
}

std::string names_of(std::vector<std::uint32_t> const& neurons) {
    std::string all;
    for (std::size_t k = 0; k < neurons.size() && k < most_neurons_named; ++k)
        all += (k == 0 ? "" : " ") + std::to_string(neurons[k] + 1);
    return neurons.size() > most_neurons_named ? all + " ..." : all;
}

bool is_bipolar(bipolar_state const& state) {
    return std::all_of(state.begin(), state.end(), [](std::int8_t value) { return value == 1 || value == -1; });
}
bool has_nan(bipolar_state const& state) { return std::find(state.begin(), state.end(), nan_value) != state.end(); }

/// Letters a to p, four neurons each; of other states than of -1 and +1: '=', then -, 0, + or n for each.
std::string packed(bipolar_state const& state) {
    if (!is_bipolar(state)) {
        std::string signs = "=";
        for (std::int8_t const value : state)
            signs += value == nan_value ? 'n' : value < 0 ? '-' : value > 0 ? '+' : '0';
        return signs;
    }
    std::string letters((state.size() + 3) / 4, 'a');
    for (std::size_t i = 0; i < state.size(); ++i)
        if (state[i] > 0) letters[i / 4] = static_cast<char>(letters[i / 4] + (1 << i % 4));
    return letters;
}

row values_of(trial_record const& one) {
    return {std::to_string(one.trial),
            one.start,
            std::to_string(one.wrong_neurons.size()),
            names_of(one.wrong_neurons),
            one.ended ? std::to_string(one.ended->sweeps) : "",
            one.ended ? end_text(*one.ended) : "",
            one.nearest,
            one.overlap,
            one.exact_end,
            one.energy_start,
            one.energy_end,
            one.exact_energy_start,
            one.exact_energy_end};
}

struct kept_trial {
    row values;
    std::string_view state;  ///< packed
};

/// Reads trials_text; anything else: std::invalid_argument.
void for_each_trial(std::string_view text, std::function<void(kept_trial const&)> const& visit) {
    std::size_t const count = trial_columns().size();
    while (!text.empty()) {
        std::size_t const end = text.find('\n');
        if (end == std::string_view::npos) throw std::invalid_argument("not the trials of a cell");
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end + 1);
        kept_trial trial;
        for (std::size_t tab = line.find('\t'); tab != std::string_view::npos; tab = line.find('\t')) {
            trial.values.emplace_back(line.substr(0, tab));
            line.remove_prefix(tab + 1);
        }
        trial.state = line;
        if (trial.values.size() != count) throw std::invalid_argument("not the trials of a cell");
        visit(trial);
    }
}

std::size_t position_of(std::vector<column> const& columns, std::string_view name) {
    for (std::size_t k = 0; k < columns.size(); ++k)
        if (columns[k].name == name) return k;
    throw std::invalid_argument(fmt::format("no column {}", name));
}

std::vector<std::size_t> axis_positions(std::vector<column> const& columns, std::set<std::string> const& measured) {
    std::vector<std::size_t> positions;
    for (std::size_t k = 0; k < columns.size(); ++k)
        if (columns[k].shown() && !measured.contains(columns[k].name)) positions.push_back(k);
    return positions;
}

/// The end states of one N, one byte an entry.
struct state_array {
    std::size_t count = 0;
    std::string bytes;

    void add(std::string_view state, std::size_t N) {
        ++count;
        if (state.size() == N + 1 && state.front() == '=') {
            for (char const sign : state.substr(1))
                bytes += static_cast<char>(sign == 'n' ? nan_value : sign == '-' ? -1 : sign == '+' ? 1 : 0);
            return;
        }
        if (state.size() != (N + 3) / 4) throw std::invalid_argument("a state of another size than N");
        for (std::size_t i = 0; i < N; ++i) bytes += ((state[i / 4] - 'a') >> i % 4 & 1) != 0 ? '\x01' : '\xff';
    }
};

}  // namespace

axis<bool> trials_table_axis(axis_set& owner) {
    return {owner,
            "--trials-table",
            "[yes|no]",
            "no",
            "print one row per trial; with --output also write them and the end states",
            yes_or_no()};
}

bool wants_trials(arguments const& typed) { return typed.text("--trials-table") == "yes"; }

void trial_record::find_nearest(memory_patterns const& zeta) {
    if (has_nan(end)) return;
    nearest_memory const of = find_nearest_memory(zeta, end);
    nearest = std::to_string(of.mu + 1);
    overlap = decimal(of.overlap);
}

std::string end_text(relaxation_outcome const& outcome) {
    switch (outcome.end) {
        case relaxation_end::fixed_point:
            return "fixed-point";
        case relaxation_end::cycle:
            return "cycle:" + std::to_string(outcome.cycle_length);
        case relaxation_end::limit:
            break;
    }
    return "limit";
}

std::string exact_end_text(relaxation_outcome const& outcome, bipolar_state const& exact_end, bipolar_state const& end,
                           memory_patterns const& zeta) {
    if (exact_end == end) return end_text(outcome);
    if (has_nan(exact_end)) return end_text(outcome) + " elsewhere";
    nearest_memory const of = find_nearest_memory(zeta, exact_end);
    return fmt::format("{} elsewhere: nearest {} overlap {}", end_text(outcome), of.mu + 1, decimal(of.overlap));
}

std::string trials_text(std::vector<trial_record> const& trials) {
    std::string text;
    for (trial_record const& one : trials) {
        for (std::string const& value : values_of(one)) text += value + '\t';
        text += packed(one.end) + '\n';
    }
    return text;
}

printed_table printed_trials(std::vector<column> const& of_results, std::set<std::string> const& measured) {
    std::vector<std::size_t> const axes = axis_positions(of_results, measured);
    std::size_t const kept = position_of(of_results, trials_column);
    printed_table table;
    for (std::size_t const k : axes) table.columns.push_back(of_results[k]);
    for (column& one : trial_columns()) table.columns.push_back(std::move(one));
    table.rows = [axes, kept](row const& values) {
        row first;
        for (std::size_t const k : axes) first.push_back(values.at(k));
        std::vector<row> all;
        for_each_trial(values.at(kept), [&](kept_trial const& trial) {
            row& of = all.emplace_back(first);
            of.insert(of.end(), trial.values.begin(), trial.values.end());
        });
        return all;
    };
    return table;
}

std::vector<result_file> trials_files(results const& rows, std::set<std::string> const& measured,
                                      std::string const& command) {
    printed_table const table = printed_trials(rows.columns(), measured);
    result_column const kept = rows[trials_column];
    result_column const neurons = rows["N"];
    std::string csv;
    row names;
    for (column const& one : table.columns) names.push_back(one.name);
    append_csv(csv, names);
    std::map<std::size_t, state_array> states;
    rows.for_each([&](std::uint64_t, row const& at) {
        for (row const& trial : table.rows(at)) append_csv(csv, trial);
        std::size_t const N = neurons.count(at);
        for_each_trial(kept(at), [&](kept_trial const& trial) {
            if (!trial.state.empty()) states[N].add(trial.state, N);
        });
    });
    std::vector<result_file> files{{command + "-trials.csv", std::move(csv)}};
    for (auto& [N, of] : states)
        files.push_back({states.size() == 1 ? command + "-states.npy" : fmt::format("{}-states-N{}.npy", command, N),
                         npy_header_bytes("|i1", of.count, N) + of.bytes});
    return files;
}

void check_trials_size(double trials, double N) {
    constexpr double most_bytes = 0x1p31;
    if (trials * (N + 300) > most_bytes)
        throw usage_error(
            fmt::format("--trials-table: {:.0f} trials of N = {:.0f} neurons are more than 2 GiB; accepted: fewer "
                        "trials or shorter lists",
                        trials, N));
}

}  // namespace ulpfield::study
