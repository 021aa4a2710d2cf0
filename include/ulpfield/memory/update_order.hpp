#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "ulpfield/number/random_words.hpp"

namespace ulpfield {

/// In which order a sweep visits the neurons: i = 1..N one by one, a fresh seeded permutation for each sweep, or blocks
/// of B neurons one after the other, the neurons of a block all from the same state (B = N: the synchronous update).
class update_order {
public:
    [[nodiscard]] static update_order sequential(std::size_t N) { return {N, std::nullopt}; }
    [[nodiscard]] static update_order random(std::size_t N, std::uint64_t seed) { return {N, seed}; }

    /// B of 1..N, else the nearest of these.
    [[nodiscard]] static update_order blocks(std::size_t N, std::size_t B) {
        update_order order(N, std::nullopt);
        order.block_ = std::clamp<std::size_t>(B, 1, std::max<std::size_t>(N, 1));
        return order;
    }

    /// How many neurons are updated from the same state.
    [[nodiscard]] std::size_t block() const { return block_; }
    /// The neurons of the next sweep (from 0).
    [[nodiscard]] std::span<std::uint32_t const> next_sweep() {
        if (words_)
            for (std::size_t i = neurons_.size(); i > 1; --i)
                std::swap(neurons_[i - 1], neurons_[uniform_below(*words_, i)]);
        return neurons_;
    }
    /// Every sweep is the same, so a state seen again means a cycle.
    [[nodiscard]] bool repeats() const { return !words_; }

private:
    update_order(std::size_t N, std::optional<std::uint64_t> seed) : neurons_(N) {
        std::iota(neurons_.begin(), neurons_.end(), 0U);
        if (seed) words_.emplace(*seed);
    }

    std::size_t block_ = 1;
    std::vector<std::uint32_t> neurons_;
    std::optional<random_words> words_;
};

}  // namespace ulpfield
