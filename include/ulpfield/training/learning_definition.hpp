#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/native.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield {

/// Memories while they are learned: N x K, entry i K + mu is zeta_i^mu, so that what is done to all memories alike
/// runs over neighbours.
template <real Real>
class learned_memories {
public:
    learned_memories(std::size_t K, std::size_t N) : K_(K), N_(N), entries_(K * N, Real(0)) {}

    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    [[nodiscard]] std::span<Real const> neuron(std::size_t i) const { return {entries_.data() + i * K_, K_}; }
    [[nodiscard]] std::span<Real> neuron(std::size_t i) { return {entries_.data() + i * K_, K_}; }
    [[nodiscard]] std::span<Real const> entries() const { return entries_; }
    [[nodiscard]] std::span<Real> entries() { return entries_; }

private:
    std::size_t K_;
    std::size_t N_;
    std::vector<Real> entries_;
};

/// R_mu = sum_{j != i} zeta_j^mu s_j for all mu, over j in order; a factor of -1 or +1 does not round.
template <real Real>
void similarities(learned_memories<Real> const& zeta, std::span<Real const> s, std::size_t i, std::span<Real> R) {
    for (Real& sum : R) sum = Real(0);
    for (std::size_t j = 0; j < zeta.N(); ++j) {
        if (j == i) continue;
        auto const zeta_j = zeta.neuron(j);
        if (s[j] == Real(1))
            for (std::size_t mu = 0; mu < R.size(); ++mu) R[mu] += zeta_j[mu];
        else if (s[j] == Real(-1))
            for (std::size_t mu = 0; mu < R.size(); ++mu) R[mu] = R[mu] - zeta_j[mu];
        else
            for (std::size_t mu = 0; mu < R.size(); ++mu) R[mu] += zeta_j[mu] * s[j];
    }
}

/// sum_mu F(b(zeta_i + R)) - F(b(-zeta_i + R)), over mu in order: the argument of Eq. 4 (b = 1) and 13 (b = alpha).
template <real Real, class Interaction>
[[nodiscard]] Real field(Interaction const& F, Real const& b, std::span<Real const> zeta_i, std::span<Real const> R) {
    Real sum(0);
    for (std::size_t mu = 0; mu < R.size(); ++mu)
        sum += F(Real(b * (zeta_i[mu] + R[mu]))) - F(Real(b * (-zeta_i[mu] + R[mu])));
    return sum;
}

/// The slopes that the gradient needs of one neuron and state: P = F'(b(zeta_i + R)), M = F'(b(-zeta_i + R)) of every
/// memory.
template <real Real, class Interaction>
void derivatives(Interaction const& F, Real const& b, std::span<Real const> zeta_i, std::span<Real const> R,
                 std::span<Real> P, std::span<Real> M) {
    for (std::size_t mu = 0; mu < R.size(); ++mu) {
        P[mu] = F.derivative(Real(b * (zeta_i[mu] + R[mu])));
        M[mu] = F.derivative(Real(b * (-zeta_i[mu] + R[mu])));
    }
}

/// The states to learn in a number type (-1 and +1 are exact, others rounded once).
template <real Real>
class learned_states {
public:
    explicit learned_states(training_states const& source) : shape_(source) {
        for (std::size_t a = 0; a < source.P(); ++a) {
            for (std::size_t j = 0; j < source.N(); ++j) states_.push_back(from_double<Real>(source.state(a, j)));
            for (std::size_t i = source.first(); i < source.last(); ++i)
                answers_.push_back(from_double<Real>(source.answer(a, i)));
        }
    }
    [[nodiscard]] training_states const& shape() const { return shape_; }
    [[nodiscard]] std::span<Real const> state(std::size_t a) const {
        return {states_.data() + a * shape_.N(), shape_.N()};
    }
    [[nodiscard]] Real const& answer(std::size_t a, std::size_t i) const {
        return answers_[a * (shape_.last() - shape_.first()) + i - shape_.first()];
    }

private:
    training_states shape_;
    std::vector<Real> states_;
    std::vector<Real> answers_;
};

