#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// F(alpha x) = alpha^n F(x) for all alpha > 0 (McAlister et al. Eq. 9; Lemmas 4.1.1, 4.1.2).
[[nodiscard]] claim homogeneity_claim();

}  // namespace ulpfield::study
