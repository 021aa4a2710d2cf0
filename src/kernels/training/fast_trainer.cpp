#include <cmath>
#include <cstring>
#include <limits>

#include "kernels/training/fast_kernels.hpp"
#include "kernels/training/learning_constants.hpp"
#include "kernels/training/make_trainer.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/study/interrupted.hpp"

namespace ulpfield {

namespace {

/// Learning in fp32 or fp64 with the operations reordered. With full overlaps H_a^mu = b sum_j s_aj zeta_j^mu, the other
/// argument of neuron i is q = H - 2 b s_ai zeta_i^mu, so that one power serves all neurons and one each remains:
///   u_ai = s_ai sum_mu F(H) - F(q)
///   W_a^mu = F'(H) sum_i g_ai s_ai - sum_i g_ai s_ai F'(q),  g = G of learning_definition.hpp
///   dL/dzeta_k^mu = sum_a s_ak W_a^mu + 2 g_ak F'(q_ak^mu)
/// O(P N K) instead of O(P N^2 K). All sums are made in an order that depends on N and K only, never on threads or
/// processor. Against exact arithmetic gradients err like the definition's: c (N + n) u times the sum of the
/// magnitudes of the terms, c a small number (tests/kernels/training/fast_trainer.cpp states and checks it).
template <class Real>
class fast_trainer final : public trainer {
public:
    fast_trainer(training_setting const& setting, training_states const& states)
        : setting_(setting),
          states_(states),
          kernels_(best_fast_kernels<Real>()),
          rate_(setting, setting.format.precision),
          order_(setting, states.P()) {
        learning_constants const constants = constants_of(setting, states.N());
        b_ = nearest<Real>(constants.b);
        B_ = nearest<Real>(constants.B);
        momentum_ = nearest<Real>(exact(setting.momentum));
        floor_ = nearest<Real>(exact(setting.floor.value));
        F_.n = setting.n();
        if (std::holds_alternative<rectified>(setting.F)) F_.kind = fast_kind::rectified;
        if (std::holds_alternative<leaky>(setting.F)) F_.kind = fast_kind::leaky;
        if (std::holds_alternative<exponential>(setting.F)) F_.kind = fast_kind::exponential;
        F_.below_zero_over_n = nearest<Real>(rational(constants.below_zero / F_.n));
        for (std::size_t a = 0; a < states.P(); ++a)
            for (std::size_t j = 0; j < states.N(); ++j) s_.push_back(static_cast<Real>(states.state(a, j)));
        trained_ = states.last() - states.first();
        std::size_t const padded = padded_to_lanes(trained_);
        u_.assign(padded, 0);
        c_.assign(padded, 0);
        twice_g_.assign(padded, 0);
    }

    void set_memories(std::size_t K, std::vector<double> const& zeta) override {
        K_ = K;
        width_ = padded_to_lanes(K);
        std::size_t const N = states_.N();
        zeta_.assign(N * width_, 0);
        V_.assign(N * width_, 0);
        gradient_.assign(N * width_, 0);
        P_.assign(N * width_, 0);
        H_.assign(width_, 0);
        PH_.assign(width_, 0);
        W_.assign(width_, 0);
        scratch_.assign(width_ + std::max<std::size_t>(1024, width_), 0);
        divisor_.assign(width_, 0);
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) zeta_[i * width_ + mu] = static_cast<Real>(zeta[mu * N + i]);
        rate_ = decaying_rate(setting_, setting_.format.precision);
        order_ = batch_order(setting_, states_.P());
    }

    epoch_outcome epoch(std::stop_token const& stop) override {
        if (stop.stop_requested()) throw interrupted{};
        Real const rate = nearest<Real>(rate_);
        epoch_outcome result;
        for (auto const& batch : order_.next_epoch()) {
            std::fill(gradient_.begin(), gradient_.end(), Real(0));
            for (std::size_t const a : batch) static_cast<void>(learn(a, true));
            step(rate, result);
        }
        rate_.next();
        return result;
    }

    [[nodiscard]] double loss() override {
        Real L = 0;
        for (std::size_t a = 0; a < states_.P(); ++a) L += learn(a, false);
        return static_cast<double>(L);
    }

    [[nodiscard]] std::vector<double> gradient() override {
        std::fill(gradient_.begin(), gradient_.end(), Real(0));
        for (std::size_t a = 0; a < states_.P(); ++a) static_cast<void>(learn(a, true));
        return rows(gradient_);
    }

    [[nodiscard]] std::vector<double> memories() const override { return rows(zeta_); }

