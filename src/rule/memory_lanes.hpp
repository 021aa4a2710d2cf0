#pragma once
#include <cstddef>

namespace ulpfield {

/// How a lane's numbers are rounded to a narrower format; see lane_sums.
template <class Lane>
struct lane_rounding {
    int dropped = 0;       ///< bits of Lane's significand that the format lacks
    bool bounded = false;  ///< sums may exceed `largest`: they become +-`beyond`
    Lane largest = 0;
    Lane beyond = 0;
    bool watched = false;  ///< results below `least_normal` that a rounding of 0 did not give are looked for
    Lane least_normal = 0;
};

/// Real memories lie in blocks of 64 bytes: N rows of as many memories as a block has lanes.
template <class Lane>
inline constexpr std::size_t block_lanes = 64 / sizeof(Lane);

/// Similarities of one block of memories at neurons [from, to): sums over j = 0..N-1 without the neuron itself, in
/// order, of sigma_j zeta_j. What lies before `from` is shared.
template <class Lane>
struct similarity_lanes {
    Lane const* block = nullptr;
    Lane const* sigma = nullptr;  ///< +0 or -0: the sign of each neuron
    std::size_t N = 0;
    std::size_t from = 0;
    std::size_t to = 0;
    Lane* prefix = nullptr;  ///< one row: the sums over j < from; then those over j < to
    Lane* sums = nullptr;    ///< a row for each neuron of [from, to), `stride` apart; null: the prefix alone
    std::size_t stride = 0;
    lane_rounding<Lane> rounding;
    bool prefix_subnormal = false;       ///< a sum over j < from was subnormal; then: over j < to
    unsigned char* subnormal = nullptr;  ///< by neuron of [from, to): set to 1 where a partial sum was subnormal
};

/// Terms of one neuron: F(alpha (zeta_i + R)) - F(alpha (-zeta_i + R)) with F(x) = x^n by squaring and multiplying.
/// Every operation the format's; Lane double for all emulated formats.
template <class Lane>
struct term_lanes {
    Lane const* zeta = nullptr;
    Lane const* R = nullptr;
    std::size_t count = 0;  ///< a multiple of block_lanes
    int n = 1;
    bool scaled = false;
    Lane alpha = 1;
    Lane* terms = nullptr;
    int precision = 0;  ///< of the format, 0: Lane's own operations
    int emin = 0;
    int emax = 0;
    Lane largest = 0;  ///< the format's largest number
    Lane beyond = 0;   ///< infinity or NaN
    Lane least_normal = 0;
    bool underflow = false;  ///< then: a result that is not exactly 0 was below least_normal
    bool infinite = false;   ///< infinity or NaN appeared
    bool nan = false;        ///< NaN appeared
};

/// As fast as this processor can, with the same bits everywhere.
template <class Lane>
void similarities(similarity_lanes<Lane>& request);
template <class Lane>
void power_terms(term_lanes<Lane>& request);

// Compiled once per processor; for tests that hold one against the other.
namespace lanes_baseline {
template <class Lane>
void similarities(similarity_lanes<Lane>& request);
template <class Lane>
void power_terms(term_lanes<Lane>& request);
}  // namespace lanes_baseline
namespace lanes_avx2 {
template <class Lane>
void similarities(similarity_lanes<Lane>& request);
template <class Lane>
void power_terms(term_lanes<Lane>& request);
}  // namespace lanes_avx2
namespace lanes_avx512 {
template <class Lane>
void similarities(similarity_lanes<Lane>& request);
template <class Lane>
void power_terms(term_lanes<Lane>& request);
}  // namespace lanes_avx512

}  // namespace ulpfield
