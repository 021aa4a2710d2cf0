#pragma once
#include <algorithm>
#include <array>
#include <vector>

#include "number/number_context.hpp"
#include "rule/logarithmic_terms.hpp"
#include "rule/stagnating_overlaps.hpp"
#include "rule/term_table.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// Bipolar memories in a format whose integers up to 2^p are finite: similarities are integers (stagnating at
/// 2^p as the format's sums do), each memory's term comes from a table, and the sum over mu is done in order for a
/// block of neurons at once. The same bits as general_rule, O(K) a decision.
template <rounding_real Real, rounding_real Sum, class Interaction>
class bipolar_rule final : public format_rule {
public:
    /// True if sums of +-1 stay finite in the format.
    [[nodiscard]] static bool applies(number_format const& sum) { return sum.emax >= std::min(sum.precision, 40); }

    explicit bipolar_rule(rule_setting_of<Interaction> setting) : setting_(std::move(setting)) {}

    void set_memories(shared_patterns const& zeta) override {
        context const scope(setting_);
        zeta_ = zeta.as<bipolar_patterns>();
        int const p = number_traits<Sum>::format().precision;
        int const N = static_cast<int>(zeta_->N());
        stagnates_ = p < 30 && N - 1 > 1 << p;
        int const most = stagnates_ ? 1 << p : N;
        if (!terms_ || most != most_ || N != N_) {
            terms_.emplace(setting_, N, most);
            logarithms_.emplace(setting_, most);
        }
        most_ = most;
        N_ = N;
        if (stagnates_) stagnating_.emplace(*zeta_, most);
        agreeing_.assign(zeta_->K(), {Sum(0), 0});
        disagreeing_.assign(zeta_->K(), {Sum(0), 0});
    }

    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        context const scope(setting_);
        load(sigma);
        values_.assign(sigma.size(), Sum(0));
        events_.assign(sigma.size(), 0);
        for (std::size_t i = 0; i < sigma.size(); i += block) {
            if (stop.stop_requested()) throw interrupted{};
            compute(i, std::min(sigma.size(), i + block), true);
        }
        for (std::size_t i = 0; i < sigma.size(); ++i) {
            if (!observed_sum::finite(values_[i])) events_[i] |= overflow_event;
            if (is_nan(values_[i])) events_[i] |= nan_event;
        }
    }
    [[nodiscard]] decision examined(std::size_t i) const override {
        std::uint8_t const events = events_[i];
        return {ulpfield::decide(values_[i]), values_[i] == Sum(0), (events & overflow_event) != 0,
                (events & nan_event) != 0, (events & underflow_event) != 0};
    }
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
        context const scope(setting_);
        load(sigma);
        values_.assign(sigma.size(), Sum(0));
        events_.assign(sigma.size(), 0);
        known_from_ = known_to_ = 0;
    }
    [[nodiscard]] int decide(std::size_t i) override {
        if (i < known_from_ || i >= known_to_) {
            context const scope(setting_);
            known_from_ = i;
            known_to_ = std::min(sigma_.size(), i / block * block + block);
            compute(known_from_, known_to_, false);
        }
        return ulpfield::decide(values_[i]);
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        static_cast<void>(decide(i));
        return value(i);
    }
    void flip(std::size_t i) override {
        context const scope(setting_);
        for (std::size_t mu = 0; mu < s_.size(); ++mu) s_[mu] -= 2 * zeta_->at(mu, i) * sigma_[i];
        sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
        packed_[i / 64] ^= std::uint64_t{1} << (i % 64);
        if (stagnates_) stagnating_->flip(i);
        known_from_ = known_to_ = 0;
        look_up_terms();
    }

