#pragma once
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ulpfield/rule/bias.hpp"
#include "ulpfield/rule/coupling_rule.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// Decisions of one set of memories in a format under a decision rule: by the format's rule while the state is
/// bipolar, else by the rule of a program whose every axis has its default, which is the definition.
class format_decisions {
public:
    /// `bias`: added to the field in the format (rule/bias.hpp); none: 0.
    format_decisions(rule_setting setting, bool bipolar, decision_rule decision, std::vector<rational> bias)
        : setting_(std::move(setting)),
          decision_(std::move(decision)),
          bias_(std::move(bias)),
          rule_(biased(make_format_rule(setting_, bipolar))) {}

    /// Fields of these couplings in place of u_i, from the next memories on.
    void set_couplings(std::shared_ptr<couplings const> W) { couplings_ = std::move(W); }
    void set_memories(shared_patterns const& zeta) {
        if (couplings_)
            rule_ =
                biased(make_coupling_rule(couplings_, setting_.format, setting_.accumulate.value_or(setting_.format)));
        rule_->set_memories(zeta);
        zeta_ = zeta;
        definition_.reset();
    }
    [[nodiscard]] format_rule& rule() const { return *rule_; }

    /// What the rule made of an examined neuron of this present value.
    [[nodiscard]] std::int8_t examined(std::size_t i, decision const& made, std::int8_t present) const {
        if (decision_.plain()) return static_cast<std::int8_t>(made.value);
        return decided(rule_->value(i), present);
    }

    void set_state(std::span<std::int8_t const> sigma) {
        sigma_.assign(sigma.begin(), sigma.end());
        not_bipolar_ = 0;
        by_definition_ = false;
        rule_->set_state(sigma);
    }
    [[nodiscard]] std::int8_t decide(std::size_t i) {
        format_rule& rule = by_definition_ ? *definition_ : *rule_;
        if (decision_.plain()) return static_cast<std::int8_t>(rule.decide(i));
        return decided(rule.field(i), sigma_[i]);
    }
    /// sigma_i becomes this value, which differs.
    void set(std::size_t i, std::int8_t value) {
        auto const third = [](std::int8_t entry) { return entry == 0 || entry == nan_value; };
        not_bipolar_ += (third(value) ? 1 : 0) - (third(sigma_[i]) ? 1 : 0);
        sigma_[i] = value;
        if (by_definition_)
            definition_->set(i, value);
        else if (setting_.program || couplings_)
            rule_->set(i, value);
        else if (not_bipolar_ == 0)
            rule_->flip(i);
        else
            use_definition();
    }

private:
    [[nodiscard]] std::int8_t decided(mpfr_value const& field, std::int8_t present) const {
        mpfr_srcptr const u = field.get();
        if (mpfr_nan_p(u) != 0) return decision_(field_sign::nan, present);
        bool tie = mpfr_zero_p(u) != 0;
        if (!tie && !decision_.tolerance.is_zero() && mpfr_number_p(u) != 0) {
            mpfr_value magnitude(mpfr_get_prec(u));
            mpfr_abs(magnitude.get(), u, MPFR_RNDN);
            tie = mpfr_cmp_q(magnitude.get(), decision_.tolerance.backend().data()) <= 0;
        }
        if (tie) return decision_(field_sign::zero, present);
        return decision_(mpfr_sgn(u) > 0 ? field_sign::positive : field_sign::negative, present);
    }

    [[nodiscard]] std::unique_ptr<format_rule> biased(std::unique_ptr<format_rule> of) const {
        if (bias_.empty()) return of;
        return add_bias(std::move(of), bias_, setting_.accumulate.value_or(setting_.format));
    }

    void use_definition() {
        if (!definition_) {
            rule_setting definition = setting_;
            definition.program.emplace();
            definition_ = biased(make_format_rule(definition, false));
            definition_->set_memories(*zeta_);
        }
        definition_->set_state(sigma_);
        by_definition_ = true;
    }

    rule_setting setting_;
    decision_rule decision_;
    std::vector<rational> bias_;
    std::shared_ptr<couplings const> couplings_;
    std::optional<shared_patterns> zeta_;
    std::unique_ptr<format_rule> rule_;
    std::unique_ptr<format_rule> definition_;
    std::vector<std::int8_t> sigma_;
    std::ptrdiff_t not_bipolar_ = 0;
    bool by_definition_ = false;
};

}  // namespace ulpfield
