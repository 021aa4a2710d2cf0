#include "studies/xor/xor.hpp"

#include <fmt/format.h>

#include <map>

#include "studies/shared/axes.hpp"
#include "studies/xor/figures.hpp"
#include "study/distinct_values.hpp"
#include "study/table.hpp"
#include "ulpfield/rule/energy_text.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t output_neuron = 2;

/// The rows of the truth table sigma_3 = sigma_1 xor sigma_2 (true: +1) are the memories.   Source: Yang 2020.
memory_patterns const& truth_table() {
    static memory_patterns const zeta = [] {
        bipolar_patterns rows(4, 3);
        std::size_t mu = 0;
        for (int const a : {-1, 1})
            for (int const b : {-1, 1}) {
                rows.set(mu, 0, a);
                rows.set(mu, 1, b);
                rows.set(mu, 2, -a * b);
                ++mu;
            }
        return memory_patterns(rows);
    }();
    return zeta;
}

struct xor_axes : axis_set {
    axis<interaction> F = interaction_axis(*this, "polynomial,rectified,leaky");
    /// Orders up to here give a table at once; N^n of N = 3 has 1.6 n bits.
    axis<std::int64_t> n = order_axis(*this, "1:7,100", 100'000);
    axis<number_format> formats = formats_axis(*this, "exact,fp16,bf16,fp32,fp64");
    axis<argument_scaling> scaling = scaling_axis(*this, "raw");

protected:
    void check(arguments const&) override { check_refusals(formats, scaling, F, {}, power_method::binary, true); }
};

struct xor_row {
    std::string energy_memory, energy_other;
    int correct = 0;
    int of = 4;
    int ties = 0;  ///< the exact, unscaled difference is 0
};

/// The answers to the four inputs by the one-neuron rule of the output neuron, the inputs held.
void recall(rule_setting const& setting, xor_row& counts) {
    memory_patterns const& zeta = truth_table();
    auto const& table = std::get<bipolar_patterns>(zeta);
    auto const unscaled = make_oracle(setting.F, ratio{1, 1}, zeta);
    ratio const alpha = ulpfield::alpha(setting.scaling, 3);
    auto const scaled = make_oracle(setting.F, alpha, zeta);
    std::unique_ptr<format_rule> rule;
    if (!setting.format.exact()) {
        rule = make_format_rule(setting, true);
        rule->set_memories(zeta);
    }
    for (std::size_t mu = 0; mu < table.K(); ++mu) {
        // The output's present value plays no part in the rule.
        bipolar_state const asked = table.state(mu);
        unscaled->set_state(asked);
        if (unscaled->sign(output_neuron) == 0) ++counts.ties;
        int answer = 0;
        if (rule) {
            rule->examine(asked, {});
            answer = rule->examined(output_neuron).value;
        } else {
            scaled->set_state(asked);
            answer = scaled->sign(output_neuron) >= 0 ? 1 : -1;
        }
        if (answer == asked[output_neuron]) ++counts.correct;
    }
}

class exclusive_or final : public table<xor_axes, xor_row> {
protected:
    [[nodiscard]] std::vector<value> values() const override {
        return {{"energy_memory", "E of the first memory (-,-,-); exact arithmetic gives all four the same",
                 &xor_row::energy_memory},
                {"energy_other", "E of its opposite (+,+,+); exact arithmetic gives all four other states the same",
                 &xor_row::energy_other},
                {"correct", "inputs whose output bit the rule recalls", &xor_row::correct},
                {"of", "inputs", &xor_row::of},
                {"ties", "inputs whose exact difference is 0, decided by sign(0) = +1", &xor_row::ties}};
    }
    [[nodiscard]] double cost_at(place const& at) const override { return 1 + static_cast<double>(at[n]) / 1000; }
    [[nodiscard]] std::vector<xor_row> measure(place const& at, std::stop_token const&) const override {
        rule_setting const setting{at[formats], std::nullopt, of_order(at[F], static_cast<int>(at[n])), at[scaling]};
        bipolar_state const memory{-1, -1, -1};
        bipolar_state const other{1, 1, 1};
        xor_row result{energy_text(setting, truth_table(), memory), energy_text(setting, truth_table(), other)};
        recall(setting, result);
        return {std::move(result)};
    }
};

/// The orders that solve the problem, per interaction and scaling, said once for all formats that agree.
judgement verdict_of(results const& rows, arguments const&) {
    result_column const F = rows["interaction"], n = rows["n"], format = rows["format"], scaling = rows["scaling"],
                        correct = rows["correct"], inputs = rows["of"], ties = rows["ties"];
    struct orders {
        std::vector<std::string> solved, tied, wrong;
    };
    distinct_values settings;
    std::map<std::string, orders> by_setting;
    rows.for_each([&](std::uint64_t, row const& at) {
        std::string const setting = fmt::format("{} in {} under {}", F(at), format(at), scaling(at));
        settings.add(setting);
        orders& of = by_setting[setting];
        (correct(at) == inputs(at) ? of.solved : ties(at) == "0" ? of.wrong : of.tied).push_back(n(at));
    });
    judgement verdict;
    for (std::string const& setting : settings.values()) {
        orders const& of = by_setting[setting];
        std::string text = setting + ":";
        auto const say = [&](std::vector<std::string> const& list, std::string_view what) {
            if (!list.empty())
                text += fmt::format("{} {} n = {}", text.back() == ':' ? "" : ";", what, fmt::join(list, ", "));
        };
        say(of.solved, "solved at");
        say(of.tied, "exact ties, hence 2 of 4 or what rounding makes of them, at");
        say(of.wrong, "recalled wrongly though nothing ties at");
        verdict.sentences.push_back(text + ".");
    }
    return verdict;
}

}  // namespace

study_entry xor_study() {
    return table_entry<exclusive_or>(
        "xor", "Can a memory of three neurons hold the truth table of exclusive or, and which F and n recall it?",
        {verdict_of, xor_figures},
        {{"ulpfield xor --n 2:6 --interaction polynomial,rectified", "odd and even orders of two F"},
         {"ulpfield xor --formats fp8e4m3,exact", "a small format beside exact arithmetic"}});
}

}  // namespace ulpfield::study
