#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield::study {

/// The words of --model, for messages.
inline constexpr std::string_view accepted_recall_models =
    "hopfield, hopfield-self (T_ii = K), dam:n (F = x^n), exponential (F = e^x, Demircigil et al.), exponential/N (F = "
    "e^(x/N))";

/// How decisions are made: exactly or in a format as a program computes it, and what ties and NaN decide.
struct recall_rule {
    number_format format{.name = "exact"};
    power_method power = power_method::binary;
    std::optional<program_arithmetic> program = {};
    decision_rule decision = {};

    /// Every decision exact, sign(0) = +1.
    [[nodiscard]] bool plain() const { return format.exact() && decision.plain(); }
};

/// A model of --model.
struct recall_model {
    std::string name;
    /// By the plain rule: relaxes sigma asynchronously, i = 1..N, until nothing changes or `most_sweeps` sweeps are
    /// done. Throws `interrupted`.
    relaxation_outcome (*relax)(memory_patterns const& xi, int n, bipolar_state& sigma, std::uint64_t most_sweeps,
                                std::stop_token const& stop);
    int n = 0;  ///< order of dam:n
    /// Rough nanoseconds of one trial per neuron and memory.
    double cost = 1;
};

/// What a model asks of a format: F, and the scaling of its argument. hopfield: F = x^2, whose fields are 4 times its
/// own. hopfield-self has no form of Eq. 4: std::invalid_argument.
[[nodiscard]] rule_setting setting_of(recall_model const& model, recall_rule const& rule);

/// Relaxes sigma in this order under any rule, until nothing changes, a state comes back or `most_sweeps` sweeps are
/// done.
relaxation_outcome relax_by(recall_model const& model, recall_rule const& rule, memory_patterns const& xi,
                            bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps,
                            std::stop_token const& stop);

/// The model of a name. Anything else: usage_error with what is accepted.
[[nodiscard]] recall_model parse_recall_model(std::string_view option_name, std::string_view text);

}  // namespace ulpfield::study
