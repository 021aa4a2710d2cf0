#include "studies/compare/compare.hpp"

#include "studies/compare/axes.hpp"
#include "studies/compare/figures.hpp"
#include "studies/compare/tally.hpp"
#include "studies/compare/verdict.hpp"
#include "study/table.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/near_tie.hpp"

namespace ulpfield::study {

namespace {

struct compare_row : comparison_counts {
    std::int64_t trials = 0;
};

class compare final : public table<compare_axes, compare_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
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
             [](compare_row const& counts) { return decimal(counts.median_lost_bits()); }},
            {"bits_lost_max", "its largest value, at most the precision",
             [](compare_row const& counts) { return decimal(counts.largest_lost_bits()); }},
            {"relaxations", "trials also relaxed asynchronously", &compare_row::relaxations},
            {"wrong_endings", "of these, final states that differ from exact arithmetic's",
             &compare_row::wrong_endings}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        auto facts = format_facts(formats.values());
        facts.emplace_back("memories", *memories_name);
        return facts;
    }

    [[nodiscard]] double cost_at(place const& at) const override {
        number_format const& format = at[formats];
        double const N_terms = static_cast<double>(at[N]);
        double const K_terms = static_cast<double>(at[K]);
        bool const real = memories && std::holds_alternative<real_patterns>(*memories);
        // Nanoseconds per memory and decision of one pass over the neurons, measured roughly; then passes to relax.
        // Sums that stagnate at 2^p (N - 1 > 2^p) often cycle before they end.
        number_format const sum = format.exact() ? format : accumulate.optional().value_or(format);
        bool const stagnates = !sum.exact() && sum.precision < 30 && at[N] - 1 > std::int64_t{1} << sum.precision;
        bool const exact =
            sum.exact() || never_rounds({format, accumulate.optional(), function_at(at), at[scaling], *power},
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
        number_format const& format = at[formats];
        interaction const function = function_at(at);
        bool const bipolar = !memories || std::holds_alternative<bipolar_patterns>(*memories);
        comparison compared(
            {format, format.exact() ? std::nullopt : accumulate.optional(), function, at[scaling], *power}, bipolar,
            {at[tie], at[nan], *tolerance});
        if (memories) compared.set_memories(memories);
        compare_row counts;
        counts.trials = trials_from(at[states]);
        for (std::int64_t t = 1; t <= counts.trials; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            auto const number = static_cast<std::uint64_t>(t);
            near_tie trial = draw(at, function, number, stop);
            if (!memories) compared.set_memories(std::move(trial.memories));
            compared.examine(trial.state, counts, stop);
            if (!*relax) continue;
            auto const size = static_cast<std::size_t>(at[N]);
            compared.relax(trial.state,
                           *random_order ? update_order::random(size, mix_seed({*seed, 0x6f72646572, number}))
                                         : update_order::sequential(size),
                           counts, stop);
        }
        return {std::move(counts)};
    }

private:
    [[nodiscard]] interaction function_at(place const& at) const { return of_order(at[F], static_cast<int>(at[n])); }

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
};

}  // namespace

study_entry compare_study() {
    return table_entry<compare>(
        "compare", "What do a number format and a formulation do to the update rule of a Dense Associative Memory?",
        {compare_verdict, compare_figures, nullptr, compare_summary},
        {{"ulpfield compare --N 784 --K 1000 --n 2,3,5,10 --formats fp32,fp64", "MNIST's size, two formats"},
         {"ulpfield compare --memories zeta.npy --states probes.csv --n 30 --output mine",
          "one's own memories and probes; results and figures are kept in mine/"}});
}

}  // namespace ulpfield::study
