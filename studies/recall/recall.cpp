#include "studies/recall/recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rule/program_check.hpp"
#include "studies/compare/states.hpp"
#include "studies/recall/figures.hpp"
#include "studies/recall/network_model.hpp"
#include "studies/recall/verdict.hpp"
#include "studies/shared/axes.hpp"
#include "studies/shared/programs.hpp"
#include "study/library_values.hpp"
#include "study/table.hpp"
#include "ulpfield/memory/stored_patterns.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_memories = 10'000'000;
constexpr std::int64_t most_couplings = 500'000'000;  // N K
constexpr std::uint64_t most_sweeps = 10'000;

/// load N, rounded to the nearest integer, at least 1.
std::int64_t memories_at(ratio const& load, std::int64_t N) {
    __extension__ using wide = __int128;
    wide const twice = 2 * static_cast<wide>(load.numerator) * N + load.denominator;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(twice / (2 * static_cast<wide>(load.denominator))));
}

ratio parse_load(std::string const& item) {
    auto const load = parse_ratio(item);
    if (!load || load->numerator <= 0 || load->numerator / load->denominator > most_memories)
        throw std::invalid_argument(fmt::format(
            "'{}' is no load; accepted: K/N as a decimal or rational above 0, of at most 18 digits, up to {}", item,
            most_memories));
    return *load;
}

state_source parse_start(std::string_view option_name, std::string const& item) {
    if (item != "memory" && !item.starts_with("corrupted:"))
        throw std::invalid_argument(
            fmt::format("'{}' starts from no memory; accepted: memory, corrupted:P (P from 0 to 1)", item));
    return parse_states(option_name, item);
}

