#pragma once
#include <memory>

#include "studies/compare/states.hpp"
#include "studies/shared/axes.hpp"
#include "studies/shared/hopfield_rule_axis.hpp"
#include "studies/shared/programs.hpp"
#include "studies/shared/threshold.hpp"
#include "studies/shared/trials/trial_record.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield::study {

/// The options of `compare`.
struct compare_axes : axis_set {
    static constexpr std::int64_t most_memories = 100'000'000;

    axis<std::int64_t> N = neurons_axis(*this, "100", 1'000'000);
    axis<std::int64_t> K = memories_axis(*this, "20", most_memories);
    axis<std::int64_t> n = order_axis(*this, "2,3,5,10,20,30,50,100", 1'000'000);
    axis<number_format> formats = formats_axis(*this, "fp16,bf16,fp32,fp64,mpfr:256");
    axis<argument_scaling> scaling = scaling_axis(*this, "raw,1/N,2^-k");
    axis<interaction> F = interaction_axis(*this, "polynomial");
    axis<state_source> states{*this,
                              "--states",
                              "LIST",
                              "memory,random",
                              "states of the trials: memory, corrupted:P, random, near-tie, or a pattern file whose "
                              "rows are the trials",
                              state_sources(),
                              {"states", "where the trials' states come from", false}};
    axis<std::int64_t> trials{*this,
                              "--trials",
                              "COUNT",
                              "100",
                              "trials of a cell, {} (a --states file: its rows)",
                              one_integer(1, 1'000'000'000)};
    axis<std::string> memories_name{
        *this,
        "--memories",
        "FILE",
        "random",
        "random, or a pattern file (" + std::string(pattern_file_kinds) + "); its N and K win",
        any_text()};
    pattern_file_axes files{*this};
    axis<std::int64_t> limit{*this,
                             "--limit",
                             "K",
                             "",
                             "use only the first K patterns of the --memories file (default: all)",
                             one_integer(1, most_memories),
                             axis_use::input};
    axis<power_method> power = power_axis(*this);
    axis<number_format> accumulate{*this,
                                   "--accumulate",
                                   "FORMAT",
                                   "",
                                   "wider format of both sums (default: the format itself)",
                                   one_number_format()};
    axis<sweep_order> order = sweep_order_axis(*this);
    axis<bool> relax{*this,      "--relax", "yes|no", "yes", "also relax every trial in the format and exactly",
                     yes_or_no()};
    axis<tie_rule> tie = tie_axis(*this);
    axis<rational> tolerance = tolerance_axis(*this);
    axis<nan_rule> nan = nan_axis(*this);
    axis<hopfield_rule> rule = hopfield_rule_axis(*this);
    axis<threshold> bias = threshold_axis(*this);
    axis<bool> trials_table = trials_table_axis(*this);
    axis<memory_sum> memory_order = memory_sum_axis(*this);
    axis<similarity_sum> similarity_order = similarity_sum_axis(*this);
    axis<bool> self_inside = self_axis(*this);
    axis<number_format> store = store_axis(*this);
    axis<bool> contract{*this,
                        "--contract",
                        "LIST",
                        "no",
                        "yes: the last multiplication of a power and the addition after it are fused, as compilers do",
                        choices<bool>({{"no", false}, {"yes", true}}),
                        axis_use::optional_key,
                        {"contract", "fused multiply-add", false}};
    axis<std::string> program{
        *this,      "--as",         "NAME", "", "what a program does: sets all of these; " + accepted_programs(),
        any_text(), axis_use::input};
    axis<rounding_rule> rounding = rounding_axis(*this);
    axis<flush_rule> subnormals = subnormals_axis(*this);
    axis<std::uint64_t> seed = seed_axis(*this);

    std::shared_ptr<memory_patterns const> memories;  ///< of the file; null: random

    compare_axes() {
        set_product(formats, scaling, F, n, N, K, states, tie, nan, memory_order, similarity_order, self_inside, store,
                    power, contract, rounding, subnormals, order, rule, bias);
        power.record_always({"binary", "pow"});
        order.record_always({"sequential", "random"});
    }

    /// The format of a cell with its rounding, and so of wider sums.
    [[nodiscard]] number_format format_at(place const& at) const {
        return rounded_so(at[formats], at[rounding], at[subnormals]);
    }
    [[nodiscard]] std::optional<number_format> sum_format_at(place const& at) const {
        if (!accumulate.optional() || at[formats].exact()) return std::nullopt;
        return rounded_so(*accumulate, at[rounding], at[subnormals]);
    }

    /// A file's rows are its trials.
    [[nodiscard]] std::int64_t trials_from(state_source const& source) const {
        return source.file ? static_cast<std::int64_t>(source.file->K()) : *trials;
    }

    /// What a format is asked to compute at a place, and the format its memories are kept in.
    [[nodiscard]] rule_setting setting_at(place const& at) const;
    [[nodiscard]] std::optional<number_format> store_at(place const& at) const {
        return store.values().empty() ? std::nullopt : std::optional(at[store]);
    }
    [[nodiscard]] interaction function_at(place const& at) const { return of_order(at[F], static_cast<int>(at[n])); }

protected:
    void check(arguments const&) override;

private:
    void check_accumulate() const;
    void check_formats() const;
    void check_programs() const;
    [[nodiscard]] rule_setting setting_of(number_format const& format, argument_scaling const& scaled,
                                          interaction const& function, power_method method, memory_sum const& by,
                                          similarity_sum const& similar, bool inside,
                                          std::optional<number_format> const& kept, bool fused,
                                          std::optional<number_format> const& wider) const;
    void read_memories();
    void check_exponents() const;
    void check_threshold();
    void check_rule();
    void check_trials_table();
    void check_size(std::int64_t cell_N, std::int64_t cell_K, std::int64_t cell_n) const;
};

}  // namespace ulpfield::study
