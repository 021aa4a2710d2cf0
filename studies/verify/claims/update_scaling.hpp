#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Eq. 4 decides alike with a factor alpha > 0 inside a homogeneous F (McAlister et al. Theorem 4.2.1).
[[nodiscard]] claim update_scaling_claim();

}  // namespace ulpfield::study
