#include "unit/cdna.hpp"

#include <mpfr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "ulpfield/number/mpfr_value.hpp"
#include "unit/rounding.hpp"
#include "unit/special_values.hpp"

namespace ulpfield::unit {

namespace {

/// Calls step(a of the step, b of the step, c) for steps of `terms` products.
template <class Step>
double chain(std::span<double const> a, std::span<double const> b, double c, int terms, Step const& step) {
    require_equal_lengths(a, b);
    auto const L = static_cast<std::size_t>(terms);
    for (std::size_t k = 0; k < a.size(); k += L) {
        std::size_t const count = std::min(L, a.size() - k);
        c = step(a.subspan(k, count), b.subspan(k, count), c);
    }
    return c;
}

/// sum_k trunc(a_k b_k, 2^(Ep - 24)) in units of 2^(Ep - 24), Ep the largest nominal exponent of a product.
struct aligned_sum {
    std::int64_t units = 0;
    int exponent = 0;  // Ep
};

/// Over k = first, first + stride, ... below `terms`; what lies beyond the spans are zeros.
aligned_sum sum_of_products(std::span<double const> a, std::span<double const> b, std::size_t first, std::size_t stride,
                            std::size_t terms, int emin) {
    aligned_sum result;
    result.exponent = -252;
    for (std::size_t k = first; k < std::min(terms, a.size()); k += stride)
        result.exponent = std::max(result.exponent, nominal_exponent(a[k], emin) + nominal_exponent(b[k], emin));
    for (std::size_t k = first; k < std::min(terms, a.size()); k += stride)
        result.units += static_cast<std::int64_t>(std::ldexp(a[k] * b[k], 24 - result.exponent));
    return result;
}

/// units 2^(from) rounded down to a multiple of 2^(to), in units of it.
std::int64_t floor_units(std::int64_t units, int from, int to) {
    int const shift = to - from;
    if (shift <= 0) return units * (std::int64_t{1} << -shift);
    return shift > 62 ? (units < 0 ? -1 : 0) : units >> shift;
}

}  // namespace

double exact_group::dot(std::span<double const> a, std::span<double const> b, double start) const {
    return chain(a, b, start, terms_, [](auto const& as, auto const& bs, double c) {
        if (auto const special = special_sum(as, bs, c)) return *special;
        // Products and c are multiples of 2^-298 below 2^257: 640 bits hold their sum exactly.
        mpfr_value sum(640);
        mpfr_set_d(sum.get(), c, MPFR_RNDN);
        for (std::size_t k = 0; k < as.size(); ++k) mpfr_add_d(sum.get(), sum.get(), as[k] * bs[k], MPFR_RNDN);
        return static_cast<double>(mpfr_get_flt(sum.get(), MPFR_RNDN));
    });
}

double rounded_tree::dot(std::span<double const> a, std::span<double const> b, double start) const {
    double const least = std::ldexp(1.0, emin_);
    auto const operand = [&](double x) { return flush_ && std::fabs(x) < least ? 0.0 : x; };
    auto const rounded_result = [&](double x) {
        double const result = nearest_fp32(x);
        return flush_ && std::fabs(result) < 0x1p-126 ? std::copysign(0.0, result) : result;
    };
    auto const step = [&](std::span<double const> as, std::span<double const> bs, double c) {
        std::array<double, 4> p{};
        for (std::size_t k = 0; k < as.size(); ++k) p[k] = rounded_result(operand(as[k]) * operand(bs[k]));
        double const start_of_step = flush_ && std::fabs(c) < 0x1p-126 ? 0.0 : c;
        double const left = rounded_result(p[0] + p[1]);
        double const all = terms_ == 4 ? rounded_result(left + rounded_result(p[2] + p[3])) : left;
        return rounded_result(start_of_step + all);
    };
    return chain(a, b, start, terms_, step);
}

double cdna3::step(std::span<double const> a, std::span<double const> b, double c) const {
    if (auto const special = special_sum(a, b, c)) return *special;
    bool above = false;
    bool below = false;
    for (std::size_t k = 0; k < a.size(); ++k) {
        above = above || a[k] * b[k] >= 0x1p128;
        below = below || a[k] * b[k] <= -0x1p128;
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (above && below) return std::numeric_limits<double>::quiet_NaN();
    if (above || below) return above ? infinity : -infinity;
    auto const terms = static_cast<std::size_t>(terms_);
    aligned_sum S;
    if (two_sums_) {
        aligned_sum const even = sum_of_products(a, b, 0, 2, terms, emin_);
        aligned_sum const odd = sum_of_products(a, b, 1, 2, terms, emin_);
        S.exponent = std::max(even.exponent, odd.exponent);
        S.units = floor_units(even.units, even.exponent - 24, S.exponent - 24) +
                  floor_units(odd.units, odd.exponent - 24, S.exponent - 24);
    } else {
        S = sum_of_products(a, b, 0, 1, terms, emin_);
    }
    int const exponent_of_c = nominal_exponent(c, -126);
    int const E = std::max(S.exponent, exponent_of_c);
    bool const dropped = two_sums_ && exponent_of_c < E - 25;
    // |S| < 2^36 and |c| < 2^25 units of 2^(E-24): their sum in units of 2^(E-31) is exact in a double.
    std::int64_t const of_sum = floor_units(S.units, S.exponent - 24, E - 31);
    auto const of_c = dropped ? 0 : static_cast<std::int64_t>(std::floor(std::ldexp(c, 24 - E)));
    return nearest_fp32(std::ldexp(static_cast<double>(of_sum + of_c * 128), E - 31));
}

double cdna3::dot(std::span<double const> a, std::span<double const> b, double start) const {
    return chain(a, b, start, terms_, [this](auto const& as, auto const& bs, double c) { return step(as, bs, c); });
}

double fused_chain::dot(std::span<double const> a, std::span<double const> b, double c) const {
    require_equal_lengths(a, b);
    for (std::size_t k = 0; k < a.size(); ++k)
        c = static_cast<double>(std::fma(static_cast<float>(a[k]), static_cast<float>(b[k]), static_cast<float>(c)));
    return c;
}

}  // namespace ulpfield::unit
