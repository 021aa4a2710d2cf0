#include "studies/recall/recall.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "studies/recall/axes.hpp"
#include "studies/recall/figures.hpp"
#include "studies/recall/verdict.hpp"
#include "study/cell_share.hpp"
#include "study/table.hpp"
#include "ulpfield/memory/nearest_memory.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_sweeps = 10'000;

/// Bits of a memory as a state (real ones: their signs, sign(0) = +1).
bipolar_state signs_of(memory_patterns const& zeta, std::size_t mu) {
    bipolar_state signs(neurons(zeta));
    for (std::size_t i = 0; i < signs.size(); ++i)
        signs[i] = std::visit([&](auto const& patterns) { return patterns.at(mu, i) >= 0; }, zeta) ? 1 : -1;
    return signs;
}

/// 95 % interval of a probability from its relative frequency (Wilson's score).
std::pair<double, double> wilson(std::int64_t hits, std::int64_t trials) {
    double const z = 1.959963984540054;
    double const n = static_cast<double>(trials);
    double const p = static_cast<double>(hits) / n;
    double const centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double const half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {hits == 0 ? 0.0 : std::max(0.0, centre - half), hits == trials ? 1.0 : std::min(1.0, centre + half)};
}

struct recall_row {
    std::int64_t trials = 0;
    double perfect = 0, retrieved = 0, lower = 0, upper = 0, overlap = 0, bits_wrong = 0, sweeps = 0;
    std::int64_t cycles = 0;
    std::string kept_trials = {};
};

class recall final : public table<recall_axes, recall_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        std::vector<value> all = measured_values();
        if (order.shown_for(typed_arguments())) all.emplace_back("cycles", "", &recall_row::cycles);
        if (wants_trials(typed_arguments()))
            all.emplace_back(std::string(trials_column), "", &recall_row::kept_trials, false);
        return all;
    }
    [[nodiscard]] static std::vector<value> measured_values() {
        auto const six = [](double recall_row::*member) {
            return [member](recall_row const& of) { return decimal(of.*member, 6); };
        };
        return {{"trials", "relaxations, each with memories of its own", &recall_row::trials},
                {"perfect", "share of trials that end in the memory itself", six(&recall_row::perfect)},
                {"retrieved", "share that end with overlap of at least 0.9 with it", six(&recall_row::retrieved)},
                {"lower", "95 % interval of retrieved (Wilson)", six(&recall_row::lower)},
                {"upper", "95 % interval of retrieved (Wilson)", six(&recall_row::upper)},
                {"overlap", "mean overlap <memory, final state>/N", six(&recall_row::overlap)},
                {"bits_wrong", "mean share of the bits that differ at the end", six(&recall_row::bits_wrong)},
                {"sweeps", "mean number of sweeps, the last unchanged one included", six(&recall_row::sweeps)}};
    }
    [[nodiscard]] std::string key_text(any_axis const& key, place const& at) const override {
        if (&key == &K) return std::to_string(memories_of(at));
        if (&key == &load) return decimal(static_cast<double>(memories_of(at)) / static_cast<double>(at[N]), 6);
        return table::key_text(key, at);
    }
    [[nodiscard]] double cost_at(place const& at) const override {
        return 1e4 + static_cast<double>(trials_from(at[states])) * static_cast<double>(at[N]) *
                         (200 + at[model].cost * static_cast<double>(memories_of(at)));
    }

    [[nodiscard]] std::vector<recall_row> measure(place const& at, std::stop_token const& stop) const override {
        auto const size = static_cast<std::size_t>(at[N]);
        auto const number = static_cast<std::size_t>(memories_of(at));
        std::int64_t const of_cell = trials_from(at[states]);
        recall_setting const setting{at[model], rule_at(at), at[rule], bias->of(size)};
        std::int64_t perfect = 0;
        std::int64_t retrieved = 0;
        std::int64_t cycles = 0;
        std::int64_t overlaps = 0;
        std::uint64_t sweeps_done = 0;
        std::vector<trial_record> records;
        for (std::int64_t t = 1; t <= of_cell; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            cell_share_done(t - 1, of_cell);
            auto const trial = static_cast<std::uint64_t>(t);
            shared_patterns const xi = file.memories() ? shared_patterns(file.memories())
                                                       : shared_patterns(draw_memories(number, size, *seed, trial));
            bipolar_state const start = draw_state(at[states], *xi, *seed, trial);
            // A state of a file belongs to the memory it is nearest to.
            bipolar_state const stored =
                signs_of(*xi, at[states].file ? find_nearest_memory(*xi, start).mu : (trial - 1) % number);
            recall_network network(setting, xi, stop);
            bipolar_state sigma = start;
            relaxation_outcome const ended = run(network, at, trial, sigma);
            sweeps_done += ended.sweeps;
            cycles += ended.end == relaxation_end::cycle ? 1 : 0;
            std::int64_t overlap = 0;
            for (std::size_t i = 0; i < size; ++i) overlap += sigma[i] == nan_value ? 0 : stored[i] * sigma[i];
            overlaps += overlap;
            if (overlap == at[N]) ++perfect;
            if (10 * overlap >= 9 * at[N]) ++retrieved;
            if (*trials_table)
                records.push_back(record_of(at, trial, network, setting, {start, stored, std::move(sigma)}, ended));
        }
        auto const n = static_cast<double>(of_cell);
        auto const [lower, upper] = wilson(retrieved, of_cell);
        double const overlap = static_cast<double>(overlaps) / (n * static_cast<double>(at[N]));
        return {{of_cell, static_cast<double>(perfect) / n, static_cast<double>(retrieved) / n, lower, upper, overlap,
                 (1 - overlap) / 2, static_cast<double>(sweeps_done) / n, cycles, trials_text(records)}};
    }

