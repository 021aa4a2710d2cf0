#pragma once
#include <cstdint>
#include <stop_token>
#include <string>

#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// What "all N bits right with probability 1-delta" asks of one bit: P < delta/N, or (1-P)^N > 1-delta, that is
/// P < 1-(1-delta)^(1/N).
enum class criterion { union_bound, product };

[[nodiscard]] criterion parse_criterion(std::string_view text);  ///< `union` or `product`

/// The largest K (in total) at which one bit is wrong with probability below p, p from delta and the criterion; e =
/// erfcinv(2p).
///   asymptotic      N^(n-1)/(2(2n-3)!! ln N): GL Eq. 3, without delta      asymptotic_all  that over n: all K at once
///   leading_order   1 + N^(n-1)/(2(2n-3)!! e^2)   leading_order_K  without the 1   mixed, gaussian  1 + A^2/(2 e^2 V)
///   (F that vanish or leak below zero: V halves, so these double)
///   tail, chernoff, saddlepoint: the real K at which that formula gives p (saddlepoint: at most what `limit` allows)
///   exact           the largest integer, by bisection on the exact law (P_error rises with K in all cases ever tried)
///   limit, ceiling  the largest integer any n can reach: P_inf(K) < p
///   amit_gutfreund_sompolinsky  0.138 N (n = 2; it tolerates P_error = 0.36 %; not perfect recall)
/// `delta` a decimal or p/q in (0,1), else usage_error; 1 <= digits <= 1000; every printed digit is right for the
/// closed forms, exact, limit and ceiling. Out of reach: empty value and reason.
[[nodiscard]] answer k_max(setting const& where, std::string const& delta, criterion rule, method how, int digits,
                           std::stop_token const& stop = {});

/// K_max by Monte Carlo: the largest K at which `trials` sets of memories estimate P_error below p, found by bisection
/// over K on the same trials; `lower`, `upper`: the largest K at which the 95 % interval's upper (lower) end is below
/// p, that is all K whose interval contains p. Needs about 3/p bits to see errors at all: with too few trials `lower`
/// is 1. Throws `interrupted` if asked to stop. Out of reach above 2*10^12 random words.
[[nodiscard]] answer k_max_sampled(setting const& where, std::string const& delta, criterion rule, std::int64_t trials,
                                   std::uint64_t seed, std::stop_token const& stop = {});

/// What the trust column says of a K_max from elsewhere.
[[nodiscard]] std::string k_max_trust(setting const& where, std::string const& delta, criterion rule,
                                      std::string const& value, std::stop_token const& stop = {});

/// The value of k_max by leading_order under the union criterion alone, without judging it (the trust column costs an
/// estimate of the saddlepoint): for tables of many cells. One inversion per (N, delta) serves all n.
[[nodiscard]] std::string k_max_value(setting const& where, std::string const& delta, int digits);

/// alpha_n in K = alpha N^(n-1) at P_error = delta: 1/(2(2n-3)!! erfcinv(2 delta)^2), 0 < delta < 1/2.
[[nodiscard]] answer alpha(interaction const& F, std::int64_t n, std::string const& delta, int digits);

/// The threshold p itself, for tables and tests.
[[nodiscard]] std::string bit_threshold(std::int64_t N, std::string const& delta, criterion rule, int digits);

}  // namespace ulpfield::capacity
