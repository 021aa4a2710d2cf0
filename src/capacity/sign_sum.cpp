#include "capacity/sign_sum.hpp"

#include <algorithm>
#include <cmath>

#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

/// Relative rounding error of `steps` correctly rounded operations in a row, as a power of two times 2^-bits.
long error_exponent(double steps) {
    return -static_cast<long>(working_precision::bits()) + static_cast<long>(std::log2(steps)) + 2;
}

/// Standard deviations between the middle and k, and from it the bits that 1/2 - sum would cancel.
double cancelled_bits(std::int64_t L, std::int64_t k) {
    double const t = (2.0 * static_cast<double>(k) - static_cast<double>(L)) / std::sqrt(static_cast<double>(L));
    return 0.7214 * t * t + 2 * std::log2(2 + std::abs(t)) + 8;
}

/// sum_{j=first}^{last} P(B = j), upwards; every term times (L-j)/(j+1). Stops early once the rest is below 2^-bits.
enclosure sum_upwards(std::int64_t L, std::int64_t first, std::int64_t last) {
    enclosure const start = binomial_point(L, first);
    mpfr_value term = fresh();
    mpfr_value sum = fresh();
    mpfr_set_ui(term.get(), 1, MPFR_RNDN);
    mpfr_set_ui(sum.get(), 1, MPFR_RNDN);
    auto const bits = working_precision::bits();
    double steps = 4;
    for (std::int64_t j = first; j < last; ++j) {
        stop_point();
        mpfr_mul_si(term.get(), term.get(), L - j, MPFR_RNDN);
        mpfr_div_si(term.get(), term.get(), j + 1, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), term.get(), MPFR_RNDN);
        steps += 3;
        // Beyond the middle the terms fall at least geometrically with the present ratio r: the rest is term r/(1-r).
        if (2 * j > L) {
            double const ratio = static_cast<double>(L - j) / static_cast<double>(j + 1);
            auto const room = static_cast<long>(std::log2(1 / (1 - ratio) + 1)) + 2;
            if (mpfr_get_exp(term.get()) + room < mpfr_get_exp(sum.get()) - bits - 1) {
                break;
            }
        }
    }
    return start * enclosure::point(sum).widened_relative(error_exponent(steps + 2));
}

}  // namespace

enclosure binomial_point(std::int64_t L, std::int64_t k) {
    if (k < 0 || k > L) return enclosure(0L);
    if (L <= 20000) {
        integer binomial;
        mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(L), static_cast<unsigned long>(k));
        return times_two_to(enclosure(binomial), -static_cast<long>(L));
    }
    auto const bits = working_precision::bits();
    working_precision const guard(bits + 80);  // L ln L has up to 68 bits before the point
    auto const log_factorial = [](std::int64_t n) {
        return n < 2 ? enclosure(0L) : log_gamma(enclosure(static_cast<long>(n + 1)));
    };
    return exp(log_factorial(L) - log_factorial(k) - log_factorial(L - k) -
               enclosure(static_cast<long>(L)) * log(enclosure(2L)));
}

double binomial_tail_terms(std::int64_t L, std::int64_t k, long bits) {
    double const middle = std::abs(static_cast<double>(k) - static_cast<double>(L) / 2);
    double const ratio = static_cast<double>(L - k) / (static_cast<double>(k) + 1);
    double const geometric = ratio < 1 ? static_cast<double>(bits) * 0.6931 / -std::log(ratio) : 1e300;
    double const gaussian = std::sqrt(static_cast<double>(bits) * static_cast<double>(L));
    return std::min({middle, geometric, gaussian, static_cast<double>(L - k)}) + 1;
}

enclosure binomial_tail(std::int64_t L, std::int64_t k) {
    if (k <= 0) return enclosure(1L);
    if (k > L) return enclosure(0L);
    if (2 * k <= L) return enclosure(1L) - binomial_tail(L, L - k + 1);
    auto const bits = working_precision::bits();
    double const tail_terms =
        std::min({static_cast<double>(bits) * 0.7 /
                      -std::log(static_cast<double>(L - k) / (static_cast<double>(k) + 1) + 1e-300),
                  std::sqrt(static_cast<double>(bits) * static_cast<double>(L)), static_cast<double>(L - k)});
    std::int64_t const first = L / 2 + 1;  // the terms above the middle sum to 1/2, or to 1/2 - P(B = L/2)/2
    if (static_cast<double>(k - first) < tail_terms && cancelled_bits(L, k) < 4.0 * static_cast<double>(bits)) {
        working_precision const guard(bits + static_cast<long>(cancelled_bits(L, k)));
        enclosure half(rational(1, 2));
        if (L % 2 == 0) half = half - times_two_to(binomial_point(L, L / 2), -1);
        return k == first ? half : half - sum_upwards(L, first, k - 1);
    }
    return sum_upwards(L, k, L);
}

enclosure sign_sum_point(std::int64_t L, std::int64_t t) {
    return (L + t) % 2 != 0 ? enclosure(0L) : binomial_point(L, (L + t) / 2);
}

enclosure sign_sum_mid_tail(std::int64_t L, std::int64_t t) {
    if ((L + t) % 2 != 0) return binomial_tail(L, (L + t + 1) / 2);
    std::int64_t const k = (L + t) / 2;
    return binomial_tail(L, k + 1) + times_two_to(binomial_point(L, k), -1);
}

}  // namespace ulpfield::capacity
