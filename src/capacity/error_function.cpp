#include "capacity/error_function.hpp"
#include "capacity/stop_point.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace ulpfield::capacity {
namespace {

/// The asymptotic series S = sum (-1)^k (2k-1)!!/(2x^2)^k envelopes its limit; its least term is about e^{-x^2}.
bool asymptotic_reaches(double square, mpfr_prec_t bits) {
    return square > (static_cast<double>(bits) + 6) * std::numbers::ln2;
}

enclosure asymptotic_sum(enclosure const& x) {
    auto const bits = working_precision::bits();
    mpfr_value const twice_square = times_two_to(x * x, 1).middle();
    mpfr_value term = fresh();
    mpfr_value sum = fresh();
    mpfr_set_ui(term.get(), 1, MPFR_RNDN);
    mpfr_set_ui(sum.get(), 1, MPFR_RNDN);
    long count = 0;
    for (unsigned long odd = 1; mpfr_get_exp(term.get()) > -bits - 2; odd += 2) {
        stop_point();
        mpfr_mul_ui(term.get(), term.get(), odd, MPFR_RNDN);
        mpfr_div(term.get(), term.get(), twice_square.get(), MPFR_RNDN);
        mpfr_neg(term.get(), term.get(), MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), term.get(), MPFR_RNDN);
        ++count;
    }
    // Terms are below 1/20, falling: rounding adds at most (count + 8) 2^-bits, the rest is below the first term left
    // out.
    enclosure const radius = times_two_to(enclosure(count + 9), -bits);
    return enclosure::point(sum).widened(radius);
}

/// erf(x) = 2x/sqrt(pi) e^{-x^2} sum_{k>=0} (2x^2)^k/(2k+1)!!, x > 0 a point.
enclosure erf_series(enclosure const& x) {
    auto const bits = working_precision::bits();
    mpfr_value const twice_square = times_two_to(x * x, 1).middle();  // relative error < 2^(1-bits)
    mpfr_value term = fresh();
    mpfr_value sum = fresh();
    mpfr_set_ui(term.get(), 1, MPFR_RNDN);
    mpfr_set_ui(sum.get(), 1, MPFR_RNDN);
    double const size = mpfr_get_d(twice_square.get(), MPFR_RNDU);
    long count = 0;
    for (unsigned long odd = 3;; odd += 2) {
        stop_point();
        mpfr_mul(term.get(), term.get(), twice_square.get(), MPFR_RNDN);
        mpfr_div_ui(term.get(), term.get(), odd, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), term.get(), MPFR_RNDN);
        ++count;
        // Once a term's ratio to the next is below 1/2 all that follows is below the term itself.
        if (static_cast<double>(odd) > 2 * size && mpfr_get_exp(term.get()) < mpfr_get_exp(sum.get()) - bits - 2) break;
    }
    // A term of index k carries 4k roundings, the sum one per step: relative error below (5 count + 8) 2^-bits.
    long exponent = -bits;
    for (long factor = 5 * count + 8; factor > 0; factor /= 2) ++exponent;
    enclosure const series = enclosure::point(sum).widened_relative(exponent);
    return times_two_to(x, 1) / sqrt(enclosure::pi()) * exp(-(x * x)) * series;
}

/// erfc of a point at the working precision, relative error a few ulps.
enclosure erfc_point(enclosure const& x) {
    if (mpfr_zero_p(x.low()) != 0) return enclosure(1L);
    if (mpfr_sgn(x.low()) < 0) return enclosure(2L) - erfc_point(-x);
    auto const bits = working_precision::bits();
    double const square = std::pow(mpfr_get_d(x.high(), MPFR_RNDU), 2);
    long const square_bits = square > 2 ? static_cast<long>(std::log2(square)) + 2 : 2;
    if (asymptotic_reaches(square, bits + 12 + square_bits)) {
        working_precision const guard(bits + 12 + square_bits);
        return exp(-(x * x)) / (x * sqrt(enclosure::pi())) * asymptotic_sum(x);
    }
    working_precision const guard(bits + 24 + square_bits + static_cast<long>(square / std::numbers::ln2));
    return enclosure(1L) - erf_series(x);
}

/// x - x0 of the solution of erfc(x) = y by the inverse function's Taylor polynomial of degree 2 at x0:
/// d + x0 d^2, d = (erfc(x0) - y) sqrt(pi)/2 e^{x0^2}.
enclosure inverse_step(enclosure const& start, enclosure const& y, enclosure& d) {
    d = (erfc(start) - y) * sqrt(enclosure::pi()) * times_two_to(exp(start * start), -1);
    return d + start * d * d;
}

