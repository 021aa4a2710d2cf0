#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Eq. 4 with the leaky F decides alike with a factor alpha inside F ("still behaves well", McAlister et al. 4.1.1).
[[nodiscard]] claim leaky_scaling_claim();

/// It does with eps' = eps alpha^(n-1) in the scaled rule.
[[nodiscard]] claim leaky_rescaled_claim();

}  // namespace ulpfield::study
