#pragma once
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// The memory a state is nearest to.
struct nearest_memory {
    std::size_t mu = 0;  ///< from 0
    double overlap = 0;  ///< <zeta^mu, sigma> / N
};

namespace detail {
/// <zeta, sigma>, exactly.
[[nodiscard]] inline rational exact_overlap(std::span<double const> zeta, std::span<std::int8_t const> sigma) {
    rational sum = 0;
    for (std::size_t i = 0; i < zeta.size(); ++i) sum += rational(sigma[i] * zeta[i]);
    return sum;
}
}  // namespace detail

/// The memory of the largest overlap <zeta^mu, sigma> (not of the largest |overlap|: -zeta^mu is another state), of
/// equal ones the first. States of {-1, 0, +1}. The overlaps of real memories are compared exactly where doubles leave
/// it open.
[[nodiscard]] inline nearest_memory find_nearest_memory(bipolar_patterns const& zeta,
                                                        std::span<std::int8_t const> sigma) {
    std::vector<std::int32_t> overlaps = zeta.overlaps(sigma);
    // A neuron of value 0 was taken for -1.
    for (std::size_t i = 0; i < sigma.size(); ++i)
        if (sigma[i] == 0)
            for (std::size_t mu = 0; mu < overlaps.size(); ++mu) overlaps[mu] += zeta.at(mu, i);
    std::size_t best = 0;
    for (std::size_t mu = 1; mu < overlaps.size(); ++mu)
        if (overlaps[mu] > overlaps[best]) best = mu;
    return {best, static_cast<double>(overlaps[best]) / static_cast<double>(zeta.N())};
}
[[nodiscard]] inline nearest_memory find_nearest_memory(real_patterns const& zeta, std::span<std::int8_t const> sigma) {
    auto const N = static_cast<double>(zeta.N());
    std::size_t best = 0;
    double most = 0;
    double most_error = 0;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        double sum = 0;
        double magnitudes = 0;
        for (std::size_t i = 0; i < zeta.N(); ++i) {
            double const z = zeta.at(mu, i);
            sum += sigma[i] * z;
            magnitudes += std::fabs(z);
        }
        // N additions, each off by 2^-53 of a partial sum <= the magnitudes (twice that covers their own rounding).
        double const error = N * 0x1p-52 * magnitudes;
        bool const open = mu > 0 && std::fabs(sum - most) <= error + most_error;
        bool const larger =
            mu == 0 || (open ? detail::exact_overlap(zeta.row(mu), sigma) > detail::exact_overlap(zeta.row(best), sigma)
                             : sum > most);
        if (!larger) continue;
        best = mu;
        most = sum;
        most_error = error;
    }
    return {best, most / N};
}
[[nodiscard]] inline nearest_memory find_nearest_memory(memory_patterns const& zeta,
                                                        std::span<std::int8_t const> sigma) {
    return std::visit([&](auto const& patterns) { return find_nearest_memory(patterns, sigma); }, zeta);
}

}  // namespace ulpfield
