#include "studies/compare/compare.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "studies/compare/figures.hpp"
#include "studies/compare/states.hpp"
#include "studies/compare/verdict.hpp"
#include "study/file_dimensions.hpp"
#include "study/grid.hpp"
#include "study/list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/near_tie.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_neurons = 1'000'000;
constexpr std::int64_t most_memories = 100'000'000;
constexpr std::int64_t most_order = 1'000'000;
constexpr int most_integer_bits = 2'000'000;

std::vector<option> compare_options() {
    return {
        {"--N", "LIST", "100", "neurons, 1 to 1000000"},
        {"--K", "LIST", "20", "memories in total, 1 to 100000000"},
        {"--n", "LIST", "2,3,5,10,20,30,50,100", "order of F (interaction vertex), 1 to 1000000"},
        {"--formats", "LIST", "fp16,bf16,fp32,fp64,mpfr:256",
         std::string("number formats: ") + std::string(accepted_formats)},
        {"--scaling", "LIST", "raw,1/N,2^-k", "formulations: raw, 1/N, /N, 2^-k, log, factored"},
        {"--interaction", "LIST", "polynomial", std::string("F: ") + std::string(accepted_interactions)},
        {"--states", "LIST", "memory,random",
         "states of the trials: memory, corrupted:P, random, near-tie, or a .npy, .csv or IDX file whose rows are the "
         "trials"},
        {"--trials", "COUNT", "100", "trials of a cell, 1 to 1000000000 (a --states file: its rows)"},
        {"--memories", "FILE", "random", "random, or a .npy, .csv or IDX image file; its N and K win"},
        {"--limit", "K", "", "use only the first K patterns of the --memories file (default: all)"},
        {"--power", "METHOD", "binary",
         "how x^n is computed in the format: binary (square and multiply) or pow (correctly rounded)"},
        {"--accumulate", "FORMAT", "", "wider format of both sums (default: the format itself)"},
        {"--order", "ORDER", "sequential",
         "of asynchronous relaxation: sequential or random (a seeded permutation each sweep)"},
        {"--relax", "yes|no", "yes", "also relax every trial in the format and exactly"},
    };
}

/// Everything that decides about a result, read and checked.
struct compare_plan {
    std::vector<number_format> formats;
    std::vector<argument_scaling> scalings;
    std::vector<std::string> interactions;  // names; the order n is an axis of its own
    std::vector<std::int64_t> n;
    std::vector<std::int64_t> N;
    std::vector<std::int64_t> K;
    std::vector<state_source> states;
    std::int64_t trials = 0;
    std::shared_ptr<memory_patterns const> memories;  // null: random
    std::string memories_name;
    std::optional<number_format> accumulate;
    power_method power = power_method::binary;
    bool random_order = false;
    bool relax = true;
    std::uint64_t seed = 0;
};

/// The exact sums need tables and packed patterns of a size known beforehand.
void check_size(compare_plan const& plan, std::int64_t N, std::int64_t K, std::int64_t n) {
    std::int64_t const most_bits =
        plan.memories && std::holds_alternative<real_patterns>(*plan.memories) ? 20'000'000 : 1'000'000'000;
    if (N > most_bits / K)
        throw usage_error(
            fmt::format("--N {}, --K {}: N K is above {}, the most that fits in memory here", N, K, most_bits));
    // The exact integers: n log2(N) bits each, one for every overlap that occurs.
    double const bits = static_cast<double>(n) * std::log2(static_cast<double>(N) + 2);
    if (bits > most_integer_bits)
        throw usage_error(fmt::format("--n {} with --N {}: N^n has {:.0f} bits; at most {} are taken", n, N, bits,
                                      most_integer_bits));
    double const gib = bits * static_cast<double>(std::min(N + 1, 2 * K)) / 0x1p33;
    if (gib > 1)
        throw usage_error(fmt::format(
            "--n {} with --N {}, --K {}: the exact integers alone need {:.1f} GiB; at most 1 is taken", n, N, K, gib));
    for (number_format const& format : plan.formats) {
        int const p = plan.accumulate.value_or(format).precision;
        bool const held = p > 0 && p < 30 && N - 1 > std::int64_t{1} << p;
        if (held && N > 100'000'000 / K)
            throw usage_error(fmt::format(
                "--formats {} with --N {}, --K {}: sums of N terms are held at 2^{} there, and N K is above 100000000",
                format.name, N, K, p));
    }
}

