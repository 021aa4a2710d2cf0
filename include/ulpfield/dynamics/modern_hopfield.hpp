#pragma once
#include <span>
#include <stop_token>
#include <vector>

#include "ulpfield/lagrangian/identity.hpp"
#include "ulpfield/lagrangian/softmax.hpp"
#include "ulpfield/memory/format_memory.hpp"

namespace ulpfield {

/// The modern Hopfield network: v <- xi^T softmax(beta xi v), E = v.v/2 - (1/beta) ln sum_mu e^(beta <xi^mu, v>), which
/// never rises; continuous states and patterns. The limit tau_h -> 0 of hidden_neurons with L_v = v.v/2, L_h = softmax.
/// Source: Ramsauer et al. 2020 (their E has the constants ln K / beta + max |xi|^2 / 2 in addition); Yang 2020.
/// In a format every operation is rounded, sums run in order; with or without the max-shift (softmax_lagrangian).
/// Asked to stop (`stop`), every function throws `interrupted`.
template <rounding_real Real>
class modern_hopfield {
public:
    modern_hopfield(memory_patterns const& xi, softmax_lagrangian L, std::stop_token stop = {})
        : xi_(xi, stop), L_(L), stop_(std::move(stop)) {}

    [[nodiscard]] std::vector<Real> update(std::vector<Real> const& v) const {
        std::vector<Real> const h = overlaps(v);
        std::vector<Real> f(h.size());
        L_.gradient(std::span<Real const>(h), std::span<Real>(f), stop_);
        std::vector<Real> next(v.size());
        for (std::size_t i = 0; i < v.size(); ++i) {
            throw_if_stopped(stop_);
            Real sum(0);
            for (std::size_t mu = 0; mu < f.size(); ++mu) sum += xi_[mu][i] * f[mu];
            next[i] = sum;
        }
        return next;
    }

    [[nodiscard]] Real energy(std::vector<Real> const& v) const {
        std::vector<Real> const h = overlaps(v);
        return identity_lagrangian{}.value(std::span<Real const>(v), stop_) - L_.value(std::span<Real const>(h), stop_);
    }

private:
    [[nodiscard]] std::vector<Real> overlaps(std::vector<Real> const& v) const {
        std::vector<Real> h(xi_.K());
        for (std::size_t mu = 0; mu < h.size(); ++mu) {
            throw_if_stopped(stop_);
            Real sum(0);
            for (std::size_t i = 0; i < v.size(); ++i) sum += xi_[mu][i] * v[i];
            h[mu] = sum;
        }
        return h;
    }

    format_memory<Real> xi_;
    softmax_lagrangian L_;
    std::stop_token stop_;
};

}  // namespace ulpfield
