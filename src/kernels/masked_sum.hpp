#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace ulpfield {

/// Sum of weights[k] over the set bits k of a mask of `words` words; weights padded to 64 words entries. The order of
/// summation is fixed by the code alone, whatever the machine. Error: that of any summation, bounded by the caller.
[[nodiscard]] inline double masked_sum(double const* weights, std::uint64_t const* mask, std::size_t words) {
    // Four lanes at a time; a lane not in the mask is blanked by an integer AND.
    typedef double lanes __attribute__((vector_size(32)));
    typedef std::int64_t bits __attribute__((vector_size(32)));
    static constexpr auto blanks = [] {
        std::array<std::array<std::int64_t, 4>, 16> table{};
        for (std::size_t nibble = 0; nibble < 16; ++nibble)
            for (std::size_t lane = 0; lane < 4; ++lane) table[nibble][lane] = (nibble >> lane & 1) != 0 ? -1 : 0;
        return table;
    }();
    lanes sums[4] = {};
    for (std::size_t word = 0; word < words; ++word) {
        std::uint64_t nibbles = mask[word];
        for (std::size_t quad = 0; quad < 16; ++quad, nibbles >>= 4) {
            bits value;
            bits blank;
            __builtin_memcpy(&value, weights + 64 * word + 4 * quad, sizeof value);
            __builtin_memcpy(&blank, blanks[nibbles & 15].data(), sizeof blank);
            sums[quad % 4] += (lanes)(value & blank);  // a vector cast keeps the bits
        }
    }
    lanes const sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

}  // namespace ulpfield