/// The loss of Eq. 8 and 14 and its exact gradient, as a format computes them, operation by operation:
///   C_ai = tanh(B u_ai),  u_ai = field(F, b, zeta_i, R_ai),   L = sum_a sum_i (t_ai - C_ai)^(2m)
///   G_ai = -2m (t - C)^(2m-1) (1 - C^2) B b
///   dL/dzeta_k^mu = sum_a [ G_ak (P_ak + M_ak) + s_ak sum_{i != k} G_ai (P_ai - M_ai) ]
/// over states a, neurons i and memories mu in order, each operation rounded once; tanh correctly rounded; no term
/// left out (the first one is the neuron's own, k = i) and no Taylor expansion. s: states, t: answers (s itself where a
/// memory is autoassociative); a k that is not trained has no own term. F'(0) comes from the branch x >= 0.
/// learning_rule::feed_forward instead: R_a over the neurons that are not trained, P_a = F'(b R_a), S_a = F''(b R_a),
///   u_ai = sum_mu 2 b zeta_i P_a,   g_ai = -2m (t - C)^(2m-1) (1 - C^2) B
///   dL/dzeta_k^mu = sum_a g_ak 2 b P_a (k trained),   sum_a s_ak 2 b^2 S_a sum_i g_ai zeta_i^mu (k not trained)
/// Cost: O(P N^2 K). Faster code (fast_trainer.hpp) is held against this.
/// Source: McAlister et al. 2024 Eq. 8, 14; Krotov & Hopfield 2016; the gradient by differentiation (none is printed).
template <rounding_real Real, class Interaction>
class learning_definition {
public:
    learning_definition(Interaction F, Real b, Real B, int m, learned_states<Real> states,
                        learning_rule rule = learning_rule::exact)
        : F_(std::move(F)), b_(std::move(b)), B_(std::move(B)), m_(m), states_(std::move(states)), rule_(rule) {}

    /// Another temperature.
    void set_scaling(Real b, Real B) {
        b_ = std::move(b);
        B_ = std::move(B);
    }

    /// L over the states of `batch`; to every entry of `gradient` its derivative is added.
    [[nodiscard]] Real loss(learned_memories<Real> const& zeta, std::span<std::size_t const> batch,
                            learned_memories<Real>& gradient) const {
        return sum_over(zeta, batch, &gradient);
    }
    [[nodiscard]] Real loss(learned_memories<Real> const& zeta, std::span<std::size_t const> batch) const {
        return sum_over(zeta, batch, nullptr);
    }

    /// The fields u of the trained neurons in one state, whatever the neurons trained themselves hold.
    void fields(learned_memories<Real> const& zeta, std::span<Real const> s, std::span<Real> u) const {
        std::size_t const first = states_.shape().first();
        std::vector<Real> R(zeta.K(), Real(0));
        std::vector<Real> P(zeta.K(), Real(0));
        if (rule_ == learning_rule::feed_forward) outer_slopes(zeta, s, R, P);
        for (std::size_t i = first; i < states_.shape().last(); ++i) {
            if (rule_ == learning_rule::feed_forward) {
                u[i - first] = outer_field(zeta.neuron(i), P);
            } else {
                similarities<Real>(zeta, s, i, R);
                u[i - first] = field<Real>(F_, b_, zeta.neuron(i), R);
            }
        }
    }

    [[nodiscard]] learned_states<Real> const& states() const { return states_; }
    [[nodiscard]] Interaction const& F() const { return F_; }
    [[nodiscard]] Real const& b() const { return b_; }

private:
    /// b R over the neurons that are not trained, in order, and P = F'(b R).
    void outer_slopes(learned_memories<Real> const& zeta, std::span<Real const> s, std::span<Real> R,
                      std::span<Real> P) const {
        for (Real& sum : R) sum = Real(0);
        for (std::size_t j = 0; j < zeta.N(); ++j) {
            if (j >= states_.shape().first() && j < states_.shape().last()) continue;
            auto const zeta_j = zeta.neuron(j);
            for (std::size_t mu = 0; mu < R.size(); ++mu) R[mu] += zeta_j[mu] * s[j];
        }
        for (std::size_t mu = 0; mu < R.size(); ++mu) {
            R[mu] = b_ * R[mu];
            P[mu] = F_.derivative(R[mu]);
        }
    }
    [[nodiscard]] Real outer_field(std::span<Real const> zeta_i, std::span<Real const> P) const {
        Real sum(0);
        for (std::size_t mu = 0; mu < P.size(); ++mu) sum += zeta_i[mu] * P[mu];
        return Real(2) * b_ * sum;
    }

