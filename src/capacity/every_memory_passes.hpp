#pragma once
#include "capacity/crosstalk.hpp"
#include "capacity/error_threshold.hpp"
#include "capacity/exponential_gap.hpp"

namespace ulpfield::capacity {

/// True where P_error(K) < p for every K. The crosstalk's law is symmetric, so P_error = 1/2 - P(|Y| < A)/2 - P(|Y| =
/// A)/4, which is below 1/2 if the mean gap A is positive (|X| = A has a probability, and pairs of memories can
/// cancel), 1/2 if A = 0, and 1/2 or more if A < 0. For p below 1/2 some K fails: P_error tends to 1/2.
[[nodiscard]] inline bool every_memory_passes(setting const& where, error_threshold const& p) {
    int const side = p.against_half();
    if (side < 0) return false;
    if (!has_lattice(where.F)) return side > 0 || exponential_gap(where).has_signal();
    rational const A = mean_gap(where);
    return A > 0 || (A == 0 && side > 0);
}

}  // namespace ulpfield::capacity
