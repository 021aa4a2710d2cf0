#pragma once
#include <cstdint>
#include <vector>

#include "capacity/lattice_term.hpp"

namespace ulpfield::capacity {

/// The nodes j in [0, L/2] whose |psi(j)| = |M(z_j)|/M(theta) may reach `least`, rising; all others are certainly
/// below. Throws out_of_reach after `most_terms` evaluations of a cosine.
[[nodiscard]] std::vector<std::uint64_t> nodes_that_matter(std::vector<lattice_term> const& terms, std::uint64_t L,
                                                           double least, double most_terms);

}  // namespace ulpfield::capacity
