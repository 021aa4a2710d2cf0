#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "number/number_context.hpp"
#include "rule/limb_sums.hpp"
#include "rule/logarithmic_terms.hpp"
#include "rule/overlap_filter.hpp"
#include "rule/stagnating_overlaps.hpp"
#include "rule/term_table.hpp"
#include "rule/word_sums.hpp"
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
    [[nodiscard]] static bool applies(number_format const& sum) {
        if (!sum.symmetric() || !sum.stagnates_at_two_to_the_precision()) return false;
        return sum.integers() ? sum.precision > 30 : sum.emax >= std::min(sum.precision, 40) && sum.emin <= 0;
    }

    explicit bipolar_rule(rule_setting_of<Interaction> setting) : setting_(std::move(setting)) {}

    void set_memories(shared_patterns const& zeta) override {
        context const scope(setting_);
        zeta_ = zeta.as<bipolar_patterns>();
        int const p = number_traits<Sum>::format().precision;
        int const N = static_cast<int>(zeta_->N());
        stagnates_ = p < 30 && N - 1 > 1 << p;
        if constexpr (!always_classical<Sum>) watches_overflow_ = number_traits<Sum>::format().hides_overflow();
        int const most = stagnates_ ? 1 << p : N;
        bool const fresh = !terms_ || most != most_ || N != N_;
        if (fresh) {
            terms_.emplace(setting_, N, most);
            table_.clear();
            table_has_events_ = table_checks_sums_ = false;
            logarithms_.emplace(setting_, most);
        }
        most_ = most;
        N_ = N;
        if (stagnates_) stagnating_.emplace(*zeta_, most);
        signs_.reset();
        signs_at_state_ = false;
        std::size_t const K = zeta_->K();
        agreeing_events_.assign(K, 0);
        disagreeing_events_.assign(K, 0);
        if constexpr (in_lanes) {
            if (fresh) pair_events_.assign(static_cast<std::size_t>(N) + 1, {not_yet_known, 0, 0});
            words_.resize(K, static_cast<std::size_t>(N) + 1);
        } else {
            agreeing_.assign(K, Sum(0));
            disagreeing_.assign(K, Sum(0));
        }
    }

    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        context const scope(setting_);
        load(sigma);
        signs_at_state_ = false;
        values_.assign(sigma.size(), Sum(0));
        events_.assign(sigma.size(), 0);
        look_up_terms();
        std::size_t const step = in_lanes ? lane_word : block;
        for (std::size_t i = 0; i < sigma.size(); i += step) {
            if (stop.stop_requested()) throw interrupted{};
            compute(i, std::min(sigma.size(), i + step), true);
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
        flipped_ = false;
        signs_at_state_ = adds_differences() && !stagnates_ && number_traits<Sum>::format().classical();
        if (!signs_at_state_) return;
        if (!signs_) signs_.emplace(*this);
        signs_->set_state(sigma);
    }
    /// The sign of the computed sum: by the sum itself where no bound on its rounding errors makes it certain.
    [[nodiscard]] int decide(std::size_t i) override {
        if (signs_at_state_ && (i < known_from_ || i >= known_to_))
            // In lanes a block of sums costs no more than as many masked ones, so those are left out.
            if (auto const certain = signs_->certain_sign(i, !in_lanes)) return *certain;
        sum_at(i);
        return ulpfield::decide(values_[i]);
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        sum_at(i);
        return value(i);
    }
    void flip(std::size_t i) override {
        context const scope(setting_);
        if (signs_at_state_) {
            signs_->flip(i);
            s_.assign(signs_->overlaps().begin(), signs_->overlaps().end());
        } else {
            turn_overlaps(i);
        }
        sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
        packed_[i / 64] ^= std::uint64_t{1} << (i % 64);
        if (stagnates_) stagnating_->flip(i);
        known_from_ = known_to_ = 0;
        terms_stale_ = true;
        flipped_ = true;
    }

