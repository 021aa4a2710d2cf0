#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// K bipolar patterns of N neurons, every bit fair: row by row, a word for 64 neurons, the lowest bit first.
[[nodiscard]] inline bipolar_patterns random_patterns(std::size_t K, std::size_t N, random_words& words) {
    bipolar_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu) {
        auto const row = patterns.row(mu);
        for (std::uint64_t& word : row) word = words();
        if (N % 64 != 0) row.back() &= (std::uint64_t{1} << (N % 64)) - 1;
    }
    return patterns;
}

/// The probability P that a bit is flipped, as P 2^64 rounded down: a bit is flipped if its random word lies below.
class flip_probability {
public:
    __extension__ using threshold = unsigned __int128;

    /// P outside [0, 1]: std::domain_error.
    explicit flip_probability(ratio const& P) : below_(checked(P)) {}
    /// P 2^64, at most 2^64; else std::domain_error.
    [[nodiscard]] static flip_probability from_threshold(threshold P_2_64) {
        if (P_2_64 >> 64 > 1 || (P_2_64 >> 64 == 1 && static_cast<std::uint64_t>(P_2_64) != 0))
            throw std::domain_error("P 2^64 is above 2^64: a probability is at most 1");
        return flip_probability(P_2_64);
    }

    [[nodiscard]] bool flips(std::uint64_t word) const { return word < below_; }

private:
    explicit flip_probability(threshold below) : below_(below) {}
    [[nodiscard]] static threshold checked(ratio const& P) {
        if (P.numerator < 0 || P.numerator > P.denominator)
            throw std::domain_error("P = " + P.text() + ": a probability from 0 to 1");
        return (static_cast<threshold>(static_cast<std::uint64_t>(P.numerator)) << 64) /
               static_cast<std::uint64_t>(P.denominator);
    }

    threshold below_;
};

/// sigma with each of its N entries flipped with probability P, one random word for each. Depends on the arguments
/// only: one seed, N, trial (1, 2, ...) and P flip the same entries wherever a state is corrupted.
[[nodiscard]] inline bipolar_state corrupted(bipolar_state sigma, flip_probability const& P, std::uint64_t seed,
                                             std::uint64_t trial) {
    constexpr std::uint64_t for_flips = 3;
    random_words words(mix_seed({seed, for_flips, sigma.size(), trial}));
    for (std::int8_t& value : sigma)
        if (P.flips(words())) value = static_cast<std::int8_t>(-value);
    return sigma;
}

}  // namespace ulpfield
