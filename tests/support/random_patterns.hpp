#pragma once
#include <random>
#include <string>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::test {

/// Random memories and states for laws; a fixed seed gives the same ones everywhere.
inline bipolar_patterns random_bipolar(std::size_t K, std::size_t N, random_words& words) {
    bipolar_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, (words() >> 40 & 1) != 0 ? 1 : -1);
    return patterns;
}

/// Entries of the hostile kinds: -1, 0, 1, dyadic with few bits, dyadic with 53 bits, tiny.
inline real_patterns random_real(std::size_t K, std::size_t N, random_words& words) {
    real_patterns patterns(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) {
            double const fine =
                static_cast<double>(static_cast<std::int64_t>(words() >> 10) - (std::int64_t{1} << 53)) * 0x1p-53;
            double const coarse = static_cast<double>(static_cast<int>(words() % 17) - 8) / 8;
            switch (words() % 6) {
                case 0:
                    patterns.set(mu, i, static_cast<double>(static_cast<int>(words() % 3)) - 1);
                    break;
                case 1:
                    patterns.set(mu, i, fine * 0x1p-30);
                    break;
                case 2:
                    patterns.set(mu, i, fine);
                    break;
                default:
                    patterns.set(mu, i, coarse);
            }
        }
    return patterns;
}

inline bipolar_state random_state(std::size_t N, random_words& words) {
    bipolar_state state(N);
    for (auto& value : state) value = (words() >> 40 & 1) != 0 ? 1 : -1;
    return state;
}

/// "+-+" as a pattern.
inline bipolar_state state_of(std::string const& signs) {
    bipolar_state state;
    for (char const c : signs) state.push_back(c == '+' ? 1 : -1);
    return state;
}
inline bipolar_patterns patterns_of(std::vector<std::string> const& rows) {
    bipolar_patterns patterns(rows.size(), rows.front().size());
    for (std::size_t mu = 0; mu < rows.size(); ++mu)
        for (std::size_t i = 0; i < rows[mu].size(); ++i) patterns.set(mu, i, rows[mu][i] == '+' ? 1 : -1);
    return patterns;
}
inline std::string signs_of(bipolar_state const& state) {
    std::string text;
    for (auto const value : state) text += value > 0 ? '+' : '-';
    return text;
}

}  // namespace ulpfield::test
