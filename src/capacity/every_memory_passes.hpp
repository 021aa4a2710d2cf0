#pragma once
#include "capacity/crosstalk.hpp"
#include "capacity/error_threshold.hpp"

namespace ulpfield::capacity {

/// True where P_error(K) < p for every K. The crosstalk's law is symmetric, so P_error = 1/2 - P(|Y| < A)/2 - P(|Y| =
/// A)/4, which is below 1/2 if the mean gap A is positive (one memory's crosstalk is never more than A), and 1/2 if A =
/// 0. For p below 1/2 some K fails: P_error tends to 1/2.
[[nodiscard]] inline bool every_memory_passes(setting const& where, error_threshold const& p) {
    int const side = p.against_half();
    if (side != 0) return side > 0;
    return where.F.kind == family::exponential || mean_gap(where) > 0;
}

}  // namespace ulpfield::capacity