struct recall_axes : axis_set {
    axis<recall_model> model{*this,
                             "--model",
                             "LIST",
                             "hopfield",
                             "{}",
                             list_of(parse_recall_model, &recall_model::name, std::string(accepted_recall_models)),
                             {"model", "model of the family", false}};
    axis<std::int64_t> N = neurons_axis(*this, "100,784,2000", 100'000);
    axis<ratio> load{*this,
                     "--load",
                     "LIST",
                     "0.02,0.04,0.06,0.08,0.1,0.11,0.12,0.13,0.138,0.15,0.16,0.18,0.2,0.25",
                     "K/N, above 0; K is the nearest integer, at least 1",
                     list_of(parse_load, &ratio::text),
                     {"load", "K/N"}};
    axis<std::int64_t> K{*this,
                         "--K",
                         "LIST",
                         "",
                         "memories in total, {}, in place of --load (default: from --load)",
                         integers(1, most_memories),
                         {"K", "memories in total"}};
    axis<state_source> states{*this,
                              "--states",
                              "LIST",
                              "memory",
                              "where trials start: memory, corrupted:P (each bit flipped with probability P)",
                              list_of(parse_start, &state_source::text),
                              {"states", "where the trials start", false}};
    axis<std::int64_t> trials{*this,
                              "--trials",
                              "COUNT",
                              "100",
                              "trials of a cell, each with memories of its own, {}",
                              one_integer(1, 1'000'000)};
    axis<number_format> formats{*this,
                                "--formats",
                                "LIST",
                                "exact",
                                "arithmetic that decides: {}",
                                number_formats(),
                                axis_use::optional_key,
                                {"format", "arithmetic that decides", false}};
    axis<tie_rule> tie = tie_axis(*this);
    axis<rational> tolerance = tolerance_axis(*this);
    axis<nan_rule> nan = nan_axis(*this);
    axis<memory_sum> memory_order = memory_sum_axis(*this);
    axis<similarity_sum> similarity_order = similarity_sum_axis(*this);
    axis<bool> self_inside = self_axis(*this);
    axis<number_format> store = store_axis(*this);
    axis<power_method> power = power_axis(*this);
    axis<sweep_order> order = sweep_order_axis(*this);
    axis<std::string> program{
        *this,      "--as",         "NAME", "", "what a program does: sets all of these; " + accepted_programs(),
        any_text(), axis_use::input};
    axis<std::uint64_t> seed = seed_axis(*this);

    recall_axes() {
        set_product(model, N, load, K, states, formats, tie, nan, memory_order, similarity_order, self_inside, store,
                    power, order);
        set_keys(model, N, K, load, states, formats, tie, nan, memory_order, similarity_order, self_inside, store,
                 power, order);
        // Two loads may round to the same K.
        leave_out([this](place const& at) {
            auto const& loads = load.values();
            return K.values().empty() &&
                   std::any_of(loads.begin(), loads.begin() + index_of_load(at),
                               [&](ratio const& lower) { return memories_at(lower, at[N]) == memories_of(at); });
        });
    }

    /// How decisions are made at a place.
    [[nodiscard]] recall_rule rule_at(place const& at) const {
        return rule_of(at[formats], at[power], at[memory_order], at[similarity_order], at[self_inside],
                       store.values().empty() ? std::nullopt : std::optional(at[store]),
                       {at[tie], at[nan], *tolerance});
    }

    [[nodiscard]] std::int64_t memories_of(place const& at) const {
        return K.values().empty() ? memories_at(at[load], at[N]) : at[K];
    }

protected:
    void check(arguments const&) override {
        if (K.given() && load.given()) throw usage_error("--K, --load: both say how many memories; give one of them");
        if (K.given()) load.assign({});
        check_programs();
        for (std::int64_t const neurons : N.values()) {
            std::vector<std::int64_t> memories = K.values();
            for (ratio const& of : load.values()) memories.push_back(memories_at(of, neurons));
            for (std::int64_t const count : memories)
                if (neurons > most_couplings / count)
                    throw usage_error(fmt::format("--N {} with K = {}: N K is above {}, the most that is taken",
                                                  neurons, count, most_couplings));
        }
    }

private:
    [[nodiscard]] static recall_rule rule_of(number_format const& format, power_method method, memory_sum const& by,
                                             similarity_sum const& similar, bool inside,
                                             std::optional<number_format> const& kept, decision_rule decision) {
        recall_rule rule{format, method, {}, std::move(decision)};
        program_arithmetic arithmetic;
        arithmetic.sum = by;
        arithmetic.similarity = similar;
        arithmetic.self_inside = inside;
        if (auto* const unit = std::get_if<unit_similarity>(&arithmetic.similarity.by))
            unit->operands = kept.value_or(format);
        if (!arithmetic.plain()) rule.program = std::move(arithmetic);
        return rule;
    }

    /// Every combination is looked at before any is computed.
    void check_programs() const {
        std::vector<std::optional<number_format>> kept(store.values().begin(), store.values().end());
        if (kept.empty()) kept.emplace_back();
        auto const check_one = [&](recall_model const& one, recall_rule const& rule) {
            if (rule.format.exact()) return;
            for (std::int64_t const neurons : N.values())
                of_option(fmt::format("--model {} --formats {}", one.name, rule.format.name),
                          [&] { check_program(setting_of(one, rule), static_cast<std::size_t>(neurons)); });
        };
        for (recall_model const& one : model.values())
            for (number_format const& format : formats.values())
                for (power_method const method : power.values())
                    for (memory_sum const& by : memory_order.values())
                        for (similarity_sum const& similar : similarity_order.values())
                            for (bool const inside : self_inside.values())
                                for (auto const& in : kept)
                                    check_one(one, rule_of(format, method, by, similar, inside, in, {}));
        memory_patterns const both = bipolar_patterns(1, 1);
        for (number_format const& in : store.values())
            of_option("--store", [&] { static_cast<void>(stored_patterns(both, in)); });
    }
    [[nodiscard]] std::ptrdiff_t index_of_load(place const& at) const {
        return static_cast<std::ptrdiff_t>(at.index(load));
    }
};

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
};

