#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// What "all N bits right with probability 1-delta" asks of one bit: P < delta/N, or (1-P)^N > 1-delta, that is
/// P < 1-(1-delta)^(1/N).
enum class criterion { union_bound, product };

/// The largest K (in total) at which one bit is wrong with probability below p, p from delta and the criterion; e =
/// erfcinv(2p).
///   asymptotic      N^(n-1)/(2(2n-3)!! ln N): GL Eq. 3, without delta      asymptotic_all  that over n: all K at once
///   leading_order   1 + N^(n-1)/(2(2n-3)!! e^2)   leading_order_K  without the 1   mixed, gaussian  1 + A^2/(2 e^2 V)
///   (F that vanish or leak below zero: V halves, so these double)
///   tail, chernoff, saddlepoint: the real K at which that formula gives p (saddlepoint: at most what `limit` allows)
///   distinct_indices  1 + C(N-1, n-1)/(2 e^2): the network of n distinct neurons a term (bit_error.hpp), not judged
///   exact           the largest integer, by bisection on the exact law. P_error rises with K in all cases ever tried;
///                   `quality` is exact where no K above it passes, provably, else not_proved
///   limit, ceiling  the largest integer any n can reach: P_inf(K) < p
///   amit_gutfreund_sompolinsky  0.138 N (n = 2; it tolerates P_error = 0.36 %; not perfect recall)
/// 0 < delta < 1; 1 <= digits <= 1000; else std::invalid_argument. Every printed digit is right for the closed forms,
/// exact, limit and ceiling. Out of reach: no value, and the reason; so where p is 1/2 or more and every K passes.
/// `quality`: against the exact K_max. Throws `interrupted` once stopped.
[[nodiscard]] answer k_max(setting const& where, rational const& delta, criterion rule, method how, int digits,
                           std::stop_token const& stop = {});

/// K_max by Monte Carlo: the largest K at which `trials` sets of memories estimate P_error below p, by bisection over K
/// on the same trials; `bounds`: the largest K at which the 95 % interval's upper (lower) end is below p, that is all K
/// whose interval contains p. Needs about 3/p bits to see errors at all: with too few trials the lower bound is 1. Out
/// of reach above 2*10^12 random words. Throws `interrupted` once stopped.
[[nodiscard]] answer k_max_sampled(setting const& where, rational const& delta, criterion rule, std::int64_t trials,
                                   std::uint64_t seed, std::stop_token const& stop = {});

/// How good a K_max from elsewhere is, from its logarithm.
[[nodiscard]] trust k_max_quality(setting const& where, rational const& delta, criterion rule, double log_K,
                                  std::stop_token const& stop = {});

/// The value of k_max by leading_order under the union criterion alone, without judging it (that costs an estimate of
/// the saddlepoint): for tables of many cells. One inversion per (N, delta) serves all n.
[[nodiscard]] decimal_number k_max_of_leading_order(setting const& where, rational const& delta, int digits);

/// alpha_n in K = alpha N^(n-1) at P_error = delta, 0 < delta < 1/2, by method:
///   leading_order     1/(2(2n-3)!! erfcinv(2 delta)^2)      distinct_indices  1/(2(n-1)! erfcinv(2 delta)^2), F = x^n
///   amit_gutfreund_sompolinsky   n = 2, F = x^2, whatever delta: the storage above which no retrieval state exists in
///                     the replica-symmetric theory at T = 0, 0.13790556...: amit_gutfreund_sompolinsky.hpp
[[nodiscard]] answer alpha(interaction const& F, rational const& delta, method how, int digits);

/// The threshold p itself.
[[nodiscard]] decimal_number largest_bit_error(std::int64_t N, rational const& delta, criterion rule, int digits);

}  // namespace ulpfield::capacity
