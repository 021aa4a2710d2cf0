#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "rule/general_rule.hpp"
#include "rule/memory_lanes.hpp"
#include "rule/term_table.hpp"
#include "rule/word_sums.hpp"

namespace ulpfield {

/// Real memories in a format summed in lanes, all sums in the format itself: the memories lie side by side, what the
/// similarities of neurons i and i + 1 share (all j < i) is added once. The definition's bits and events. O(N K / 2)
/// additions a decision, a whole vector of them at a time; powers in vectors, too, or one after the other where F is no
/// power. Bipolar memories are left to the definition
/// (bipolar_rule serves them).
template <summed_in_lanes Real, class Interaction>
class real_rule final : public format_rule {
public:
    explicit real_rule(rule_setting_of<Interaction> setting) : setting_(std::move(setting)) {}

    void set_memories(shared_patterns const& zeta) override {
        definition_.reset();
        context const scope(setting_.format);
        number_format const format = number_traits<Real>::format();
        narrow_ = std::same_as<Real, float> || (is_rounded<Real> && narrow_lanes(format));
        if (std::holds_alternative<bipolar_patterns>(*zeta) || neuron_in_overlap()) {
            definition_ = std::make_unique<general_rule<Real, Real, Interaction>>(setting_);
            definition_->set_memories(zeta);
            return;
        }
        K_ = zeta.K();
        N_ = zeta.N();
        format_memory<Real> const memories(*zeta);
        if (narrow_)
            floats_.set_memories(memories, format);
        else
            doubles_.set_memories(memories, format);
        prepare_powers();
    }

    void examine(std::span<std::int8_t const> sigma, std::stop_token const& stop) override {
        if (definition_) return definition_->examine(sigma, stop);
        context const scope(setting_.format);
        load(sigma);
        decisions_.assign(N_, {});
        for (std::size_t i = 0; i < N_; i += together) {
            if (stop.stop_requested()) throw interrupted{};
            compute_similarities(i, std::min(N_, i + together), true);
            for (std::size_t k = i; k < known_to_; ++k) examine_neuron(k);
        }
    }
    [[nodiscard]] decision examined(std::size_t i) const override {
        return definition_ ? definition_->examined(i) : decisions_[i];
    }
    [[nodiscard]] mpfr_value value(std::size_t i) const override {
        if (definition_) return definition_->value(i);
        context const scope(setting_.format);
        mpfr_value result(number_traits<Real>::format().precision);
        number_traits<Real>::to_mpfr(result.get(), values_[i]);
        return result;
    }
    [[nodiscard]] double lost_bits(std::size_t i, mpfr_srcptr correct, int exact_sign) const override {
        if (definition_) return definition_->lost_bits(i, correct, exact_sign);
        context const scope(setting_.format);
        return ulpfield::lost_bits(values_[i], number_traits<Real>::from_mpfr(correct), exact_sign);
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        if (definition_) return definition_->set_state(sigma);
        context const scope(setting_.format);
        load(sigma);
    }
    [[nodiscard]] int decide(std::size_t i) override {
        if (definition_) return definition_->decide(i);
        context const scope(setting_.format);
        return ulpfield::decide(plain_field(i));
    }
    [[nodiscard]] mpfr_value field(std::size_t i) override {
        if (definition_) return definition_->field(i);
        context const scope(setting_.format);
        mpfr_value result(number_traits<Real>::format().precision);
        number_traits<Real>::to_mpfr(result.get(), plain_field(i));
        return result;
    }
    void flip(std::size_t i) override {
        if (definition_) return definition_->flip(i);
        sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
        with_lanes([&](auto& lanes) { lanes.flip(i); });
        known_from_ = known_to_ = 0;
    }

private:
    static constexpr std::size_t together = 32;  // neurons whose similarities are at hand
    static constexpr std::size_t few = 8;        // and while a flip makes them useless
    using context = number_context<Real>;
    using observed_real = observed<Real, inexact_events::ignored>;
    using term_lane = std::conditional_t<std::same_as<Real, float>, float, double>;

    [[nodiscard]] bool neuron_in_overlap() const {
        return std::visit([](auto scaling) { return decltype(scaling)::neuron_in_overlap; }, setting_.scaling);
    }

