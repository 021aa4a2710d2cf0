#include "ulpfield/capacity/overlap.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>

#include "capacity/answers.hpp"
#include "capacity/error_function.hpp"
#include "capacity/sign_sum.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

void check_epsilon(rational const& epsilon) {
    if (epsilon < 0 || epsilon >= 1) throw std::invalid_argument("epsilon = " + epsilon.str() + ": 0 to below 1");
}

/// The least integer s of N's parity with s >= (1-eps) N.
std::int64_t least_overlap(std::int64_t N, rational const& epsilon) {
    rational const bound = (1 - epsilon) * N;
    integer s = numerator(bound) / denominator(bound);
    if (rational(s) < bound) ++s;
    auto result = s.convert_to<std::int64_t>();
    if ((result + N) % 2 != 0) ++result;
    return result;
}

enclosure rate(rational const& epsilon) {
    rational const x = 1 - epsilon;
    enclosure const above(rational(1 + x));
    enclosure const below(epsilon);
    if (epsilon == 0) return log(enclosure(2L));  // 0 ln 0 = 0
    return times_two_to(above * log(above) + below * log(below), -1);
}

/// P(S >= xN) by one method; the two-sided probability is twice this for all of them, but no more than 1.
quantity one_side(std::int64_t N, rational const& epsilon, method how) {
    enclosure const size(static_cast<long>(N));
    switch (how) {
        case method::exact:
            return {binomial_tail(N, (N + least_overlap(N, epsilon)) / 2)};
        case method::normal: {
            quantity value = erfc_any(enclosure(rational(1 - epsilon)) * sqrt(times_two_to(size, -1)));
            value.bounds = value.logarithmic ? value.bounds - log(enclosure(2L)) : times_two_to(value.bounds, -1);
            return value;
        }
        case method::continuity: {
            enclosure const s(static_cast<long>(least_overlap(N, epsilon) - 1));
            return {times_two_to(erfc(s / sqrt(times_two_to(size, 1))), -1)};
        }
        default:
            return {exp(-(size * rate(epsilon)))};
    }
}

/// P(S >= xN) as a fraction.
rational exact_side(std::int64_t N, rational const& epsilon) {
    std::int64_t const least = (N + least_overlap(N, epsilon)) / 2;
    integer binomial = 1;
    integer total = least <= 0 ? integer(1) : integer(0);
    for (std::int64_t k = 1; k <= N; ++k) {
        stop_point();
        binomial = binomial * (N - k + 1) / k;
        if (k >= least) total += binomial;
    }
    return {total, pow(integer(2), static_cast<unsigned>(N))};
}

/// The exact law as a fraction where its decimals could end one digit after the 1000 that can be asked for, so that no
/// interval decides the rounding; empty beyond.
std::optional<rational> whole_fraction(std::int64_t N, rational const& epsilon, std::int64_t K, sides which) {
    if (N > 8000 || N * std::max<std::int64_t>(K, 1) > 8000) return std::nullopt;
    rational const one = exact_side(N, epsilon);
    bool const both = which == sides::two || (which == sides::absolute_max && K == 0);
    rational const p = both ? rational(std::min(rational(2 * one), rational(1))) : one;
    if (K == 0) return p;
    auto const raised = [K](rational const& x) {
        auto const count = static_cast<unsigned>(K);
        return rational(pow(numerator(x), count), pow(denominator(x), count));
    };
    rational const best = 1 - raised(rational(1 - p));
    return which == sides::absolute_max ? rational(best + raised(one)) : best;
}

}  // namespace

answer overlap_match(std::int64_t N, rational const& epsilon, std::int64_t K, sides which, method how, int digits,
                     std::stop_token const& stop) {
    stop_scope const scope(stop);
    if (N < 1 || N > 10'000'000) throw std::invalid_argument("N = " + std::to_string(N) + ": 1 to 10000000 neurons");
    if (K < 0) throw std::invalid_argument("K = " + std::to_string(K) + ": at least 0 patterns");
    check_epsilon(epsilon);
    check_digits(digits);
    if (how != method::exact && how != method::normal && how != method::continuity && how != method::large_deviation)
        throw std::invalid_argument("method = " + name(how) +
                                    ": a match is exact, normal, continuity or large-deviation");
    auto const evaluate = [&](method used) {
        enclosure const one = one_side(N, epsilon, used).bounds;
        bool const both = which == sides::two || (which == sides::absolute_max && K == 0);  // one pattern: |S|
        enclosure const p = both ? smaller(times_two_to(one, 1), enclosure(1L)) : one;
        if (K == 0) return quantity{p};
        if (mpfr_cmp_ui(p.high(), 1) >= 0 && used != method::exact && mpfr_cmp_ui(p.low(), 1) >= 0)
            return quantity{enclosure(1L)};
        enclosure const count(static_cast<long>(K));
        enclosure const best = mpfr_cmp_ui(p.high(), 1) >= 0 ? enclosure(1L) : -expm1(count * log1p(-p));
        if (which != sides::absolute_max) return quantity{best};
        return quantity{smaller(best + power(one, static_cast<unsigned long>(K)), enclosure(1L))};
    };
    if (how == method::exact)
        if (auto const fraction = whole_fraction(N, epsilon, K, which)) return exact_answer(*fraction, digits);
    answer result = answer::printed(proved_decimal([&] { return evaluate(how); }, digits));
    if (how == method::exact) {
        result.quality = trust::exact;
        return result;
    }
    working_precision const guard(96);
    quantity const exact = evaluate(method::exact);
    result.quality = within_factor_two(result.value->log(), log(exact.bounds).to_double());
    return result;
}

decimal_number overlap_rate(rational const& epsilon, int digits) {
    check_epsilon(epsilon);
    check_digits(digits);
    return decimal_number(proved_decimal([&] { return quantity{rate(epsilon)}; }, digits));
}

}  // namespace ulpfield::capacity
