#pragma once
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include "number/number_context.hpp"
#include "rule/dispatched_interaction.hpp"
#include "rule/program_similarity.hpp"
#include "rule/program_terms.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/rule/decision_rule.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// Eq. 4 as a program computes it (program_arithmetic), term by term, for any memories and for states of {-1, 0, +1}
/// and NaN: the definition where every axis has its default, which only states beyond {-1, +1} need.
template <rounding_real Real, rounding_real Sum, class Interaction>
class program_rule final : public format_rule {
public:
    explicit program_rule(rule_setting_of<Interaction> setting) : setting_(std::move(setting)) {}

    void set_memories(shared_patterns const& zeta) override {
        context const scope(setting_);
        if (!terms_ || N_ != zeta.N()) terms_.emplace(setting_, zeta.N());
        N_ = zeta.N();
        similarity_.emplace(*setting_.program, zeta);
        arguments_.resize(zeta.K());
    }

    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        set_state(sigma);
        context const scope(setting_);
        decisions_.clear();
        values_.clear();
        shifts_.clear();
        for (std::size_t i = 0; i < N_; ++i) {
            if (stop.stop_requested()) throw interrupted{};
            event_scope events;
            random_draws const draws(random_draws::part{i});
            Sum const value = field_of(i);
            event_counts const& seen = events.counts();
            decisions_.push_back({ulpfield::decide(value), value == Sum(0), seen.overflow != 0,
                                  is_nan(value) || seen.invalid != 0, seen.underflow != 0});
            values_.push_back(value);
            shifts_.push_back(terms_->shift());
        }
    }
    [[nodiscard]] decision examined(std::size_t i) const override { return decisions_[i]; }
    [[nodiscard]] int examined_shift(std::size_t i) const override { return shifts_[i]; }
    [[nodiscard]] mpfr_value value(std::size_t i) const override {
        context const scope(setting_);
        return exactly(values_[i]);
    }
    [[nodiscard]] double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const override {
        context const scope(setting_);
        return ulpfield::lost_bits(values_[i], number_traits<Sum>::from_mpfr(correct), exact_sign);
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        context const scope(setting_);
        if (sigma.size() != N_)
            throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) +
                                        " entries for N = " + std::to_string(N_));
        similarity_->set_state(sigma);
    }
    [[nodiscard]] int decide(std::size_t i) override {
        context const scope(setting_);
        return ulpfield::decide(field_of(i));
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        context const scope(setting_);
        return exactly(field_of(i));
    }
    void flip(std::size_t i) override { set(i, static_cast<std::int8_t>(-similarity_->state()[i])); }
    void set(std::size_t i, std::int8_t value) override { similarity_->set(i, value); }

private:
    struct context {
        explicit context(rule_setting_of<Interaction> const& setting)
            : working(setting.format), accumulating(setting.accumulate.value_or(setting.format)) {}
        number_context<Real> working;
        number_context<Sum> accumulating;
    };

    [[nodiscard]] Sum field_of(std::size_t i) {
        bool const inside = terms_->neuron_in_overlap() || setting_.program->self_inside;
        if (similarity_->integers()) {
            std::vector<std::pair<int, int>>& pairs = integer_arguments_;
            pairs.resize(arguments_.size());
            for (std::size_t mu = 0; mu < pairs.size(); ++mu) pairs[mu] = similarity_->integer_arguments(mu, i);
            return terms_->sum(pairs);
        }
        for (std::size_t mu = 0; mu < arguments_.size(); ++mu) arguments_[mu] = similarity_->arguments(mu, i, inside);
        return terms_->sum(arguments_);
    }
    [[nodiscard]] mpfr_value exactly(Sum const& value) const {
        mpfr_value result(number_traits<Sum>::format().precision);
        number_traits<Sum>::to_mpfr(result.get(), value);
        return result;
    }

    rule_setting_of<Interaction> setting_;
    std::size_t N_ = 0;
    std::optional<program_similarity<Real, Sum>> similarity_;
    std::optional<program_terms<Real, Sum, Interaction>> terms_;
    std::vector<std::pair<int, int>> integer_arguments_;
    std::vector<std::pair<observed<Real, inexact_events::ignored>, observed<Real, inexact_events::ignored>>> arguments_;
    std::vector<decision> decisions_;
    std::vector<Sum> values_;
    std::vector<int> shifts_;
};

}  // namespace ulpfield
