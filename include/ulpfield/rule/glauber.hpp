#pragma once
#include <cstdint>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// Glauber's dynamics at temperature T > 0: neuron i becomes +1 with probability
///   P = 1/(1 + e^(-D/T)),  D = E(sigma_i = -1) - E(sigma_i = +1),
/// which is `energies` times the field: 1 for u_i of Eq. 4 (with a bias: u_i + b_i), 2 for h_i = sum_j W_ij sigma_j of
/// couplings. P is exact: a uniform number in [0, 1) is made of random bits, 64 more at a time, until it lies below P
/// or above it by bounds of directed rounding (P is irrational unless D = 0, then 1/2), so that a seed gives one
/// trajectory on every machine.   Source: Glauber 1963; Amit, Gutfreund & Sompolinsky 1985.
class glauber {
public:
    /// T > 0, else std::invalid_argument.
    glauber(rational T, int energies, std::uint64_t seed);

    /// The new value of neuron i at the oracle's present state.
    [[nodiscard]] int decide(oracle& field, std::size_t i);

private:
    rational factor_;  // energies / T
    random_words words_;
};

}  // namespace ulpfield