    [[nodiscard]] std::vector<mpfr_value> exact_memories() const override {
        std::vector<mpfr_value> result;
        for (double const value : rows(zeta_)) {
            result.emplace_back(setting_.format.precision);
            mpfr_set_d(result.back().get(), value, MPFR_RNDN);
        }
        return result;
    }

    relaxation_outcome relax(bipolar_state& sigma, probe_scaling scaling, bool synchronous) const override {
        bool const scaled = scaling == probe_scaling::paper && setting_.formulation == learning_formulation::modified;
        std::size_t const N = states_.N();
        Real const b = scaled ? nearest<Real>(rational(1) / rational(N)) : b_;
        std::vector<Real> s(N);
        std::vector<Real> u(N);
        std::vector<Real> H(width_);
        std::vector<Real> PH(width_);
        std::vector<Real> P(N * width_);
        std::vector<Real> scratch(scratch_.size());
        bool known = false;
        auto const compute = [&](bipolar_state const& present) {
            for (std::size_t i = 0; i < N; ++i) s[i] = static_cast<Real>(present[i]);
            kernels_.overlaps(zeta_.data(), s.data(), N, width_, b, H.data());
            kernels_.fields(F_, zeta_.data(), s.data(), N, width_, b, H.data(), PH.data(), P.data(), u.data(),
                            scratch.data());
            known = true;
        };
        if (synchronous)
            return relax_synchronously(sigma, most_probe_sweeps, [&](bipolar_state const& present) {
                compute(present);
                bipolar_state next(N);
                for (std::size_t i = 0; i < N; ++i) next[i] = static_cast<std::int8_t>(decide(u[i]));
                return next;
            });
        return relax_asynchronously(
            sigma, update_order::sequential(N), most_probe_sweeps,
            [&](std::size_t i) {
                if (!known) compute(sigma);
                return ulpfield::decide(static_cast<double>(u[i]));
            },
            [&](std::size_t) { known = false; });
    }

    [[nodiscard]] subnormal_count subnormals() override {
        subnormal_count counted;
        auto const look_at = [&counted](Real power) {
            ++counted.powers;
            counted.subnormal += std::fpclassify(power) == FP_SUBNORMAL ? 1U : 0U;
        };
        for (std::size_t a = 0; a < states_.P(); ++a) {
            static_cast<void>(learn(a, false));
            for (std::size_t mu = 0; mu < K_; ++mu) {
                look_at(PH_[mu]);
                for (std::size_t i = 0; i < trained_; ++i) look_at(P_[i * width_ + mu]);
            }
        }
        return counted;
    }

private:
    static std::size_t padded_to_lanes(std::size_t count) {
        return (count + fast_lanes<Real> - 1) / fast_lanes<Real> * fast_lanes<Real>;
    }

    static int decide(Real u) { return ulpfield::decide(u); }

    static Real power_of(Real x, int exponent) {
        Real result = x;
        for (int k = 1; k < exponent; ++k) result *= x;
        return result;
    }

    /// Loss of one state; its part of the gradient is added if asked for.
    [[nodiscard]] Real learn(std::size_t a, bool with_gradient) {
        std::size_t const N = states_.N();
        std::size_t const first = states_.first();
        Real const* const s = s_.data() + a * N;
        kernels_.overlaps(zeta_.data(), s, N, width_, b_, H_.data());
        kernels_.fields(F_, zeta_.data() + first * width_, s + first, trained_, width_, b_, H_.data(), PH_.data(),
                        P_.data(), u_.data(), scratch_.data());
        for (std::size_t i = 0; i < trained_; ++i) u_[i] = B_ * u_[i];
        kernels_.tanh(u_.data(), u_.size());
        Real L = 0;
        int const m = setting_.m;
        Real const factor = static_cast<Real>(-2 * m);
        auto const n = static_cast<Real>(F_.kind == fast_kind::exponential ? 1 : F_.n);
        Real sum = 0;
        for (std::size_t i = 0; i < trained_; ++i) {
            Real const C = u_[i];
            Real const error = static_cast<Real>(states_.answer(a, i + first)) - C;
            Real const odd = power_of(error, 2 * m - 1);
            L += odd * error;
            if (!with_gradient) continue;
            Real const g = factor * odd * (1 - C * C) * B_ * b_ * n;
            c_[i] = g * s[i + first];
            twice_g_[i] = 2 * g;
            sum += c_[i];
        }
        if (!with_gradient) return L;
        kernels_.weights(P_.data(), c_.data(), trained_, width_, PH_.data(), sum, W_.data());
        Real* const gradient = gradient_.data();
        kernels_.add_others(gradient, s, W_.data(), first, width_);
        kernels_.add_own(gradient + first * width_, s + first, W_.data(), twice_g_.data(), P_.data(), trained_, width_);
        kernels_.add_others(gradient + (first + trained_) * width_, s + first + trained_, W_.data(),
                            N - first - trained_, width_);
        return L;
    }