    /// Memories, state and similarities in one type of lane.
    template <class Lane>
    struct memory_lanes {
        static constexpr std::size_t width = block_lanes<Lane>;
        std::size_t blocks = 0;
        std::size_t N = 0;
        std::vector<Lane> zeta;                       // by block, neuron, memory within the block
        std::vector<Lane> signs;                      // +0 or -0
        std::vector<Lane> prefix;                     // over j < prefix_end
        std::vector<unsigned char> prefix_subnormal;  // by block
        std::size_t prefix_end = 0;
        std::vector<Lane> R;  // a row for each neuron at hand
        std::array<unsigned char, together> subnormal{};
        lane_rounding<Lane> rounding;

        void set_memories(format_memory<Real> const& memories, number_format const& format) {
            using limits = std::numeric_limits<Lane>;
            std::size_t const K = memories.K();
            N = memories.N();
            blocks = (K + width - 1) / width;
            zeta.assign(blocks * N * width, Lane(0));
            for (std::size_t mu = 0; mu < K; ++mu)
                for (std::size_t j = 0; j < N; ++j)
                    zeta[(mu / width * N + j) * width + mu % width] = static_cast<Lane>(in_double(memories[mu][j]));
            prefix.resize(blocks * width);
            prefix_subnormal.resize(blocks);
            R.assign(together * blocks * width, Lane(0));
            rounding.dropped = limits::digits - format.precision;
            rounding.least_normal = static_cast<Lane>(std::ldexp(1.0, static_cast<int>(format.emin)));
            if constexpr (is_rounded<Real>) {
                // An addition is off by at most what it adds: no sum exceeds 2N.
                double const largest = number_traits<Real>::largest();
                rounding.largest = static_cast<Lane>(largest);
                rounding.beyond =
                    format.overflow == overflow_value::infinity ? limits::infinity() : limits::quiet_NaN();
                rounding.bounded = !(2.0 * static_cast<double>(N) <= largest);
            }
        }
        void load(std::span<std::int8_t const> sigma) {
            signs.resize(N);
            for (std::size_t j = 0; j < N; ++j) signs[j] = sigma[j] > 0 ? Lane(0) : -Lane(0);
            restart();
        }
        void restart() {
            std::fill(prefix.begin(), prefix.end(), Lane(0));
            std::fill(prefix_subnormal.begin(), prefix_subnormal.end(), static_cast<unsigned char>(0));
            prefix_end = 0;
        }
        void flip(std::size_t i) {
            signs[i] = -signs[i];
            if (i < prefix_end) prefix_end = N + 1;  // stale
        }
        /// The similarities of [from, to); the prefix ends at `from` then, or at `to` if the next ones follow.
        void compute(std::size_t from, std::size_t to, bool watched, bool go_on) {
            if (prefix_end > from) restart();
            subnormal.fill(0);
            for (std::size_t block = 0; block < blocks; ++block) {
                similarity_lanes<Lane> request{.block = zeta.data() + block * N * width,
                                               .sigma = signs.data(),
                                               .N = N,
                                               .from = prefix_end,
                                               .to = from,
                                               .prefix = prefix.data() + block * width,
                                               .rounding = rounding,
                                               .prefix_subnormal = prefix_subnormal[block] != 0,
                                               .subnormal = subnormal.data()};
                request.rounding.watched = watched;
                if (from > prefix_end) similarities(request);
                std::array<Lane, width> before;
                std::copy_n(request.prefix, width, before.begin());
                bool const before_subnormal = request.prefix_subnormal;
                request.from = from;
                request.to = to;
                request.sums = R.data() + block * width;
                request.stride = blocks * width;
                similarities(request);
                if (!go_on) {
                    std::copy(before.begin(), before.end(), request.prefix);
                    request.prefix_subnormal = before_subnormal;
                }
                prefix_subnormal[block] = request.prefix_subnormal ? 1 : 0;
            }
            prefix_end = go_on ? to : from;
        }
        [[nodiscard]] Lane similarity(std::size_t row, std::size_t mu) const { return R[row * blocks * width + mu]; }
        [[nodiscard]] Lane entry(std::size_t mu, std::size_t i) const {
            return zeta[(mu / width * N + i) * width + mu % width];
        }
    };

