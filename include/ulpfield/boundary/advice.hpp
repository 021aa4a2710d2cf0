#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield {

/// The verdict proved for every decision of Eq. 4/13 with bipolar memories and states, of one format, formulation,
/// F, N, K and n, whatever the memories and the state.
enum class decision_verdict {
    exact,         ///< no operation rounds, overflows or underflows: every decision is the exact one, ties included
    safe,          ///< no overflow, NaN or underflow anywhere; sums round, so ties and near ties may fall either way
    overflow,      ///< a term or a sum can become infinite (NaN where the format has no infinity)
    underflow,     ///< a term can come so near to 2^emin that it, or a sum, becomes subnormal or zero
    similarity,    ///< integers up to N are not all numbers of the format: similarities are rounded or stagnate at 2^p
    another_rule,  ///< scaling changes this F's rule itself, also in exact arithmetic (not homogeneous)
    unproved       ///< nothing is claimed
};

/// As the table shows it: exact, safe, overflow, underflow, similarity, another-rule, unproved.
[[nodiscard]] std::string_view name(decision_verdict verdict);

/// The verdict on one setting at order n. The setting's own similarity plays no part.
///
/// safe: (1) N <= 2^p, so that every similarity is held. (2) Terms and their differences are at most t = F(N) in
/// magnitude as the format computes it (rounding is monotone; N = 1: 2t), so every partial sum is at most the K-fold
/// sequential sum of t: finite, and nothing overflows. (3) The smallest term, that of similarity 1 (even N: 2), is at
/// least 2^(emin+p-1): then all terms are multiples of 2^emin, and so is every sum: zero or normal. Unscaled
/// polynomial and rectified terms are integers, for which emin <= 0 is enough. log: the same of e^(l(s) - l(N)) <= 1;
/// logarithms and their differences are multiples of 2^-p. factored: its own intermediates are at least 1/N.
/// exact: the terms are exact (exact_by_odd_parts) and the sums are, since they are multiples of 2^g and at most
/// K max|D|, D(R) = F(R+1) - F(R-1), with K max|D| <= 2^(p+g). g: the powers of two in every D: n for even N; for odd
/// N and the polynomial 1 (n odd) or 2 + v2(n) (n even), rectified 0.
[[nodiscard]] decision_verdict judge_decisions(boundary_setting const& setting, std::int64_t n);

/// Significand bits with which raw Eq. 4 is exact in every decision, by the criterion above (sufficient; the exponents
/// of mpfr:BITS suffice, too). None for F that is no power above zero and for leaky F whose eps is not dyadic.
[[nodiscard]] std::optional<std::int64_t> bits_for_exact_decisions(interaction const& F, std::int64_t N, std::int64_t K,
                                                                   std::int64_t n);

struct shift_range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};
/// The k for which similarities times 2^-k are safe in the sense above (scaling by 2^-k changes exponents only: terms
/// and sums by 2^-kn). Polynomial and rectified F. Empty: no k, or the format cannot hold the similarities.
[[nodiscard]] std::optional<shift_range> safe_shifts(boundary_setting const& setting, std::int64_t n);

}  // namespace ulpfield
