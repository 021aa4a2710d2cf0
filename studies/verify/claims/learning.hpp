#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Theorem 4.3.1 of McAlister et al. 2024 for one epoch in exact arithmetic: the arguments of tanh, hence the outputs
/// and the loss, of the original at beta' = beta^n and of the modified formulation at beta are the same.
[[nodiscard]] claim learning_output_claim();
/// The same of the gradient.
[[nodiscard]] claim learning_gradient_claim();
/// The same of the whole trajectory: a step in exact arithmetic, a hundred epochs in formats.
[[nodiscard]] claim learning_trajectory_claim();

}  // namespace ulpfield::study