class recall final : public table<recall_axes, recall_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        auto const six = [](double recall_row::*member) {
            return [member](recall_row const& of) { return decimal(of.*member, 6); };
        };
        std::vector<value> all{
            {"trials", "relaxations, each with memories of its own", &recall_row::trials},
            {"perfect", "share of trials that end in the memory itself", six(&recall_row::perfect)},
            {"retrieved", "share that end with overlap of at least 0.9 with it", six(&recall_row::retrieved)},
            {"lower", "95 % interval of retrieved (Wilson)", six(&recall_row::lower)},
            {"upper", "95 % interval of retrieved (Wilson)", six(&recall_row::upper)},
            {"overlap", "mean overlap <memory, final state>/N", six(&recall_row::overlap)},
            {"bits_wrong", "mean share of the bits that differ at the end", six(&recall_row::bits_wrong)},
            {"sweeps", "mean number of sweeps, the last unchanged one included", six(&recall_row::sweeps)}};
        if (order.shown_for(typed_arguments())) all.push_back({"cycles", "", &recall_row::cycles});
        return all;
    }
    [[nodiscard]] std::string key_text(any_axis const& key, place const& at) const override {
        if (&key == &K) return std::to_string(memories_of(at));
        if (&key == &load) return decimal(static_cast<double>(memories_of(at)) / static_cast<double>(at[N]), 6);
        return table::key_text(key, at);
    }
    [[nodiscard]] double cost_at(place const& at) const override {
        return 1e4 + static_cast<double>(*trials) * static_cast<double>(at[N]) *
                         (200 + at[model].cost * static_cast<double>(memories_of(at)));
    }

    [[nodiscard]] std::vector<recall_row> measure(place const& at, std::stop_token const& stop) const override {
        auto const neurons = static_cast<std::size_t>(at[N]);
        auto const count = static_cast<std::size_t>(memories_of(at));
        recall_rule const rule = rule_at(at);
        std::int64_t cycles = 0;
        std::int64_t perfect = 0;
        std::int64_t retrieved = 0;
        std::int64_t overlaps = 0;
        std::uint64_t sweeps = 0;
        for (std::int64_t t = 1; t <= *trials; ++t) {
            if (stop.stop_requested()) throw interrupted{};
            auto const trial = static_cast<std::uint64_t>(t);
            memory_patterns const xi = draw_memories(count, neurons, *seed, trial);
            bipolar_state sigma = draw_state(at[states], xi, *seed, trial);
            bool const plain = rule.plain() && at[order].name() == "sequential";
            auto const outcome =
                plain ? at[model].relax(xi, at[model].n, sigma, most_sweeps, stop)
                      : relax_by(at[model], rule, xi, sigma,
                                 at[order].of(neurons, mix_seed({*seed, 0x6f72646572, trial})), most_sweeps, stop);
            sweeps += outcome.sweeps;
            cycles += outcome.end == relaxation_end::cycle ? 1 : 0;
            auto const& memories = std::get<bipolar_patterns>(xi);
            std::size_t const mu = (trial - 1) % count;
            std::int64_t overlap = 0;
            for (std::size_t i = 0; i < neurons; ++i)
                overlap += sigma[i] == nan_value ? 0 : static_cast<std::int64_t>(memories.at(mu, i)) * sigma[i];
            overlaps += overlap;
            if (overlap == at[N]) ++perfect;
            if (10 * overlap >= 9 * at[N]) ++retrieved;
        }
        auto const n = static_cast<double>(*trials);
        auto const [lower, upper] = wilson(retrieved, *trials);
        double const overlap = static_cast<double>(overlaps) / (n * static_cast<double>(at[N]));
        return {{*trials, static_cast<double>(perfect) / n, static_cast<double>(retrieved) / n, lower, upper, overlap,
                 (1 - overlap) / 2, static_cast<double>(sweeps) / n, cycles}};
    }
};

}  // namespace

study_entry recall_study() {
    return with_programs(table_entry<recall>(
        "recall", "What share of its memories does each model of the family find again, decided exactly?",
        {recall_verdict, recall_figures},
        {{"ulpfield recall --model hopfield,exponential --K 5,10,20", "two models, three loads"},
         {"ulpfield recall --model dam:3 --N 200 --K 100 --output dam", "kept in dam/, with figures"}}));
}

}  // namespace ulpfield::study
