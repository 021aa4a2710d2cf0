#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// u_i(-sigma) = (-1)^(n+1) u_i(sigma), polynomial F.
[[nodiscard]] claim symmetry_claim();

/// -xi is a fixed point exactly if xi is (even n): false at ties.
[[nodiscard]] claim stability_symmetry_claim();

}  // namespace ulpfield::study
