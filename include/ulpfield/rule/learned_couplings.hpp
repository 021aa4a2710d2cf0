#pragma once
#include <cstddef>
#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// Learning rules of the network sigma_i = sign(sum_j W_ij sigma_j), order n = 2.
enum class hopfield_rule {
    hebb,  ///< W_ij = sum_mu zeta_i zeta_j, W_ii = 0: Eq. 4 with F = x^2 over 4.   Source: Hopfield 1982
    /// W = X^T (X X^T)^-1 X, X the memories as rows: the projection onto them, W_ii as it comes. Every memory is a
    /// fixed point while K <= N; dependent memories count once (the Moore-Penrose inverse).   Source: Personnaz et al.
    /// 1985
    pseudo_inverse,
    kanter_sompolinsky,  ///< the same with W_ii = 0.   Source: Kanter & Sompolinsky 1987
    /// W_ij += (zeta_i zeta_j - zeta_i h_ji - h_ij zeta_j)/N for one memory after the other, h_ij = sum_{k != i, j}
    /// W_ik zeta_k, from W = 0; W_ii = 0 in the field.   Source: Storkey 1997
    storkey
};

/// "hebb", "pseudo-inverse", "kanter-sompolinsky", "storkey"
[[nodiscard]] std::string_view name(hopfield_rule rule);
/// Anything else: nothing.
[[nodiscard]] std::optional<hopfield_rule> parse_hopfield_rule(std::string_view text);
inline constexpr std::string_view accepted_hopfield_rules = "hebb, pseudo-inverse, kanter-sompolinsky, storkey";

/// Symmetric couplings W = M / D in exact arithmetic, M of integers, D >= 1.
struct couplings {
    std::size_t N = 0;
    std::vector<integer> numerators;  ///< M, row by row
    integer denominator = 1;          ///< D
    std::size_t rank = 0;             ///< independent memories (of the projection), else K

    [[nodiscard]] integer const& at(std::size_t i, std::size_t j) const { return numerators[i * N + j]; }
};

/// W of a rule, exactly; real memories are the dyadic rationals they are. Time O(K N^2 + K^2 N) operations on integers
/// of some K log2(N) bits, memory N^2 of them. Asked to stop: throws `interrupted`.
[[nodiscard]] couplings learn(hopfield_rule rule, memory_patterns const& zeta, std::stop_token const& stop = {});

}  // namespace ulpfield