    template <class Visit>
    decltype(auto) with_lanes(Visit&& visit) {
        if (narrow_) return visit(floats_);
        return visit(doubles_);
    }

    [[nodiscard]] static double in_double(Real const& x) {
        if constexpr (is_rounded<Real>)
            return x.to_double();
        else
            return static_cast<double>(x);
    }
    [[nodiscard]] static Real real_of(double x) {
        if constexpr (is_rounded<Real>)
            return Real(x);
        else
            return static_cast<Real>(x);
    }

    void load(std::span<std::int8_t const> sigma) {
        check_state(sigma, N_);
        sigma_.assign(sigma.begin(), sigma.end());
        values_.assign(N_, Real(0));
        known_from_ = known_to_ = 0;
        with_lanes([&](auto& lanes) { lanes.load(sigma); });
    }

    void compute_similarities(std::size_t from, std::size_t to, bool examining) {
        with_lanes([&](auto& lanes) { lanes.compute(from, to, examining, examining); });
        known_from_ = from;
        known_to_ = to;
    }

    /// F a power by squaring and multiplying of similarities as they are or times one number: in vectors.
    void prepare_powers() {
        powers_.reset();
        if constexpr (std::same_as<Interaction, interaction>) {
            auto const* const F = std::get_if<polynomial>(&setting_.F);
            auto const N = static_cast<std::int64_t>(N_);
            bool const times_one_over_N = std::holds_alternative<reciprocal>(setting_.scaling);
            bool const times_power_of_two = std::holds_alternative<power_of_two>(setting_.scaling);
            if (F == nullptr || setting_.power != power_method::binary ||
                !(times_one_over_N || times_power_of_two || std::holds_alternative<raw>(setting_.scaling)))
                return;
            number_format const format = number_traits<Real>::format();
            term_lanes<term_lane> request;
            request.count = 64 / sizeof(float);
            request.n = F->n;
            request.scaled = times_one_over_N || times_power_of_two;
            if (times_one_over_N) request.alpha = static_cast<term_lane>(in_double(constant<Real>(1, N)));
            if (times_power_of_two) request.alpha = static_cast<term_lane>(std::ldexp(1.0, -power_of_two::k(N)));
            request.least_normal = static_cast<term_lane>(std::ldexp(1.0, static_cast<int>(format.emin)));
            request.largest = std::numeric_limits<term_lane>::max();
            if constexpr (is_rounded<Real>) {
                request.precision = format.precision;
                request.emin = static_cast<int>(format.emin);
                request.emax = static_cast<int>(format.emax);
                request.largest = number_traits<Real>::largest();
                request.beyond = format.overflow == overflow_value::infinity ? std::numeric_limits<double>::infinity()
                                                                             : std::numeric_limits<double>::quiet_NaN();
            }
            powers_ = request;
            terms_.resize((K_ + 15) / 16 * 16);
        }
    }

    /// terms_ of neuron i, and what they raised.
    std::uint8_t compute_powers(std::size_t i) {
        term_lanes<term_lane>& request = *powers_;
        std::uint8_t events = 0;
        std::array<term_lane, 16> zeta{};
        std::array<term_lane, 16> R{};
        request.zeta = zeta.data();
        request.R = R.data();
        with_lanes([&](auto const& lanes) {
            std::size_t const row = i - known_from_;
            for (std::size_t mu = 0; mu < K_; mu += 16) {
                for (std::size_t k = 0; k < 16; ++k) {
                    bool const there = mu + k < lanes.blocks * lanes.width;
                    zeta[k] = there ? static_cast<term_lane>(lanes.entry(mu + k, i)) : term_lane(0);
                    R[k] = there ? static_cast<term_lane>(lanes.similarity(row, mu + k)) : term_lane(0);
                }
                request.terms = terms_.data() + mu;
                power_terms(request);
                if (request.underflow) events |= underflow_event;
                if (request.infinite) events |= overflow_event;
                if (request.nan) events |= nan_event;
            }
        });
        return events;
    }