    [[nodiscard]] Real sum_outer(learned_memories<Real> const& zeta, std::span<std::size_t const> batch,
                                 learned_memories<Real>* gradient) const {
        training_states const& shape = states_.shape();
        std::size_t const K = zeta.K();
        std::vector<Real> R(K, Real(0));
        std::vector<Real> P(K, Real(0));
        std::vector<Real> others(K, Real(0));
        Real const twice_b = Real(2) * b_;
        Real L(0);
        for (std::size_t const a : batch) {
            auto const s = states_.state(a);
            outer_slopes(zeta, s, R, P);
            for (Real& sum : others) sum = Real(0);
            for (std::size_t i = shape.first(); i < shape.last(); ++i) {
                Real const C = elementary::tanh(Real(B_ * outer_field(zeta.neuron(i), P)));
                Real const error = states_.answer(a, i) - C;
                L += binary_power(error, 2 * m_);
                if (gradient == nullptr) continue;
                Real const g = Real(-2 * m_) * binary_power(error, 2 * m_ - 1) * (Real(1) - C * C) * B_ * twice_b;
                auto const own = gradient->neuron(i);
                auto const zeta_i = zeta.neuron(i);
                for (std::size_t mu = 0; mu < K; ++mu) {
                    own[mu] += g * P[mu];
                    others[mu] += g * zeta_i[mu];
                }
            }
            if (gradient == nullptr) continue;
            for (std::size_t mu = 0; mu < K; ++mu) others[mu] = others[mu] * (b_ * F_.second_derivative(R[mu]));
            for (std::size_t k = 0; k < zeta.N(); ++k) {
                if (k >= shape.first() && k < shape.last()) continue;
                auto const sum = gradient->neuron(k);
                for (std::size_t mu = 0; mu < K; ++mu) sum[mu] += s[k] * others[mu];
            }
        }
        return L;
    }

    [[nodiscard]] Real sum_over(learned_memories<Real> const& zeta, std::span<std::size_t const> batch,
                                learned_memories<Real>* gradient) const {
        if (rule_ == learning_rule::feed_forward) return sum_outer(zeta, batch, gradient);
        training_states const& shape = states_.shape();
        std::size_t const K = zeta.K();
        std::size_t const trained = shape.last() - shape.first();
        std::vector<Real> R(K, Real(0));
        learned_memories<Real> P(K, trained);
        learned_memories<Real> M(K, trained);
        std::vector<Real> G(trained, Real(0));
        std::vector<Real> others(K, Real(0));
        Real L(0);
        for (std::size_t const a : batch) {
            auto const s = states_.state(a);
            for (std::size_t i = shape.first(); i < shape.last(); ++i) {
                std::size_t const at = i - shape.first();
                similarities<Real>(zeta, s, i, R);
                Real const C = elementary::tanh(Real(B_ * field<Real>(F_, b_, zeta.neuron(i), R)));
                Real const error = states_.answer(a, i) - C;
                L += binary_power(error, 2 * m_);
                if (gradient == nullptr) continue;
                derivatives<Real>(F_, b_, zeta.neuron(i), R, P.neuron(at), M.neuron(at));
                G[at] = Real(-2 * m_) * binary_power(error, 2 * m_ - 1) * (Real(1) - C * C) * B_ * b_;
            }
            if (gradient == nullptr) continue;
            for (std::size_t k = 0; k < zeta.N(); ++k) {
                for (Real& sum : others) sum = Real(0);
                for (std::size_t i = 0; i < trained; ++i) {
                    if (i + shape.first() == k) continue;
                    auto const P_i = P.neuron(i);
                    auto const M_i = M.neuron(i);
                    for (std::size_t mu = 0; mu < K; ++mu) others[mu] += G[i] * (P_i[mu] - M_i[mu]);
                }
                auto const sum = gradient->neuron(k);
                bool const own = k >= shape.first() && k < shape.last();
                for (std::size_t mu = 0; mu < K; ++mu) {
                    Real const from_others = s[k] * others[mu];
                    if (own) {
                        std::size_t const at = k - shape.first();
                        sum[mu] += G[at] * (P.neuron(at)[mu] + M.neuron(at)[mu]) + from_others;
                    } else {
                        sum[mu] += from_others;
                    }
                }
            }
        }
        return L;
    }

    Interaction F_;
    Real b_;
    Real B_;
    int m_;
    learned_states<Real> states_;
    learning_rule rule_;
};

}  // namespace ulpfield
