// Included by lane_sums_*.cpp, each compiled for one processor, with ULPFIELD_LANES_NAMESPACE and ULPFIELD_LANES_BYTES
// set. Nothing of the standard library in here: its inline functions would be shared with code that older processors
// run.
#pragma once
#include "rule/lane_sums.hpp"

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

/// Some vectors of neurons, one inside the other: an array would be kept in memory through the loop.
template <class Lane, int count>
struct several {
    whole_t<Lane> sum;
    bits_t<Lane> seen;  // all ones where a partial sum was subnormal
    several<Lane, count - 1> rest;
};
template <class Lane>
struct several<Lane, 0> {};

/// The disagreeing term where bit first + l of `differs` is set, else the agreeing one.
template <class Lane, int first>
ULPFIELD_LANES_INLINE whole_t<Lane> chosen(whole_t<Lane> const& agreeing, whole_t<Lane> const& disagreeing,
                                           unsigned long long differs) {
    if constexpr (sizeof(Lane) == 8 && ULPFIELD_LANES_BYTES == 16) {
        // Comparing 64 bits at once is not for every processor: both halves of a lane test the same bit.
        typedef unsigned int halves __attribute__((vector_size(16)));
        unsigned int const one = 1U << (first % 32);
        halves const mine = {one, one, one << 1, one << 1};
        halves const here = halves{} + static_cast<unsigned int>(differs >> (first / 32 * 32));
        auto const mask = (bits_t<Lane>)((here & mine) == mine);
        return (whole_t<Lane>)(((bits_t<Lane>)disagreeing & mask) | ((bits_t<Lane>)agreeing & ~mask));
    } else {
        constexpr int width = vector_of<Lane>::width;
        bits_t<Lane> mine{};
        for (int l = 0; l < L<Lane>; ++l) mine[l] = word_t<Lane>{1} << (first % width + l);
        bits_t<Lane> const here = bits_t<Lane>{} + static_cast<word_t<Lane>>(differs >> (first / width * width));
        return (here & mine) != 0 ? disagreeing : agreeing;
    }
}

template <class Lane, mode how, int first, int count>
ULPFIELD_LANES_INLINE void add(several<Lane, count>& to, whole_t<Lane> const& agreeing,
                               whole_t<Lane> const& disagreeing, unsigned long long differs, shared<Lane> const& all) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    constexpr word_t<Lane> sign = word_t<Lane>{1} << (vector_of<Lane>::width - 1);
    V sum = to.sum + chosen<Lane, first>(agreeing, disagreeing, differs);
    if constexpr (how.rounds) {
        // To nearest, ties to even: a carry runs into the exponent as it should.
        B const bits = (B)sum;
        sum = (V)((bits + (all.half + ((bits >> all.dropped) & 1))) & all.kept);
    }
    if constexpr (how.bounded) {
        V const size = (V)((B)sum & ~sign);
        sum = size > all.largest ? (V)(((B)sum & sign) | all.beyond) : sum;
    }
    if constexpr (how.watched) {
        V const size = (V)((B)sum & ~sign);
        to.seen |= (B)((size < all.least_normal) & (sum != 0));
    }
    to.sum = sum;
    if constexpr (count > 1) add<Lane, how, first + L<Lane>>(to.rest, agreeing, disagreeing, differs, all);
}

template <class Lane, int first, int count>
ULPFIELD_LANES_INLINE void clear(several<Lane, count>& all) {
    all.sum = whole_t<Lane>{};
    all.seen = bits_t<Lane>{};
    if constexpr (count > 1) clear<Lane, first + L<Lane>>(all.rest);
}
template <class Lane, bool watched, int first, int count>
ULPFIELD_LANES_INLINE void take(several<Lane, count> const& all, lane_sums<Lane>& request, std::size_t from) {
    __builtin_memcpy(request.sums + from + first, &all.sum, sizeof all.sum);
    if constexpr (watched)
        for (std::size_t l = 0; l < static_cast<std::size_t>(L<Lane>); ++l)
            if (all.seen[l] != 0) request.subnormal |= 1ULL << (from + first + l);
    if constexpr (count > 1) take<Lane, watched, first + L<Lane>>(all.rest, request, from);
}

/// `neurons` of them from the neuron `from` of the word.
template <class Lane, mode how, int neurons>
void sum_some(lane_sums<Lane>& request, std::size_t from) {
    using V = whole_t<Lane>;
    using B = bits_t<Lane>;
    shared<Lane> all{request.dropped, {}, {}, V{} + request.largest, {}, V{} + request.least_normal};
    if constexpr (how.rounds) {
        all.half = B{} + ((word_t<Lane>{1} << (request.dropped - 1)) - 1);
        all.kept = B{} + ~((word_t<Lane>{1} << request.dropped) - 1);
    }
    if constexpr (how.bounded) all.beyond = (B)(V{} + request.beyond);
    several<Lane, neurons / L<Lane>> sums;
    clear<Lane, 0>(sums);
    unsigned long long const* row = request.rows;
    Lane const* terms = request.terms;
    for (std::size_t mu = 0; mu < request.K; ++mu, row += request.stride, terms += 2) {
        unsigned long long const differs = (*row ^ request.state) >> from;
        add<Lane, how, 0>(sums, V{} + terms[0], V{} + terms[1], differs, all);
    }
    take<Lane, how.watched, 0>(sums, request, from);
}

template <class Lane, mode how>
void sum_all(lane_sums<Lane>& request) {
    // As many vectors at a time as the registers hold.
    constexpr int most = 8 * L<Lane> < 64 ? 8 * L<Lane> : 64;
    constexpr int least = most < 16 ? most : 16;
    std::size_t from = request.first;
    std::size_t const to = from + request.count;
    if (request.count == lane_word)
        for (; from < to; from += most) sum_some<Lane, how, most>(request, from);
    else
        for (; from < to; from += least) sum_some<Lane, how, least>(request, from);
}

}  // namespace

template <class Lane>
void sum(lane_sums<Lane>& request) {
    request.subnormal = 0;
    if (request.dropped == 0) {
        if (request.watched)
            sum_all<Lane, mode{false, false, true}>(request);
        else
            sum_all<Lane, mode{false, false, false}>(request);
    } else if (request.bounded) {
        if (request.watched)
            sum_all<Lane, mode{true, true, true}>(request);
        else
            sum_all<Lane, mode{true, true, false}>(request);
    } else {
        if (request.watched)
            sum_all<Lane, mode{true, false, true}>(request);
        else
            sum_all<Lane, mode{true, false, false}>(request);
    }
}
template void sum<float>(lane_sums<float>&);
template void sum<double>(lane_sums<double>&);

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE
