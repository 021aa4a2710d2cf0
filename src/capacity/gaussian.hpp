#pragma once
#include <optional>

#include "capacity/crosstalk.hpp"
#include "capacity/decimal.hpp"

namespace ulpfield::capacity {

/// z^2 (K-1), or z^2 K for leading_order_K and tail: what the Gaussian forms divide by the number of memories.
/// distinct_indices: C(N-1, n-1), signal and variance alike of the p-spin network whose energy has every set of n
/// distinct neurons once. Nothing for the other methods, and for leading orders of the exponential, which has none.
[[nodiscard]] std::optional<enclosure> signal_to_noise(setting const& where, method how);

/// The variance of one memory's crosstalk that the method uses.
[[nodiscard]] enclosure crosstalk_variance(setting const& where, method how);

/// True for the methods that put K, not K-1, into the variance.
[[nodiscard]] bool counts_all_memories(method how);

/// Q(z) = erfc(z/sqrt 2)/2 and phi(z)/z from z^2 > 0.
[[nodiscard]] quantity gaussian_tail(enclosure const& z_squared);
[[nodiscard]] quantity gaussian_tail_leading(enclosure const& z_squared);
/// phi(z) z factor: the Gaussian density of the gap at 0 times a lattice step of `step` means.
[[nodiscard]] quantity gaussian_tie(enclosure const& z_squared, enclosure const& step_over_deviation);

}  // namespace ulpfield::capacity
