#pragma once
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/near_tie.hpp"

namespace ulpfield::study {

/// Memories and state of one random case.
using network = near_tie;

/// Bipolar: every third one fair coins, the others near ties (make_near_tie). Depends on the arguments only.
[[nodiscard]] network random_bipolar_network(interaction const& F, std::size_t N, std::size_t K, std::uint64_t seed,
                                             std::uint64_t trial);

/// Real memories of dyadic entries: -1, 0, 1; eighths; 53 random bits; the same times 2^-30.
[[nodiscard]] network random_real_network(std::size_t N, std::size_t K, std::uint64_t seed, std::uint64_t trial);

/// Fair coins.
[[nodiscard]] network fair_network(std::size_t N, std::size_t K, random_words& words);

/// State and memories number `index` of all 2^(N K + N), memories in the higher bits.
[[nodiscard]] network numbered_network(std::size_t N, std::size_t K, std::uint64_t index);

}  // namespace ulpfield::study
