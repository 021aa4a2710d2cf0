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

template <class Lane, mode how, int offset, int count>
ULPFIELD_LANES_INLINE void add_row(several<Lane, count>& to, Lane const* row, shared<Lane> const& all) {
    whole_t<Lane> term;
    __builtin_memcpy(&term, row + offset, sizeof term);
    to.sum += term;
    round_sum<Lane, how>(to.sum, to.seen, all);
    if constexpr (count > 1) add_row<Lane, how, offset + L<Lane>>(to.rest, row, all);
}

/// Of rows of terms.
template <class Lane, mode how, int neurons>
void sum_some_rows(lane_sums<Lane>& request, std::size_t from) {
    shared<Lane> all{};
    share<Lane, how>(all, request);
    several<Lane, neurons / L<Lane>> sums;
    clear<Lane, 0>(sums);
    Lane const* row = request.terms + (from - request.first);
    for (std::size_t mu = 0; mu < request.K; ++mu, row += request.count) add_row<Lane, how, 0>(sums, row, all);
    take<Lane, how.watched, 0>(sums, request, from);
}

template <class Lane, mode how, bool rows, int neurons>
ULPFIELD_LANES_INLINE void sum_either(lane_sums<Lane>& request, std::size_t from) {
    if constexpr (rows)
        sum_some_rows<Lane, how, neurons>(request, from);
    else
        sum_some<Lane, how, neurons>(request, from);
}

template <class Lane, bool rows, mode how>
void sum_all(lane_sums<Lane>& request) {
    // As many vectors at a time as the registers hold.
    constexpr int most = 8 * L<Lane> < 64 ? 8 * L<Lane> : 64;
    constexpr int least = most < 16 ? most : 16;
    std::size_t from = request.first;
    std::size_t const to = from + request.count;
    if (request.count == lane_word)
        for (; from < to; from += most) sum_either<Lane, how, rows, most>(request, from);
    else
        for (; from < to; from += least) sum_either<Lane, how, rows, least>(request, from);
}

template <class Lane, bool rows>
void sum_in_mode(lane_sums<Lane>& request) {
    request.subnormal = 0;
    if (request.dropped == 0)
        request.watched ? sum_all<Lane, rows, mode{false, false, true}>(request)
                        : sum_all<Lane, rows, mode{false, false, false}>(request);
    else if (request.bounded)
        request.watched ? sum_all<Lane, rows, mode{true, true, true}>(request)
                        : sum_all<Lane, rows, mode{true, true, false}>(request);
    else
        request.watched ? sum_all<Lane, rows, mode{true, false, true}>(request)
                        : sum_all<Lane, rows, mode{true, false, false}>(request);
}

}  // namespace

template <class Lane>
void sum(lane_sums<Lane>& request) {
    sum_in_mode<Lane, false>(request);
}
template <class Lane>
void sum_columns(lane_sums<Lane>& request) {
    sum_in_mode<Lane, true>(request);
}
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step) {
    using B = bits_t<float>;
    constexpr std::size_t width = static_cast<std::size_t>(L<float>);
    B mine{};
    for (std::size_t l = 0; l < width; ++l) mine[l] = 1U << l;
    B const up = B{} + static_cast<unsigned int>(step);
    B const down = B{} - static_cast<unsigned int>(step);
    for (std::size_t mu = 0; mu < padded; mu += width) {
        B const here = B{} + static_cast<unsigned int>(column[mu / 64] >> (mu % 64));
        B now;
        __builtin_memcpy(&now, s + mu, sizeof now);
        now += (here & mine) != 0 ? down : up;
        __builtin_memcpy(s + mu, &now, sizeof now);
    }
}

template void sum<float>(lane_sums<float>&);
template void sum<double>(lane_sums<double>&);
template void sum_columns<float>(lane_sums<float>&);
template void sum_columns<double>(lane_sums<double>&);

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE
