#include <cmath>
#include <cstring>
#include <limits>
#include <new>
#include <optional>

#include "training/fast_kernels.hpp"
#include "training/learned_interaction.hpp"
#include "training/learning_constants.hpp"
#include "training/make_trainer.hpp"
#include "training/probe_rule.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/training/checkpoint_text.hpp"

namespace ulpfield {

namespace {

constexpr std::size_t states_at_once = 1024;
/// Neurons whose fields are computed together when one after the other is updated.
constexpr std::size_t fields_ahead = 16;

/// F as the fast kernels know it; nothing for an F they do not.
template <class Real>
std::optional<fast_function<Real>> fast_form(interaction const& F, learning_constants const& constants) {
    return std::visit(
        [&]<class Interaction>(Interaction const& f) -> std::optional<fast_function<Real>> {
            if constexpr (power_above_zero<Interaction>) {
                fast_kind const kind = slope_replaceable<Interaction, Real> ? fast_kind::leaky
                                       : f.slope_below_zero()               ? fast_kind::rectified
                                                                            : fast_kind::polynomial;
                if (kind == fast_kind::rectified && f.slope_below_zero()->numerator != 0) return std::nullopt;
                return fast_function<Real>{kind, f.n, nearest<Real>(rational(constants.below_zero / f.n))};
            } else if constexpr (exponential_valued<Interaction>) {
                exponential_form const form = f.exponential_terms();
                bool const plain = form.terms.size() == 1 && form.terms.front().coefficient == form.denominator &&
                                   form.terms.front().rate == form.rate_denominator;
                if (plain) return fast_function<Real>{fast_kind::exponential, 1, 0};
            }
            return std::nullopt;
        },
        F);
}

/// Rows start at whole vectors and no vector lies across two lines of the cache.
template <class Real>
struct line_allocator {
    using value_type = Real;
    line_allocator() = default;
    template <class Other>
    explicit line_allocator(line_allocator<Other> const&) {}
    [[nodiscard]] Real* allocate(std::size_t count) {
        return static_cast<Real*>(::operator new (count * sizeof(Real), std::align_val_t{64}));
    }
    void deallocate(Real* at, std::size_t) { ::operator delete (at, std::align_val_t{64}); }
    bool operator==(line_allocator const&) const { return true; }
};
template <class Real>
using rows_of = std::vector<Real, line_allocator<Real>>;

/// Learning in fp32 or fp64 with the operations reordered. With full overlaps H_a^mu = b sum_j s_aj zeta_j^mu, the
/// other argument of neuron i is q = H - 2 b s_ai zeta_i^mu, so that one power serves all neurons and one each remains:
///   u_ai = s_ai sum_mu F(H) - F(q)
///   W_a^mu = F'(H) sum_i g_ai s_ai - sum_i g_ai s_ai F'(q),  g = G of learning_definition.hpp
///   dL/dzeta_k^mu = sum_a s_ak W_a^mu + 2 g_ak F'(q_ak^mu)
/// O(P N K) instead of O(P N^2 K). All sums are made in an order that depends on N and K only, never on threads or
/// processor; more than states_at_once states are taken in parts, one after the other. Against exact arithmetic
/// gradients err like the definition's: c (N + n) u times the sum of the magnitudes of the terms, c a small number
/// (tests/training/fast_trainer.cpp states and checks it).
template <class Real>
class fast_trainer final : public trainer {
public:
    fast_trainer(training_setting const& setting, training_states const& states)
        : setting_(setting),
          states_(states),
          kernels_(best_fast_kernels<Real>()),
          rate_(setting, setting.format.precision),
          order_(setting, states.P()) {
        learning_constants const constants = constants_of(setting, states.N(), 0);
        b_ = nearest<Real>(constants.b);
        B_ = nearest<Real>(constants.B);
        momentum_ = nearest<Real>(setting.momentum);
        floor_ = nearest<Real>(setting.floor.value);
        F_ = *fast_form<Real>(setting.F, constants);
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
        H_.assign(std::min(states_.P(), states_at_once) * width_, 0);
        W_.assign(H_.size(), 0);
        scratch_.assign(fast_scratch<Real>(width_), 0);
        divisor_.assign(width_, 0);
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) zeta_[i * width_ + mu] = static_cast<Real>(zeta[mu * N + i]);
        rate_ = decaying_rate(setting_, setting_.format.precision);
        order_ = batch_order(setting_, states_.P());
        epochs_ = 0;
        warm(0);
    }

    epoch_outcome epoch(std::stop_token const& stop) override {
        if (stop.stop_requested()) throw interrupted{};
        warm(epochs_);
        Real const rate = nearest<Real>(rate_);
        epoch_outcome result;
        Real largest_step = 0;
        for (auto const& batch : order_.next_epoch()) {
            if (stop.stop_requested()) throw interrupted{};
            static_cast<void>(learn(batch, true));
            fast_step<Real> step{.momentum = momentum_,
                                 .floor = floor_,
                                 .relative = setting_.floor.relative,
                                 .normalised = setting_.normalise == step_normalisation::per_memory,
                                 .rate = rate,
                                 .clamp_from = setting_.clamp_from,
                                 .clamp_to = setting_.clamp_to};
            kernels_.step(step, zeta_.data(), V_.data(), gradient_.data(), states_.N(), K_, width_, divisor_.data());
            largest_step = std::max(largest_step, step.largest);
            result.zero_gradient = result.zero_gradient && step.zero;
            result.below_floor = result.below_floor && step.below_floor;
            result.not_a_number = result.not_a_number || step.not_a_number;
            result.absorbed = result.absorbed || step.absorbed;
        }
        result.largest_step = as_mpfr(largest_step);
        rate_.next();
        ++epochs_;
        return result;
    }

    [[nodiscard]] std::vector<std::size_t> strongest(training_states const& states,
                                                     std::stop_token const& stop) override {
        std::vector<std::size_t> result;
        std::vector<Real> u(padded_to_lanes(trained_));
        std::vector<Real> const no_answers(trained_);
        for (std::size_t from = 0; from < states.P(); from += states_at_once) {
            if (stop.stop_requested()) throw interrupted{};
            std::size_t const count = std::min(states_at_once, states.P() - from);
            copied_.clear();
            copied_whole_ = false;
            for (std::size_t a = from; a < from + count; ++a) copy_state(states, a);
            room_for(count);
            kernels_.overlaps(zeta_.data(), copied_.data(), count, states_.N(), width_, b_, H_.data());
            fast_state<Real> state = blank();
            state.t = no_answers.data();
            state.u = u.data();
            for (std::size_t k = 0; k < count; ++k) {
                state.s = copied_.data() + k * states_.N() + states_.first();
                state.H = H_.data() + k * width_;
                learn_by_rule(state);
                std::size_t best = 0;
                for (std::size_t i = 0; i < trained_ && best < trained_; ++i)
                    best = std::isnan(u[i]) ? nan_answer(i) : u[i] > u[best] ? i : best;
                result.push_back(best);
            }
        }
        return result;
    }

    [[nodiscard]] std::string checkpoint() const override {
        std::string text = std::to_string(epochs_);
        text.reserve(2 * K_ * states_.N() * (2 * sizeof(Real) + 1) + 32);
        for (auto const* const part : {&zeta_, &V_})
            for (std::size_t i = 0; i < states_.N(); ++i)
                for (std::size_t mu = 0; mu < K_; ++mu) append_exactly(text, (*part)[i * width_ + mu]);
        return text;
    }

    void resume(std::size_t K, std::string_view text) override {
        checkpoint_reader reader(text);
        std::uint64_t const epochs = reader.count();
        set_memories(K, std::vector<double>(K * states_.N()));
        for (auto* const part : {&zeta_, &V_})
            for (std::size_t i = 0; i < states_.N(); ++i)
                for (std::size_t mu = 0; mu < K_; ++mu) (*part)[i * width_ + mu] = reader.value<Real>();
        reader.end();
        for (std::uint64_t k = 0; k < epochs; ++k) rate_.next();
        order_.skip(epochs);
        epochs_ = epochs;
        if (epochs_ > 0) warm(epochs_ - 1);
    }

    [[nodiscard]] mpfr_value loss() override { return as_mpfr(learn(order_.all(), false)); }

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

    [[nodiscard]] bool third_values() const override { return false; }

