#pragma once
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "ulpfield/training/trainer.hpp"

namespace ulpfield {

/// Theorem 4.3.1 of McAlister et al. 2024: for homogeneous F of degree n the original formulation with beta' = beta^n
/// is the modified one with beta. With beta' = 1/T^n and beta = 1/(NT) that is T_original = N T_modified: the two
/// settings below differ in the formulation, and the original's inverse temperature is the modified one's over N.
struct formulation_pair {
    training_setting original;
    training_setting modified;
};
[[nodiscard]] formulation_pair matched_pair(training_setting const& common, std::size_t N);

/// Exact counts of the answers and steps in which two formulations differ.
struct learning_difference {
    std::size_t state = 0;   ///< a, from 0
    std::size_t neuron = 0;  ///< i, from 0
    std::size_t memory = 0;  ///< mu, from 0 (of the gradient)
    std::string original;    ///< the values, rationals p/q
    std::string modified;
};
/// Learning in exact arithmetic, one epoch (claims learning-output and learning-gradient). Compared are rationals:
/// tanh's arguments B u_ai, and the factors B b F'(b(+-zeta_i^mu + R)) of Eq. 8/14's gradient, whose other factors are
/// functions of these arguments and of the answers alone. If all agree, outputs, loss, gradient and hence the step (V,
/// normalisation, clamp) of the two agree as real numbers.
struct exact_equivalence {
    std::uint64_t outputs = 0;  ///< compared
    std::uint64_t factors = 0;
    std::optional<learning_difference> output;  ///< the first that differs
    std::optional<learning_difference> factor;
    std::uint64_t outputs_different = 0;
    std::uint64_t factors_different = 0;
};
/// `zeta`: K x N doubles, each taken as the rational it is. F with rational values only, else
/// std::invalid_argument (the outputs of e^x are never equal, see largest_gradient_difference). Asked to stop: throws
/// `interrupted`.
[[nodiscard]] exact_equivalence compare_exactly(formulation_pair const& pair, training_states const& states,
                                                std::size_t K, std::vector<double> const& zeta,
                                                std::stop_token const& stop = {});

/// The largest difference of the two gradients at these memories, with `bits` of precision.
[[nodiscard]] double largest_gradient_difference(formulation_pair pair, int bits, training_states const& states,
                                                 std::size_t K, std::vector<double> const& zeta);

/// Both formulations learn side by side in the pair's format (claim learning-trajectory).
struct trajectory_equivalence {
    std::uint64_t epochs = 0;                ///< followed
    std::optional<std::uint64_t> first_bit;  ///< epoch after which some memory's bits first differ
    std::optional<std::uint64_t> beyond;     ///< epoch after which the largest difference first exceeds `tolerance`
    double largest_difference = 0;           ///< of any entry after any epoch
    std::optional<std::uint64_t> original_ended;  ///< epoch in which it diverged or came to rest
    std::optional<std::uint64_t> modified_ended;
    std::string original_status;  ///< at the end: ok, diverged:EPOCH, stalled
    std::string modified_status;
};
[[nodiscard]] trajectory_equivalence follow(formulation_pair const& pair, training_states const& states, std::size_t K,
                                            std::vector<double> const& zeta, std::uint64_t epochs, double tolerance,
                                            std::stop_token const& stop);

}  // namespace ulpfield
