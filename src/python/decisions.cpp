#include <pybind11/numpy.h>
#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <vector>

#include "python/exact_number.hpp"
#include "python/interruptible.hpp"
#include "python/module.hpp"
#include "python/pattern_arrays.hpp"
#include "python/text.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/exact_difference.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace py = pybind11;

namespace ulpfield::python {
namespace {

/// Options of a rule as Python names them.
struct rule_words {
    std::string format;
    std::string interaction;
    int n = 1;
    std::string scaling;
    std::string power;
    std::optional<std::string> accumulate;
};

rule_setting setting_of(rule_words const& words) {
    rule_setting setting;
    setting.format = parse_format(words.format);
    setting.F = parse_interaction(words.interaction, words.n);
    setting.scaling = parse_scaling(words.scaling);
    if (words.power != "binary" && words.power != "pow")
        throw std::invalid_argument("power: '" + words.power + "'; accepted: binary, pow");
    setting.power = words.power == "pow" ? power_method::pow : power_method::binary;
    if (!words.accumulate) return setting;
    setting.accumulate = parse_format(*words.accumulate);
    if (setting.format.exact() || setting.accumulate->exact() ||
        !setting.accumulate->at_least_as_wide_as(setting.format))
        throw std::invalid_argument("accumulate: " + *words.accumulate + " is not as wide as " + words.format +
                                    "; accepted: a rounding format with at least its precision and exponent range");
    return setting;
}

/// Memories, one state, and a rule.
struct network {
    shared_patterns zeta;
    bipolar_state sigma;
    rule_setting setting;

    network(py::array const& memories, bool memories_bfloat16, py::array const& state, bool state_bfloat16,
            rule_words const& words)
        : zeta(memories_of("memories", memories, memories_bfloat16)),
          sigma(state_of("state", state, state_bfloat16)),
          setting(setting_of(words)) {
        if (sigma.size() != zeta.N())
            throw std::invalid_argument("state: " + std::to_string(sigma.size()) +
                                        " entries for memories of N = " + std::to_string(zeta.N()) + " neurons");
    }
    [[nodiscard]] std::size_t neuron(std::int64_t i) const {
        if (i < 0 || static_cast<std::size_t>(i) >= zeta.N())
            throw std::invalid_argument("neuron: " + std::to_string(i) + "; accepted: 0 to " +
                                        std::to_string(zeta.N() - 1));
        return static_cast<std::size_t>(i);
    }
    [[nodiscard]] ratio factor() const { return alpha(setting.scaling, static_cast<std::int64_t>(zeta.N())); }
    [[nodiscard]] bool bipolar() const { return std::holds_alternative<bipolar_patterns>(*zeta); }
};

/// What one decision is, before it is told to Python.
struct decided {
    decision made;
    int exact_sign = 0;
    std::optional<mpfr_value> value;  // none: format exact
    std::optional<mpfr_value> nearest;
    std::optional<std::string> exact;   // u of Eq. 4; none: F has no rational values
    std::optional<std::string> scaled;  // the scaled u, for the format `exact`
    double bits_lost = 0;
};

decided decide_one(network const& of, std::size_t i, std::stop_token const& stop) {
    decided result;
    rule_setting const& setting = of.setting;
    auto const unscaled = make_oracle(setting.F, {1, 1}, of.zeta);
    unscaled->set_state(of.sigma);
    result.exact_sign = unscaled->sign(i);
    bool const rational_values =
        std::visit([](auto const& F) { return rational_valued<std::remove_cvref_t<decltype(F)>>; }, setting.F);
    if (rational_values) result.exact = exact_difference(setting.F, {1, 1}, *of.zeta, of.sigma, i, stop).text;
    auto const scaled_by = [&](ratio const& factor) {
        auto scaled = make_oracle(setting.F, factor, of.zeta);
        scaled->set_state(of.sigma);
        return scaled;
    };
    if (setting.format.exact()) {
        int const own = scaled_by(of.factor())->sign(i);
        result.made = {.value = own >= 0 ? 1 : -1, .zero = own == 0};
        if (rational_values) result.scaled = exact_difference(setting.F, of.factor(), *of.zeta, of.sigma, i, stop).text;
        return result;
    }
    auto const rule = make_format_rule(setting, of.bipolar());
    rule->set_memories(of.zeta);
    rule->examine(of.sigma, stop);
    result.made = rule->examined(i);
    result.value = rule->value(i);
    // max-shift: the value is that of 2^-k, k of this decision.
    ratio factor = of.factor();
    if (int const k = rule->examined_shift(i); k != 0)
        factor = k > 0 ? ratio{1, std::int64_t{1} << k} : ratio{std::int64_t{1} << -k, 1};
    auto const scaled = scaled_by(factor);
    int const own = scaled->sign(i);
    bool const over_largest =
        std::visit([](auto const& scaling) { return scaling.over_largest_term; }, setting.scaling);
    number_format const& sums = setting.accumulate.value_or(setting.format);
    result.nearest = over_largest ? scaled->round_over_largest_term(i, sums) : scaled->round(i, sums);
    comparison_counts lost;
    lost.decisions = 1;
    lost.lost_bits[rule->lost_bits(i, result.nearest->get(), own)] = 1;
    result.bits_lost = lost.largest_lost_bits();
    return result;
}

py::tuple decide(
    py::array const& memories, bool memories_bfloat16, py::array const& state, bool state_bfloat16, std::int64_t neuron,
    std::tuple<std::string, std::string, int, std::string, std::string, std::optional<std::string>> const& words) {
    auto const& [format, interaction, n, scaling, power, accumulate] = words;
    network const of(memories, memories_bfloat16, state, state_bfloat16,
                     {format, interaction, n, scaling, power, accumulate});
    std::size_t const i = of.neuron(neuron);
    decided const result = interruptible([&](std::stop_token const& stop) { return decide_one(of, i, stop); });
    auto const number = [](std::optional<mpfr_value> const& value,
                           std::optional<std::string> const& exact) -> py::object {
        if (value) return number_of(value->get());
        return exact ? fraction_of(*exact) : py::object(py::none());
    };
    return py::make_tuple(result.made.value, result.exact_sign, number(result.value, result.scaled),
                          number(result.nearest, result.scaled), number(std::nullopt, result.exact), result.bits_lost,
                          result.made.overflow, result.made.nan, result.made.underflow, result.made.zero);
}

py::list exact_field(py::array const& memories, bool memories_bfloat16, py::array const& state, bool state_bfloat16,
                     std::optional<std::int64_t> neuron, std::string const& interaction, int n,
                     std::string const& scaling) {
    network const of(memories, memories_bfloat16, state, state_bfloat16,
                     {"exact", interaction, n, scaling, "binary", std::nullopt});
    std::size_t const first = neuron ? of.neuron(*neuron) : 0;
    std::size_t const end = neuron ? first + 1 : of.zeta.N();
    auto const texts = interruptible([&](std::stop_token const& stop) {
        std::vector<std::string> all;
        for (std::size_t i = first; i < end; ++i) {
            throw_if_stopped(stop);
            all.push_back(exact_difference(of.setting.F, of.factor(), *of.zeta, of.sigma, i, stop).text);
        }
        return all;
    });
    py::list fields;
    for (std::string const& text : texts) fields.append(fraction_of(text));
    return fields;
}

struct relaxed {
    relaxation_outcome outcome;
    std::vector<bipolar_state> states;                             // the start, then after every sweep
    std::vector<std::pair<std::uint64_t, std::uint32_t>> changes;  // sweep (from 1), neuron
};

/// Decisions of a format or, exactly, of the oracle.
class decider {
public:
    explicit decider(network const& of) {
        if (of.setting.format.exact()) {
            exact_ = make_oracle(of.setting.F, of.factor(), of.zeta);
        } else {
            rule_ = make_format_rule(of.setting, of.bipolar());
            rule_->set_memories(of.zeta);
        }
        set_state(of.sigma);
    }
    void set_state(bipolar_state const& sigma) { rule_ ? rule_->set_state(sigma) : exact_->set_state(sigma); }
    [[nodiscard]] int decide(std::size_t i) { return rule_ ? rule_->decide(i) : exact_->sign(i) >= 0 ? 1 : -1; }
    void flip(std::size_t i) { rule_ ? rule_->flip(i) : exact_->flip(i); }

private:
    std::unique_ptr<format_rule> rule_;
    std::unique_ptr<oracle> exact_;
};

relaxed relax_network(network const& of, std::string const& order, std::uint64_t seed, std::uint64_t most_sweeps,
                      std::stop_token const& stop) {
    std::size_t const N = of.zeta.N();
    decider rule(of);
    bipolar_state sigma = of.sigma;
    relaxed result;
    result.states.push_back(sigma);
    if (order == "synchronous") {
        result.outcome = relax_synchronously(sigma, most_sweeps, [&](bipolar_state const& now) {
            bipolar_state next(N);
            rule.set_state(now);
            for (std::size_t i = 0; i < N; ++i) {
                throw_if_stopped(stop);
                next[i] = static_cast<std::int8_t>(rule.decide(i));
                if (next[i] != now[i]) result.changes.emplace_back(result.states.size(), i);
            }
            result.states.push_back(next);
            return next;
        });
        return result;
    }
    std::uint64_t decisions = 0;
    result.outcome = relax_asynchronously(
        sigma, order == "random" ? update_order::random(N, seed) : update_order::sequential(N), most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop);
            if (decisions > 0 && decisions % N == 0) result.states.push_back(sigma);
            ++decisions;
            return rule.decide(i);
        },
        [&](std::size_t i) {
            rule.flip(i);
            result.changes.emplace_back((decisions - 1) / N + 1, static_cast<std::uint32_t>(i));
        });
    if (decisions > 0) result.states.push_back(sigma);
    return result;
}

