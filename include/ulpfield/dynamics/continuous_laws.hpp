#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/lagrangian/lagrangian.hpp"
#include "ulpfield/memory/finding.hpp"

namespace ulpfield {

/// Random networks for the laws: N feature and K hidden neurons, memories +-1, states, inputs and time constants drawn
/// as multiples of 1/64. Depends on these numbers only. A case is a network, and every law throws `interrupted` when it
/// is asked to stop.
struct law_cases {
    std::size_t N = 5;
    std::size_t K = 4;
    std::uint64_t trials = 100;
    std::uint64_t seed = 1;
};

/// Claim `energy-derivative`: dE/dt = -tau_v v'^T H_v v' - tau_h h'^T H_h h' for any Lagrangians, against the quotient
/// (E(x + d x') - E(x - d x'))/(2d), d = 2^-64, in 320 bits; they must agree within 2^-100 of |E| + |dE/dt| + 1.
/// Source: Yang 2020 part III.
[[nodiscard]] finding energy_derivative_law(lagrangian const& Lv, lagrangian const& Lh, law_cases const& networks,
                                            std::stop_token const& stop = {});

/// Claim `energy-descent-continuous`: E never rises along the flow; by the same quotient, not by the formula. Holds for
/// convex Lagrangians, fails for others (polynomial:3).   Source: Yang 2020 part III.
[[nodiscard]] finding energy_descent_law(lagrangian const& Lv, lagrangian const& Lh, law_cases const& networks,
                                         std::stop_token const& stop = {});

/// Statements about the limit of the dense associative memory (L_v = sum |v_i|, L_h = sum F(h), tau_h -> 0, I = 0), in
/// exact arithmetic; F = x^n, rectified or not, n >= 2.   Source: Yang 2020 part III.
enum class dam_limit_statement {
    energy,          ///< E = -L_h = -sum_mu F(<xi^mu, sigma>): true
    printed_energy,  ///< E = -L_v, as the slide prints it: false
    /// The limit rule sign(sum_mu xi_i F'(h_mu)), h = xi sigma, is the energy-difference rule (Eq. 4): false, it has a
    /// self-term. A case is a neuron; it breaks only where both signs are strict.
    rule
};
/// Claim `dam-limit`.
[[nodiscard]] finding dam_limit_law(dam_limit_statement statement, int n, bool is_rectified, law_cases const& networks,
                                    std::stop_token const& stop = {});

/// Claim `softmax-limit`: with L_v = v.v/2, L_h = (1/beta) ln sum e^(beta h), h = xi g and I = 0 the energy is
/// v.v/2 - (1/beta) ln sum_mu e^(beta <xi^mu, v>) (Ramsauer et al. 2020 up to a constant), and v <- xi^T softmax(beta
/// xi v) does not raise it. In 320 bits, to 2^-200 of |E| + 1.   Source: Yang 2020 part III; Ramsauer et al. 2020.
[[nodiscard]] finding softmax_limit_law(ratio const& beta, law_cases const& networks, std::stop_token const& stop = {});

}  // namespace ulpfield
