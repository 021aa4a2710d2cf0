#pragma once
#include <vector>

#include "capacity/enclosure.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// D(S) = F(S+1) - F(S-1), exact. F without rational values: std::domain_error, here and below.
[[nodiscard]] rational difference(setting const& where, std::int64_t S);

/// A = D(N-1), the mean gap of a bit of a stored memory: N^n - (N-2)^n for N >= 2.
[[nodiscard]] rational mean_gap(setting const& where);

/// E[D(S)^power], power 2 or 4, S a sum of N-1 random signs: exact. E[D^2] is the variance of one memory's crosstalk.
/// Through the direct sum for N <= 4096, else through the moments of S: a_k = E S^2k follows from (cosh t)^(N-1).
[[nodiscard]] rational crosstalk_moment(setting const& where, int power);

/// Excess kurtosis of one memory's crosstalk, E[D^4]/E[D^2]^2 - 3.
[[nodiscard]] rational crosstalk_kurtosis(setting const& where);

/// Leading orders for N -> infinity, of powers alone: 2n N^(n-1); 4 n^2 (2n-3)!! N^(n-1), half of it for rectified and
/// leaky F; (4n-5)!!/((2n-3)!!)^2 - 3 =: k, 2k+3 for rectified and leaky.
[[nodiscard]] rational leading_mean(setting const& where);
[[nodiscard]] rational leading_moment(setting const& where);
[[nodiscard]] rational leading_kurtosis(setting const& where);

/// Odd double factorial m!! = m (m-2) ... 1, with (-1)!! = (-3)!! = 1.
[[nodiscard]] integer odd_double_factorial(std::int64_t m);

/// 2 where one half of the memories contributes, such as F that vanish (or leak) below zero; 1 where |D(-S)| = |D(S)|,
/// such as x^n.
[[nodiscard]] long half_factor(setting const& where);

/// The law of one memory's crosstalk X = +-D(S), both signs alike, on its lattice: |X| = unit * size[i] with
/// probability ways[i] / 2^(N-1); the sizes ascend, are distinct, and have no common factor.
struct crosstalk_law {
    rational unit;      ///< g, the greatest common divisor of all D
    integer threshold;  ///< A/g: a bit is wrong where the crosstalk exceeds it
    std::vector<integer> size;
    std::vector<integer> ways;
    std::int64_t N = 0;
    [[nodiscard]] bool all_odd() const;  ///< then Y/g has the parity of K-1: its span is 2, not 1
};

/// Domain: N <= 20000 and rational values; else std::domain_error with the reason.
[[nodiscard]] crosstalk_law law_of_crosstalk(setting const& where);

/// Lattice of X for any N (gcd and parity from 2n+2 consecutive S, which settle both for a power; else from all S, N <=
/// 20000): unit and whether all D/unit are odd.
struct lattice {
    rational unit;
    bool all_odd = false;
};
[[nodiscard]] lattice crosstalk_lattice(setting const& where);

}  // namespace ulpfield::capacity
