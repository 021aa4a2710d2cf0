#include "studies/xor/xor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "studies/xor/figures.hpp"
#include "study/grid.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/rule/energy_text.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

namespace {

/// Orders up to here give a table at once; N^n of N = 3 has 1.6 n bits.
constexpr std::int64_t most_order = 100'000;
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

struct xor_plan {
    std::vector<std::string> interactions;
    std::vector<std::int64_t> n;
    std::vector<number_format> formats;
    std::vector<argument_scaling> scalings;
};

std::vector<option> xor_options() {
    return {
        {"--interaction", "LIST", "polynomial,rectified,leaky",
         std::string("F: ") + std::string(accepted_interactions)},
        {"--n", "LIST", "1:7,100", "order of F (interaction vertex), 1 to 100000"},
        {"--formats", "LIST", "exact,fp16,bf16,fp32,fp64",
         std::string("number formats: ") + std::string(accepted_formats)},
        {"--scaling", "LIST", "raw", "formulations: raw, 1/N, /N, 2^-k, log, factored"},
    };
}

xor_plan read_plan(arguments const& given) {
    xor_plan plan;
    plan.n = parse_integers("--n", given.text("--n"), 1, most_order);
    auto const add = [](auto& list, auto value) {
        if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
    };
    for (std::string const& item : split_list("--interaction", given.text("--interaction")))
        add(plan.interactions, name(make_interaction("--interaction", item, 1)));
    for (std::string const& item : split_list("--formats", given.text("--formats")))
        add(plan.formats, parse_format("--formats", item));
    for (std::string const& item : split_list("--scaling", given.text("--scaling"))) {
        argument_scaling const scaling = parse_scaling("--scaling", item);
        bool const known = std::any_of(plan.scalings.begin(), plan.scalings.end(),
                                       [&](argument_scaling const& other) { return other.index() == scaling.index(); });
        if (!known) plan.scalings.push_back(scaling);
    }
    return plan;
}

/// How the four inputs are answered by the one-neuron rule of the output neuron, the inputs held.
struct answers {
    int correct = 0;
    int ties = 0;  ///< the exact, unscaled difference is 0
};

answers recall(rule_setting const& setting) {
    memory_patterns const& zeta = truth_table();
    auto const& table = std::get<bipolar_patterns>(zeta);
    auto const unscaled = make_oracle(setting.F, ratio{1, 1}, zeta);
    ratio const alpha = std::visit([](auto scaling) { return decltype(scaling)::alpha(3); }, setting.scaling);
    auto const scaled = make_oracle(setting.F, alpha, zeta);
    std::unique_ptr<format_rule> rule;
    if (!setting.format.exact()) {
        rule = make_format_rule(setting, true);
        rule->set_memories(zeta);
    }
    answers found;
    for (std::size_t mu = 0; mu < table.K(); ++mu) {
        // The output's present value plays no part in the rule.
        bipolar_state const asked = table.state(mu);
        unscaled->set_state(asked);
        if (unscaled->sign(output_neuron) == 0) ++found.ties;
        int answer = 0;
        if (rule) {
            rule->examine(asked, {});
            answer = rule->examined(output_neuron).value;
        } else {
            scaled->set_state(asked);
            answer = scaled->sign(output_neuron) >= 0 ? 1 : -1;
        }
        if (answer == asked[output_neuron]) ++found.correct;
    }
    return found;
}

class exclusive_or final : public planned_study {
public:
    explicit exclusive_or(xor_plan plan)
        : plan_(std::move(plan)),
          grid_({plan_.interactions.size(), plan_.n.size(), plan_.formats.size(), plan_.scalings.size()}) {}

    [[nodiscard]] std::vector<column> columns() const override {
        return {{"interaction", "interaction function F", false},
                {"n", "order of F"},
                {"format", "number format", false},
                {"scaling", "formulation of Eq. 4/13", false},
                {"energy_memory", "E of the first memory (-,-,-); exact arithmetic gives all four the same"},
                {"energy_other", "E of its opposite (+,+,+); exact arithmetic gives all four other states the same"},
                {"correct", "inputs whose output bit the rule recalls"},
                {"of", "inputs"},
                {"ties", "inputs whose exact difference is 0, decided by sign(0) = +1"}};
    }
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters() const override {
        return {{"--interaction", join(plan_.interactions, [](auto const& text) { return text; })},
                {"--n", join(plan_.n, [](std::int64_t value) { return std::to_string(value); })},
                {"--formats", join(plan_.formats, [](auto const& format) { return format.name; })},
                {"--scaling", join(plan_.scalings, [](auto const& scaling) { return name(scaling); })}};
    }
    [[nodiscard]] std::uint64_t cells() const override { return grid_.cells(); }
    [[nodiscard]] double cost(std::uint64_t cell) const override {
        return 1 + static_cast<double>(plan_.n[grid_.at(cell)[1]]) / 1000;
    }
    [[nodiscard]] cell_result run(std::uint64_t cell, std::stop_token const&) const override {
        auto const at = grid_.at(cell);
        std::string const& F = plan_.interactions[at[0]];
        std::int64_t const n = plan_.n[at[1]];
        number_format const& format = plan_.formats[at[2]];
        argument_scaling const& scaling = plan_.scalings[at[3]];
        rule_setting const setting{format, std::nullopt, make_interaction("--interaction", F, static_cast<int>(n)),
                                   scaling};
        bipolar_state const memory{-1, -1, -1};
        bipolar_state const other{1, 1, 1};
        answers const found = recall(setting);
        return {{{F, std::to_string(n), format.name, std::string(name(scaling)),
                  energy_text(setting, truth_table(), memory), energy_text(setting, truth_table(), other),
                  std::to_string(found.correct), "4", std::to_string(found.ties)}},
                {}};
    }

    /// Which orders solve the problem, per interaction and formulation, said once for all formats that agree.
    [[nodiscard]] judgement judge(results const& rows) const override {
        std::vector<std::string> order;
        struct orders {
            std::vector<std::string> solved, tied, wrong;
        };
        std::map<std::string, orders> found;
        rows.for_each([&](std::uint64_t, row const& values) {
            std::string const key = fmt::format("{} in {} under {}", values[0], values[2], values[3]);
            if (!found.contains(key)) order.push_back(key);
            orders& of = found[key];
            (values[6] == values[7] ? of.solved : values[8] == "0" ? of.wrong : of.tied).push_back(values[1]);
        });
        judgement verdict;
        for (std::string const& key : order) {
            orders const& of = found[key];
            std::string text = key + ":";
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
    [[nodiscard]] std::vector<figure> figures(results const& rows) const override { return xor_figures(rows); }

private:
    xor_plan plan_;
    grid grid_;
};

}  // namespace

study_entry xor_study() {
    return {"xor", "Can a memory of three neurons hold the truth table of exclusive or, and which F and n recall it?",
            xor_options(), [](arguments const& given) -> std::unique_ptr<planned_study> {
                return std::make_unique<exclusive_or>(read_plan(given));
            }};
}

}  // namespace ulpfield::study
