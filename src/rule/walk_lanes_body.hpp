// Included by lanes_*.cpp, each compiled for one processor, with ULPFIELD_LANES_NAMESPACE set.
#pragma once
#include "rule/lane_vectors.hpp"
#include "rule/walk_lanes.hpp"

namespace ulpfield::ULPFIELD_LANES_NAMESPACE {

namespace {

template <class Int>
struct sixteen;
template <>
struct sixteen<short> {
    typedef short whole __attribute__((vector_size(32)));
};
template <>
struct sixteen<int> {
    typedef int whole __attribute__((vector_size(64)));
};

template <class Int>
using steps_t = typename sixteen<Int>::whole;

/// All ones where bit mu of the neuron's column is set, for 16 memories from mu.
template <class Int>
ULPFIELD_LANES_INLINE void set_bits(steps_t<Int>& mask, walk_lanes<Int> const& walk, std::size_t i, std::size_t mu) {
    steps_t<Int> const mine = {1 << 0, 1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                               1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, static_cast<Int>(1U << 15)};
    auto const bits = static_cast<Int>(walk.columns[i * walk.words + mu / 64] >> (mu % 64));
    mask = ((steps_t<Int>{} + bits) & mine) != 0;
}
/// zeta_i sigma_i
template <class Int>
ULPFIELD_LANES_INLINE void step_of(steps_t<Int>& step, walk_lanes<Int> const& walk, std::size_t i, std::size_t mu) {
    steps_t<Int> mask;
    set_bits<Int>(mask, walk, i, mu);
    // -1 or 0 to +1 or -1, then its sign.
    step = -(mask + mask + 1);
    if (walk.sigma[i] < 0) step = -step;
}
template <class Int>
ULPFIELD_LANES_INLINE void clamp(steps_t<Int>& x, steps_t<Int> const& least, steps_t<Int> const& most) {
    x = x < least ? least : x;
    x = x > most ? most : x;
}
template <class Int>
ULPFIELD_LANES_INLINE void load(steps_t<Int>& x, Int const* from) {
    __builtin_memcpy(&x, from, sizeof x);
}

}  // namespace

template <class Int>
void walk_back(walk_lanes<Int> const& walk) {
    using V = steps_t<Int>;
    V const lowest = V{} - static_cast<Int>(walk.most);
    V const highest = V{} + static_cast<Int>(walk.most);
    for (std::size_t mu = 0; mu < walk.width; mu += 16) {
        V shift{};
        V least = lowest;
        V most = highest;
        for (std::size_t j = walk.N; j-- > 0;) {
            Int* const to = walk.runs + (mu / 16 * walk.N + j) * 48;
            __builtin_memcpy(to, &shift, sizeof shift);
            __builtin_memcpy(to + 16, &least, sizeof least);
            __builtin_memcpy(to + 32, &most, sizeof most);
            // One clamped step, then the run.
            V from_lowest = lowest + shift;
            V from_highest = highest + shift;
            clamp<Int>(from_lowest, least, most);
            clamp<Int>(from_highest, least, most);
            least = from_lowest;
            most = from_highest;
            V step;
            step_of<Int>(step, walk, j, mu);
            shift += step;
        }
    }
}

template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to) {
    using V = steps_t<Int>;
    V const lowest = V{} - static_cast<Int>(walk.most);
    V const highest = V{} + static_cast<Int>(walk.most);
    for (std::size_t mu = 0; mu < walk.width; mu += 16) {
        V x;
        load<Int>(x, walk.prefix + mu);
        for (std::size_t j = from; j < to; ++j) {
            V step;
            step_of<Int>(step, walk, j, mu);
            x += step;
            clamp<Int>(x, lowest, highest);
        }
        __builtin_memcpy(walk.prefix + mu, &x, sizeof x);
    }
}

template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index) {
    using V = steps_t<Int>;
    V const highest = V{} + static_cast<Int>(walk.most);
    for (std::size_t mu = 0; mu < walk.width; mu += 16) {
        V x;
        V shift;
        V least;
        V most;
        V mask;
        load<Int>(x, walk.prefix + mu);
        Int const* const run = walk.runs + (mu / 16 * walk.N + i) * 48;
        load<Int>(shift, run);
        load<Int>(least, run + 16);
        load<Int>(most, run + 32);
        x += shift;
        clamp<Int>(x, least, most);
        set_bits<Int>(mask, walk, i, mu);
        x += highest;
        x = x + x - mask;
        __builtin_memcpy(index + mu, &x, sizeof x);
    }
}

template void walk_back<short>(walk_lanes<short> const&);
template void walk_back<int>(walk_lanes<int> const&);
template void walk_on<short>(walk_lanes<short> const&, std::size_t, std::size_t);
template void walk_on<int>(walk_lanes<int> const&, std::size_t, std::size_t);
template void walk_at<short>(walk_lanes<short> const&, std::size_t, short*);
template void walk_at<int>(walk_lanes<int> const&, std::size_t, int*);

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE
