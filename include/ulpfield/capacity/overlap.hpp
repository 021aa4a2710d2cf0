#pragma once
#include <stop_token>
#include <string>

#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// Which overlaps count: S >= (1-eps)N; |S| >= (1-eps)N; or, for the best of K, |max_mu S_mu| >= (1-eps)N as Gao &
/// Lin's Definition 3.1 has it to the letter.
enum class sides { one, two, absolute_max };

[[nodiscard]] sides parse_sides(std::string_view text);  ///< `1`, `2`, `abs-max`

/// P that a uniform random state matches a random pattern of N bits to within eps: overlap S = N - 2 Bin(N, 1/2) at
/// least x N, x = 1-eps. GL Prop. 3.3.
///   exact            binomial sums                    normal      erfc(x sqrt(N/2)) (half of it for one side)
///   continuity       erfc((s-1)/sqrt(2N)), s the least integer of N's parity with s >= xN
///   large_deviation  min(1, 2 e^{-N I(x)}), I = ((1+x)ln(1+x)+(1-x)ln(1-x))/2: a bound (one side: without the 2)
/// For the best of K patterns (K >= 1): 1-(1-p)^K; absolute_max: 1-(1-p+)^K + p+^K, p+ one-sided. K = 0: one pattern.
/// epsilon a decimal or p/q in [0,1), taken exactly: in double (1-0.7)*20 is above 6. Else usage_error.
[[nodiscard]] answer overlap_match(std::int64_t N, std::string const& epsilon, std::int64_t K, sides which, method how,
                                   int digits, std::stop_token const& stop = {});

/// (1-eps) N and I(1-eps) and (1-eps)^2/2, for tables and tests.
[[nodiscard]] std::string overlap_threshold(std::int64_t N, std::string const& epsilon);
[[nodiscard]] std::string overlap_rate(std::string const& epsilon, int digits);

}  // namespace ulpfield::capacity
