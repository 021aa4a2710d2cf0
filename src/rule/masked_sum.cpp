#include "rule/masked_sum.hpp"

#include <array>

namespace ulpfield {

namespace {

typedef double lanes __attribute__((vector_size(32)));
typedef std::int64_t lane_bits __attribute__((vector_size(32)));

/// By four bits of a mask: all ones in the lanes that count.
constexpr auto blanks = [] {
    std::array<std::array<std::int64_t, 4>, 16> table{};
    for (std::size_t nibble = 0; nibble < 16; ++nibble)
        for (std::size_t lane = 0; lane < 4; ++lane) table[nibble][lane] = (nibble >> lane & 1) != 0 ? -1 : 0;
    return table;
}();

/// sum += four weights, those blanked that the lowest four bits leave out.
__attribute__((always_inline)) inline void add_masked(lanes& sum, double const* weights, std::uint64_t bits) {
    lane_bits value;
    lane_bits blank;
    __builtin_memcpy(&value, weights, sizeof value);
    __builtin_memcpy(&blank, blanks[bits & 15].data(), sizeof blank);
    sum += (lanes)(value & blank);  // a vector cast keeps the bits
}

__attribute__((always_inline)) inline double sum(double const* weights, std::uint64_t const* mask, std::size_t words) {
    // Four sums side by side, so that no addition waits for the one before.
    lanes a = {};
    lanes b = {};
    lanes c = {};
    lanes d = {};
    for (std::size_t word = 0; word < words; ++word) {
        std::uint64_t bits = mask[word];
        double const* from = weights + 64 * word;
        for (int quad = 0; quad < 4; ++quad, bits >>= 16, from += 16) {
            add_masked(a, from, bits);
            add_masked(b, from + 4, bits >> 4);
            add_masked(c, from + 8, bits >> 8);
            add_masked(d, from + 12, bits >> 12);
        }
    }
    lanes const total = (a + b) + (c + d);
    return (total[0] + total[1]) + (total[2] + total[3]);
}

double sum_anywhere(double const* weights, std::uint64_t const* mask, std::size_t words) {
    return sum(weights, mask, words);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) double sum_avx2(double const* weights, std::uint64_t const* mask, std::size_t words) {
    return sum(weights, mask, words);
}
bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
#else
constexpr auto sum_avx2 = sum_anywhere;
constexpr bool has_avx2() { return false; }
#endif

}  // namespace

double masked_sum(double const* weights, std::uint64_t const* mask, std::size_t words) {
    static auto* const chosen = has_avx2() ? sum_avx2 : sum_anywhere;
    return chosen(weights, mask, words);
}

}  // namespace ulpfield
