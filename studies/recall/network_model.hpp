#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/rule/coupling_rule.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield::study {

/// Values accepted by --model, for messages.
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
    enum class family { hopfield, hopfield_self, dam, exponential, scaled_exponential } of = family::hopfield;
    int n = 0;  ///< order of dam:n
    /// Rough nanoseconds of one trial per neuron and memory.
    double cost = 1;

    /// Decides by h_i = sum_j T_ij sigma_j, half the energy difference; the others by the difference itself (Eq. 4).
    [[nodiscard]] bool linear() const { return of == family::hopfield || of == family::hopfield_self; }
};

/// The model of a name. Anything else: usage_error with what is accepted.
[[nodiscard]] recall_model parse_recall_model(std::string_view option_name, std::string_view text);

/// What a model asks of a format: F, and the scaling of its argument. hopfield: F = x^2, whose fields are 4 times its
/// own. hopfield-self has no form of Eq. 4: std::invalid_argument.
[[nodiscard]] rule_setting setting_of(recall_model const& model, recall_rule const& rule);

/// The network of a trial, but for its memories.
struct recall_setting {
    recall_model model;
    recall_rule rule = {};
    hopfield_rule learning = hopfield_rule::hebb;  ///< another one: of model hopfield
    std::vector<rational> bias = {};               ///< b_i beside the field; none: 0
};

/// The network of one trial. Every function throws `interrupted` when asked to stop.
class recall_network {
public:
    recall_network(recall_setting setting, shared_patterns zeta, std::stop_token const& stop);

    /// Relaxes sigma in this order until nothing changes, a state comes back or so many sweeps are done.
    [[nodiscard]] relaxation_outcome relax(bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps);
    /// Glauber's dynamics (rule/glauber.hpp) with exact fields: so many sweeps, each in a fresh random order.
    [[nodiscard]] relaxation_outcome heat(bipolar_state& sigma, rational const& T, std::uint64_t sweeps,
                                          std::uint64_t seed);

    /// The energy in decimal, exactly or in the format of the rule: -(1/2) sum T_ij sigma_i sigma_j - sum b_i sigma_i
    /// of linear models, -sum_mu F - (1/2) sum b_i sigma_i of the others. States of {-1, 0, +1}; with NaN: "nan".
    [[nodiscard]] std::string energy(bipolar_state const& sigma, bool exactly);

    [[nodiscard]] shared_patterns const& memories() const { return zeta_; }
    [[nodiscard]] std::stop_token const& stop() const { return stop_; }

private:
    void make_exact();
    /// T_ij of bipolar memories one by one: made when an energy asks for it.
    [[nodiscard]] std::shared_ptr<couplings const> const& hebbian_couplings();
    /// The bias beside the field of setting_of: of F = x^2 four times that of h_i.
    [[nodiscard]] std::vector<rational> bias_of_terms() const;
    [[nodiscard]] relaxation_outcome relax_by_rule(bipolar_state& sigma, update_order const& order,
                                                   std::uint64_t most_sweeps);

    recall_setting setting_;
    shared_patterns zeta_;
    std::stop_token stop_;
    std::shared_ptr<couplings const> couplings_;  // that decide; null: the memories do
    std::shared_ptr<couplings const> hebbian_;
    std::unique_ptr<oracle> exact_;  // with the bias
};

}  // namespace ulpfield::study
