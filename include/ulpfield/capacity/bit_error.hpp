#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// P_error = P(gap < 0) + P(gap = 0)/2 and P_tie = P(gap = 0) of one bit of a stored memory among K (in total) iid
/// uniform memories, by every method. With A = <gap>, m = K-1, V = E[D^2], Q(z) = erfc(z/sqrt 2)/2, phi the normal
/// density:
///   leading_order    Q(z), z^2 = N^(n-1)/((2n-3)!! m) (twice that for F that vanish or leak below zero)
///   leading_order_K  the same with K for m (GL Eq. 2's right side)
///   mixed            Q(z), z^2 = A^2/(m 4n^2(2n-3)!! N^(n-1))  (Yang)          gaussian  Q(z), z^2 = A^2/(m V)
///   tail             phi(z)/z, z of leading_order_K: GL Eq. 2 corrected (above Q(z); can exceed 1)
///   saddlepoint      the larger of Lugannani-Rice's mid-P and `limit`          chernoff  e^{m kappa(t) - t A}, a bound
///   distinct_indices Q(z), z^2 = C(N-1, n-1)/m: another network, -E = sum over sets of n distinct neurons (Gardner
///   1987;
///                    Abbott & Arian 1987); its crosstalk is smaller by (2n-3)!!/(n-1)!. F = x^n alone, n <= N
///   limit            n -> infinity; never above P_error                        exact     the law itself
/// P_tie: h phi(z)/sigma for the Gaussian ones, h the lattice of the sum (0 where ties are impossible); not for tail.
/// `exact` and the closed forms have every printed digit right; `bounds` of exact is a proved enclosure, three digits
/// longer than the value, and `fraction` the value itself where counting gave it. saddlepoint and chernoff are
/// evaluated at two precisions that agree. Sources: Krotov & Hopfield 2016; Gao & Lin 2024 Eq. 2; Lugannani & Rice
/// 1980. monte_carlo: monte_carlo.hpp.
///
///     bit_error const bit({polynomial{3}, 100}, 500);              // F, N; K
///     answer const P = bit.error(method::exact, 30);               // 0.00525935500363416637058713953428
///     if (P.reached()) std::cout << *P.value << " in [" << P.bounds->lower << ", " << P.bounds->upper << "]\n";
///
/// Everything that takes a stop token throws `interrupted` within moments once it is stopped. Not for several threads
/// at once.
class bit_error {
public:
    /// std::invalid_argument for a setting out of range or K outside 1..10^15.
    bit_error(setting const& where, std::int64_t K);
    bit_error(bit_error&&) noexcept;
    ~bit_error();

    /// `digits` significant ones, 1 to 1000 (std::invalid_argument). Out of reach: no value, and the reason (with the
    /// cost and the best alternative). `quality` is exact for the exact law, else unknown: error_quality judges.
    [[nodiscard]] answer error(method how, int digits, std::stop_token const& stop = {}) const;
    [[nodiscard]] answer tie(method how, int digits, std::stop_token const& stop = {}) const;

    /// ln P_error as well as it can be had quickly: the exact law within about half a second, else saddlepoint; NaN if
    /// neither gives it.
    [[nodiscard]] double log_best(std::stop_token const& stop = {}) const;

    /// How good an answer of error(), or of tie(), is: `exact` as it came; else held against the best value to be had
    /// quickly.
    [[nodiscard]] trust error_quality(answer const& judged, std::stop_token const& stop = {}) const;
    [[nodiscard]] trust tie_quality(answer const& judged, std::stop_token const& stop = {}) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace ulpfield::capacity
