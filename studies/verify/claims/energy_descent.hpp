#pragma once
#include "studies/verify/claim.hpp"

namespace ulpfield::study {

/// An asynchronous update never raises the energy of the same arithmetic.
[[nodiscard]] claim energy_descent_claim();

/// Asynchronous relaxation always ends in a fixed point.
[[nodiscard]] claim relaxation_ends_claim();

}  // namespace ulpfield::study