private:
    static constexpr std::size_t block = 16;  // neurons summed side by side; divides 64
    using observed_sum = observed<Sum, inexact_events::ignored>;
    using observed_real = observed<Real, inexact_events::ignored>;
    using term = typename term_table<Real, Sum, Interaction>::term;

    struct context {
        explicit context(rule_setting_of<Interaction> const& setting)
            : working(setting.format), accumulating(setting.accumulate.value_or(setting.format)) {}
        number_context<Real> working;
        number_context<Sum> accumulating;
    };

    [[nodiscard]] bool logarithmic_sum() const { return std::holds_alternative<logarithmic>(setting_.scaling); }
    /// True if the term of one memory comes from a table.
    [[nodiscard]] bool adds_differences() const {
        return std::visit([](auto scaling) { return decltype(scaling)::adds_differences; }, setting_.scaling);
    }

    void load(std::span<std::int8_t const> sigma) {
        check_state(sigma, zeta_->N());
        sigma_.assign(sigma.begin(), sigma.end());
        packed_ = zeta_->packed(sigma);
        s_ = zeta_->overlaps(sigma);
        if (stagnates_) stagnating_->set_state(sigma);
        look_up_terms();
    }

    /// The term of memory mu in sigma_i u_i where zeta_i^mu = sigma_i (R = s - 1) and where not (R = s + 1, other
    /// sign).
    void look_up_terms() {
        any_events_ = false;
        checks_sums_ = false;
        if (stagnates_ || !adds_differences()) return;
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            // A memory equal to the state disagrees nowhere, its opposite agrees nowhere: that term is never used.
            int const agreeing = std::max(s_[mu] - 1, -most_);
            int const disagreeing = std::min(s_[mu] + 1, most_);
            agreeing_[mu] = terms_->at(agreeing);
            term const& other = terms_->at(disagreeing);
            disagreeing_[mu] = {-other.value, other.events};
            std::uint8_t used = 0;
            if (s_[mu] > -N_) used |= agreeing_[mu].events;
            if (s_[mu] < N_) used |= other.events;
            any_events_ |= used != 0;
            checks_sums_ |= (used & may_underflow_in_sum) != 0;
        }
    }

    /// values_[i] = u_i for i in [from, to), all within one block; with events if asked for.
    void compute(std::size_t from, std::size_t to, bool with_events) {
        if (logarithmic_sum()) {
            for (std::size_t i = from; i < to; ++i) values_[i] = logarithm_sum(i);
        } else if (!adds_differences()) {
            for (std::size_t i = from; i < to; ++i)
                values_[i] = with_events ? scaling_sum<true>(i) : scaling_sum<false>(i);
        } else if (stagnates_) {
            sum_stagnating_block(from, to, with_events);
        } else if (with_events && checks_sums_) {
            for (std::size_t i = from; i < to; ++i) values_[i] = sum_with_events(i);
        } else {
            sum_block(from, to);
            if (with_events && any_events_) collect_events(from, to);
        }
    }

    /// sigma_i u_i of a whole block: one blend and one addition of the format per neuron and memory.
    void sum_block(std::size_t from, std::size_t to) {
        std::size_t const word = from / 64;
        std::size_t const first = from / block * block % 64;
        std::array<Sum, block> sums;
        sums.fill(Sum(0));
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            std::uint64_t const differs = (zeta_->row(mu)[word] ^ packed_[word]) >> first;
            Sum const& agreeing = agreeing_[mu].value;
            Sum const& disagreeing = disagreeing_[mu].value;
            for (std::size_t lane = 0; lane < block; ++lane)
                sums[lane] += (differs >> lane & 1) != 0 ? disagreeing : agreeing;
        }
        for (std::size_t i = from; i < to; ++i) {
            Sum const& sum = sums[i % block];
            values_[i] = sigma_[i] > 0 ? sum : -sum;
        }
    }

    void collect_events(std::size_t from, std::size_t to) {
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            std::uint64_t const differs = zeta_->row(mu)[from / 64] ^ packed_[from / 64];
            for (std::size_t i = from; i < to; ++i)
                events_[i] |= (differs >> (i % 64) & 1) != 0 ? disagreeing_[mu].events : agreeing_[mu].events;
        }
    }

    /// u_i with a look at every partial sum.
    [[nodiscard]] Sum sum_with_events(std::size_t i) {
        event_scope scope;
        observed_sum sum(0);
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            bool const agrees = zeta_->at(mu, i) == sigma_[i];
            term const& added = agrees ? agreeing_[mu] : disagreeing_[mu];
            events_[i] |= added.events;
            sum += observed_sum(added.value);
        }
        if (scope.counts().underflow != 0) events_[i] |= underflow_event;
        return sigma_[i] > 0 ? sum.value() : Sum(-sum.value());
    }

    /// u_i of a block where similarities stagnate at 2^p: the sums side by side, each in order over mu.
    void sum_stagnating_block(std::size_t from, std::size_t to, bool with_events) {
        std::size_t const K = s_.size();
        std::size_t const lanes = to - from;
        stagnating_terms_.resize(K * block);
        std::array<std::uint8_t, block> seen{};
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            auto const R = stagnating_->at(from + lane);
            for (std::size_t mu = 0; mu < K; ++mu) {
                term const& t = terms_->at(R[mu]);
                seen[lane] |= t.events;
                stagnating_terms_[mu * block + lane] = zeta_->at(mu, from + lane) > 0 ? t.value : Sum(-t.value);
            }
        }
        std::array<Sum, block> sums;
        sums.fill(Sum(0));
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t lane = 0; lane < lanes; ++lane) sums[lane] += stagnating_terms_[mu * block + lane];
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            values_[from + lane] = sums[lane];
            events_[from + lane] |= seen[lane];
            if (!with_events || (seen[lane] & may_underflow_in_sum) == 0) continue;
            event_scope scope;
            observed_sum again(0);
            for (std::size_t mu = 0; mu < K; ++mu) again += observed_sum(stagnating_terms_[mu * block + lane]);
            if (scope.counts().underflow != 0) events_[from + lane] |= underflow_event;
        }
    }

    /// u_i by the scaling's own sum over the memories, from integer overlaps.
    template <bool with_events>
    [[nodiscard]] Sum scaling_sum(std::size_t i) {
        using Number = std::conditional_t<with_events, observed_real, Real>;
        using Total = std::conditional_t<with_events, observed_sum, Sum>;
        return std::visit(
            [&](auto scaling) -> Sum {
                using Scaling = decltype(scaling);
                event_scope scope;
                auto const& F = callable(setting_.F);
                typename Scaling::template decision_sum<Number, Total, std::remove_cvref_t<decltype(F)>> sum(
                    F, setting_.power, N_);
                auto const argument = [](int x) { return convert<Number>(Total(x)); };
                for (std::size_t mu = 0; mu < s_.size(); ++mu) {
                    auto const [a, b] = arguments<Scaling::neuron_in_overlap>(mu, i);
                    sum.add(argument(a), argument(b));
                }
                Total const total = sum.value();
                if constexpr (with_events) {
                    event_counts const& seen = scope.counts();
                    if (seen.underflow != 0) events_[i] |= underflow_event;
                    if (seen.overflow != 0) events_[i] |= overflow_event;
                    if (seen.invalid != 0) events_[i] |= nan_event;
                }
                return plain(total);
            },
            setting_.scaling);
    }

    /// The overlaps of memory mu with sigma_i = +1 and -1 as the format sums them.
    template <bool neuron_in_overlap>
    [[nodiscard]] std::pair<int, int> arguments(std::size_t mu, std::size_t i) {
        int const zeta_i = zeta_->at(mu, i);
        if (!stagnates_) {
            int const R = s_[mu] - zeta_i * sigma_[i];
            return {R + zeta_i, R - zeta_i};
        }
        if constexpr (neuron_in_overlap) {
            return {stagnating_overlap(mu, i, 1), stagnating_overlap(mu, i, -1)};
        } else {
            int const R = stagnating_->at(i)[mu];
            return {rounded_step(R, zeta_i), rounded_step(R, -zeta_i)};
        }
    }
    [[nodiscard]] int rounded_step(int x, int step) const { return std::clamp(x + step, -most_, most_); }
    [[nodiscard]] int stagnating_overlap(std::size_t mu, std::size_t i, int value) const {
        int x = 0;
        for (std::size_t j = 0; j < sigma_.size(); ++j)
            x = rounded_step(x, zeta_->at(mu, j) * (j == i ? value : sigma_[j]));
        return x;
    }

    [[nodiscard]] Sum logarithm_sum(std::size_t i) {
        auto const zeta = [&](std::size_t mu) { return zeta_->at(mu, i); };
        if (stagnates_) {
            auto const R = stagnating_->at(i);
            return logarithms_->sum(
                R.size(), [&](std::size_t mu) { return R[mu]; }, zeta, events_[i]);
        }
        return logarithms_->sum(
            s_.size(), [&](std::size_t mu) { return s_[mu] - zeta_->at(mu, i) * sigma_[i]; }, zeta, events_[i]);
    }

    rule_setting_of<Interaction> setting_;
    std::shared_ptr<bipolar_patterns const> zeta_;
    int N_ = 0;
    int most_ = 0;
    bool stagnates_ = false;
    std::optional<term_table<Real, Sum, Interaction>> terms_;
    std::optional<logarithmic_terms<Real, Sum, Interaction>> logarithms_;
    std::optional<stagnating_overlaps> stagnating_;
    bipolar_state sigma_;
    std::vector<std::uint64_t> packed_;
    std::vector<int> s_;  // overlaps <zeta^mu, sigma>
    std::vector<term> agreeing_;
    std::vector<term> disagreeing_;
    std::vector<Sum> stagnating_terms_;  // scratch: by mu, then lane
    bool any_events_ = false;
    bool checks_sums_ = false;
    std::vector<Sum> values_;
    std::vector<std::uint8_t> events_;
    std::size_t known_from_ = 0;
    std::size_t known_to_ = 0;
};

}  // namespace ulpfield
