#include "studies/recall/recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "studies/compare/states.hpp"
#include "studies/recall/figures.hpp"
#include "studies/recall/network_model.hpp"
#include "studies/recall/verdict.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_neurons = 100'000;
constexpr std::int64_t most_memories = 10'000'000;
constexpr std::int64_t most_couplings = 500'000'000;  // N K
constexpr std::uint64_t most_sweeps = 10'000;

std::vector<option> recall_options() {
    return {
        {"--model", "LIST", "hopfield", std::string(accepted_recall_models)},
        {"--N", "LIST", "100,784,2000", "neurons, 1 to 100000"},
        {"--load", "LIST", "0.02,0.04,0.06,0.08,0.1,0.11,0.12,0.13,0.138,0.15,0.16,0.18,0.2,0.25",
         "K/N, above 0; K is the nearest integer, at least 1"},
        {"--K", "LIST", "", "memories in total, 1 to 10000000, in place of --load (default: from --load)"},
        {"--states", "LIST", "memory", "where trials start: memory, corrupted:P (each bit flipped with probability P)"},
        {"--trials", "COUNT", "100", "trials of a cell, each with memories of its own, 1 to 1000000"},
    };
}

struct recall_plan {
    std::vector<recall_model> models;
    std::vector<std::int64_t> N;
    std::vector<ratio> loads;
    std::vector<std::int64_t> K;
    std::vector<state_source> states;
    std::int64_t trials = 0;
    std::uint64_t seed = 0;

    struct cell {
        std::size_t model;
        std::int64_t N;
        std::int64_t K;
        std::size_t states;
    };
    std::vector<cell> cells;
};

/// load N, rounded to the nearest integer, at least 1.
std::int64_t memories_at(ratio const& load, std::int64_t N) {
    __extension__ using wide = __int128;
    wide const twice = 2 * static_cast<wide>(load.numerator) * N + load.denominator;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(twice / (2 * static_cast<wide>(load.denominator))));
}