py::tuple relax(
    py::array const& memories, bool memories_bfloat16, py::array const& state, bool state_bfloat16,
    std::tuple<std::string, std::string, int, std::string, std::string, std::optional<std::string>> const& words,
    std::string const& order, std::uint64_t seed, std::uint64_t most_sweeps) {
    auto const& [format, interaction, n, scaling, power, accumulate] = words;
    network const of(memories, memories_bfloat16, state, state_bfloat16,
                     {format, interaction, n, scaling, power, accumulate});
    if (order != "sequential" && order != "random" && order != "synchronous")
        throw std::invalid_argument("order: '" + order + "'; accepted: sequential, random, synchronous");
    relaxed const result =
        interruptible([&](std::stop_token const& stop) { return relax_network(of, order, seed, most_sweeps, stop); });
    auto const N = static_cast<py::ssize_t>(of.zeta.N());
    py::array_t<std::int8_t> states({static_cast<py::ssize_t>(result.states.size()), N});
    for (std::size_t row = 0; row < result.states.size(); ++row)
        std::copy(result.states[row].begin(), result.states[row].end(),
                  states.mutable_data(static_cast<py::ssize_t>(row), 0));
    constexpr char const* ends[] = {"fixed point", "cycle", "limit"};
    return py::make_tuple(states, result.changes, ends[static_cast<int>(result.outcome.end)], result.outcome.sweeps,
                          result.outcome.cycle_length);
}

}  // namespace

void define_decisions(py::module_& module) {
    module.def("decide", decide);
    module.def("exact_field", exact_field);
    module.def("relax", relax);
}

}  // namespace ulpfield::python
