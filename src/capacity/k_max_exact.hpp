#pragma once
#include <cstdint>
#include <optional>

#include "capacity/error_threshold.hpp"
#include "capacity/exact.hpp"
#include "capacity/saddlepoint.hpp"

namespace ulpfield::capacity {

/// The largest K with P_error(K) < p by the exact law, p below 1/2; 0 if even one memory fails. P_error is taken to
/// rise with K, and it is never below its limit for n -> infinity: no K above that limit's own K_max is asked for.
/// Bisection from saddlepoint's K; where a K is out of reach, upwards from the largest K known to pass. `effort` as for
/// exact_bit_law. Throws out_of_reach if the K that decide are out of reach.
[[nodiscard]] integer largest_exact(setting const& where, error_threshold const& p, double effort);

/// Two K around the largest one with P_error(K) < p, from the bounds of the exact law alone: P_error is below p at
/// `passes` and not below p at `fails`; `width`: that of the bounds. Nothing where the bounds do not apply
/// or decide, and where it is 0 or above 10^15.
struct k_max_bracket {
    std::int64_t passes = 1;
    std::int64_t fails = 2;
};
[[nodiscard]] std::optional<k_max_bracket> bracket_of_k_max(exact_bit_law const& law, setting const& where,
                                                            error_threshold const& p, double width);

/// Whether P_error is provably not below p at any K above `largest`, at which it is below: true, or unknown. Adding
/// memories at most halves P_error (their crosstalk is symmetric: Y > A and Z >= 0 give Y + Z > A, and likewise with
/// halves of ties), so no K beyond one with P_error >= 2p passes; nor does one above the ceiling of n -> infinity.
/// Those in between are asked one by one, if they are no more than 100.
[[nodiscard]] bool is_largest_of_all(exact_bit_law const& law, setting const& where, error_threshold const& p,
                                     std::int64_t largest);

/// The real m = K-1 > 1, to double precision, at which the double estimate of P_error by saddlepoint is p; 1 if it is
/// above p from the start, `most` if it is still below p there.
[[nodiscard]] double rough_inverse(saddlepoint const& law, double log_p, double most);

}  // namespace ulpfield::capacity
