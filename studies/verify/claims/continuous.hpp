#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// dE/dt by the Hessians of the Lagrangians.
[[nodiscard]] claim energy_derivative_claim();

/// The energy falls along the flow if the Lagrangians are convex, and need not if they are not.
[[nodiscard]] claim continuous_descent_claim();

/// The dense-associative-memory limit of the hidden neurons.
[[nodiscard]] claim dam_limit_claim();

/// Its energy as printed, -L_v: false.
[[nodiscard]] claim dam_limit_printed_claim();

/// Its rule is that of the energy difference: false.
[[nodiscard]] claim dam_limit_rule_claim();

/// The limit of softmax: Ramsauer et al.'s energy and update.
[[nodiscard]] claim softmax_limit_claim();

}  // namespace ulpfield::study
