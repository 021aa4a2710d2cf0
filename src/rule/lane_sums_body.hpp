// Included by lanes_*.cpp, each compiled for one processor, with ULPFIELD_LANES_NAMESPACE and ULPFIELD_LANES_BYTES
// set. Nothing of the standard library in here: its inline functions would be shared with code that older processors
// run.
#pragma once
#include "rule/lane_sums.hpp"
#include "rule/lane_vectors.hpp"

namespace ulpfield::ULPFIELD_LANES_NAMESPACE {

namespace {

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
    to.sum += chosen<Lane, first>(agreeing, disagreeing, differs);
    round_sum<Lane, how>(to.sum, to.seen, all);
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
    shared<Lane> all{};
    share<Lane, how>(all, request);
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
