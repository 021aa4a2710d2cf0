#include "capacity/positional_count.hpp"

#include <array>
#include <cstring>

namespace ulpfield::capacity {
namespace {

using bits256 [[gnu::vector_size(32)]] = std::uint64_t;
using halves16 [[gnu::vector_size(32)]] = std::uint16_t;
using shorts8 [[gnu::vector_size(16)]] = std::uint16_t;
using ints8 [[gnu::vector_size(32)]] = std::int32_t;
using ints4 [[gnu::vector_size(16)]] = std::int32_t;
using reals4 [[gnu::vector_size(32)]] = double;

}  // namespace

[[gnu::target_clones("avx2", "default")]] void count_ones(std::uint64_t const* rows, std::size_t row_count,
                                                          std::size_t words, std::uint64_t mask, std::uint32_t* ones) {
    for (std::size_t row = 0; row < row_count; ++row) {
        std::uint64_t const* const bits = rows + row * words;
        int total = __builtin_popcountll(bits[words - 1] & mask);
        for (std::size_t word = 0; word + 1 < words; ++word) total += __builtin_popcountll(bits[word]);
        ones[row] = static_cast<std::uint32_t>(total);
    }
}

[[gnu::target_clones("avx2", "default")]] void add_weighted_counts(std::uint64_t const* const* rows,
                                                                   std::size_t row_count, std::size_t words,
                                                                   double weight, double* gap) {
    constexpr std::size_t most_planes = 16;
    std::size_t planes = 3;
    while ((row_count >> planes) != 0) ++planes;
    halves16 const lane = {1,      1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
                           1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15};
    for (std::size_t column = 0; column < words; column += 4) {
        std::array<bits256, most_planes + 1> plane{};
        for (std::size_t row = 0; row < row_count; row += 8) {
            bits256 a0, a1, a2, a3, a4, a5, a6, a7;
            std::memcpy(&a0, rows[row] + column, sizeof a0);
            std::memcpy(&a1, rows[row + 1] + column, sizeof a1);
            std::memcpy(&a2, rows[row + 2] + column, sizeof a2);
            std::memcpy(&a3, rows[row + 3] + column, sizeof a3);
            std::memcpy(&a4, rows[row + 4] + column, sizeof a4);
            std::memcpy(&a5, rows[row + 5] + column, sizeof a5);
            std::memcpy(&a6, rows[row + 6] + column, sizeof a6);
            std::memcpy(&a7, rows[row + 7] + column, sizeof a7);
            // Full adders: (sum, carry) of three; ones plane, then twos, fours, and the carry of weight 8.
            bits256 u = plane[0] ^ a0;
            bits256 const c0 = (plane[0] & a0) | (u & a1);
            u ^= a1;
            bits256 v = u ^ a2;
            bits256 const c1 = (u & a2) | (v & a3);
            v ^= a3;
            u = v ^ a4;
            bits256 const c2 = (v & a4) | (u & a5);
            u ^= a5;
            v = u ^ a6;
            bits256 const c3 = (u & a6) | (v & a7);
            plane[0] = v ^ a7;
            u = plane[1] ^ c0;
            bits256 const d0 = (plane[1] & c0) | (u & c1);
            u ^= c1;
            v = u ^ c2;
            bits256 const d1 = (u & c2) | (v & c3);
            plane[1] = v ^ c3;
            u = plane[2] ^ d0;
            bits256 carry = (plane[2] & d0) | (u & d1);
            plane[2] = u ^ d1;
            for (std::size_t p = 3; p < planes; ++p) {
                bits256 const both = plane[p] & carry;
                plane[p] ^= carry;
                carry = both;
            }
        }
        std::array<std::uint16_t, 16 * most_planes> half;  // plane p, 16 neurons k: half[16 p + k]
        for (std::size_t p = 0; p < planes; ++p) std::memcpy(half.data() + 16 * p, &plane[p], sizeof(bits256));
        reals4 const factor = {weight, weight, weight, weight};
        for (std::size_t k = 0; k < 16; ++k) {
            halves16 count{};
            for (std::size_t p = planes; p-- > 0;) {
                halves16 const set = ((lane * 0 + half[16 * p + k]) & lane) == lane;  // all ones where the bit is set
                count = count + count - set;
            }
            double* const target = gap + column * 64 + k * 16;
            std::array<shorts8, 2> parts;
            std::memcpy(parts.data(), &count, sizeof count);
            for (std::size_t part = 0; part < 2; ++part) {
                ints8 const wide = __builtin_convertvector(parts[part], ints8);
                std::array<ints4, 2> quads;
                std::memcpy(quads.data(), &wide, sizeof wide);
                for (std::size_t quad = 0; quad < 2; ++quad) {
                    reals4 sum;
                    double* const at = target + part * 8 + quad * 4;
                    std::memcpy(&sum, at, sizeof sum);
                    sum += factor * __builtin_convertvector(quads[quad], reals4);
                    std::memcpy(at, &sum, sizeof sum);
                }
            }
        }
    }
}

}  // namespace ulpfield::capacity
