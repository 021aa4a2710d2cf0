#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Eq. 4 with F = e^x decides alike with a factor alpha inside F (McAlister et al. 4.1.1, after Eq. 12): false.
[[nodiscard]] claim exponential_scaling_claim();

/// Eq. 4 with F = e^x decides alike when all arguments are shifted by the largest (log-sum-exp).
[[nodiscard]] claim exponential_shift_claim();

}  // namespace ulpfield::study
