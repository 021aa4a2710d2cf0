#pragma once
#include <cstdint>
#include <initializer_list>
#include <random>

namespace ulpfield {

/// Mixes a seed and counters (trial, N, K, purpose) into one 64-bit word: splitmix64's finaliser applied to one after
/// the other. The result depends on `words` alone.
[[nodiscard]] constexpr std::uint64_t mix_seed(std::initializer_list<std::uint64_t> words) {
    std::uint64_t state = 0x9E3779B97F4A7C15ULL;
    for (std::uint64_t const word : words) {
        state += word + 0x9E3779B97F4A7C15ULL;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9ULL;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EBULL;
        state ^= state >> 31;
    }
    return state;
}

/// Raw 64-bit words only: the standard fixes the words of mt19937_64, but not the values of its distributions.
using random_words = std::mt19937_64;

/// A uniform integer in [0, bound), bound >= 1, exactly uniform (rejection), from raw words.
[[nodiscard]] inline std::uint64_t uniform_below(random_words& words, std::uint64_t bound) {
    std::uint64_t const limit = bound * (~std::uint64_t{0} / bound);
    std::uint64_t word = words();
    while (word >= limit) word = words();
    return word % bound;
}

}  // namespace ulpfield
