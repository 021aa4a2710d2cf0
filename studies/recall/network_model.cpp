#include "studies/recall/network_model.hpp"

#include <charconv>

#include "rule/exact_decisions.hpp"
#include "rule/format_decisions.hpp"
#include "ulpfield/memory/hopfield.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/nearest_match.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

namespace {

template <bool self_coupling>
relaxation_outcome relax_hopfield(memory_patterns const& xi, int, bipolar_state& sigma, std::uint64_t most_sweeps,
                                  std::stop_token const& stop) {
    hopfield_network network(std::get<bipolar_patterns>(xi), self_coupling, stop);
    network.set_state(sigma);
    return relax_asynchronously(
        sigma, update_order::sequential(sigma.size()), most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop);
            return network.decide(i);
        },
        [&](std::size_t i) { network.flip(i); });
}

relaxation_outcome relax_exactly(interaction const& F, ratio const& alpha, memory_patterns const& xi,
                                 bipolar_state& sigma, std::uint64_t most_sweeps, std::stop_token const& stop) {
    auto const exact = make_oracle(F, alpha, xi);
    exact->set_state(sigma);
    return relax_asynchronously(
        sigma, update_order::sequential(sigma.size()), most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop);
            return exact->sign(i) >= 0 ? 1 : -1;
        },
        [&](std::size_t i) { exact->flip(i); });
}

relaxation_outcome relax_dam(memory_patterns const& xi, int n, bipolar_state& sigma, std::uint64_t most_sweeps,
                             std::stop_token const& stop) {
    return relax_exactly(polynomial{n}, {1, 1}, xi, sigma, most_sweeps, stop);
}
relaxation_outcome relax_exponential(memory_patterns const& xi, int, bipolar_state& sigma, std::uint64_t most_sweeps,
                                     std::stop_token const& stop) {
    return relax_exactly(exponential{}, {1, 1}, xi, sigma, most_sweeps, stop);
}
relaxation_outcome relax_scaled_exponential(memory_patterns const& xi, int, bipolar_state& sigma,
                                            std::uint64_t most_sweeps, std::stop_token const& stop) {
    return relax_exactly(exponential{}, {1, static_cast<std::int64_t>(neurons(xi))}, xi, sigma, most_sweeps, stop);
}

template <class Decisions>
relaxation_outcome relax_with(Decisions& by, bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps,
                              std::stop_token const& stop) {
    by.set_state(sigma);
    return relax_asynchronously(
        sigma, order, most_sweeps,
        [&](std::size_t i) {
            throw_if_stopped(stop);
            return by.decide(i);
        },
        [&](std::size_t i) { by.set(i, sigma[i]); });
}

/// The Hebbian network with self-coupling under any tie rule.
class self_coupled {
public:
    self_coupled(memory_patterns const& xi, decision_rule decision, std::stop_token const& stop)
        : network_(std::get<bipolar_patterns>(xi), true, stop), decision_(std::move(decision)) {}
    void set_state(bipolar_state const& sigma) { network_.set_state(sigma); }
    [[nodiscard]] int decide(std::size_t i) const {
        std::int64_t const field = network_.field(i);
        bool const tie = rational(field < 0 ? -field : field) <= decision_.tolerance;
        return decision_(tie         ? field_sign::zero
                         : field > 0 ? field_sign::positive
                                     : field_sign::negative,
                         network_.state()[i]);
    }
    void set(std::size_t i, std::int8_t value) { network_.set(i, value); }

private:
    hopfield_network network_;
    decision_rule decision_;
};

}  // namespace

rule_setting setting_of(recall_model const& model, recall_rule const& rule) {
    if (model.name == "hopfield-self")
        throw std::invalid_argument("hopfield-self: its diagonal is no part of Eq. 4; accepted: exact");
    interaction F = polynomial{2};
    argument_scaling scaling = raw{};
    if (model.n > 0) F = polynomial{model.n};
    if (model.name.starts_with("exponential")) F = exponential{};
    if (model.name == "exponential/N") scaling = reciprocal{};
    rule_setting setting{rule.format, std::nullopt, F, scaling, rule.power};
    setting.program = rule.program;
    return setting;
}

relaxation_outcome relax_by(recall_model const& model, recall_rule const& rule, memory_patterns const& xi,
                            bipolar_state& sigma, update_order const& order, std::uint64_t most_sweeps,
                            std::stop_token const& stop) {
    if (model.name == "hopfield-self") {
        self_coupled by(xi, rule.decision, stop);
        return relax_with(by, sigma, order, most_sweeps, stop);
    }
    rule_setting const setting = setting_of(model, rule);
    if (rule.format.exact()) {
        exact_decisions by(setting.F, alpha(setting.scaling, static_cast<std::int64_t>(sigma.size())), rule.decision);
        by.set_memories(xi);
        return relax_with(by, sigma, order, most_sweeps, stop);
    }
    format_decisions by(setting, std::holds_alternative<bipolar_patterns>(xi), rule.decision, {});
    by.set_memories(xi);
    return relax_with(by, sigma, order, most_sweeps, stop);
}

recall_model parse_recall_model(std::string_view option_name, std::string_view text) {
    if (text == "hopfield") return {"hopfield", relax_hopfield<false>, 0, 5};
    if (text == "hopfield-self") return {"hopfield-self", relax_hopfield<true>, 0, 5};
    if (text == "exponential") return {"exponential", relax_exponential, 0, 30};
    if (text == "exponential/N") return {"exponential/N", relax_scaled_exponential, 0, 100};
    if (text.starts_with("dam:")) {
        std::string_view const digits = text.substr(4);
        int n = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (code == std::errc{} && end == digits.data() + digits.size() && n >= 1 && n <= 1000)
            return {"dam:" + std::to_string(n), relax_dam, n, 30};
    }
    throw usage_error(std::string(option_name) + ": unknown model '" + std::string(text) + "'" +
                      nearest_match(text, {"hopfield", "hopfield-self", "exponential", "exponential/N", "dam:3"}) +
                      "; accepted: " + std::string(accepted_recall_models) + ", n 1 to 1000");
}

}  // namespace ulpfield::study