/// A double near the solution for 0 < y <= 1, from ln y: x^2 + ln(x sqrt(pi)) - ln S(x) = -ln y for small y.
double rough_inverse(double y, double log_y) {
    if (y > 1e-280) {
        double x = y > 0.5 ? (1 - y) * 0.8862269254527580 : std::sqrt(-log_y);
        for (int step = 0; step < 60; ++step) {
            double const value = std::erfc(x);
            // Newton on ln erfc, which is concave: it converges from any start.
            double const move = value * std::log(value / y) * 0.8862269254527580 * std::exp(x * x);
            x += move;
            if (std::abs(move) <= 1e-15 * std::abs(x)) break;
        }
        return x;
    }
    double x = std::sqrt(-log_y);
    for (int step = 0; step < 60; ++step) {
        double const inverse = 1 / (2 * x * x);
        double const series = 1 - inverse * (1 - 3 * inverse * (1 - 5 * inverse * (1 - 7 * inverse)));
        x = std::sqrt(-log_y - std::log(x * 1.7724538509055160 / series));
    }
    return x;
}

}  // namespace

enclosure erfc(enclosure const& x) {
    if (x.is_point()) return erfc_point(x);
    // Mean value form: |erfc'| = 2/sqrt(pi) e^{-t^2} is largest at the end nearest to 0.
    enclosure const middle = enclosure::point(x.middle());
    enclosure const reach = larger(x.high_end() - middle, middle - x.low_end());
    enclosure const nearest = larger(x.low_end(), enclosure(0L));
    enclosure const slope = times_two_to(exp(-(nearest * nearest)), 1) / sqrt(enclosure::pi());
    return erfc_point(middle).widened(slope * reach);
}

enclosure log_erfc(enclosure const& x) {
    auto const bits = working_precision::bits();
    double const square = std::pow(mpfr_get_d(x.low(), MPFR_RNDD), 2);
    if (!asymptotic_reaches(square, bits + 12)) return log(erfc(x));
    // The series at both ends: S increases with x, so the hull of the two encloses it.
    enclosure const at_low = asymptotic_sum(x.low_end());
    enclosure const at_high = asymptotic_sum(x.high_end());
    enclosure const series = larger(at_low, at_high).widened(larger(at_high - at_low, at_low - at_high));
    return log(series / (x * sqrt(enclosure::pi()))) - x * x;
}

quantity erfc_any(enclosure const& x) {
    if (mpfr_cmp_si_2exp(x.high(), 1, 29) < 0) return {erfc(x), false};
    return {log_erfc(x), true};
}

enclosure erfc_inv(enclosure const& y) {
    if (!certainly_positive(y) || !certainly_less(y, enclosure(2L))) throw std::domain_error("erfc_inv outside (0, 2)");
    auto const bits = working_precision::bits();
    if (certainly_less(enclosure(1L), y)) return -erfc_inv(enclosure(2L) - y);
    if (y.is_point() && mpfr_cmp_ui(y.low(), 1) == 0) return enclosure(0L);
    double const log_y = log(y).to_double();
    mpfr_value x(64);
    mpfr_set_d(x.get(), rough_inverse(y.to_double(), log_y), MPFR_RNDN);
    if (mpfr_sgn(x.get()) <= 0) mpfr_set_d(x.get(), 1e-300, MPFR_RNDN);
    // d is small against 1/x once x is right to 40 bits; each cubic step then triples the bits.
    long const size_bits = 2 * std::max<long>(mpfr_get_exp(x.get()), 0) + 8;
    for (long right = 36; 3 * right < bits + 16;) {
        long const next = std::min(3 * right, static_cast<long>(bits) / 3 + 16);
        working_precision const guard(next + size_bits + 16);
        enclosure d;
        mpfr_value const start = x;
        x = (enclosure::point(start) + inverse_step(enclosure::point(start), y, d)).middle();
        right = next;
    }
    // The inverse function's third derivative is (8x^2+2) times the cube of its first. Between x0 and the solution the
    // first changes by a factor below 2 as long as x d < 1/8: so the rest is below (8(x+1)^2+2)/6 (2d)^3.
    working_precision const guard(bits + size_bits);
    enclosure d;
    enclosure const start = enclosure::point(x);
    enclosure const step = inverse_step(start, y, d);
    enclosure const magnitude = larger(d, -d);
    if (!certainly_less((start + enclosure(1L)) * magnitude, enclosure(rational(1, 8))))
        throw std::runtime_error("erfc_inv: the starting value was too far away");
    enclosure const wide = start + enclosure(1L);
    enclosure const rest = (enclosure(8L) * wide * wide + enclosure(2L)) / enclosure(6L) * enclosure(8L) * magnitude *
                           magnitude * magnitude;
    return (start + step).widened(rest);
}

}  // namespace ulpfield::capacity