std::string read_yes_no(std::string_view name, arguments const& given) {
    return parse_choice(name, given.text(name), {"yes", "no"});
}

compare_plan read_plan(arguments const& given) {
    compare_plan plan;
    plan.N = parse_integers("--N", given.text("--N"), 1, most_neurons);
    plan.K = parse_integers("--K", given.text("--K"), 1, most_memories);
    plan.n = parse_integers("--n", given.text("--n"), 1, most_order);
    plan.trials = parse_integer("--trials", given.text("--trials"), 1, 1'000'000'000);
    auto const each = [&](std::string_view option_name, auto&& take) {
        std::set<std::string> seen;
        for (std::string const& item : split_list(option_name, given.text(option_name)))
            if (seen.insert(item).second) take(item);
    };
    each("--formats", [&](std::string const& item) { plan.formats.push_back(parse_format("--formats", item)); });
    each("--scaling", [&](std::string const& item) { plan.scalings.push_back(parse_scaling("--scaling", item)); });
    each("--interaction", [&](std::string const& item) {
        std::string const canonical = name(make_interaction("--interaction", item, 1));
        if (std::find(plan.interactions.begin(), plan.interactions.end(), canonical) == plan.interactions.end())
            plan.interactions.push_back(canonical);
    });
    plan.power = parse_choice("--power", given.text("--power"), {"binary", "pow"}) == "pow" ? power_method::pow
                                                                                            : power_method::binary;
    plan.random_order = parse_choice("--order", given.text("--order"), {"sequential", "random"}) == "random";
    plan.relax = read_yes_no("--relax", given) == "yes";
    plan.seed = std::stoull(given.text("--seed"));
    if (given.given("--accumulate")) {
        plan.accumulate = parse_format("--accumulate", given.text("--accumulate"));
        for (number_format const& format : plan.formats)
            if (format.exact() || plan.accumulate->exact() || !plan.accumulate->at_least_as_wide_as(format))
                throw usage_error(
                    fmt::format("--accumulate {}: not as wide as --formats {}; accepted: a rounding format with at "
                                "least its precision and exponent range",
                                plan.accumulate->name, format.name));
    }

    plan.memories_name = given.text("--memories");
    if (plan.memories_name != "random") {
        std::optional<std::size_t> limit;
        if (given.given("--limit"))
            limit = static_cast<std::size_t>(parse_integer("--limit", given.text("--limit"), 1, most_memories));
        plan.memories = std::make_shared<memory_patterns const>(read_patterns("--memories", plan.memories_name, limit));
        take_file_dimension(given, "--N", plan.N, neurons(*plan.memories), plan.memories_name);
        take_file_dimension(given, "--K", plan.K, count(*plan.memories), plan.memories_name);
    } else if (given.given("--limit")) {
        throw usage_error("--limit: only with a --memories file; random memories take their number from --K");
    }

    std::string file_of_N = plan.memories_name;
    each("--states", [&](std::string const& item) {
        state_source source = parse_states("--states", item);
        if (source.file) {
            bool const known = plan.memories != nullptr || file_of_N != plan.memories_name;
            if (known && static_cast<std::size_t>(plan.N.front()) != source.file->N())
                throw usage_error(
                    fmt::format("--states: {} has N = {}, but {} has N = {}; all files must have the same N", item,
                                source.file->N(), file_of_N, plan.N.front()));
            if (!known) take_file_dimension(given, "--N", plan.N, source.file->N(), item);
            file_of_N = item;
            if (given.given("--trials") && static_cast<std::size_t>(plan.trials) != source.file->K())
                throw usage_error(fmt::format("--trials: {} given, but {} has {} rows, and its rows are the trials",
                                              plan.trials, item, source.file->K()));
        }
        plan.states.push_back(std::move(source));
    });
    for (std::int64_t const N : plan.N)
        for (std::int64_t const K : plan.K)
            for (std::int64_t const n : plan.n) check_size(plan, N, K, n);
    return plan;
}

/// A value of a column: decimal, 12 significant digits at most.
std::string decimal(double value) { return fmt::format("{:.12g}", value); }

class compare final : public planned_study {
public:
    explicit compare(compare_plan plan)
        : plan_(std::move(plan)),
          grid_({plan_.formats.size(), plan_.scalings.size(), plan_.interactions.size(), plan_.n.size(), plan_.N.size(),
                 plan_.K.size(), plan_.states.size()}) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"format", "number format", false},
                {"scaling", "formulation of Eq. 4/13", false},
                {"interaction", "interaction function F", false},
                {"n", "order of F"},
                {"N", "neurons"},
                {"K", "memories in total"},
                {"states", "where the trials' states come from", false},
                {"trials", "states examined"},
                {"decisions", "N decisions of each trial"},
                {"wrong", "decisions that differ from exact, unscaled Eq. 4"},
                {"ties", "decisions whose exact difference is 0"},
                {"ties_broken", "ties decided -1 instead of sign(0) = +1"},
                {"overflow", "decisions in which an intermediate became infinite"},
                {"nan", "decisions in which an intermediate became NaN"},
                {"underflow", "decisions in which a non-zero value became subnormal or zero"},
                {"vanished", "decisions whose computed difference is 0 and the exact one is not"},
                {"bits_lost_median", "median of log2(1 + steps from the correctly rounded exact difference)"},
                {"bits_lost_max", "its largest value, at most the precision"},
                {"relaxations", "trials also relaxed asynchronously"},
                {"wrong_endings", "of these, final states that differ from exact arithmetic's"}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        auto const number = [](std::int64_t value) { return std::to_string(value); };
        return {{"--N", join(plan_.N, number)},
                {"--K", join(plan_.K, number)},
                {"--n", join(plan_.n, number)},
                {"--formats", join(plan_.formats, [](auto const& format) { return format.name; })},
                {"--scaling", join(plan_.scalings, [](auto const& scaling) { return name(scaling); })},
                {"--interaction", join(plan_.interactions, [](auto const& text) { return text; })},
                {"--states", join(plan_.states,
                                  [](state_source const& source) {
                                      return source.file ? source.text + " (" + fingerprint(*source.file) + ")"
                                                         : source.text;
                                  })},
                {"--trials", std::to_string(plan_.trials)},
                {"--memories", plan_.memories ? fingerprint(*plan_.memories) : "random"},
                {"--power", plan_.power == power_method::pow ? "pow" : "binary"},
                {"--accumulate", plan_.accumulate ? plan_.accumulate->name : ""},
                {"--order", plan_.random_order ? "random" : "sequential"},
                {"--relax", plan_.relax ? "yes" : "no"},
                {"--seed", std::to_string(plan_.seed)}};
    }

    [[nodiscard]] std::vector<std::pair<std::string, std::string>> provenance() const override {
        std::vector<std::pair<std::string, std::string>> facts;
        for (number_format const& format : plan_.formats)
            facts.emplace_back(
                "format " + format.name,
                format.exact() ? "exact arithmetic"
                               : fmt::format("precision {} bits, emin {}, emax {}, {}", format.precision, format.emin,
                                             format.emax, format.subnormals ? "subnormals" : "no subnormals"));
        facts.emplace_back("memories", plan_.memories_name);
        return facts;
    }

    [[nodiscard]] std::uint64_t cells() const override { return grid_.cells(); }

    [[nodiscard]] double cost(std::uint64_t cell) const override {
        cell_values const at = values(cell);
        double const N = static_cast<double>(at.N);
        double const K = static_cast<double>(at.K);
        bool const real = plan_.memories && std::holds_alternative<real_patterns>(*plan_.memories);
        // Nanoseconds per memory and decision of one pass over the neurons, measured roughly; then passes to relax.
        // Sums held at 2^p (N - 1 > 2^p) often cycle before they end.
        number_format const sum = at.format->exact() ? *at.format : plan_.accumulate.value_or(*at.format);
        bool const held = !sum.exact() && sum.precision < 30 && at.N - 1 > std::int64_t{1} << sum.precision;
        bool const exact =
            sum.exact() || never_rounds({*at.format, plan_.accumulate, interaction_of(at), *at.scaling, plan_.power},
                                        static_cast<std::size_t>(at.N), static_cast<std::size_t>(at.K));
        bool const in_mpfr = plan_.accumulate || sum.precision > 64;
        double const each = exact                                        ? 0.5
                            : in_mpfr                                    ? 35 + 0.05 * sum.precision
                            : sum.precision <= 25 && sum.precision != 24 ? 8
                                                                         : 3;
        double const passes = plan_.relax ? (held ? 15 : 3) : 1;
        return 1e4 + static_cast<double>(trials(*at.states)) * (N * K * (each * passes * (real ? N : 1) + 3) + 300 * N);
    }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        cell_values const at = values(cell);
        interaction const F = interaction_of(at);
        bool const bipolar = !plan_.memories || std::holds_alternative<bipolar_patterns>(*plan_.memories);
        comparison compared(
            {*at.format, at.format->exact() ? std::nullopt : plan_.accumulate, F, *at.scaling, plan_.power}, bipolar);
        if (plan_.memories) compared.set_memories(*plan_.memories);
        comparison_counts counts;
        std::int64_t const trial_count = trials(*at.states);
        for (std::int64_t t = 1; t <= trial_count; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            near_tie const drawn = draw(at, F, static_cast<std::uint64_t>(t));
            if (!plan_.memories) compared.set_memories(drawn.memories);
            compared.examine(drawn.state, counts, stop);
            if (!plan_.relax) continue;
            auto const N = static_cast<std::size_t>(at.N);
            compared.relax(
                drawn.state,
                plan_.random_order
                    ? update_order::random(N, mix_seed({plan_.seed, 0x6f72646572, static_cast<std::uint64_t>(t)}))
                    : update_order::sequential(N),
                counts, stop);
        }
        auto const text = [](std::uint64_t value) { return std::to_string(value); };
        return {{{at.format->name,
                  std::string(name(*at.scaling)),
                  *at.interaction_name,
                  std::to_string(at.n),
                  std::to_string(at.N),
                  std::to_string(at.K),
                  at.states->text,
                  std::to_string(trial_count),
                  text(counts.decisions),
                  text(counts.wrong),
                  text(counts.ties),
                  text(counts.ties_broken),
                  text(counts.overflow),
                  text(counts.nan),
                  text(counts.underflow),
                  text(counts.vanished),
                  decimal(counts.median_lost_bits()),
                  decimal(counts.largest_lost_bits()),
                  text(counts.relaxations),
                  text(counts.wrong_endings)}},
                {}};
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return {compare_verdict(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return compare_figures(rows); }

private:
    struct cell_values {
        number_format const* format;
        argument_scaling const* scaling;
        std::string const* interaction_name;
        std::int64_t n;
        std::int64_t N;
        std::int64_t K;
        state_source const* states;
    };

    [[nodiscard]] cell_values values(std::uint64_t cell) const {
        auto const at = grid_.at(cell);
        return {&plan_.formats[at[0]], &plan_.scalings[at[1]], &plan_.interactions[at[2]], plan_.n[at[3]],
                plan_.N[at[4]],        plan_.K[at[5]],         &plan_.states[at[6]]};
    }

    [[nodiscard]] static interaction interaction_of(cell_values const& at) {
        return make_interaction("--interaction", *at.interaction_name, static_cast<int>(at.n));
    }

    [[nodiscard]] std::int64_t trials(state_source const& source) const {
        return source.file ? static_cast<std::int64_t>(source.file->K()) : plan_.trials;
    }

    /// Memories (left empty where they come from a file) and state of one trial: the same for every format and
    /// formulation.
    [[nodiscard]] near_tie draw(cell_values const& at, interaction const& F, std::uint64_t trial) const {
        auto const N = static_cast<std::size_t>(at.N);
        auto const K = static_cast<std::size_t>(at.K);
        bool const near = at.states->from == state_source::kind::near_tie;
        if (plan_.memories)
            return {{},
                    near ? near_tie_state(F, *plan_.memories, plan_.seed, trial)
                         : draw_state(*at.states, *plan_.memories, plan_.seed, trial)};
        if (near) return make_near_tie(F, N, K, plan_.seed, trial);
        memory_patterns memories = draw_memories(K, N, plan_.seed, trial);
        bipolar_state state = draw_state(*at.states, memories, plan_.seed, trial);
        return {std::move(memories), std::move(state)};
    }

    compare_plan plan_;
    grid grid_;
};

}  // namespace

study_entry compare_study() {
    return {
        "compare", "What do a number format and a formulation do to the update rule of a Dense Associative Memory?",
        compare_options(),
        [](arguments const& given) -> std::unique_ptr<planned_study> {
            return std::make_unique<compare>(read_plan(given));
        },
        // Columns, verdict and figures need no plan: a report is made without the memories' files.
        [](arguments const&) -> std::unique_ptr<planned_study> { return std::make_unique<compare>(compare_plan{}); }};
}

}  // namespace ulpfield::study