    relaxation_outcome relax(bipolar_state& sigma, probe_scaling scaling, bool synchronous, std::uint64_t most_sweeps,
                             decision_rule const& by) const override {
        check_probe_rule(by, false);
        bool const scaled = scaling == probe_scaling::paper && setting_.formulation == learning_formulation::modified;
        std::size_t const N = states_.N();
        Real const b = scaled ? nearest<Real>(rational(1) / rational(N)) : b_;
        std::vector<Real> s(N);
        std::vector<Real> u(padded_to_lanes(N));
        rows_of<Real> H(width_);
        rows_of<Real> scratch(scratch_.size());
        auto const overlaps_of = [&](bipolar_state const& present) {
            for (std::size_t i = 0; i < N; ++i) s[i] = static_cast<Real>(present[i]);
            kernels_.overlaps(zeta_.data(), s.data(), 1, N, width_, b, H.data());
        };
        // Fields of neurons from .. from + rows - 1, into u.
        auto const fields_of = [&](std::size_t from, std::size_t rows) {
            fast_state<Real> state{.F = F_,
                                   .zeta = zeta_.data() + from * width_,
                                   .s = s.data() + from,
                                   .t = s.data() + from,
                                   .rows = rows,
                                   .width = width_,
                                   .b = b,
                                   .H = H.data(),
                                   .u = u.data(),
                                   .scratch = scratch.data()};
            kernels_.learn(state);
        };
        if (synchronous)
            return relax_synchronously(sigma, most_sweeps, [&](bipolar_state const& present) {
                overlaps_of(present);
                fields_of(0, N);
                bipolar_state next(N);
                for (std::size_t i = 0; i < N; ++i) next[i] = by(sign_of_field(u[i]), present[i]);
                return next;
            });
        // Overlaps are computed at the head of a sweep, and corrected after each flip: an addition a memory. Fields are
        // computed for some neurons ahead; a flip makes those behind it unknown.
        std::size_t first_known = 0;
        std::size_t last_known = 0;
        return relax_asynchronously(
            sigma, update_order::sequential(N), most_sweeps,
            [&](std::size_t i) {
                if (i == 0) overlaps_of(sigma);
                if (i == 0 || i >= last_known) {
                    first_known = i;
                    last_known = std::min(N, i + fields_ahead);
                    fields_of(first_known, last_known - first_known);
                }
                return by(sign_of_field(u[i - first_known]), sigma[i]);
            },
            [&](std::size_t i) {
                s[i] = static_cast<Real>(sigma[i]);
                Real const twice = 2 * b * s[i];
                Real const* const z = zeta_.data() + i * width_;
                for (std::size_t mu = 0; mu < width_; ++mu) H[mu] += twice * z[mu];
                last_known = i + 1;
            });
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

    /// The temperature of an epoch.
    void warm(std::uint64_t epoch) {
        if (setting_.ramp_epochs == 0) return;
        learning_constants const constants = constants_of(setting_, states_.N(), epoch);
        b_ = nearest<Real>(constants.b);
        B_ = nearest<Real>(constants.B);
    }

    /// Behind copied_; the feed-forward rule takes trained neurons out of all overlaps.
    void copy_state(training_states const& source, std::size_t a) {
        auto const row = source.states().subspan(a * source.N(), source.N());
        for (double const value : row) copied_.push_back(static_cast<Real>(value));
        if (setting_.rule == learning_rule::feed_forward)
            std::fill(copied_.end() - static_cast<std::ptrdiff_t>(source.N() - source.first()),
                      copied_.end() - static_cast<std::ptrdiff_t>(source.N() - source.last()), Real(0));
    }
    void room_for(std::size_t states) {
        if (H_.size() >= states * width_) return;
        H_.assign(states * width_, 0);
        W_.assign(states * width_, 0);
    }
    [[nodiscard]] fast_state<Real> blank() {
        return {.F = F_,
                .zeta = zeta_.data() + states_.first() * width_,
                .s_stride = states_.N(),
                .rows = trained_,
                .width = width_,
                .m = setting_.m,
                .b = b_,
                .B = B_,
                .scratch = scratch_.data(),
                .count = counting_};
    }

    /// fast_kernels::learn, or the same of the feed-forward rule:
    ///   u_i = 2 b sum_mu zeta_i F'(H),  own_i += g_i 2 b F'(H),  W = 2 b^2 F''(H) sum_i g_i zeta_i
    void learn_by_rule(fast_state<Real>& state) {
        if (setting_.rule == learning_rule::exact)
            kernels_.learn(state);
        else
            for (std::size_t a = 0; a < state.states; ++a) feed_forward(state, a);
    }
    void feed_forward(fast_state<Real>& state, std::size_t a) {
        slope_.resize(width_);
        curvature_.resize(width_);
        Real const* const H = state.H + a * width_;
        Real* const W = state.W + a * width_;
        slopes(H, state.own != nullptr);
        if (state.own != nullptr) std::fill(W, W + width_, Real(0));
        std::vector<Real> C(padded_to_lanes(trained_));
        for (std::size_t i = 0; i < trained_; ++i) {
            Real sum = 0;
            for (std::size_t mu = 0; mu < K_; ++mu) sum += state.zeta[i * width_ + mu] * slope_[mu];
            sum *= 2 * b_;
            if (state.u != nullptr) state.u[a * C.size() + i] = sum;
            C[i] = B_ * sum;
        }
        kernels_.tanh(C.data(), C.size());
        Real loss = 0;
        for (std::size_t i = 0; i < trained_; ++i) {
            Real const error = state.t[a * trained_ + i] - C[i];
            loss += binary_power(error, 2 * state.m);
            if (state.own == nullptr) continue;
            Real const g = static_cast<Real>(-2 * state.m) * binary_power(error, 2 * state.m - 1) * (1 - C[i] * C[i]) *
                           B_ * (2 * b_);
            Real* const own = state.own + i * width_;
            Real const* const z = state.zeta + i * width_;
            for (std::size_t mu = 0; mu < width_; ++mu) {
                own[mu] += g * slope_[mu];
                W[mu] += g * z[mu];
            }
        }
        state.loss += loss;
        if (state.own != nullptr)
            for (std::size_t mu = 0; mu < width_; ++mu) W[mu] *= b_ * curvature_[mu];
    }
    /// F'(H) and, if asked for, F''(H) of all memories.
    void slopes(Real const* H, bool with_curvature) {
        if (F_.kind == fast_kind::exponential) {
            std::copy(H, H + width_, slope_.begin());
            kernels_.exp(slope_.data(), width_);
            curvature_ = slope_;
            return;
        }
        for (std::size_t mu = 0; mu < width_; ++mu) {
            slope_[mu] = slope(H[mu]);
            if (with_curvature) curvature_[mu] = curvature(H[mu]);
        }
    }
    [[nodiscard]] Real slope(Real x) const {
        if (F_.kind != fast_kind::polynomial && x < 0) return F_.below_zero_over_n * static_cast<Real>(F_.n);
        return polynomial{F_.n}.derivative(x);
    }
    [[nodiscard]] Real curvature(Real x) const {
        if (F_.kind != fast_kind::polynomial && x < 0) return 0;
        return polynomial{F_.n}.second_derivative(x);
    }

    /// Loss of some states; their gradient, if asked for, in gradient_.
    [[nodiscard]] Real learn(std::vector<std::size_t> const& batch, bool with_gradient) {
        std::size_t const N = states_.N();
        std::size_t const first = states_.first();
        if (with_gradient) std::fill(gradient_.begin(), gradient_.end(), Real(0));
        Real L = 0;
        for (std::size_t from = 0; from < batch.size(); from += states_at_once) {
            std::size_t const count = std::min(states_at_once, batch.size() - from);
            if (!(copied_whole_ && batch.size() == states_.P())) {
                copied_.clear();
                copied_t_.clear();
                for (std::size_t k = from; k < from + count; ++k) {
                    copy_state(states_, batch[k]);
                    auto const answers = t_.begin() + static_cast<std::ptrdiff_t>(batch[k] * trained_);
                    copied_t_.insert(copied_t_.end(), answers, answers + static_cast<std::ptrdiff_t>(trained_));
                }
            }
            copied_whole_ = false;
            kernels_.overlaps(zeta_.data(), copied_.data(), count, N, width_, b_, H_.data());
            fast_state<Real> state = blank();
            state.s = copied_.data() + first;
            state.t = copied_t_.data();
            state.states = count;
            state.H = H_.data();
            state.W = W_.data();
            state.own = with_gradient ? gradient_.data() + first * width_ : nullptr;
            state.loss = L;
            learn_by_rule(state);
            L = state.loss;
            counted_ += state.subnormal;
            if (with_gradient) kernels_.add_others(gradient_.data(), copied_.data(), W_.data(), count, N, width_);
        }
        // All states at once, in order: they lie as they are needed the next time.
        copied_whole_ = batch.size() == states_.P() && states_.P() <= states_at_once;
        return L;
    }

    [[nodiscard]] std::vector<double> rows(rows_of<Real> const& source) const {
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
    rows_of<Real> zeta_;     // N rows of width_
    rows_of<Real> V_;
    rows_of<Real> gradient_;
    rows_of<Real> H_;             // a row per state that is worked on
    rows_of<Real> W_;             // likewise
    std::vector<Real> t_;         // answers
    std::vector<Real> copied_;    // the states that are worked on
    std::vector<Real> copied_t_;  // and their answers
    bool copied_whole_ = false;   // all of them, from the last time
    std::vector<Real> slope_;
    std::vector<Real> curvature_;
    std::uint64_t epochs_ = 0;
    rows_of<Real> divisor_;
    bool counting_ = false;
    std::uint64_t counted_ = 0;
    rows_of<Real> scratch_;
};

}  // namespace

bool has_fast_kernels(interaction const& F) { return fast_form<double>(F, {}).has_value(); }

template <class Real>
std::unique_ptr<trainer> make_fast_trainer(training_setting const& setting, training_states const& states) {
    return std::make_unique<fast_trainer<Real>>(setting, states);
}
template std::unique_ptr<trainer> make_fast_trainer<float>(training_setting const&, training_states const&);
template std::unique_ptr<trainer> make_fast_trainer<double>(training_setting const&, training_states const&);

}  // namespace ulpfield
