#include "studies/compare/compare.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "studies/compare/axes.hpp"
#include "studies/compare/figures.hpp"
#include "studies/compare/tally.hpp"
#include "studies/compare/verdict.hpp"
#include "study/cell_share.hpp"
#include "study/table.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/bias.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/coupling_rule.hpp"
#include "ulpfield/rule/energy_text.hpp"
#include "ulpfield/rule/near_tie.hpp"

namespace ulpfield::study {

namespace {

struct compare_row : comparison_counts {
    std::int64_t trials = 0;
    std::string kept_trials = {};
};

class compare final : public table<compare_axes, compare_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        std::vector<value> all = measured_values();
        if (order.shown_for(typed_arguments())) all.push_back({"cycles", "", &compare_row::cycles});
        if (wants_trials(typed_arguments()))
            all.emplace_back(std::string(trials_column), "", &compare_row::kept_trials, false);
        return all;
    }
    [[nodiscard]] std::vector<value> measured_values() const {
        return {
            {"trials", "states examined", &compare_row::trials},
            {"decisions", "N decisions of each trial", &compare_row::decisions},
            {"wrong", "decisions that differ from exact, unscaled Eq. 4", &compare_row::wrong},
            {"ties", "decisions whose exact difference is 0", &compare_row::ties},
            {"ties_broken", "ties decided otherwise than the tie rule has it: -1 instead of sign(0) = +1",
             &compare_row::ties_broken},
            {"overflow", "decisions in which an intermediate became infinite", &compare_row::overflow},
            {"nan", "decisions in which an intermediate became NaN", &compare_row::nan},
            {"underflow", "decisions in which a non-zero value became subnormal or zero", &compare_row::underflow},
            {"vanished", "decisions whose computed difference is 0 and the exact one is not", &compare_row::vanished},
            {"bits_lost_median", "median of log2(1 + steps from the correctly rounded exact difference)",
             [](compare_row const& counts) { return decimal(counts.median_lost_bits()); }, true, ".2f"},
            {"bits_lost_max", "its largest value, at most the precision",
             [](compare_row const& counts) { return decimal(counts.largest_lost_bits()); }, true, ".2f"},
            {"relaxations", "trials also relaxed asynchronously", &compare_row::relaxations},
            {"wrong_endings", "of these, final states that differ from exact arithmetic's",
             &compare_row::wrong_endings},
            value{"wrong_rounded", "decisions that differ from exact Eq. 4 of the memories as stored",
                  &compare_row::wrong_rounded}
                .behind(store)};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        auto facts = format_facts(formats.values());
        facts.emplace_back("memories", *memories_name);
        return facts;
    }

    [[nodiscard]] double cost_at(place const& at) const override {
        number_format const format = format_at(at);
        double const N_terms = static_cast<double>(at[N]);
        double const K_terms = static_cast<double>(at[K]);
        bool const real = memories && std::holds_alternative<real_patterns>(*memories);
        // Nanoseconds per memory and decision of one pass over the neurons, measured roughly; then passes to relax.
        // Sums that stagnate at 2^p (N - 1 > 2^p) often cycle before they end.
        number_format const sum = format.exact() ? format : accumulate.optional().value_or(format);
        bool const stagnates = !sum.exact() && sum.precision < 30 && at[N] - 1 > std::int64_t{1} << sum.precision;
        bool const exact =
            sum.exact() || never_rounds({format, accumulate.optional(), function_at(at), at[scaling], at[power]},
                                        static_cast<std::size_t>(at[N]), static_cast<std::size_t>(at[K]));
        bool const in_mpfr = accumulate.given() || sum.precision > 64;
        double const operation = exact                                        ? 0.5
                                 : in_mpfr                                    ? 35 + 0.05 * sum.precision
                                 : sum.precision <= 25 && sum.precision != 24 ? 8
                                                                              : 3;
        double const passes = *relax ? (stagnates ? 15 : 3) : 1;
        return 1e4 + static_cast<double>(trials_from(at[states])) *
                         (N_terms * K_terms * (operation * passes * (real ? N_terms : 1) + 3) + 300 * N_terms);
    }

    [[nodiscard]] std::vector<compare_row> measure(place const& at, std::stop_token const& stop) const override {
        interaction const function = function_at(at);
        bool const bipolar = !memories || std::holds_alternative<bipolar_patterns>(*memories);
        comparison compared(setting_at(at), bipolar, {at[tie], at[nan], *tolerance}, store_at(at));
        random_draws const draws(draws_key(at));
        std::vector<rational> const biases = bias->of(static_cast<std::size_t>(at[N]));
        if (!biases.empty()) compared.set_bias(biases);
        compared.set_hopfield_rule(at[rule]);
        if (memories) compared.set_memories(memories, stop);
        trial_outcome outcome;
        std::vector<trial_record> records;
        if (*trials_table) compared.record_in(&outcome);
        compare_row counts;
        counts.trials = trials_from(at[states]);
        for (std::int64_t t = 1; t <= counts.trials; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            cell_share_done(t - 1, counts.trials);
            auto const number = static_cast<std::uint64_t>(t);
            random_draws const draws_of_trial(random_draws::part{number});
            near_tie trial = draw(at, function, number, stop);
            shared_patterns const zeta =
                memories ? shared_patterns(memories) : shared_patterns(std::move(trial.memories));
            if (!memories) compared.set_memories(zeta, stop);
            compared.examine(trial.state, counts, stop);
            auto const size = static_cast<std::size_t>(at[N]);
            if (*relax)
                compared.relax(trial.state, at[order].of(size, mix_seed({*seed, 0x6f72646572, number})), counts, stop);
            if (*trials_table)
                records.push_back(record_of(at, number, *zeta, trial.state, outcome, {compared.learned(), biases}));
        }
        counts.kept_trials = trials_text(records);
        return {std::move(counts)};
    }

private:
    /// What the energies of a cell need besides memories and state.
    struct energy_terms {
        std::shared_ptr<couplings const> W;  ///< null: Eq. 4
        std::vector<rational> const& bias;
    };

