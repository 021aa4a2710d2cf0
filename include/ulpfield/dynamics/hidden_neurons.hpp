#pragma once
#include <span>
#include <stop_token>
#include <vector>

#include "ulpfield/lagrangian/lagrangian.hpp"
#include "ulpfield/memory/format_memory.hpp"

namespace ulpfield {

/// N feature neurons v and K hidden (memory) neurons h in continuous time, coupled by the memories xi (K x N):
///   tau_v v' = xi^T f - v + I,   tau_h h' = xi g - h,   g = dL_v/dv,   f = dL_h/dh
///   E = (v - I).g - L_v + h.f - L_h - f.(xi g)
///   dE/dt = -tau_v v'^T H_v v' - tau_h h'^T H_h h'   (I constant; H the Hessians of L_v, L_h)
/// so E never rises if both Lagrangians are convex.   Source: Yang 2020 part III; Krotov & Hopfield 2021.
/// In a format every operation is rounded; sums run in order over i = 1..N and mu = 1..K. A state is (v, h). Asked to
/// stop (`stop`), every function throws `interrupted`.
template <rounding_real Real>
class hidden_neurons {
public:
    using state = std::vector<Real>;

    hidden_neurons(lagrangian Lv, lagrangian Lh, memory_patterns const& xi, Real tau_v, Real tau_h, std::vector<Real> I,
                   std::stop_token stop = {})
        : Lv_(Lv),
          Lh_(Lh),
          xi_(xi, stop),
          tau_v_(std::move(tau_v)),
          tau_h_(std::move(tau_h)),
          I_(std::move(I)),
          stop_(std::move(stop)) {}

    [[nodiscard]] std::size_t N() const { return xi_.N(); }
    [[nodiscard]] std::size_t K() const { return xi_.K(); }

    /// x' of the equations; x_prime has the size of x.
    void derivative(state const& x, state& x_prime) const {
        activations const at = activate(x);
        for (std::size_t i = 0; i < N(); ++i) {
            throw_if_stopped(stop_);
            Real sum(0);
            for (std::size_t mu = 0; mu < K(); ++mu) sum += xi_[mu][i] * at.f[mu];
            x_prime[i] = (sum - x[i] + I_[i]) / tau_v_;
        }
        for (std::size_t mu = 0; mu < K(); ++mu) x_prime[N() + mu] = (overlap(mu, at.g) - x[N() + mu]) / tau_h_;
    }

    [[nodiscard]] Real energy(state const& x) const {
        activations const at = activate(x);
        Real feature(0);
        for (std::size_t i = 0; i < N(); ++i) feature += (x[i] - I_[i]) * at.g[i];
        Real hidden(0);
        for (std::size_t mu = 0; mu < K(); ++mu) hidden += x[N() + mu] * at.f[mu];
        Real pairs(0);
        for (std::size_t mu = 0; mu < K(); ++mu) pairs += at.f[mu] * overlap(mu, at.g);
        return (feature - value(Lv_, v(x))) + (hidden - value(Lh_, h(x))) - pairs;
    }

    /// dE/dt by the Hessians.
    [[nodiscard]] Real energy_derivative(state const& x) const {
        activations const at = activate(x);
        state x_prime(x.size());
        derivative(x, x_prime);
        Real const feature = std::visit(
            [&](auto const& L) { return L.curvature(v(x), std::span<Real const>(at.g), v(x_prime), stop_); }, Lv_);
        Real const hidden = std::visit(
            [&](auto const& L) { return L.curvature(h(x), std::span<Real const>(at.f), h(x_prime), stop_); }, Lh_);
        return -(tau_v_ * feature) - tau_h_ * hidden;
    }

    /// g = dL_v/dv
    [[nodiscard]] std::vector<Real> feature_outputs(state const& x) const { return activate(x).g; }

private:
    struct activations {
        std::vector<Real> g;
        std::vector<Real> f;
    };

    [[nodiscard]] std::span<Real const> v(state const& x) const { return {x.data(), N()}; }
    [[nodiscard]] std::span<Real const> h(state const& x) const { return {x.data() + N(), K()}; }

    [[nodiscard]] Real value(lagrangian const& L, std::span<Real const> x) const {
        return std::visit([&](auto const& l) { return l.value(x, stop_); }, L);
    }
    [[nodiscard]] activations activate(state const& x) const {
        activations at{std::vector<Real>(N()), std::vector<Real>(K())};
        std::visit([&](auto const& L) { L.gradient(v(x), std::span<Real>(at.g), stop_); }, Lv_);
        std::visit([&](auto const& L) { L.gradient(h(x), std::span<Real>(at.f), stop_); }, Lh_);
        return at;
    }
    /// (xi g)_mu
    [[nodiscard]] Real overlap(std::size_t mu, std::vector<Real> const& g) const {
        throw_if_stopped(stop_);
        Real sum(0);
        for (std::size_t i = 0; i < N(); ++i) sum += xi_[mu][i] * g[i];
        return sum;
    }

    lagrangian Lv_;
    lagrangian Lh_;
    format_memory<Real> xi_;
    Real tau_v_;
    Real tau_h_;
    std::vector<Real> I_;
    std::stop_token stop_;
};

}  // namespace ulpfield
