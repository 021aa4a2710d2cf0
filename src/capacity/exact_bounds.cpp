#include "capacity/exact_bounds.hpp"

#include <stdexcept>

#include "capacity/band_limited_tail.hpp"
#include "capacity/crosstalk.hpp"
#include "capacity/limit_law.hpp"

namespace ulpfield::capacity {
namespace {

enclosure intersection(enclosure const& a, enclosure const& b) {
    return {larger(a, b).low_end().middle(), smaller(a, b).high_end().middle()};
}

bool is_narrow(enclosure const& x, double relative) {
    return certainly_less(x.high_end() - x.low_end(), enclosure::of_double(relative) * x.low_end());
}

/// The smallest interval around both.
enclosure from_to(enclosure const& low, enclosure const& high) {
    return {low.low_end().middle(), high.high_end().middle()};
}

}  // namespace

enclosure exact_bounds::error(std::int64_t K, double relative, double most_work) const {
    working_precision const guard(192);
    if (law_.mean_sign == 0) return enclosure(rational(1, 2));
    enclosure const positive = with_signal(K, relative, most_work);
    return law_.mean_sign > 0 ? positive : enclosure(1L) - positive;
}

enclosure exact_bounds::with_signal(std::int64_t K, double relative, double most_work) const {
    std::int64_t const m = K - 1;
    std::optional<enclosure> best = around_limit(m, relative, most_work);
    if (best && is_narrow(*best, relative)) return *best;
    try {
        band_limited_tail const tail(law_.whole(), m, relative / 20);
        enclosure const direct = tail.bounds(relative, enclosure(0L), most_work);
        return best ? intersection(*best, direct) : direct;
    } catch (std::domain_error const&) {
        if (!best) throw;
        return *best;
    }
}

std::optional<enclosure> exact_bounds::around_limit(std::int64_t m, double relative, double most_work) const {
    if (where_.N < 3 || law_.rest.empty() || !certainly_positive(law_.copies)) return std::nullopt;
    // The limit's own law: its copies must be those of F.
    long const h = static_cast<long>(where_.N) - 3 + half_factor(where_);
    enclosure const expected = times_two_to(enclosure(1L), -h);
    if (!(mpfr_equal_p(expected.low(), law_.copies.low()) != 0 &&
          mpfr_equal_p(expected.high(), law_.copies.high()) != 0))
        return std::nullopt;
    enclosure limit(0L);
    try {
        limit = limit_law(where_, integer(m)).error;
    } catch (std::domain_error const&) {
        return std::nullopt;  // too many memories for the limit itself
    }
    enclosure const none = exp(enclosure(static_cast<long>(m)) * log1p(-law_.copies));
    enclosure const some = enclosure(1L) - none;
    std::vector<relative_law::value> rest = law_.without_copies();
    enclosure reach(0L);
    for (relative_law::value const& x : rest) reach = larger(reach, x.size);
    if (certainly_less(reach * enclosure(static_cast<long>(m)), enclosure(1L))) return limit;  // T_c = 0 for all c
    try {
        band_limited_tail const tail(std::move(rest), m, relative / 20);
        enclosure const change = some * tail.chernoff();
        // Wide already: the whole law does better.
        if (certainly_less(limit * enclosure::of_double(relative / 16), change)) return std::nullopt;
        enclosure const around = limit.widened(change);
        enclosure const sharp = from_to(around, around + none * tail.chernoff());
        if (is_narrow(sharp, relative)) return sharp;
        return around + none * tail.bounds(relative * 0.85, around.low_end() / none, most_work);
    } catch (std::domain_error const&) {
        return std::nullopt;
    }
}

}  // namespace ulpfield::capacity
