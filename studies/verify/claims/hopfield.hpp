#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// n = 2 is the Hopfield network without self-coupling.
[[nodiscard]] claim hopfield_claim();

/// n = 2 is Eq. 2 of McAlister et al., which keeps W_ii: false.
[[nodiscard]] claim hopfield_self_coupling_claim();

}  // namespace ulpfield::study
