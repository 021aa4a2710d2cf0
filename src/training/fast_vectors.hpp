// Vectors of 32 bytes and what is done to them. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_kernels.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

template <class Real>
struct vector_of;
template <>
struct vector_of<double> {
    typedef double whole __attribute__((vector_size(32)));
    typedef unsigned long long bits __attribute__((vector_size(32)));
    static constexpr double shift = 0x1.8p52;
    static constexpr int significand_bits = 52;
    static constexpr unsigned long long sign_bit = 1ULL << 63;
    static constexpr unsigned long long bias = 1023;
    static constexpr double log2_e = 0x1.71547652b82fep+0;
    static constexpr double ln2_high = 0x1.62e42feep-1;
    static constexpr double ln2_low = 0x1.a39ef35793c76p-33;
    static constexpr double tanh_is_one = 22;  // 1 - tanh 22 < 2^-54
    static constexpr double exp_limit = 800;   // 2^k in two halves of at most 2^577
    static constexpr int terms = 13;           // 0.3466^13 / 14! < 2^-56
};
template <>
struct vector_of<float> {
    typedef float whole __attribute__((vector_size(32)));
    typedef unsigned int bits __attribute__((vector_size(32)));
    static constexpr float shift = 0x1.8p23F;
    static constexpr int significand_bits = 23;
    static constexpr unsigned int sign_bit = 1U << 31;
    static constexpr unsigned int bias = 127;
    static constexpr float log2_e = 0x1.715476p+0F;
    static constexpr float ln2_high = 0.693359375F;
    static constexpr float ln2_low = -2.12194440e-4F;
    static constexpr float tanh_is_one = 10;  // 1 - tanh 10 < 2^-25
    static constexpr float exp_limit = 170;   // 2^k in two halves of at most 2^123
    static constexpr int terms = 8;           // 0.3466^8 / 9! < 2^-28
};

template <class Real>
using whole_t = typename vector_of<Real>::whole;
template <class Real>
using bits_t = typename vector_of<Real>::bits;

template <class Real>
inline constexpr std::size_t L = fast_lanes<Real>;

#define ULPFIELD_INLINE __attribute__((always_inline)) inline
/// Compiled once, whatever calls it.
#define ULPFIELD_ONCE __attribute__((noinline))

template <class Real>
ULPFIELD_INLINE void load(whole_t<Real>& v, Real const* from) {
    __builtin_memcpy(&v, from, sizeof v);
}
template <class Real>
ULPFIELD_INLINE void store(Real* to, whole_t<Real> const& v) {
    __builtin_memcpy(to, &v, sizeof v);
}
/// One value in every lane. No function: vectors are not returned by value where the processor may lack them.
#define ULPFIELD_ALL_OF(value) (whole_t<Real>{} + static_cast<Real>(value))
template <class Real>
ULPFIELD_INLINE Real total(whole_t<Real> const& v) {
    if constexpr (L<Real> == 4)
        return (v[0] + v[1]) + (v[2] + v[3]);
    else
        return ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]));
}
/// The totals of as many vectors as there are lanes, one a lane.
template <class Real>
ULPFIELD_INLINE void fold(Real const* vectors, whole_t<Real>& totals) {
    using V = whole_t<Real>;
    if constexpr (L<Real> == 4) {
        V a, b, c, d;
        load<Real>(a, vectors);
        load<Real>(b, vectors + 4);
        load<Real>(c, vectors + 8);
        load<Real>(d, vectors + 12);
        V const ab = __builtin_shufflevector(a, b, 0, 4, 2, 6) + __builtin_shufflevector(a, b, 1, 5, 3, 7);
        V const cd = __builtin_shufflevector(c, d, 0, 4, 2, 6) + __builtin_shufflevector(c, d, 1, 5, 3, 7);
        totals = __builtin_shufflevector(ab, cd, 0, 1, 4, 5) + __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    } else {
        Real each[L<Real>];
        for (std::size_t k = 0; k < L<Real>; ++k) {
            V v;
            load<Real>(v, vectors + k * L<Real>);
            each[k] = total<Real>(v);
        }
        load<Real>(totals, each);
    }
}
/// a where the mask, a comparison, is true, b elsewhere; into a.
template <class Real, class Mask>
ULPFIELD_INLINE void keep_where(whole_t<Real>& a, Mask const& mask, whole_t<Real> const& b) {
    a = mask ? a : b;
}

/// Some vectors, one inside the other: an array that lives through a loop of unknown length would be kept in memory.
template <class Real, std::size_t count>
struct several {
    static constexpr std::size_t vectors = count;
    whole_t<Real> first;
    several<Real, count - 1> rest;
};
template <class Real>
struct several<Real, 0> {};

template <std::size_t k, class Real, std::size_t count>
ULPFIELD_INLINE whole_t<Real>& nth(several<Real, count>& v) {
    if constexpr (k == 0)
        return v.first;
    else
        return nth<k - 1>(v.rest);
}
template <class Real, std::size_t count>
ULPFIELD_INLINE void fold(Real const* vectors, several<Real, count>& totals) {
    fold<Real>(vectors, totals.first);
    if constexpr (count > 1) fold<Real>(vectors + L<Real> * L<Real>, totals.rest);
}
/// Does the same to one vector, or to each of several and its companions.
template <class Real, class Do, class... Others>
ULPFIELD_INLINE void each(whole_t<Real>& v, Do const& work, Others&... others) {
    work(v, others...);
}
template <class Real, std::size_t count, class Do, class... Others>
ULPFIELD_INLINE void each(several<Real, count>& v, Do const& work, Others&... others) {
    work(v.first, others.first...);
    if constexpr (count > 1) each<Real>(v.rest, work, others.rest...);
}
/// Of values that lie behind each other.
template <class Real, std::size_t count>
ULPFIELD_INLINE void load(several<Real, count>& v, Real const* from) {
    load<Real>(v.first, from);
    if constexpr (count > 1) load<Real>(v.rest, from + L<Real>);
}
/// The first `left` of them; lanes beyond are 0.
template <class Real, std::size_t count>
ULPFIELD_INLINE void load_some(several<Real, count>& v, Real const* from, std::size_t left) {
    if (left >= count * L<Real>) {
        load<Real>(v, from);
        return;
    }
    Real padded[count * L<Real>] = {};
    for (std::size_t k = 0; k < left; ++k) padded[k] = from[k];
    load<Real>(v, padded);
}
template <class Real, std::size_t count>
ULPFIELD_INLINE void store(Real* to, several<Real, count> const& v) {
    store<Real>(to, v.first);
    if constexpr (count > 1) store<Real>(to + L<Real>, v.rest);
}
#define ULPFIELD_DO(...) [&](__VA_ARGS__) __attribute__((always_inline))

/// Stands for a type in a call; vectors themselves are not passed by value.
template <class Vectors>
struct as {
    using type = Vectors;
};

/// Calls some(as<vectors>, from) over a row of `width` values: `most` vectors at a time as long as they fit, then
/// fewer.
template <class Real, std::size_t most, class Some>
ULPFIELD_INLINE void over_row(std::size_t from, std::size_t width, Some const& some) {
    for (; from + most * L<Real> <= width; from += most * L<Real>) some(as<several<Real, most>>{}, from);
    if constexpr (most > 1) over_row<Real, most - 1>(from, width, some);
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
