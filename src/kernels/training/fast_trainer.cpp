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

/// Learning in fp32 or fp64 with the operations reordered. With full overlaps H_a^mu = b sum_j s_aj zeta_j^mu, the
/// other argument of neuron i is q = H - 2 b s_ai zeta_i^mu, so that one power serves all neurons and one each remains:
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
        for (std::size_t a = 0; a < states.P(); ++a)
            for (std::size_t i = states.first(); i < states.last(); ++i)
                t_.push_back(static_cast<Real>(states.answer(a, i)));
    }

    void set_memories(std::size_t K, std::vector<double> const& zeta) override {
        K_ = K;
        width_ = padded_to_lanes(K);
        std::size_t const N = states_.N();
        zeta_.assign(N * width_, 0);
        V_.assign(N * width_, 0);
        gradient_.assign(N * width_, 0);
        H_.assign(states_.P() * width_, 0);
        W_.assign(states_.P() * width_, 0);
        scratch_.assign(fast_scratch<Real>(width_), 0);
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
            static_cast<void>(learn(batch, true));
            fast_step<Real> step{.momentum = momentum_,
                                 .floor = floor_,
                                 .relative = setting_.floor.relative,
                                 .normalised = setting_.normalise == step_normalisation::per_memory,
                                 .rate = rate,
                                 .clamp_from = setting_.clamp_from,
                                 .clamp_to = setting_.clamp_to};
            kernels_.step(step, zeta_.data(), V_.data(), gradient_.data(), states_.N(), K_, width_, divisor_.data());
            result.largest_step = std::max(result.largest_step, static_cast<double>(step.largest));
            result.zero_gradient = result.zero_gradient && step.zero;
            result.below_floor = result.below_floor && step.below_floor;
            result.not_a_number = result.not_a_number || step.not_a_number;
            result.absorbed = result.absorbed || step.absorbed;
        }
        rate_.next();
        return result;
    }

    [[nodiscard]] double loss() override { return static_cast<double>(learn(order_.all(), false)); }

    [[nodiscard]] std::vector<double> gradient() override {
        static_cast<void>(learn(order_.all(), true));
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
        std::vector<Real> u(padded_to_lanes(N));
        std::vector<Real> H(width_);
        std::vector<Real> scratch(scratch_.size());
        bool known = false;
        auto const compute = [&](bipolar_state const& present) {
            for (std::size_t i = 0; i < N; ++i) s[i] = static_cast<Real>(present[i]);
            kernels_.overlaps(zeta_.data(), s.data(), 1, N, width_, b, H.data());
            fast_state<Real> state{.F = F_,
                                   .zeta = zeta_.data(),
                                   .s = s.data(),
                                   .t = s.data(),
                                   .rows = N,
                                   .width = width_,
                                   .b = b,
                                   .H = H.data(),
                                   .u = u.data(),
                                   .scratch = scratch.data()};
            static_cast<void>(kernels_.learn(state));
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
        counting_ = true;
        counted_ = 0;
        static_cast<void>(learn(order_.all(), false));
        counting_ = false;
        return {counted_, states_.P() * (trained_ + 1) * K_};
    }

private:
    static std::size_t padded_to_lanes(std::size_t count) {
        return (count + fast_lanes<Real> - 1) / fast_lanes<Real> * fast_lanes<Real>;
    }

    static int decide(Real u) { return ulpfield::decide(u); }

    /// Loss of some states; their gradient, if asked for, in gradient_.
    [[nodiscard]] Real learn(std::vector<std::size_t> const& batch, bool with_gradient) {
        std::size_t const N = states_.N();
        std::size_t const first = states_.first();
        // All states lie as they are needed; others are copied together.
        Real const* s = s_.data();
        if (batch.size() != states_.P()) {
            batch_s_.clear();
            for (std::size_t const a : batch)
                batch_s_.insert(batch_s_.end(), s_.begin() + static_cast<std::ptrdiff_t>(a * N),
                                s_.begin() + static_cast<std::ptrdiff_t>(a * N + N));
            s = batch_s_.data();
        }
        kernels_.overlaps(zeta_.data(), s, batch.size(), N, width_, b_, H_.data());
        if (with_gradient) std::fill(gradient_.begin(), gradient_.end(), Real(0));
        fast_state<Real> state{.F = F_,
                               .zeta = zeta_.data() + first * width_,
                               .rows = trained_,
                               .width = width_,
                               .m = setting_.m,
                               .b = b_,
                               .B = B_,
                               .scratch = scratch_.data(),
                               .count = counting_};
        Real L = 0;
        for (std::size_t k = 0; k < batch.size(); ++k) {
            state.s = s + k * N + first;
            state.t = t_.data() + batch[k] * trained_;
            state.H = H_.data() + k * width_;
            state.W = W_.data() + k * width_;
            state.own = with_gradient ? gradient_.data() + first * width_ : nullptr;
            L += kernels_.learn(state);
        }
        counted_ += state.subnormal;
        if (with_gradient) kernels_.add_others(gradient_.data(), s, W_.data(), batch.size(), N, width_);
        return L;
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
    std::vector<Real> H_;        // a row per state
    std::vector<Real> W_;        // likewise
    std::vector<Real> t_;        // answers
    std::vector<Real> batch_s_;  // the states of a minibatch
    std::vector<Real> divisor_;
    bool counting_ = false;
    std::uint64_t counted_ = 0;
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
