#include "capacity/limit_law.hpp"

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {

limit_probability limit_law(setting const& where, integer const& m) {
    if (m == 0) return {enclosure(0L), enclosure(0L)};
    // 2q = 2^-h.
    long const h = where.N == 1 ? 0 : static_cast<long>(where.N) - 3 + half_factor(where);
    if (h == 0) {  // every memory counts: C is a sum of m signs
        if (m > 100'000'000) throw std::domain_error("more than 10^8 terms");
    }
    double const mean = m.convert_to<double>() * std::ldexp(1.0, static_cast<int>(std::max(-h, -2000L)));
    if (mean > 1e8) throw std::domain_error("more than 10^8 terms");
    auto const bits = working_precision::bits();
    mpfr_value weight = fresh();  // P(T = t) / P(T = start)
    mpfr_value centre = fresh();  // c(ceil(t/2))
    mpfr_value error = fresh();
    mpfr_value tie = fresh();
    mpfr_value part = fresh();
    mpfr_set_ui(centre.get(), 1, MPFR_RNDN);
    enclosure first(1L);
    double steps = 8;
    if (h == 0) {
        auto const t = m.convert_to<long>();
        for (long s = 1; s <= (t + 1) / 2; ++s) {
            stop_point();
            mpfr_mul_si(centre.get(), centre.get(), 2 * s - 1, MPFR_RNDN);
            mpfr_div_si(centre.get(), centre.get(), 2 * s, MPFR_RNDN);
        }
        steps += static_cast<double>(t);
        mpfr_ui_sub(error.get(), 1, centre.get(), MPFR_RNDN);
        if (t % 2 == 1) mpfr_set(tie.get(), centre.get(), MPFR_RNDN);
    } else {
        // weight(1) = m q' (1-2q)^(m-1) with q' = 2q; weight(t+1) = weight(t) (m-t)/(t+1) q'/(1-q').
        enclosure const q2 = times_two_to(enclosure(1L), -h);
        first = exp(log1p(-q2) * enclosure(integer(m - 1))) * q2 * enclosure(m);
        enclosure const odds = q2 / (enclosure(1L) - q2);
        mpfr_value const ratio = odds.middle();
        mpfr_value rest_count = fresh();
        mpfr_set_ui(weight.get(), 1, MPFR_RNDN);
        for (long t = 1; m >= t; ++t) {
            stop_point();
            if (t % 2 == 1) {
                mpfr_mul_si(centre.get(), centre.get(), t, MPFR_RNDN);
                mpfr_div_si(centre.get(), centre.get(), t + 1, MPFR_RNDN);
                mpfr_mul(part.get(), weight.get(), centre.get(), MPFR_RNDN);
                mpfr_add(tie.get(), tie.get(), part.get(), MPFR_RNDN);
            }
            mpfr_ui_sub(part.get(), 1, centre.get(), MPFR_RNDN);
            mpfr_mul(part.get(), part.get(), weight.get(), MPFR_RNDN);
            mpfr_add(error.get(), error.get(), part.get(), MPFR_RNDN);
            steps += 8;
            integer const rest = m - t;
            mpfr_mul_z(weight.get(), weight.get(), rest.backend().data(), MPFR_RNDN);
            mpfr_div_si(weight.get(), weight.get(), t + 1, MPFR_RNDN);
            mpfr_mul(weight.get(), weight.get(), ratio.get(), MPFR_RNDN);
            if (mpfr_zero_p(weight.get()) != 0) break;
            // Ratio of successive weights below 1/2 from here on: the rest is below twice the next weight.
            if (static_cast<double>(t) > 2 * mean + 2 &&
                mpfr_get_exp(weight.get()) < mpfr_get_exp(tie.get()) - bits - 3)
                break;
        }
    }
    long const exponent = -bits + static_cast<long>(std::log2(steps)) + 3;
    enclosure const total = enclosure::point(error).widened_relative(exponent);
    enclosure const ties =
        mpfr_zero_p(tie.get()) != 0 ? enclosure(0L) : enclosure::point(tie).widened_relative(exponent);
    return {times_two_to(first * total, -1), first * ties};
}

std::optional<limit_fraction> limit_law_fraction(setting const& where, std::int64_t m) {
    if (m < 0 || m > 200 || where.N * m > 8000) return std::nullopt;
    // Every memory counts with probability 2q = 2^-h, either sign alike; ways out of 2^(h+1).
    long const h = where.N == 1 ? 0 : static_cast<long>(where.N) - 3 + half_factor(where);
    integer const neither = (integer(1) << static_cast<unsigned>(h + 1)) - 2;
    auto const size = static_cast<std::size_t>(2 * m + 1);
    std::vector<integer> ways(size, integer(0));  // of C = index - m
    ways[static_cast<std::size_t>(m)] = 1;
    for (std::int64_t memory = 0; memory < m; ++memory) {
        std::vector<integer> next(size, integer(0));
        for (std::size_t c = 0; c < size; ++c) {
            if (ways[c] == 0) continue;
            next[c] += ways[c] * neither;
            next[c + 1] += ways[c];
            next[c - 1] += ways[c];
        }
        ways = std::move(next);
    }
    integer above = 0;
    for (std::size_t c = static_cast<std::size_t>(m) + 2; c < size; ++c) above += ways[c];
    integer const equal = m > 0 ? ways[static_cast<std::size_t>(m) + 1] : integer(0);
    integer const total = integer(1) << static_cast<unsigned>((h + 1) * m);
    return limit_fraction{rational(2 * above + equal, 2 * total), rational(equal, total)};
}

integer ceiling_over_n(setting const& where, enclosure const& p) {
    auto const below = [&](integer const& K) { return certainly_less(limit_law(where, K - 1).error, p); };
    if (!certainly_positive(p)) return 0;
    integer low = 1;  // P_inf = 0 there
    integer high = 2;
    while (below(high)) {
        low = high;
        high *= 2;
    }
    while (high - low > 1) {
        integer const middle = (low + high) / 2;
        (below(middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace ulpfield::capacity
