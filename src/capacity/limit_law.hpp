#pragma once
#include <cstdint>
#include <optional>

#include "capacity/enclosure.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// P_inf = P(C > 1) + P(C = 1)/2 and P(C = 1) for n -> infinity, where only memories with |overlap| = N-1 count:
/// C = sum of m = K-1 iid {+1: q, -1: q, 0: 1-2q}, q = 2^-(N-1) for x^n, 2^-N for F that vanish or leak below zero.
/// With T = binomial(m, 2q) memories that count: P_inf = (1 - E c(ceil(T/2)))/2, c(s) = C(2s,s)/4^s.
/// P_inf <= P_error for every n. Cost: about 2qm + 100 terms; std::domain_error beyond
/// 10^8.
struct limit_probability {
    enclosure error;
    enclosure tie;
};
[[nodiscard]] limit_probability limit_law(setting const& where, integer const& m);

/// The same as fractions, for N m <= 8000 and m <= 200: their decimals can end one digit after those asked for, where
/// no interval decides the rounding. Empty beyond: the decimals are longer than 1001 digits.
struct limit_fraction {
    rational error;
    rational tie;
};
[[nodiscard]] std::optional<limit_fraction> limit_law_fraction(setting const& where, std::int64_t m);

/// The largest K with P_inf < p (0 < p < 1/2): no n stores more. 0 if even P_inf(K=1) = 0 is not below p.
[[nodiscard]] integer ceiling_over_n(setting const& where, enclosure const& p);

}  // namespace ulpfield::capacity