private:
    static constexpr bool in_lanes = summed_in_lanes<Sum>;
    static constexpr std::size_t block = lane_part;  // neurons summed side by side
    using observed_sum = observed<Sum, inexact_events::ignored>;
    using observed_real = observed<Real, inexact_events::ignored>;
    using term = typename term_table<Real, Sum, Interaction>::term;

    struct context {
        explicit context(rule_setting_of<Interaction> const& setting)
            : working(setting.format), accumulating(setting.accumulate.value_or(setting.format)) {}
        number_context<Real> working;
        number_context<Sum> accumulating;
    };

    /// Signs of the format's sums. Used where the formats are set on the thread.
    class sum_signs final : public overlap_filter {
    public:
        explicit sum_signs(bipolar_rule& rule)
            : overlap_filter(*rule.zeta_, of(number_traits<Sum>::format())), rule_(rule) {}

    private:
        [[nodiscard]] static summation of(number_format const& format) {
            return {std::ldexp(1.0, -std::min(format.precision, 1000)), format.emax};
        }
        /// The terms of a memory of overlap s; one that no neuron uses is taken as the other.
        [[nodiscard]] filter_values filter_values_at(int s) override {
            auto [same, other] = rule_.terms_of(s);
            term const opposite{Sum(-other.value), other.events};
            return values_of(s > -N() ? same : opposite, s < N() ? opposite : same);
        }
        [[nodiscard]] static filter_values values_of(term const& agreeing, term const& disagreeing) {
            number_format const format = number_traits<Sum>::format();
            std::uint8_t const events = agreeing.events | disagreeing.events;
            // Sums of gradual underflow are exact below the normal range; others must not go there.
            if (!observed_sum::finite(agreeing.value) || !observed_sum::finite(disagreeing.value) ||
                (!format.subnormals && (events & may_underflow_in_sum) != 0))
                return {{}, {}, false};
            int const bits = std::max(format.precision, 64);
            mpfr_value total(bits);
            mpfr_value weight(bits);
            number_traits<Sum>::to_mpfr(total.get(), agreeing.value);
            number_traits<Sum>::to_mpfr(weight.get(), disagreeing.value);
            widest_range const range;
            mpfr_sub(weight.get(), total.get(), weight.get(), MPFR_RNDN);
            return {nearest(total), nearest(weight), true};
        }
        [[nodiscard]] static scaled_double nearest(mpfr_value const& x) {
            if (mpfr_zero_p(x.get()) != 0) return {};
            long exponent = 0;
            double const significand = mpfr_get_d_2exp(&exponent, x.get(), MPFR_RNDN);
            return {significand, exponent};
        }

        bipolar_rule& rule_;
    };

    /// values_[i] of the present state, with those of its neighbours.
    void sum_at(std::size_t i) {
        if (i < known_from_ || i >= known_to_) {
            context const scope(setting_);
            if (terms_stale_) look_up_terms();
            // Few neurons at a time where a flip is likely to make their sums useless, more where they cost no more.
            bool const lanes = in_lanes && (adds_differences() || shares_logarithms());
            bool const stagnates = stagnates_;
            std::size_t const step =
                lanes && ((is_rounded<Sum> && !stagnates) || (i % lane_word == 0 && !flipped_)) ? lane_word : block;
            known_from_ = lanes && !stagnates ? i / step * step : i;
            known_to_ = std::min(sigma_.size(), i / step * step + step);
            flipped_ = false;
            compute(known_from_, known_to_, false);
        }
    }

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
        terms_stale_ = true;
    }

    /// s_mu -> s_mu - 2 zeta_i sigma_i, sigma_i still the old value.
    void turn_overlaps(std::size_t i) {
        std::uint64_t const* row = zeta_->row(0).data() + i / 64;
        std::size_t const stride = zeta_->words();
        int const step = 2 * sigma_[i];
        for (int& s : s_) {
            s += (*row >> (i % 64) & 1) != 0 ? -step : step;
            row += stride;
        }
    }

    /// The term of memory mu in sigma_i u_i where zeta_i^mu = sigma_i (R = s - 1) and where not (R = s + 1, other
    /// sign).
    void look_up_terms() {
        terms_stale_ = false;
        any_events_ = false;
        checks_sums_ = watches_overflow_;
        largest_known_ = false;
        if (stagnates_ || !adds_differences()) return;
        std::uint8_t used = 0;
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            if constexpr (in_lanes) {
                used |= events_of_pair(s_[mu]);
            } else {
                auto const [same, other] = terms_of(s_[mu]);
                agreeing_[mu] = same.value;
                disagreeing_[mu] = -other.value;
                agreeing_events_[mu] = same.events;
                disagreeing_events_[mu] = other.events;
                used |= used_events(s_[mu], same, other);
            }
        }
        if constexpr (in_lanes) words_.take(s_, N_);
        take_limbs();
        any_events_ = used != 0;
        checks_sums_ = checks_sums_ || (used & may_underflow_in_sum) != 0;
    }

    /// The terms of a memory of overlap s where it agrees with the state and where not.
    [[nodiscard]] std::pair<term, term> terms_of(int s) {
        // A memory equal to the state disagrees nowhere, its opposite agrees nowhere: that term is never used.
        return {terms_->at(std::max(s - 1, -most_)), terms_->at(std::min(s + 1, most_))};
    }
    [[nodiscard]] std::uint8_t used_events(int s, term const& same, term const& other) const {
        return static_cast<std::uint8_t>((s > -N_ ? same.events : 0) | (s < N_ ? other.events : 0));
    }
    /// The events of a memory of overlap s, whose terms are known to words_ then.
    [[nodiscard]] std::uint8_t events_of_pair(int s) requires in_lanes {
        auto const overlap = static_cast<std::size_t>((s + N_) / 2);
        pair_events& known = pair_events_[overlap];
        if (known.used == not_yet_known) {
            auto const [same, other] = terms_of(s);
            words_.define(overlap, same.value, Sum(-other.value));
            known = {used_events(s, same, other), same.events, other.events};
        }
        return known.used;
    }

    /// values_[i] = u_i for i in [from, to), all within one block (of lanes: a part of a word or all of it); with
    /// events if asked for.
    void compute(std::size_t from, std::size_t to, bool with_events) {
        if (logarithmic_sum()) {
            if (!shares_logarithms() || !sum_logarithmic(from, to, with_events))
                for (std::size_t i = from; i < to; ++i) values_[i] = logarithm_sum(i);
        } else if (!adds_differences()) {
            for (std::size_t i = from; i < to; ++i)
                values_[i] = with_events ? scaling_sum<true>(i) : scaling_sum<false>(i);
        } else if (stagnates_) {
            if constexpr (in_lanes)
                sum_stagnating_lanes(from, to, with_events);
            else
                for (std::size_t i = from; i < to; i += block)
                    sum_stagnating_block(i, std::min(to, i + block), with_events);
        } else if constexpr (in_lanes) {
            sum_word(from, to, with_events && checks_sums_);
            if (with_events && any_events_) collect_events(from, to);
        } else if (with_events && checks_sums_) {
            for (std::size_t i = from; i < to; ++i) values_[i] = sum_with_events(i);
            collect_events(from, to);
        } else {
            sum_block(from, to);
            if (with_events && any_events_) collect_events(from, to);
        }
    }

    /// Terms known from now on in fixed limbs, where the format allows.
    void take_limbs() {
        if constexpr (is_mpfr_real<Sum>) in_limbs_ = limbs_.take(number_traits<Sum>::format(), agreeing_, disagreeing_);
    }

    /// sigma_i u_i of a part of a word of neurons, or of all of it, in lanes.
    void sum_word(std::size_t from, std::size_t to, bool watched) requires in_lanes {
        words_.sum(*zeta_, packed_, from, to - from > block ? lane_word : block, watched);
        for (std::size_t i = from; i < to; ++i) {
            Sum const sum = words_[i % lane_word];
            values_[i] = sigma_[i] > 0 ? sum : Sum(-sum);
            if (watched && (words_.subnormal() >> (i % lane_word) & 1) != 0) events_[i] |= underflow_event;
        }
    }

    /// sigma_i u_i of a whole block: one blend and one addition of the format per neuron and memory.
    void sum_block(std::size_t from, std::size_t to) {
        std::size_t const word = from / 64;
        std::size_t const first = from / block * block % 64;
        if constexpr (is_mpfr_real<Sum>) {
            if (in_limbs_) {
                limbs_.sum(*zeta_, word, packed_[word], first);
                for (std::size_t i = from; i < to; ++i) {
                    Sum sum(limbs_[i % block]);
                    values_[i] = sigma_[i] > 0 ? std::move(sum) : -sum;
                }
                return;
            }
        }
        std::array<Sum, block> sums;
        sums.fill(Sum(0));
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            std::uint64_t const differs = (zeta_->row(mu)[word] ^ packed_[word]) >> first;
            Sum const& agreeing = agreeing_[mu];
            Sum const& disagreeing = disagreeing_[mu];
            for (std::size_t lane = 0; lane < block; ++lane)
                sums[lane] += (differs >> lane & 1) != 0 ? disagreeing : agreeing;
        }
        for (std::size_t i = from; i < to; ++i) {
            Sum const& sum = sums[i % block];
            values_[i] = sigma_[i] > 0 ? sum : -sum;
        }
    }

    /// The events of the terms that neurons [from, to) of one word use.
    void collect_events(std::size_t from, std::size_t to) {
        static constexpr std::array<std::uint8_t, 3> kinds{overflow_event, nan_event, underflow_event};
        std::array<std::uint64_t, kinds.size()> seen{};
        std::size_t const word = from / 64;
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            std::uint8_t agreeing = 0;
            std::uint8_t disagreeing = 0;
            if (in_lanes && !logarithmic_sum()) {
                pair_events const& known = pair_events_[static_cast<std::size_t>((s_[mu] + N_) / 2)];
                agreeing = known.agreeing;
                disagreeing = known.disagreeing;
            } else {
                agreeing = agreeing_events_[mu];
                disagreeing = disagreeing_events_[mu];
            }
            if ((agreeing | disagreeing) == 0) continue;
            std::uint64_t const differs = zeta_->row(mu)[word] ^ packed_[word];
            for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
                if ((agreeing & kinds[kind]) != 0) seen[kind] |= ~differs;
                if ((disagreeing & kinds[kind]) != 0) seen[kind] |= differs;
            }
        }
        for (std::size_t i = from; i < to; ++i)
            for (std::size_t kind = 0; kind < kinds.size(); ++kind)
                if ((seen[kind] >> (i % 64) & 1) != 0) events_[i] |= kinds[kind];
    }

    /// u_i with a look at every partial sum.
    [[nodiscard]] Sum sum_with_events(std::size_t i) {
        event_scope scope;
        observed_sum sum(0);
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            bool const agrees = zeta_->at(mu, i) == sigma_[i];
            sum += observed_sum(agrees ? agreeing_[mu] : disagreeing_[mu]);
        }
        if (scope.counts().underflow != 0) events_[i] |= underflow_event;
        if (scope.counts().overflow != 0) events_[i] |= overflow_event;
        return sigma_[i] > 0 ? sum.value() : Sum(-sum.value());
    }

    /// u_i of some neurons of a word where similarities stagnate at 2^p, in lanes.
    void sum_stagnating_lanes(std::size_t from, std::size_t to, bool with_events) requires in_lanes {
        make_stagnating_table();
        std::size_t const K = s_.size();
        std::size_t const count = to - from > block ? lane_word : block;
        std::array<std::uint8_t, lane_word> seen{};
        words_.fill_columns(count, [&]<class Lane>(std::vector<Lane>& terms) {
            for (std::size_t lane = 0; lane < to - from; ++lane)
                stagnating_->with_indices(from + lane, [&](auto row) {
                    Lane* at = terms.data() + lane;
                    if (with_events && table_has_events_)
                        for (std::size_t mu = 0; mu < K; ++mu) seen[lane] |= table_events_[row[mu] / 2];
                    for (std::size_t mu = 0; mu < K; ++mu, at += count) *at = static_cast<Lane>(table_[row[mu]]);
                });
        });
        words_.sum_columns(count, with_events && table_checks_sums_);
        for (std::size_t lane = 0; lane < to - from; ++lane) {
            values_[from + lane] = words_[lane];
            events_[from + lane] |= seen[lane];
            if (with_events && table_checks_sums_ && (words_.subnormal() >> lane & 1) != 0)
                events_[from + lane] |= underflow_event;
        }
    }

    /// By 2 (R + most) + (zeta_i = +1): what a memory adds to u_i.
    void make_stagnating_table() {
        if (!table_.empty()) return;
        auto const count = 2 * static_cast<std::size_t>(most_) + 1;
        table_.resize(2 * count);
        table_events_.resize(count);
        for (std::size_t at = 0; at < count; ++at) {
            term const& t = terms_->at(static_cast<int>(at) - most_);
            table_[2 * at] = in_lane(Sum(-t.value));
            table_[2 * at + 1] = in_lane(t.value);
            table_events_[at] = t.events;
            table_has_events_ |= t.events != 0;
            table_checks_sums_ |= (t.events & may_underflow_in_sum) != 0;
        }
    }
    [[nodiscard]] static double in_lane(Sum const& x) {
        if constexpr (is_rounded<Sum>)
            return x.to_double();
        else
            return static_cast<double>(x);
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
            if (!with_events || ((seen[lane] & may_underflow_in_sum) == 0 && !watches_overflow_)) continue;
            event_scope scope;
            observed_sum again(0);
            for (std::size_t mu = 0; mu < K; ++mu) again += observed_sum(stagnating_terms_[mu * block + lane]);
            if (scope.counts().underflow != 0) events_[from + lane] |= underflow_event;
            if (scope.counts().overflow != 0) events_[from + lane] |= overflow_event;
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

    /// The logarithmic sum from two terms a memory.
    [[nodiscard]] bool shares_logarithms() const {
        return logarithmic_sum() && !stagnates_ && number_traits<Sum>::format().classical();
    }

    /// What every neuron's largest logarithm is at least, and the memories that may have a larger one.
    void find_largest_logarithms() {
        largest_known_ = true;
        leader_nan_ = false;
        least_leader_ = nullptr;
        candidates_.clear();
        using terms = logarithmic_terms<Real, Sum, Interaction>;
        for (int const s : s_) {
            auto const& of = logarithms_->leaders_at(s);
            leader_nan_ |= of.nan;
            if (of.agreeing == nullptr || of.disagreeing == nullptr) continue;
            // The smaller of both counts at every neuron.
            auto const larger = terms::larger_of(of.agreeing, of.disagreeing);
            least_leader_ = terms::larger_of(least_leader_, larger == of.agreeing ? of.disagreeing : of.agreeing);
        }
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            auto const& of = logarithms_->leaders_at(s_[mu]);
            auto const larger = terms::larger_of(of.agreeing, of.disagreeing);
            if (larger != nullptr && terms::larger_of(least_leader_, larger) != least_leader_)
                candidates_.push_back(mu);
        }
        terms_of_leader_ = false;
    }

    /// u_i of neurons of one word: those of one largest logarithm at a time. False: a logarithm is NaN.
    bool sum_logarithmic(std::size_t from, std::size_t to, bool with_events) {
        if (!largest_known_) find_largest_logarithms();
        if (leader_nan_) return false;
        using terms = logarithmic_terms<Real, Sum, Interaction>;
        std::size_t const word = from / 64;
        std::array<typename terms::leader, 64> largest;
        largest.fill(least_leader_);
        for (std::size_t const mu : candidates_) {
            auto const& of = logarithms_->leaders_at(s_[mu]);
            std::uint64_t const differs = zeta_->row(mu)[word] ^ packed_[word];
            for (std::size_t i = from; i < to; ++i)
                largest[i % 64] =
                    terms::larger_of(largest[i % 64], (differs >> (i % 64) & 1) != 0 ? of.disagreeing : of.agreeing);
        }
        std::vector<bool> done(to - from);
        for (std::size_t first = from; first < to; ++first) {
            if (done[first - from]) continue;
            auto const leader = largest[first % 64];
            look_up_logarithmic_terms(leader);
            std::vector<Sum> const before(values_.begin() + static_cast<std::ptrdiff_t>(from),
                                          values_.begin() + static_cast<std::ptrdiff_t>(to));
            std::vector<std::uint8_t> const events_before(events_.begin() + static_cast<std::ptrdiff_t>(from),
                                                          events_.begin() + static_cast<std::ptrdiff_t>(to));
            if constexpr (in_lanes) {
                sum_word(from, to, with_events && checks_sums_);
            } else if (with_events && checks_sums_) {
                for (std::size_t i = from; i < to; ++i) values_[i] = sum_with_events(i);
            } else {
                sum_block(from, to);
            }
            if (with_events && any_events_) collect_events(from, to);
            for (std::size_t i = from; i < to; ++i)
                if (largest[i % 64] == leader) {
                    done[i - from] = true;
                } else {
                    values_[i] = before[i - from];
                    events_[i] = events_before[i - from];
                }
        }
        return true;
    }

    void look_up_logarithmic_terms(typename logarithmic_terms<Real, Sum, Interaction>::leader largest) {
        if (terms_of_leader_ && leader_ == largest) return;
        terms_of_leader_ = true;
        leader_ = largest;
        auto& row = logarithms_->pairs_under(largest);
        std::uint8_t used = 0;
        for (std::size_t mu = 0; mu < s_.size(); ++mu) {
            auto const& both = logarithms_->pair_at(row, largest, s_[mu]);
            if constexpr (in_lanes) {
                words_.set(mu, both.agreeing, Sum(both.disagreeing));
            } else {
                agreeing_[mu] = both.agreeing;
                disagreeing_[mu] = both.disagreeing;
            }
            agreeing_events_[mu] = both.agreeing_events;
            disagreeing_events_[mu] = both.disagreeing_events;
            used |= both.used;
        }
        if constexpr (in_lanes) words_.ready();
        take_limbs();
        any_events_ = used != 0;
        checks_sums_ = (used & may_underflow_in_sum) != 0;
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
    std::vector<int> s_;            // overlaps <zeta^mu, sigma>
    std::vector<Sum> agreeing_;     // what memory mu adds to sigma_i u_i where it agrees with the state at i
    std::vector<Sum> disagreeing_;  // and where not
    struct pair_events {
        std::uint8_t used = not_yet_known;
        std::uint8_t agreeing = 0;
        std::uint8_t disagreeing = 0;
    };
    std::vector<pair_events> pair_events_;  // in lanes: by (s + N) / 2
    std::vector<std::uint8_t> agreeing_events_;
    std::vector<std::uint8_t> disagreeing_events_;
    typename lanes_of<Sum>::type words_;
    std::conditional_t<is_mpfr_real<Sum>, limb_sums, std::monostate> limbs_;
    bool in_limbs_ = false;  // the present terms are known to limbs_
    std::optional<sum_signs> signs_;
    bool signs_at_state_ = false;  // signs_ is at the present state
    bool terms_stale_ = true;
    bool flipped_ = false;               // since the last sums
    std::vector<Sum> stagnating_terms_;  // scratch: by mu, then lane
    std::vector<double> table_;          // make_stagnating_table
    std::vector<std::uint8_t> table_events_;
    bool table_has_events_ = false;
    bool table_checks_sums_ = false;
    bool any_events_ = false;
    bool checks_sums_ = false;
    bool largest_known_ = false;  // find_largest_logarithms
    bool leader_nan_ = false;
    typename logarithmic_terms<Real, Sum, Interaction>::leader least_leader_ = nullptr;
    std::vector<std::size_t> candidates_;
    bool terms_of_leader_ = false;  // the terms at hand are those of leader_
    typename logarithmic_terms<Real, Sum, Interaction>::leader leader_ = nullptr;
    bool watches_overflow_ = false;  // finite sums do not show that one overflowed
    std::vector<Sum> values_;
    std::vector<std::uint8_t> events_;
    std::size_t known_from_ = 0;
    std::size_t known_to_ = 0;
};

}  // namespace ulpfield
