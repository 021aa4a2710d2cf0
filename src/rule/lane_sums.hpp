#pragma once
#include <cstddef>

namespace ulpfield {

/// Neurons whose sums are taken side by side: those of one word of bits, or one of its four parts.
inline constexpr std::size_t lane_word = 64;
inline constexpr std::size_t lane_part = 16;

/// Sums over mu = 0..K-1, in order, for `count` neurons of one word of bits (lane_word or lane_part of them, from
/// `first`): each adds one of two terms a memory, by its bit. Lane: float or double; every addition is the machine's,
/// rounded once more to a narrower format if `dropped` is not 0. The same bits on every processor.
///
/// A narrower format: its numbers are Lane's, 2p + 2 at most Lane's precision, its exponents within Lane's. A sum of
/// two of its numbers is a multiple of its smallest subnormal, so below the normal range it needs no rounding, and
/// rounding to p bits changes nothing there.
template <class Lane>
struct lane_sums {
    Lane const* terms = nullptr;               ///< of memory mu: 2 mu where state and memory agree, 2 mu + 1 where not
    unsigned long long const* rows = nullptr;  ///< the word of memory mu at mu stride
    std::size_t stride = 1;
    unsigned long long state = 0;  ///< the word of the state
    std::size_t K = 0;
    std::size_t first = 0;  ///< a multiple of lane_part
    std::size_t count = lane_word;
    int dropped = 0;       ///< bits of Lane's significand that the format lacks
    bool bounded = false;  ///< sums may exceed `largest`: they become +-`beyond`
    Lane largest = 0;
    Lane beyond = 0;
    bool watched = false;  ///< sums below `least_normal` that are not 0 are looked for
    Lane least_normal = 0;

    alignas(64) Lane sums[lane_word] = {};  ///< by neuron of the word
    unsigned long long subnormal = 0;       ///< bit l: a partial sum of neuron l was subnormal (watched only)
};

/// The sums, as fast as this processor can.
template <class Lane>
void sum_lanes(lane_sums<Lane>& request);
/// The same of terms that are all different: `terms` holds `count` for each memory, one a neuron; no bits are read.
template <class Lane>
void sum_columns(lane_sums<Lane>& request);

/// s_mu += step, -step where bit mu of the column is set; K padded to a multiple of 64.
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step);

// Compiled once per processor; for tests that hold one against the other.
namespace lanes_baseline {
template <class Lane>
void sum(lane_sums<Lane>& request);
template <class Lane>
void sum_columns(lane_sums<Lane>& request);
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step);
}  // namespace lanes_baseline
namespace lanes_avx2 {
template <class Lane>
void sum(lane_sums<Lane>& request);
template <class Lane>
void sum_columns(lane_sums<Lane>& request);
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step);
}  // namespace lanes_avx2
namespace lanes_avx512 {
template <class Lane>
void sum(lane_sums<Lane>& request);
template <class Lane>
void sum_columns(lane_sums<Lane>& request);
void turn_overlaps(int* s, unsigned long long const* column, std::size_t padded, int step);
}  // namespace lanes_avx512

/// What this processor can run.
[[nodiscard]] bool has_lanes_avx2();
[[nodiscard]] bool has_lanes_avx512();

}  // namespace ulpfield
