#pragma once
#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/memory/similarity.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield {

/// sign(0) = +1 (McAlister et al. Eq. 3); NaN is not >= 0 and decides -1.
template <real Real>
[[nodiscard]] int decide(Real const& u) {
    return u >= Real(0) ? 1 : -1;
}

/// The argument u_i of Eq. 4 and Eq. 13 as a format computes it, operation by operation: for mu = 1..K the similarity
/// over j = 1..N without i, +-zeta_i (or the overlap with sigma_i = +-1 in its place), and what the scaling makes of
/// the two. Real holds memories, arguments and powers; Sum (wider, or the same) all sums (--accumulate). Nothing is
/// reordered or fused: this is the definition that faster code must meet bit for bit.
template <rounding_real Real, rounding_real Sum = Real, class Interaction, class Scaling>
[[nodiscard]] Sum energy_difference(Interaction const& F, Scaling const& scaling, power_method method,
                                    format_memory<Real> const& zeta, std::span<std::int8_t const> sigma,
                                    std::size_t i) {
    typename Scaling::template decision_sum<Real, Sum, Interaction> sum(
        F, method, size_for(scaling, static_cast<std::int64_t>(zeta.N())));
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        if constexpr (Scaling::neuron_in_overlap) {
            sum.add(convert<Real>(overlap<Sum>(zeta[mu], sigma, i, 1)),
                    convert<Real>(overlap<Sum>(zeta[mu], sigma, i, -1)));
        } else {
            Sum const R = similarity<Sum>(zeta[mu], sigma, i);
            Sum const zeta_i = convert<Sum>(zeta[mu][i]);
            sum.add(convert<Real>(zeta_i + R), convert<Real>(-zeta_i + R));
        }
    }
    return sum.value();
}

/// The same in exact arithmetic with any factor alpha > 0 inside F (alpha = 1: Eq. 4). Asked to stop: throws
/// `interrupted`.
template <class Interaction>
[[nodiscard]] rational exact_energy_difference(Interaction const& F, rational const& alpha,
                                               format_memory<rational> const& zeta, std::span<std::int8_t const> sigma,
                                               std::size_t i, std::stop_token const& stop = {}) {
    rational sum = 0;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        throw_if_stopped(stop);
        rational const R = similarity<rational>(zeta[mu], sigma, i);
        rational const& zeta_i = zeta[mu][i];
        sum += F(rational(alpha * (R + zeta_i))) - F(rational(alpha * (R - zeta_i)));
    }
    return sum;
}

}  // namespace ulpfield