    void examine_neuron(std::size_t i) {
        std::uint8_t events = 0;
        if (powers_) {
            events = compute_powers(i);
            Real const least = real_of(std::ldexp(1.0, static_cast<int>(number_traits<Real>::format().emin)));
            Real sum(0);
            bool subnormal = false;
            for (std::size_t mu = 0; mu < K_; ++mu) {
                sum += real_of(static_cast<double>(terms_[mu]));
                subnormal |= sum < least && -least < sum && !(sum == Real(0));
            }
            if (subnormal) events |= underflow_event;
            values_[i] = sum;
        } else {
            std::visit([&](auto scaling) { values_[i] = observed_sum(scaling, i, events); }, setting_.scaling);
        }
        with_lanes([&](auto const& lanes) {
            std::size_t const row = i - known_from_;
            if (lanes.subnormal[row] != 0) events |= underflow_event;
            for (std::size_t mu = 0; mu < K_; ++mu) {
                auto const R = lanes.similarity(row, mu);
                if (!std::isfinite(R)) events |= overflow_event;
                if (std::isnan(R)) events |= nan_event;
            }
        });
        Real const& value = values_[i];
        if (is_nan(value)) events |= nan_event;
        if (!observed_real::finite(value)) events |= overflow_event;
        decisions_[i] = {ulpfield::decide(value), value == Real(0), (events & overflow_event) != 0,
                         (events & nan_event) != 0, (events & underflow_event) != 0};
    }

    /// u_i by the scaling's own sum from the similarities at hand.
    template <class Number, class Scaling>
    [[nodiscard]] Number scaling_sum(Scaling const& scaling, std::size_t i) {
        auto const& F = callable(setting_.F);
        typename Scaling::template decision_sum<Number, Number, std::remove_cvref_t<decltype(F)>> sum(
            F, setting_.power, size_for(scaling, static_cast<std::int64_t>(N_)));
        with_lanes([&](auto const& lanes) {
            std::size_t const row = i - known_from_;
            for (std::size_t mu = 0; mu < K_; ++mu) {
                Number const R(real_of(static_cast<double>(lanes.similarity(row, mu))));
                Number const zeta_i(real_of(static_cast<double>(lanes.entry(mu, i))));
                sum.add(zeta_i + R, -zeta_i + R);
            }
        });
        return sum.value();
    }
    template <class Scaling>
    [[nodiscard]] Real observed_sum(Scaling scaling, std::size_t i, std::uint8_t& events) {
        event_scope scope;
        Real const value = scaling_sum<observed_real>(scaling, i).value();
        event_counts const& seen = scope.counts();
        if (seen.underflow != 0) events |= underflow_event;
        if (seen.overflow != 0) events |= overflow_event;
        if (seen.invalid != 0) events |= nan_event;
        return value;
    }
    /// u_i of the present state.
    [[nodiscard]] Real plain_field(std::size_t i) {
        if (i < known_from_ || i >= known_to_) compute_similarities(i, std::min(N_, i + few), false);
        return std::visit([&](auto scaling) { return plain_sum(scaling, i); }, setting_.scaling);
    }
    template <class Scaling>
    [[nodiscard]] Real plain_sum(Scaling scaling, std::size_t i) {
        if (!powers_) return scaling_sum<Real>(scaling, i);
        compute_powers(i);
        Real sum(0);
        for (std::size_t mu = 0; mu < K_; ++mu) sum += real_of(static_cast<double>(terms_[mu]));
        return sum;
    }

    rule_setting_of<Interaction> setting_;
    std::unique_ptr<general_rule<Real, Real, Interaction>> definition_;
    std::size_t K_ = 0;
    std::size_t N_ = 0;
    bool narrow_ = false;
    memory_lanes<float> floats_;
    memory_lanes<double> doubles_;
    std::optional<term_lanes<term_lane>> powers_;
    std::vector<term_lane> terms_;
    bipolar_state sigma_;
    std::vector<Real> values_;
    std::vector<decision> decisions_;
    std::size_t known_from_ = 0;
    std::size_t known_to_ = 0;
};

}  // namespace ulpfield