recall_plan read_plan(arguments const& given) {
    recall_plan plan;
    plan.seed = std::stoull(given.text("--seed"));
    plan.N = parse_integers("--N", given.text("--N"), 1, most_neurons);
    plan.trials = parse_integer("--trials", given.text("--trials"), 1, 1'000'000);
    for (std::string const& item : split_list("--model", given.text("--model"))) {
        recall_model model = parse_recall_model("--model", item);
        if (std::none_of(plan.models.begin(), plan.models.end(),
                         [&](recall_model const& known) { return known.name == model.name; }))
            plan.models.push_back(std::move(model));
    }
    if (given.given("--K")) {
        if (given.given("--load")) throw usage_error("--K, --load: both say how many memories; give one of them");
        plan.K = parse_integers("--K", given.text("--K"), 1, most_memories);
    } else {
        for (std::string const& item : split_list("--load", given.text("--load"))) {
            auto const load = parse_ratio(item);
            if (!load || load->numerator <= 0 || load->numerator / load->denominator > most_memories)
                throw usage_error(
                    fmt::format("--load: '{}' is no load; accepted: K/N as a decimal or rational above 0, of at most "
                                "18 digits, up to {}",
                                item, most_memories));
            if (std::find(plan.loads.begin(), plan.loads.end(), *load) == plan.loads.end()) plan.loads.push_back(*load);
        }
    }
    for (std::string const& item : split_list("--states", given.text("--states"))) {
        if (item != "memory" && !item.starts_with("corrupted:"))
            throw usage_error(fmt::format(
                "--states: '{}' starts from no memory; accepted: memory, corrupted:P (P from 0 to 1)", item));
        plan.states.push_back(parse_states("--states", item));
    }
    for (std::size_t model = 0; model < plan.models.size(); ++model)
        for (std::int64_t const N : plan.N) {
            std::vector<std::int64_t> memories = plan.K;
            for (ratio const& load : plan.loads) {
                std::int64_t const K = memories_at(load, N);
                if (std::find(memories.begin(), memories.end(), K) == memories.end()) memories.push_back(K);
            }
            for (std::int64_t const K : memories) {
                if (N > most_couplings / K)
                    throw usage_error(fmt::format("--N {} with K = {}: N K is above {}, the most that is taken", N, K,
                                                  most_couplings));
                for (std::size_t states = 0; states < plan.states.size(); ++states)
                    plan.cells.push_back({model, N, K, states});
            }
        }
    return plan;
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

std::string decimal(double value) { return fmt::format("{:.6g}", value); }

class recall final : public planned_study {
public:
    explicit recall(recall_plan plan) : plan_(std::move(plan)) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"model", "model of the family", false},
                {"N", "neurons"},
                {"K", "memories in total"},
                {"load", "K/N"},
                {"states", "where the trials start", false},
                {"trials", "relaxations, each with memories of its own"},
                {"perfect", "share of trials that end in the memory itself"},
                {"retrieved", "share that end with overlap of at least 0.9 with it"},
                {"lower", "95 % interval of retrieved (Wilson)"},
                {"upper", "95 % interval of retrieved (Wilson)"},
                {"overlap", "mean overlap <memory, final state>/N"},
                {"bits_wrong", "mean share of the bits that differ at the end"},
                {"sweeps", "mean number of sweeps, the last unchanged one included"}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        auto const number = [](std::int64_t value) { return std::to_string(value); };
        return {{"--model", join(plan_.models, [](auto const& model) { return model.name; })},
                {"--N", join(plan_.N, number)},
                {"--load", join(plan_.loads, [](ratio const& load) { return load.text(); })},
                {"--K", join(plan_.K, number)},
                {"--states", join(plan_.states, [](auto const& source) { return source.text; })},
                {"--trials", number(plan_.trials)},
                {"--seed", std::to_string(plan_.seed)}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return plan_.cells.size(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override {
        recall_plan::cell const& at = plan_.cells[cell];
        return 1e4 + static_cast<double>(plan_.trials) * static_cast<double>(at.N) *
                         (200 + plan_.models[at.model].cost * static_cast<double>(at.K));
    }

    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const& stop) const override {
        recall_plan::cell const& at = plan_.cells[cell];
        recall_model const& model = plan_.models[at.model];
        auto const N = static_cast<std::size_t>(at.N);
        auto const K = static_cast<std::size_t>(at.K);
        std::int64_t perfect = 0;
        std::int64_t retrieved = 0;
        std::int64_t overlaps = 0;
        std::uint64_t sweeps = 0;
        for (std::int64_t t = 1; t <= plan_.trials; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            auto const trial = static_cast<std::uint64_t>(t);
            memory_patterns const xi = draw_memories(K, N, plan_.seed, trial);
            bipolar_state sigma = draw_state(plan_.states[at.states], xi, plan_.seed, trial);
            sweeps += model.relax(xi, model.n, sigma, most_sweeps, stop).sweeps;
            auto const& memories = std::get<bipolar_patterns>(xi);
            std::size_t const mu = (trial - 1) % K;
            std::int64_t overlap = 0;
            for (std::size_t i = 0; i < N; ++i) overlap += static_cast<std::int64_t>(memories.at(mu, i)) * sigma[i];
            overlaps += overlap;
            if (overlap == at.N) ++perfect;
            if (10 * overlap >= 9 * at.N) ++retrieved;
        }
        auto const n = static_cast<double>(plan_.trials);
        auto const [lower, upper] = wilson(retrieved, plan_.trials);
        double const overlap = static_cast<double>(overlaps) / (n * static_cast<double>(at.N));
        return {{{model.name, std::to_string(at.N), std::to_string(at.K),
                  decimal(static_cast<double>(at.K) / static_cast<double>(at.N)), plan_.states[at.states].text,
                  std::to_string(plan_.trials), decimal(static_cast<double>(perfect) / n),
                  decimal(static_cast<double>(retrieved) / n), decimal(lower), decimal(upper), decimal(overlap),
                  decimal((1 - overlap) / 2), decimal(static_cast<double>(sweeps) / n)}},
                {}};
    }

    [[nodiscard]] judgement judge(results const& rows) const override { return {recall_verdict(rows), false}; }
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return recall_figures(rows); }

private:
    recall_plan plan_;
};

}  // namespace

study_entry recall_study() {
    return {"recall", "What share of its memories does each model of the family find again, decided exactly?",
            recall_options(), [](arguments const& given) -> std::unique_ptr<planned_study> {
                return std::make_unique<recall>(read_plan(given));
            }};
}

}  // namespace ulpfield::study
