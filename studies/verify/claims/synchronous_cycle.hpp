#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// Updating all neurons at once ends in a fixed point: false.
[[nodiscard]] claim synchronous_cycle_claim();

}  // namespace ulpfield::study
