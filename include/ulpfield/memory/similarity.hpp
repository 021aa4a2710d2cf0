#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/native.hpp"

namespace ulpfield {

/// <zeta, sigma> without neuron i: R = sum_{j != i} zeta_j sigma_j, summed over j in order in type Sum (Eq. 4).
/// `i` = N: nothing is left out, the overlap of the energy. Products with -1 and +1 are exact; each addition rounds.
template <real Sum, real Real>
[[nodiscard]] Sum similarity(std::span<Real const> zeta, std::span<std::int8_t const> sigma, std::size_t i) {
    Sum R(0);
    for (std::size_t j = 0; j < zeta.size(); ++j) {
        if (j == i) continue;
        if constexpr (rounding_real<Sum>)
            R += convert<Sum>(sigma[j] > 0 ? zeta[j] : -zeta[j]);
        else
            R += sigma[j] > 0 ? zeta[j] : -zeta[j];
    }
    return R;
}

/// <zeta, sigma> with sigma_i = value (+1 or -1) in its place, summed over j = 1..N in order in type Sum.
template <real Sum, real Real>
[[nodiscard]] Sum overlap(std::span<Real const> zeta, std::span<std::int8_t const> sigma, std::size_t i, int value) {
    Sum x(0);
    for (std::size_t j = 0; j < zeta.size(); ++j) {
        bool const positive = (j == i ? value : sigma[j]) > 0;
        if constexpr (rounding_real<Sum>)
            x += convert<Sum>(positive ? zeta[j] : -zeta[j]);
        else
            x += positive ? zeta[j] : -zeta[j];
    }
    return x;
}

}  // namespace ulpfield
