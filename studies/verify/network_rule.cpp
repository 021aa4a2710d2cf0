#include "studies/verify/network_rule.hpp"

#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

network_rule::network_rule(number_format const& format, interaction const& F, bool bipolar, std::stop_token stop)
    : F_(F), stop_(std::move(stop)) {
    if (!format.exact()) rule_ = make_format_rule({format, std::nullopt, F, raw{}}, bipolar);
}

void network_rule::set_memories(memory_patterns const& zeta) {
    if (rule_)
        rule_->set_memories(zeta);
    else
        exact_ = make_oracle(F_, {1, 1}, zeta);
}

void network_rule::set_state(bipolar_state const& sigma) {
    if (rule_)
        rule_->examine(sigma, stop_);
    else
        exact_->set_state(sigma);
}

int network_rule::sign(std::size_t i) {
    throw_if_stopped(stop_);
    if (!rule_) return exact_->sign(i);
    ulpfield::decision const made = rule_->examined(i);
    return made.zero ? 0 : made.value;
}

bipolar_state network_rule::next(bipolar_state const& sigma) {
    set_state(sigma);
    bipolar_state updated(sigma.size());
    for (std::size_t i = 0; i < sigma.size(); ++i) updated[i] = static_cast<std::int8_t>(decision(i));
    return updated;
}

std::vector<int> similarities(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t i) {
    std::vector<int> all(zeta.K());
    for (std::size_t mu = 0; mu < zeta.K(); ++mu)
        for (std::size_t j = 0; j < zeta.N(); ++j)
            if (j != i) all[mu] += zeta.at(mu, j) * sigma[j];
    return all;
}

std::string state_text(bipolar_state const& sigma) {
    std::string text;
    for (std::int8_t const value : sigma) text += (text.empty() ? "(" : ",") + std::to_string(value);
    return text + ")";
}

}  // namespace ulpfield::study
