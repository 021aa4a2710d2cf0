#pragma once
#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "rule/walk_lanes.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Similarities R_mu of neuron i as a format of precision p sums them over j = 1..N without i, bipolar memories, N - 1
/// > 2^p: integers up to 2^p are exact and 2^p + 1 rounds back to 2^p (a tie, to even), so the sum is a walk of +-1
/// steps clamped to [-2^p, 2^p]. A run of such steps is x -> min(max(x + a, lo), hi), and so is any sequence of runs:
/// with the steps before i as a number and those behind i as such a map, one neuron costs O(1) per memory.
class stagnating_overlaps {
public:
    stagnating_overlaps(bipolar_patterns const& zeta, int most) : most_(most), K_(zeta.K()), N_(zeta.N()) {
        words_ = (K_ + 63) / 64;
        columns_.assign(N_ * words_, 0);
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t word = 0; word < zeta.words(); ++word)
                for (std::uint64_t bits = zeta.row(mu)[word]; bits != 0; bits &= bits - 1) {
                    std::size_t const i = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
                    columns_[i * words_ + mu / 64] |= 1ULL << (mu % 64);
                }
        short_ = most <= 4096 && N_ + 4096 < 32000;
    }

    void set_state(std::span<std::int8_t const> sigma) {
        sigma_.assign(sigma.begin(), sigma.end());
        with_walk([&](auto& walk) { walk.restart(*this); });
    }

    /// Of neuron i, for all mu: 2 (R_mu + most), plus 1 where zeta_i^mu = +1. Amortised O(K) a neuron when visited in
    /// order, flips in between included. Calls use(row), a span of shorts or ints.
    template <class Use>
    void with_indices(std::size_t i, Use&& use) {
        with_walk([&](auto& walk) { use(walk.at(*this, i)); });
    }
    /// R_mu of neuron i for all mu.
    [[nodiscard]] std::span<int const> at(std::size_t i) {
        result_.resize(K_);
        with_indices(i, [&](auto row) {
            for (std::size_t mu = 0; mu < K_; ++mu) result_[mu] = row[mu] / 2 - most_;
        });
        return result_;
    }

    void flip(std::size_t i) {
        sigma_[i] = static_cast<signed char>(-sigma_[i]);
        with_walk([&](auto& walk) { walk.flip(*this, i); });
    }

private:
    static constexpr std::size_t block = 16;

    template <class Int>
    struct walker {
        walk_lanes<Int> lanes;
        std::vector<Int> runs;
        std::vector<Int> prefix;  // over j < prefix_end
        std::size_t prefix_end = 0;
        std::vector<Int> saved;  // prefix at the last multiple of `block`: a flip behind it costs no more than a block
        std::size_t saved_end = 0;
        std::size_t runs_valid_from = 0;
        std::vector<Int> row;

        void restart(stagnating_overlaps const& of) {
            std::size_t const width = (of.K_ + 15) / 16 * 16;
            runs.resize(3 * width * of.N_);
            row.resize(width);
            prefix.assign(width, 0);
            lanes = {of.columns_.data(), of.words_,   of.sigma_.data(), of.N_, width,
                     of.most_,           runs.data(), prefix.data()};
            prefix_end = 0;
            saved_end = of.N_ + 1;
            runs_valid_from = of.N_;
        }
        [[nodiscard]] std::span<Int const> at(stagnating_overlaps const& of, std::size_t i) {
            if (i < prefix_end) {
                if (i >= saved_end) {
                    std::copy(saved.begin(), saved.end(), prefix.begin());
                    prefix_end = saved_end;
                } else {
                    std::fill(prefix.begin(), prefix.end(), Int(0));
                    prefix_end = 0;
                }
            }
            walk_on(lanes, prefix_end, i);
            prefix_end = i;
            if (i % block == 0) {
                saved = prefix;
                saved_end = i;
            }
            if (i < runs_valid_from) {
                walk_back(lanes);
                runs_valid_from = 0;
            }
            walk_at(lanes, i, row.data());
            return {row.data(), of.K_};
        }
        void flip(stagnating_overlaps const& of, std::size_t i) {
            if (i < prefix_end) prefix_end = of.N_ + 1;  // stale: the next neuron starts from what was saved
            if (i < saved_end) saved_end = of.N_ + 1;
            runs_valid_from = std::max(runs_valid_from, i);
        }
    };

    template <class Use>
    void with_walk(Use&& use) {
        if (short_)
            use(shorts_);
        else
            use(ints_);
    }

    int most_;
    std::size_t K_;
    std::size_t N_;
    std::size_t words_ = 0;
    std::vector<unsigned long long> columns_;
    std::vector<signed char> sigma_;
    bool short_ = true;
    walker<short> shorts_;
    walker<int> ints_;
    std::vector<int> result_;
};

}  // namespace ulpfield
