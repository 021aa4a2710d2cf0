#pragma once
#include <stdexcept>
#include <string>

#include "capacity/crosstalk.hpp"
#include "capacity/out_of_reach.hpp"

namespace ulpfield::capacity {

/// P(Y > A) + P(Y = A)/2 (or P(Y = A)) for Y the sum of K-1 >= 2 iid X, by the tilted lattice sum
///     P = (1/L) sum_{j<L} Re[ M(z_j)^(K-1) e^{-z_j a} coth(z_j/2)/2 ],  z_j = theta + 2 pi i j/L,  M(z) = E cosh(z
///     X/g)
/// (for P(Y = A): without coth/2). The sum equals sum_q e^{theta q L} T(a + qL), T the mid-P tail, so it exceeds P by
/// the terms q != 0, which Chernoff's bound limits. Nodes whose |M|^(K-1) is provably negligible are left out: |M| is
/// bounded over whole arcs by its centre plus E 2 sin(pi |X| width). The enclosure allows for aliasing, for the nodes
/// left out, and for rounding (three terms, each stated in the source). `digits`: relative width asked for, 10^-digits.
/// `most_terms`: allowed evaluations of one cosine in the search. Throws out_of_reach with the estimated cost.
///
[[nodiscard]] enclosure lattice_tail(crosstalk_law const& law, std::int64_t K, int digits, bool tie, double most_terms);

}  // namespace ulpfield::capacity