private:
    struct trial_states {
        bipolar_state start;
        bipolar_state stored;
        bipolar_state end;
    };

    /// The dynamics of a trial; sigma becomes its end.
    [[nodiscard]] relaxation_outcome run(recall_network& network, place const& at, std::uint64_t trial,
                                         bipolar_state& sigma) const {
        if (at[temperature] == 0)
            return network.relax(sigma, at[order].of(sigma.size(), mix_seed({*seed, 0x6f72646572, trial})),
                                 most_sweeps);
        auto const number = static_cast<std::uint64_t>(memories_of(at));
        return network.heat(sigma, at[temperature], static_cast<std::uint64_t>(*sweeps),
                            mix_seed({*seed, 0x676c6175626572, sigma.size(), number, trial}));
    }

    /// wrong: bits of the end that are not those of the memory.
    [[nodiscard]] trial_record record_of(place const& at, std::uint64_t trial, recall_network& network,
                                         recall_setting const& setting, trial_states const& states_of,
                                         relaxation_outcome const& ended) const {
        memory_patterns const& xi = *network.memories();
        trial_record record{.trial = trial, .start = start_text(at[states], trial, count(xi))};
        for (std::size_t i = 0; i < states_of.end.size(); ++i)
            if (states_of.end[i] != states_of.stored[i]) record.wrong_neurons.push_back(static_cast<std::uint32_t>(i));
        record.ended = ended;
        record.end = states_of.end;
        record.find_nearest(xi);
        record.exact_end = end_text(ended);
        if (!setting.rule.format.exact()) {
            recall_setting exactly = setting;
            exactly.rule = {};
            exactly.rule.decision = setting.rule.decision;
            recall_network right(exactly, network.memories(), network.stop());
            bipolar_state exact_end = states_of.start;
            relaxation_outcome const outcome = run(right, at, trial, exact_end);
            record.exact_end = exact_end_text(outcome, exact_end, states_of.end, xi);
        }
        record.energy_start = network.energy(states_of.start, false);
        record.energy_end = network.energy(states_of.end, false);
        record.exact_energy_start = network.energy(states_of.start, true);
        record.exact_energy_end = network.energy(states_of.end, true);
        return record;
    }

public:
    /// The columns that are not those of the axes.
    [[nodiscard]] static std::set<std::string> measured() {
        std::set<std::string> names;
        for (value const& one : measured_values()) names.insert(one.words.name);
        return names;
    }
};

std::vector<result_file> recall_files(results const& rows, arguments const& typed) {
    return wants_trials(typed) ? trials_files(rows, recall::measured(), "recall") : std::vector<result_file>{};
}

std::optional<printed_table> recall_printed(std::vector<column> const& columns, arguments const& typed) {
    return wants_trials(typed) ? std::optional(printed_trials(columns, recall::measured())) : std::nullopt;
}

}  // namespace

study_entry recall_study() {
    return with_programs(table_entry<recall>(
        "recall", "What share of its memories does each model of the family find again, decided exactly?",
        {recall_verdict, recall_figures, recall_files, nullptr, recall_printed},
        {{"ulpfield recall --model hopfield,exponential --K 5,10,20", "two models, three loads"},
         {"ulpfield recall --model dam:3 --N 200 --K 100 --output dam", "kept in dam/, with figures"}}));
}

}  // namespace ulpfield::study
