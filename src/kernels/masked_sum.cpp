#include "kernels/masked_sum.hpp"

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

__attribute__((always_inline)) inline double sum(double const* weights, std::uint64_t const* mask, std::size_t words) {
    lanes sums[4] = {};
    for (std::size_t word = 0; word < words; ++word) {
        std::uint64_t nibbles = mask[word];
        for (std::size_t quad = 0; quad < 16; ++quad, nibbles >>= 4) {
            lane_bits value;
            lane_bits blank;
            __builtin_memcpy(&value, weights + 64 * word + 4 * quad, sizeof value);
            __builtin_memcpy(&blank, blanks[nibbles & 15].data(), sizeof blank);
            sums[quad % 4] += (lanes)(value & blank);  // a vector cast keeps the bits
        }
    }
    lanes const total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return (total[0] + total[1]) + (total[2] + total[3]);
}

double sum_anywhere(double const* weights, std::uint64_t const* mask, std::size_t words) { return sum(weights, mask, words); }

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
