#pragma once
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "rule/coupling_definition.hpp"
#include "rule/definition_oracle.hpp"
#include "ulpfield/rule/bias.hpp"
#include "ulpfield/rule/coupling_rule.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// Exact decisions of one set of memories under a decision rule: by the oracle while the state is bipolar and no
/// tolerance asks for more than a sign, else from the definition.
class exact_decisions {
public:
    exact_decisions(interaction F, ratio alpha, decision_rule decision)
        : F_(F), alpha_(alpha), decision_(std::move(decision)) {}

    /// b_i, added to u_i from the next memories on; none: 0.
    void set_bias(std::vector<rational> bias) { bias_ = std::move(bias); }
    /// Fields of these couplings in place of u_i, from the next memories on.
    void set_couplings(std::shared_ptr<couplings const> W) { couplings_ = std::move(W); }
    void set_memories(shared_patterns zeta) {
        fast_ = couplings_ ? make_coupling_oracle(couplings_) : make_oracle(F_, alpha_, zeta);
        if (!bias_.empty()) fast_ = add_bias(std::move(fast_), bias_);
        definition_.reset();
        zeta_.emplace(std::move(zeta));
    }
    /// Values of u_i; of bipolar states.
    [[nodiscard]] oracle& values() const { return *fast_; }

    void set_state(std::span<std::int8_t const> sigma) {
        sigma_.assign(sigma.begin(), sigma.end());
        not_bipolar_ = 0;
        fast_->set_state(sigma);
        use_definition(!decision_.tolerance.is_zero());
    }
    /// Sign of u_i; 0 for a tie.
    [[nodiscard]] int sign(std::size_t i) {
        return by_definition_ ? definition_->sign(i, decision_.tolerance) : fast_->sign(i);
    }
    [[nodiscard]] std::int8_t decide(std::size_t i) { return decision_(static_cast<field_sign>(sign(i)), sigma_[i]); }
    /// sigma_i becomes this value, which differs.
    void set(std::size_t i, std::int8_t value) {
        not_bipolar_ += (value == 0 ? 1 : 0) - (sigma_[i] == 0 ? 1 : 0);
        if (by_definition_)
            definition_->set(i, value);
        else if (value != 0)
            fast_->flip(i);
        sigma_[i] = value;
        if (not_bipolar_ != 0 && !by_definition_) use_definition(true);
    }

private:
    void use_definition(bool now) {
        by_definition_ = now;
        if (!now) return;
        if (!definition_)
            definition_ = couplings_ ? make_coupling_definition(couplings_, bias_)
                                     : make_definition_oracle(F_, alpha_, **zeta_, bias_);
        definition_->set_state(sigma_);
    }

    interaction F_;
    ratio alpha_;
    decision_rule decision_;
    std::vector<rational> bias_;
    std::shared_ptr<couplings const> couplings_;
    std::optional<shared_patterns> zeta_;
    std::unique_ptr<oracle> fast_;
    std::unique_ptr<definition_oracle> definition_;
    std::vector<std::int8_t> sigma_;
    std::ptrdiff_t not_bipolar_ = 0;
    bool by_definition_ = false;
};

}  // namespace ulpfield
