// The step. Part of fast_kernels_body.hpp, which says what may stand in here.
#pragma once
#include "training/fast_vectors.hpp"

namespace ulpfield::ULPFIELD_FAST_NAMESPACE {

namespace {

template <class Real>
ULPFIELD_INLINE void size_of(whole_t<Real> const& v, whole_t<Real>& size) {
    size = (whole_t<Real>)((bits_t<Real>)v & ~vector_of<Real>::sign_bit);
}

template <class Real>
void step(fast_step<Real>& step, Real* zeta, Real* velocity, Real const* gradient, std::size_t N, std::size_t K,
          std::size_t width, Real* divisor) {
    using V = whole_t<Real>;
    using bits = bits_t<Real>;
    Real const momentum = step.momentum;
    for (std::size_t mu = 0; mu < width; ++mu) divisor[mu] = 0;
    for (std::size_t i = 0; i < N; ++i)
        over_row<Real, 6>(
            0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                typename decltype(vectors)::type v, g, largest;
                load<Real>(v, velocity + i * width + mu);
                load<Real>(g, gradient + i * width + mu);
                load<Real>(largest, divisor + mu);
                each<Real>(
                    v,
                    ULPFIELD_DO(V & x, V & each_g, V & each_largest) {
                        if (momentum == 0)
                            x = -each_g;
                        else
                            x = momentum * x - each_g;
                        V size;
                        size_of<Real>(x, size);
                        keep_where<Real>(each_largest, size <= each_largest, size);  // NaN is kept: it is not <=
                    },
                    g, largest);
                store<Real>(velocity + i * width + mu, v);
                store<Real>(divisor + mu, largest);
            });
    if (K < width)  // the padding does not learn
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t mu = K; mu < width; ++mu) velocity[i * width + mu] = 0;
    Real overall = 0;
    for (std::size_t mu = 0; mu < K; ++mu) overall = divisor[mu] > overall ? divisor[mu] : overall;
    Real const least = step.relative ? step.floor * overall : step.floor;
    step.zero = true;
    step.below_floor = step.normalised;
    for (std::size_t mu = 0; mu < K; ++mu) {
        step.zero = step.zero && divisor[mu] == 0;
        step.below_floor = step.below_floor && divisor[mu] < least;
        if (divisor[mu] < least) divisor[mu] = least;
    }
    step.below_floor = step.below_floor || step.zero;
    // A memory whose divisor is 0 has V = 0 and does not move: 0/1.
    for (std::size_t mu = 0; mu < width; ++mu)
        if (divisor[mu] == 0 || mu >= K) divisor[mu] = 1;
    Real const rate = step.rate;
    bool const normalised = step.normalised;
    V const one = ULPFIELD_ALL_OF(1);
    V const minus_one = ULPFIELD_ALL_OF(-1);
    // Of every fourth vector one; no order matters in them.
    several<Real, 4> largest = {};
    several<Real, 4> blank = {};     // NaN as soon as an entry is no finite number
    several<Real, 4> absorbed = {};  // bits
    for (std::size_t i = 0; i < N; ++i) {
        bool const clamped = i >= step.clamp_from && i < step.clamp_to;
        over_row<Real, 4>(
            0, width, ULPFIELD_DO(auto vectors, std::size_t mu) {
                typename decltype(vectors)::type z, v, d;
                load<Real>(z, zeta + i * width + mu);
                load<Real>(v, velocity + i * width + mu);
                load<Real>(d, divisor + mu);
                each<Real>(
                    z,
                    ULPFIELD_DO(V & x, V & each_v, V & each_d, V & each_largest, V & each_blank, V & each_absorbed) {
                        if (normalised) each_v = each_v / each_d;
                        V moved = x + rate * each_v;
                        if (clamped) {
                            V high = one;
                            keep_where<Real>(high, moved > one, moved);
                            moved = minus_one;
                            keep_where<Real>(moved, high < minus_one, high);
                        }
                        V change;
                        V size;
                        size_of<Real>(moved - x, change);
                        size_of<Real>(moved, size);
                        bits const free = (bits)(size < one) | (clamped ? bits{} : ~bits{});
                        each_absorbed =
                            (V)((bits)each_absorbed | ((bits)(change == V{}) & (bits)(each_v != V{}) & free));
                        keep_where<Real>(change, change > each_largest, each_largest);
                        each_largest = change;
                        each_blank += Real(0) * moved;
                        x = moved;
                    },
                    v, d, largest, blank, absorbed);
                store<Real>(zeta + i * width + mu, z);
            });
    }
    step.largest = 0;
    step.absorbed = false;
    step.not_a_number = false;
    each<Real>(
        largest,
        ULPFIELD_DO(V & each_largest, V & each_blank, V & each_absorbed) {
            for (std::size_t lane = 0; lane < L<Real>; ++lane) {
                if (each_largest[lane] > step.largest) step.largest = each_largest[lane];
                step.not_a_number = step.not_a_number || each_blank[lane] != 0;  // 0 or NaN
                step.absorbed = step.absorbed || ((bits)each_absorbed)[lane] != 0;
            }
        },
        blank, absorbed);
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_FAST_NAMESPACE
