#pragma once
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// Which overlaps count: S >= (1-eps)N; |S| >= (1-eps)N; or, for the best of K, |max_mu S_mu| >= (1-eps)N as Gao &
/// Lin's Definition 3.1 has it to the letter.
enum class sides { one, two, absolute_max };

/// P that a uniform random state matches a random pattern of N bits to within eps: overlap S = N - 2 Bin(N, 1/2) at
/// least x N, x = 1-eps. GL Prop. 3.3.
///   exact            binomial sums                    normal      erfc(x sqrt(N/2)) (half of it for one side)
///   continuity       erfc((s-1)/sqrt(2N)), s the least integer of N's parity with s >= xN
///   large_deviation  min(1, 2 e^{-N I(x)}), I = ((1+x)ln(1+x)+(1-x)ln(1-x))/2: a bound (one side: without the 2)
/// For the best of K patterns (K >= 1): 1-(1-p)^K; absolute_max: 1-(1-p+)^K + p+^K, p+ one-sided. K = 0: one pattern.
/// 0 <= epsilon < 1, N in 1 .. 10^7; else std::invalid_argument. epsilon is exact: in double (1-0.7)*20 is above 6.
/// The threshold itself is (1-epsilon) N.
[[nodiscard]] answer overlap_match(std::int64_t N, rational const& epsilon, std::int64_t K, sides which, method how,
                                   int digits, std::stop_token const& stop = {});

/// I(1-eps).
[[nodiscard]] decimal_number overlap_rate(rational const& epsilon, int digits);

}  // namespace ulpfield::capacity
