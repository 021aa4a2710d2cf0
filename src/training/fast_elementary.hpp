// exp and tanh of vectors. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_vectors.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

/// y = k ln 2 + r, |r| <= ln 2 / 2; p = e^r - 1. k also as shift + k, whose low bits hold it. One vector or several:
/// step by step, so that several are under way together.
template <class Real, class Vectors>
ULPFIELD_INLINE void reduce(Vectors& y, Vectors& shifted, Vectors& k, Vectors& p) {
    using of = vector_of<Real>;
    using V = whole_t<Real>;
    Vectors r;
    each<Real>(
        y,
        ULPFIELD_DO(V & each_y, V & each_shifted, V & each_k, V & each_r) {
            each_shifted = each_y * of::log2_e + of::shift;
            each_k = each_shifted - of::shift;
            each_r = (each_y - each_k * of::ln2_high) - each_k * of::ln2_low;
        },
        shifted, k, r);
    // Horner on sum_{j=2..terms} r^(j-2)/j!
    constexpr double inverse_factorials[] = {1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,
                                             1.0 / 720,     1.0 / 5040,     1.0 / 40320,     1.0 / 362880,
                                             1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600, 1.0 / 6227020800.0};
    Vectors tail;
    each<Real>(
        tail, ULPFIELD_DO(V & x) { x = ULPFIELD_ALL_OF(static_cast<Real>(inverse_factorials[of::terms - 2])); });
#pragma GCC unroll 16
    for (int j = of::terms - 3; j >= 0; --j)
        each<Real>(
            tail, ULPFIELD_DO(V & x, V & each_r) { x = x * each_r + static_cast<Real>(inverse_factorials[j]); }, r);
    each<Real>(
        p, ULPFIELD_DO(V & x, V & each_r, V & each_tail) { x = each_r + each_r * each_r * each_tail; }, r, tail);
}

template <class Real, class Vectors>
ULPFIELD_INLINE void tanh_of(Vectors& v) {
    using of = vector_of<Real>;
    using V = whole_t<Real>;
    Vectors y;
    each<Real>(
        v,
        ULPFIELD_DO(V & x, V & each_y) {
            V const size = (V)((bits_t<Real>)x & ~of::sign_bit);
            V capped = ULPFIELD_ALL_OF(of::tanh_is_one);  // NaN stays NaN
            keep_where<Real>(capped, size > of::tanh_is_one, size);
            each_y = capped * Real(-2);
        },
        y);
    Vectors shifted;
    Vectors k;
    Vectors p;
    reduce<Real>(y, shifted, k, p);
    each<Real>(
        v,
        ULPFIELD_DO(V & x, V & each_shifted, V & each_p) {
            bits_t<Real> const sign = (bits_t<Real>)x & of::sign_bit;
            V const scale = (V)(((bits_t<Real>)each_shifted + of::bias) << of::significand_bits);
            V const t = scale * each_p + (scale - Real(1));  // e^(-2|x|) - 1
            V const result = -t / (Real(2) + t);
            x = (V)(((bits_t<Real>)result & ~of::sign_bit) | sign);
        },
        shifted, p);
}

/// e^x within 2 units in the last place (a third below the smallest normal number), from + - * and powers of two alone:
/// the reduced argument errs by 2^-(p+2), p by 3/4 ulp of a number below 1/2, both less than an ulp of 1 + p; the last
/// sum rounds once. Beyond the format's range infinity or 0; NaN stays NaN.
template <class Real>
ULPFIELD_INLINE void exp_of(whole_t<Real>& v) {
    using of = vector_of<Real>;
    whole_t<Real> high = ULPFIELD_ALL_OF(of::exp_limit);
    keep_where<Real>(high, v > of::exp_limit, v);
    whole_t<Real> y = ULPFIELD_ALL_OF(-of::exp_limit);
    keep_where<Real>(y, high < -of::exp_limit, high);
    whole_t<Real> shifted;
    whole_t<Real> k;
    whole_t<Real> p;
    reduce<Real>(y, shifted, k, p);
    // 2^k in two steps, so that both are numbers and what is too large or too small comes out so.
    whole_t<Real> const half_shifted = k * Real(0.5) + of::shift;
    whole_t<Real> const rest_shifted = (k - (half_shifted - of::shift)) + of::shift;
    whole_t<Real> const first = (whole_t<Real>)(((bits_t<Real>)half_shifted + of::bias) << of::significand_bits);
    whole_t<Real> const second = (whole_t<Real>)(((bits_t<Real>)rest_shifted + of::bias) << of::significand_bits);
    v = (Real(1) + p) * first * second;
}

template <class Real>
void tanh_all(Real* x, std::size_t count) {
    for (std::size_t i = 0; i < count; i += L<Real>) {
        whole_t<Real> v;
        load<Real>(v, x + i);
        tanh_of<Real>(v);
        store<Real>(x + i, v);
    }
}

template <class Real>
void exp_all(Real* x, std::size_t count) {
    for (std::size_t i = 0; i < count; i += L<Real>) {
        whole_t<Real> v;
        load<Real>(v, x + i);
        exp_of<Real>(v);
        store<Real>(x + i, v);
    }
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
