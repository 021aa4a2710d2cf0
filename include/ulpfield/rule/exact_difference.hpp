#pragma once
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

// Asked to stop, these functions throw `interrupted`.

/// An exact u_i: its sign and p/q.
struct exact_value {
    int sign = 0;
    std::string text;
};

/// u_i of Eq. 4/13 in rationals, term by term, for any alpha > 0 and any memories (memory/energy_difference.hpp);
/// polynomial, rectified and leaky F (the exponential: std::invalid_argument).
[[nodiscard]] exact_value exact_difference(interaction const& F, ratio const& alpha, memory_patterns const& zeta,
                                           std::span<std::int8_t const> sigma, std::size_t i,
                                           std::stop_token const& stop = {});

/// True if u_i scaled by alpha under `scaled` is exactly alpha^n times u_i under `plain`; both as above, of one n.
[[nodiscard]] bool scales_by_power(interaction const& plain, interaction const& scaled, ratio const& alpha, int n,
                                   memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                                   std::stop_token const& stop = {});

/// The Hebbian form of n = 2: sum_j W_ij sigma_j, W = sum_mu zeta_i zeta_j, with j = i (Eq. 2 of McAlister et al.) or
/// without (Hopfield 1982: W_ii = 0). u_i of Eq. 4 with n = 2 is 4 times the latter.
[[nodiscard]] exact_value hebbian_field(memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                                        bool self_coupling, std::stop_token const& stop = {});

/// True if u_i of Eq. 4 with F = x^2 is exactly 4 times the Hebbian field without self-coupling.
[[nodiscard]] bool is_hebbian(memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                              std::stop_token const& stop = {});

}  // namespace ulpfield
