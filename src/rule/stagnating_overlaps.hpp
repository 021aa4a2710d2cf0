#pragma once
#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Similarities R_mu of neuron i as a format of precision p sums them over j = 1..N without i, bipolar memories, N - 1
/// > 2^p: integers up to 2^p are exact and 2^p + 1 rounds back to 2^p (a tie, to even), so the sum is a walk of +-1
/// steps clamped to [-2^p, 2^p]. A run of such steps is x -> min(max(x + a, lo), hi), and so is any sequence of runs:
/// with the steps before i as a number and those behind i as such a map, one neuron costs O(1) per memory.
class stagnating_overlaps {
public:
    stagnating_overlaps(bipolar_patterns const& zeta, int most) : zeta_(zeta), most_(most) {}

    void set_state(std::span<std::int8_t const> sigma) {
        sigma_.assign(sigma.begin(), sigma.end());
        prefix_.assign(zeta_.K(), 0);
        prefix_end_ = 0;
        saved_end_ = sigma_.size() + 1;
        suffixes_valid_from_ = sigma_.size();
    }

    /// R_mu of neuron i for all mu. Amortised O(K) a neuron when visited in order, flips in between included.
    [[nodiscard]] std::span<int const> at(std::size_t i) {
        if (i < prefix_end_) {
            if (i >= saved_end_) {
                prefix_ = saved_;
                prefix_end_ = saved_end_;
            } else {
                std::fill(prefix_.begin(), prefix_.end(), 0);
                prefix_end_ = 0;
            }
        }
        for (; prefix_end_ < i; ++prefix_end_)
            for (std::size_t mu = 0; mu < zeta_.K(); ++mu)
                prefix_[mu] = std::clamp(prefix_[mu] + step(mu, prefix_end_), -most_, most_);
        if (i % block == 0) {
            saved_ = prefix_;
            saved_end_ = i;
        }
        if (i < suffixes_valid_from_) rebuild_suffixes();
        result_.resize(zeta_.K());
        run const* const behind = suffixes_.data() + i * zeta_.K();
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu)
            result_[mu] = std::clamp(prefix_[mu] + behind[mu].shift, behind[mu].least, behind[mu].most);
        return result_;
    }

    void flip(std::size_t i) {
        sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
        if (i < prefix_end_) prefix_end_ = sigma_.size() + 1;  // stale: the next neuron starts from what was saved
        if (i < saved_end_) saved_end_ = sigma_.size() + 1;
        suffixes_valid_from_ = std::max(suffixes_valid_from_, i);
    }

private:
    static constexpr std::size_t block = 16;

    /// x -> min(max(x + shift, least), most)
    struct run {
        int shift;
        int least;
        int most;
    };

    [[nodiscard]] int step(std::size_t mu, std::size_t j) const { return zeta_.at(mu, j) * sigma_[j]; }

    void rebuild_suffixes() {
        std::size_t const K = zeta_.K();
        std::size_t const N = sigma_.size();
        suffixes_.resize(K * N);
        for (std::size_t mu = 0; mu < K; ++mu) suffixes_[(N - 1) * K + mu] = {0, -most_, most_};
        for (std::size_t j = N - 1; j > 0; --j)
            for (std::size_t mu = 0; mu < K; ++mu) {
                run const& after = suffixes_[j * K + mu];
                // one clamped step of +-1, then `after`
                suffixes_[(j - 1) * K + mu] = {after.shift + step(mu, j),
                                               std::clamp(-most_ + after.shift, after.least, after.most),
                                               std::clamp(most_ + after.shift, after.least, after.most)};
            }
        suffixes_valid_from_ = 0;
    }

    bipolar_patterns const& zeta_;
    int most_;
    bipolar_state sigma_;
    std::vector<int> prefix_;  // over j < prefix_end_
    std::size_t prefix_end_ = 0;
    std::vector<int> saved_;  // prefix_ at the last multiple of `block`: a flip behind it costs no more than a block
    std::size_t saved_end_ = 0;
    std::vector<run> suffixes_;  // row i: over j > i
    std::size_t suffixes_valid_from_ = 0;
    std::vector<int> result_;
};

}  // namespace ulpfield