    /// learning_step.hpp's operations, entry by entry.
    void step(Real rate, epoch_outcome& result) {
        std::size_t const N = states_.N();
        std::fill(divisor_.begin(), divisor_.end(), Real(0));
        for (std::size_t i = 0; i < N; ++i) {
            Real* const v = V_.data() + i * width_;
            Real const* const g = gradient_.data() + i * width_;
            if (momentum_ == 0)
                for (std::size_t mu = 0; mu < width_; ++mu) v[mu] = -g[mu];
            else
                for (std::size_t mu = 0; mu < width_; ++mu) v[mu] = momentum_ * v[mu] - g[mu];
            std::fill(v + K_, v + width_, Real(0));  // the padding does not learn
            for (std::size_t mu = 0; mu < width_; ++mu) {
                Real const size = std::fabs(v[mu]);
                divisor_[mu] = size <= divisor_[mu] ? divisor_[mu] : size;  // NaN is kept: it is not <=
            }
        }
        bool const normalised = setting_.normalise == step_normalisation::row;
        Real overall = 0;
        for (std::size_t mu = 0; mu < K_; ++mu) overall = divisor_[mu] > overall ? divisor_[mu] : overall;
        Real const least = setting_.floor.relative ? floor_ * overall : floor_;
        bool zero = true;
        bool below = normalised;
        for (std::size_t mu = 0; mu < K_; ++mu) {
            zero = zero && divisor_[mu] == 0;
            below = below && divisor_[mu] < least;
            if (divisor_[mu] < least) divisor_[mu] = least;
        }
        // A memory whose divisor is 0 has V = 0 and does not move: 0/1.
        for (std::size_t mu = 0; mu < width_; ++mu)
            if (divisor_[mu] == 0) divisor_[mu] = 1;
        Real largest = 0;
        Real blank = 0;  // NaN as soon as an entry is no finite number
        for (std::size_t i = 0; i < N; ++i) {
            Real* const z = zeta_.data() + i * width_;
            Real const* const v = V_.data() + i * width_;
            bool const clamped = i >= setting_.clamp_from && i < setting_.clamp_to;
            for (std::size_t mu = 0; mu < width_; ++mu) {
                Real moved = z[mu] + rate * (normalised ? v[mu] / divisor_[mu] : v[mu]);
                if (clamped) {
                    moved = moved > 1 ? Real(1) : moved;
                    moved = moved < -1 ? Real(-1) : moved;
                }
                Real const change = std::fabs(moved - z[mu]);
                largest = change > largest ? change : largest;
                blank += moved - moved;
                z[mu] = moved;
            }
        }
        result.largest_step = std::max(result.largest_step, static_cast<double>(largest));
        result.zero_gradient = result.zero_gradient && zero;
        result.below_floor = result.below_floor && (below || zero);
        result.not_a_number = result.not_a_number || is_nan(blank);
    }

    [[nodiscard]] std::vector<double> rows(std::vector<Real> const& source) const {
        std::vector<double> result;
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t i = 0; i < states_.N(); ++i)
                result.push_back(static_cast<double>(source[i * width_ + mu]));
        return result;
    }

    training_setting setting_;
    training_states states_;
    fast_kernels<Real> const& kernels_;
    fast_function<Real> F_;
    decaying_rate rate_;
    batch_order order_;
    Real b_ = 1;
    Real B_ = 1;
    Real momentum_ = 0;
    Real floor_ = 0;
    std::size_t trained_ = 0;
    std::size_t K_ = 0;
    std::size_t width_ = 0;  // K padded to whole vectors
    std::vector<Real> s_;
    std::vector<Real> zeta_;  // N rows of width_
    std::vector<Real> V_;
    std::vector<Real> gradient_;
    std::vector<Real> P_;
    std::vector<Real> H_;
    std::vector<Real> PH_;
    std::vector<Real> W_;
    std::vector<Real> u_;
    std::vector<Real> c_;
    std::vector<Real> twice_g_;
    std::vector<Real> divisor_;
    std::vector<Real> scratch_;
};

}  // namespace

template <class Real>
std::unique_ptr<trainer> make_fast_trainer(training_setting const& setting, training_states const& states) {
    return std::make_unique<fast_trainer<Real>>(setting, states);
}
template std::unique_ptr<trainer> make_fast_trainer<float>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_fast_trainer<double>(training_setting const&, training_states const&);

}  // namespace ulpfield
