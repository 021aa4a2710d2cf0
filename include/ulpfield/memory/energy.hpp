#pragma once
#include <stop_token>

#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/memory/similarity.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/power.hpp"

namespace ulpfield {

/// E(sigma) = -sum_mu F(<zeta^mu, sigma>), in any number type, summed over mu in order.
/// Source: Krotov & Hopfield 2016 Eq. 1. The energy of the update rule: u_i = E(sigma_i = -1) - E(sigma_i = +1).
/// Asked to stop: throws `interrupted`.
template <real Real, class Interaction>
[[nodiscard]] Real energy(Interaction const& F, format_memory<Real> const& zeta, std::span<std::int8_t const> sigma,
                          power_method method = power_method::binary, std::stop_token const& stop = {}) {
    Real sum(0);
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        throw_if_stopped(stop);
        sum += F(similarity<Real>(zeta[mu], sigma, zeta.N()), method);
    }
    return -sum;
}

}  // namespace ulpfield
