#pragma once
#include <stop_token>

#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield {

/// True if a value held for the term of similarity s (format_terms::term) is the term itself: F(alpha s) exactly;
/// factored: F(s) - F(s-2); log: the exact logarithm of |F(s)|. An irrational term (e^x for rational x other than 0,
/// log x for rational x other than 1) is never held: F's exact form decides.
[[nodiscard]] bool holds_term(boundary_setting const& setting, std::int64_t s, std::int64_t n, mpfr_srcptr held);

/// True if every term of order n, s of N's parity and |s| <= N, is computed without rounding, by odd parts: with
/// alpha = 2^-k (any other alpha is not dyadic and 1/N or 2/N is rounded: no n) and s = o 2^j, o odd, (alpha s)^n =
/// o^n 2^((j-k)n) is a number of the format iff o^n < 2^p, it is at most the largest number, and its last bit is at
/// least the smallest subnormal. The largest o is N, or the largest odd number up to N/2; the largest value belongs to
/// N, the smallest j (0, or 1 for even N) to 1 or 2; N itself must be a number of the format. Leaky F: eps alpha s too.
/// For F that is a power above zero (else false) and scalings by 1/Q that evaluate F itself.
[[nodiscard]] bool exact_by_odd_parts(boundary_setting const& setting, std::int64_t n);

/// `exact-terms`, predicted: for powers by odd parts, for log by transcendence. Everything else term by term: the
/// roundings are carried out (a rounded exp or log is exact only by accident) and compared with the exact term; an F
/// without order once, any other for every n from 1 on.
[[nodiscard]] boundary_order predict_exact_orders(boundary_setting const& setting, std::stop_token const& stop);

}  // namespace ulpfield
