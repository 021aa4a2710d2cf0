#pragma once
#include "capacity/enclosure.hpp"

/// The Hopfield network (n = 2) at temperature 0 with K = alpha N memories, N -> infinity, in the replica-symmetric
/// theory: m = erf(y), y = m/sqrt(2 alpha r), r = 1/(1-C)^2, C = sqrt(2/(pi alpha r)) e^{-y^2}, that is
///     sqrt(2 alpha) = s(y) := erf(y)/y - (2/sqrt pi) e^{-y^2}.
/// s rises from 0 to its only maximum (y^2 s' = g(y) := (2/sqrt pi)(y + 2 y^3) e^{-y^2} - erf(y), g' has the sign of
/// 1 - y) and falls to 0: retrieval states are the y beyond it, and alpha_c = max s^2/2.
/// Source: Amit, Gutfreund & Sompolinsky, Phys. Rev. Lett. 55 (1985) 1530; Ann. Phys. 173 (1987) 30.
namespace ulpfield::capacity::amit_gutfreund_sompolinsky {

/// alpha_c = 0.1379055...
[[nodiscard]] enclosure critical_storage();
/// The overlap m of the retrieval state at alpha_c: 0.9667...
[[nodiscard]] enclosure critical_overlap();
/// m(alpha), 0 < alpha < alpha_c; else std::domain_error.
[[nodiscard]] enclosure retrieval_overlap(rational const& alpha);

}  // namespace ulpfield::capacity::amit_gutfreund_sompolinsky
