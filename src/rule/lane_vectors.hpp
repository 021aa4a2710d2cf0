// Vectors of ULPFIELD_LANES_BYTES. Part of the bodies that are compiled once per processor, in
// ULPFIELD_LANES_NAMESPACE. Nothing of the standard library in here: its inline functions would be shared with code
// that older processors run.
#pragma once

namespace ulpfield::ULPFIELD_LANES_NAMESPACE {

namespace {

#define ULPFIELD_LANES_INLINE __attribute__((always_inline)) inline

template <class Lane>
struct vector_of;
template <>
struct vector_of<double> {
    typedef double whole __attribute__((vector_size(ULPFIELD_LANES_BYTES)));
    typedef unsigned long long bits __attribute__((vector_size(ULPFIELD_LANES_BYTES)));
    using word = unsigned long long;
    static constexpr int width = 64;
};
template <>
struct vector_of<float> {
    typedef float whole __attribute__((vector_size(ULPFIELD_LANES_BYTES)));
    typedef unsigned int bits __attribute__((vector_size(ULPFIELD_LANES_BYTES)));
    using word = unsigned int;
    static constexpr int width = 32;
};
template <class Lane>
using whole_t = typename vector_of<Lane>::whole;
template <class Lane>
using bits_t = typename vector_of<Lane>::bits;
template <class Lane>
using word_t = typename vector_of<Lane>::word;
template <class Lane>
inline constexpr int L = ULPFIELD_LANES_BYTES / static_cast<int>(sizeof(Lane));
template <class Lane>
inline constexpr word_t<Lane> sign_bit = word_t<Lane>{1} << (vector_of<Lane>::width - 1);

/// How a sum is rounded after each addition (lane_sums.hpp says why this is right).
struct mode {
    bool rounds = false;
    bool bounded = false;
    bool watched = false;
};

/// What all lanes share.
template <class Lane>
struct shared {
    int dropped;
    bits_t<Lane> half;  // one less than half of the last bit that is kept
    bits_t<Lane> kept;
    whole_t<Lane> largest;
    bits_t<Lane> beyond;
    whole_t<Lane> least_normal;
};
template <class Lane, mode how, class Rounding>
ULPFIELD_LANES_INLINE void share(shared<Lane>& all, Rounding const& rounding) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    all.dropped = rounding.dropped;
    if constexpr (how.rounds) {
        all.half = B{} + ((word_t<Lane>{1} << (rounding.dropped - 1)) - 1);
        all.kept = B{} + ~((word_t<Lane>{1} << rounding.dropped) - 1);
    }
    all.largest = V{} + rounding.largest;
    all.beyond = (B)(V{} + rounding.beyond);
    all.least_normal = V{} + rounding.least_normal;
}

/// A sum as the format rounds it; `seen` gets all ones where it is subnormal.
template <class Lane, mode how>
ULPFIELD_LANES_INLINE void round_sum(whole_t<Lane>& sum, bits_t<Lane>& seen, shared<Lane> const& all) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    if constexpr (how.rounds) {
        // To nearest, ties to even: a carry runs into the exponent as it should.
        B const bits = (B)sum;
        sum = (V)((bits + (all.half + ((bits >> all.dropped) & 1))) & all.kept);
    }
    if constexpr (how.bounded) {
        V const size = (V)((B)sum & ~sign_bit<Lane>);
        sum = size > all.largest ? (V)(((B)sum & sign_bit<Lane>) | all.beyond) : sum;
    }
    if constexpr (how.watched) {
        V const size = (V)((B)sum & ~sign_bit<Lane>);
        seen |= (B)((size < all.least_normal) & (sum != 0));
    }
}

}  // namespace

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE
