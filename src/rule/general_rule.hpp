#pragma once
#include <vector>

#include "number/number_context.hpp"
#include "rule/dispatched_interaction.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// The definition itself, for any memories: every operation of energy_difference, in order. O(N K) a decision.
template <rounding_real Real, rounding_real Sum, class Interaction>
class general_rule final : public format_rule {
public:
    explicit general_rule(rule_setting_of<Interaction> setting) : setting_(std::move(setting)) {}

    void set_memories(shared_patterns const& zeta) override {
        context const scope(setting_);
        // Both are rounded alike, by chance too.
        constexpr random_draws::part memories{~std::uint64_t{1}};
        {
            random_draws const draws(memories);
            zeta_.emplace(*zeta);
        }
        random_draws const draws(memories);
        observed_zeta_.emplace(*zeta);
    }

    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        context const scope(setting_);
        check_state(sigma, zeta_->N());
        decisions_.clear();
        values_.clear();
        std::visit(
            [&](auto scaling) {
                auto const& F = callable(setting_.F);
                for (std::size_t i = 0; i < sigma.size(); ++i) {
                    if (stop.stop_requested()) throw interrupted{};
                    event_scope events;
                    random_draws const draws(random_draws::part{i});
                    auto const u = energy_difference<observed_in<Real>, observed_in<Sum>>(F, scaling, setting_.power,
                                                                                          *observed_zeta_, sigma, i);
                    Sum const& value = u.value();
                    event_counts const& seen = events.counts();
                    decisions_.push_back({ulpfield::decide(value), value == Sum(0), seen.overflow != 0,
                                          is_nan(value) || seen.invalid != 0, seen.underflow != 0});
                    values_.push_back(value);
                }
            },
            setting_.scaling);
    }
    [[nodiscard]] decision examined(std::size_t i) const override { return decisions_[i]; }
    [[nodiscard]] mpfr_value value(std::size_t i) const override {
        context const scope(setting_);
        mpfr_value result(number_traits<Sum>::format().precision);
        number_traits<Sum>::to_mpfr(result.get(), values_[i]);
        return result;
    }
    [[nodiscard]] double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const override {
        context const scope(setting_);
        return ulpfield::lost_bits(values_[i], number_traits<Sum>::from_mpfr(correct), exact_sign);
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        check_state(sigma, zeta_->N());
        sigma_.assign(sigma.begin(), sigma.end());
    }
    [[nodiscard]] int decide(std::size_t i) override {
        context const scope(setting_);
        return std::visit(
            [&](auto scaling) {
                return ulpfield::decide(
                    energy_difference<Real, Sum>(callable(setting_.F), scaling, setting_.power, *zeta_, sigma_, i));
            },
            setting_.scaling);
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        context const scope(setting_);
        mpfr_value result(number_traits<Sum>::format().precision);
        std::visit(
            [&](auto scaling) {
                number_traits<Sum>::to_mpfr(
                    result.get(),
                    energy_difference<Real, Sum>(callable(setting_.F), scaling, setting_.power, *zeta_, sigma_, i));
            },
            setting_.scaling);
        return result;
    }
    void flip(std::size_t i) override { sigma_[i] = static_cast<std::int8_t>(-sigma_[i]); }

private:
    template <class Number>
    using observed_in = observed<Number, inexact_events::ignored>;

    struct context {
        explicit context(rule_setting_of<Interaction> const& setting)
            : working(setting.format), accumulating(setting.accumulate.value_or(setting.format)) {}
        number_context<Real> working;
        number_context<Sum> accumulating;
    };

    rule_setting_of<Interaction> setting_;
    std::optional<format_memory<Real>> zeta_;
    std::optional<format_memory<observed_in<Real>>> observed_zeta_;
    std::vector<decision> decisions_;
    std::vector<Sum> values_;
    bipolar_state sigma_;
};

}  // namespace ulpfield