    [[nodiscard]] trial_record record_of(place const& at, std::uint64_t number, memory_patterns const& zeta,
                                         bipolar_state const& start, trial_outcome const& outcome,
                                         energy_terms const& terms) const {
        trial_record record{.trial = number, .start = start_text(at[states], number, count(zeta))};
        random_draws const draws(random_draws::part{number});
        record.wrong_neurons = outcome.wrong_neurons;
        std::tie(record.energy_start, record.exact_energy_start) = energies(at, zeta, start, terms);
        if (!*relax) return record;
        record.ended = outcome.ended;
        record.end = outcome.end;
        record.find_nearest(zeta);
        record.exact_end = exact_end_text(outcome.exact_ended, outcome.exact_end, outcome.end, zeta);
        std::tie(record.energy_end, record.exact_energy_end) = energies(at, zeta, outcome.end, terms);
        return record;
    }

    /// Of stochastic rounding: a cell's own, whatever other cells there are.
    [[nodiscard]] std::uint64_t draws_key(place const& at) const {
        std::uint64_t key = mix_seed({*seed, 0x726f756e64});
        for (any_axis const* axis : keys())
            for (char const letter : axis->text(at.index(*axis)) + "\n")
                key = mix_seed({key, static_cast<std::uint64_t>(static_cast<unsigned char>(letter))});
        return key;
    }
    /// In the format and exactly; of a state with NaN: NaN and nothing.
    [[nodiscard]] std::pair<std::string, std::string> energies(place const& at, memory_patterns const& zeta,
                                                               bipolar_state const& sigma,
                                                               energy_terms const& terms) const {
        if (std::find(sigma.begin(), sigma.end(), nan_value) != sigma.end()) return {"nan", ""};
        rule_setting const setting = setting_at(at);
        number_format const exact = ulpfield::parse_format("exact");
        if (terms.W)
            return {coupling_energy_text(terms.W, setting.format, setting.accumulate.value_or(setting.format), sigma,
                                         terms.bias),
                    coupling_energy_text(terms.W, exact, exact, sigma, terms.bias)};
        rule_setting const unscaled{exact, std::nullopt, setting.F, raw{}};
        std::vector<rational> const scaled =
            scaled_bias(setting.F, alpha(at[scaling], static_cast<std::int64_t>(at[N])), terms.bias);
        return {energy_text(setting, zeta, sigma, scaled), energy_text(unscaled, zeta, sigma, terms.bias)};
    }

    /// Memories (left empty where they come from a file) and state of one trial: the same for every format and
    /// scaling.
    [[nodiscard]] near_tie draw(place const& at, interaction const& function, std::uint64_t trial,
                                std::stop_token const& stop) const {
        auto const size = static_cast<std::size_t>(at[N]);
        auto const count = static_cast<std::size_t>(at[K]);
        state_source const& source = at[states];
        bool const near = source.from == state_source::kind::near_tie;
        if (memories)
            return {{},
                    near ? near_tie_state(function, *memories, *seed, trial, stop)
                         : draw_state(source, *memories, *seed, trial)};
        if (near) return make_near_tie(function, size, count, *seed, trial, stop);
        memory_patterns zeta = draw_memories(count, size, *seed, trial);
        bipolar_state state = draw_state(source, zeta, *seed, trial);
        return {std::move(zeta), std::move(state)};
    }

public:
    /// The columns that are not those of the axes.
    [[nodiscard]] static std::set<std::string> measured() {
        std::set<std::string> names;
        for (value const& one : compare().measured_values()) names.insert(one.words.name);
        return names;
    }
};

std::vector<result_file> compare_files(results const& rows, arguments const& typed) {
    return wants_trials(typed) ? trials_files(rows, compare::measured(), "compare") : std::vector<result_file>{};
}

std::optional<printed_table> compare_printed(std::vector<column> const& columns, arguments const& typed) {
    return wants_trials(typed) ? std::optional(printed_trials(columns, compare::measured())) : std::nullopt;
}

}  // namespace

study_entry compare_study() {
    return with_programs(table_entry<compare>(
        "compare", "What do a number format and a formulation do to the update rule of a Dense Associative Memory?",
        {compare_verdict, compare_figures, compare_files, compare_summary, compare_printed},
        {{"ulpfield compare --N 784 --K 1000 --n 2,3,5,10 --formats fp32,fp64", "MNIST's size, two formats"},
         {"ulpfield compare --memories zeta.npy --states probes.csv --n 30 --output mine",
          "one's own memories and probes; results and figures are kept in mine/"}}));
}

}  // namespace ulpfield::study
