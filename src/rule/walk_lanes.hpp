#pragma once
#include <cstddef>

namespace ulpfield {

/// Similarities of bipolar memories as walks of +-1 steps clamped to [-most, most] (stagnating_overlaps), 16 memories
/// side by side. Int: short or int; 4 most + 2 and N fit in it.
///
/// A run of such steps is x -> min(max(x + shift, least), most): for 16 memories at a time and each neuron three times
/// 16 values, over the steps behind it.
template <class Int>
struct walk_lanes {
    unsigned long long const* columns = nullptr;  ///< `words` a neuron; bit mu: zeta_i^mu = +1
    std::size_t words = 0;
    signed char const* sigma = nullptr;
    std::size_t N = 0;
    std::size_t width = 0;  ///< memories, padded to a multiple of 16
    int most = 0;
    Int* runs = nullptr;    ///< of memories from mu, neuron i: at (mu / 16 N + i) 48
    Int* prefix = nullptr;  ///< one row: the walk over the neurons before
};

/// The runs behind every neuron.
template <class Int>
void walk_back(walk_lanes<Int> const& walk);
/// prefix over j < from becomes that over j < to.
template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to);
/// Of neuron i, the prefix ending at it: 2 (R_mu + most), plus 1 where zeta_i^mu = +1; into one row.
template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index);

namespace lanes_baseline {
template <class Int>
void walk_back(walk_lanes<Int> const& walk);
template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to);
template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index);
}  // namespace lanes_baseline
namespace lanes_avx2 {
template <class Int>
void walk_back(walk_lanes<Int> const& walk);
template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to);
template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index);
}  // namespace lanes_avx2
namespace lanes_avx512 {
template <class Int>
void walk_back(walk_lanes<Int> const& walk);
template <class Int>
void walk_on(walk_lanes<Int> const& walk, std::size_t from, std::size_t to);
template <class Int>
void walk_at(walk_lanes<Int> const& walk, std::size_t i, Int* index);
}  // namespace lanes_avx512

}  // namespace ulpfield
