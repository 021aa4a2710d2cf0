#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace ulpfield {

/// A state sigma or a bipolar pattern: N entries, each -1 or +1.
using bipolar_state = std::vector<std::int8_t>;

/// K bipolar patterns of N neurons, one bit an entry (1: +1, 0: -1), rows padded with zero bits to whole words.
class bipolar_patterns {
public:
    bipolar_patterns() = default;
    bipolar_patterns(std::size_t K, std::size_t N) : K_(K), N_(N), words_((N + 63) / 64), bits_(K * words_) {}

    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    [[nodiscard]] std::size_t words() const { return words_; }

    /// zeta_i^mu
    [[nodiscard]] int at(std::size_t mu, std::size_t i) const {
        return (bits_[mu * words_ + i / 64] >> (i % 64) & 1) != 0 ? 1 : -1;
    }
    void set(std::size_t mu, std::size_t i, int value) {
        std::uint64_t const bit = std::uint64_t{1} << (i % 64);
        std::uint64_t& word = bits_[mu * words_ + i / 64];
        word = value > 0 ? word | bit : word & ~bit;
    }
    [[nodiscard]] std::span<std::uint64_t const> row(std::size_t mu) const {
        return {bits_.data() + mu * words_, words_};
    }
    [[nodiscard]] std::span<std::uint64_t> row(std::size_t mu) { return {bits_.data() + mu * words_, words_}; }
    /// Pattern mu as a state.
    [[nodiscard]] bipolar_state state(std::size_t mu) const {
        bipolar_state result(N_);
        for (std::size_t i = 0; i < N_; ++i) result[i] = static_cast<std::int8_t>(at(mu, i));
        return result;
    }

    /// sigma in the layout of a row. A state of another size than N: std::invalid_argument.
    [[nodiscard]] std::vector<std::uint64_t> packed(std::span<std::int8_t const> sigma) const {
        if (sigma.size() != N_)
            throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) +
                                        " entries for N = " + std::to_string(N_) + " neurons");
        std::vector<std::uint64_t> bits(words_);
        for (std::size_t i = 0; i < N_; ++i)
            if (sigma[i] > 0) bits[i / 64] |= std::uint64_t{1} << (i % 64);
        return bits;
    }
    /// <zeta^mu, sigma> for every mu: N - 2 (number of different bits), O(N K / 64). Errors as `packed`; N below 2^31.
    [[nodiscard]] std::vector<std::int32_t> overlaps(std::span<std::int8_t const> sigma) const {
        std::vector<std::uint64_t> const state = packed(sigma);
        std::vector<std::int32_t> result(K_);
        for (std::size_t mu = 0; mu < K_; ++mu) {
            std::uint64_t const* const pattern = bits_.data() + mu * words_;
            std::int32_t differing = 0;
            for (std::size_t word = 0; word < words_; ++word) differing += std::popcount(pattern[word] ^ state[word]);
            result[mu] = static_cast<std::int32_t>(N_) - 2 * differing;
        }
        return result;
    }

    friend bool operator==(bipolar_patterns const&, bipolar_patterns const&) = default;

private:
    std::size_t K_ = 0;
    std::size_t N_ = 0;
    std::size_t words_ = 0;
    std::vector<std::uint64_t> bits_;
};

/// K real patterns of N neurons, entries finite and in [-1, 1]; each double is taken as the dyadic rational it is.
class real_patterns {
public:
    real_patterns() = default;
    real_patterns(std::size_t K, std::size_t N) : K_(K), N_(N), entries_(K * N) {}

    [[nodiscard]] std::size_t K() const { return K_; }
    [[nodiscard]] std::size_t N() const { return N_; }
    /// zeta_i^mu
    [[nodiscard]] double at(std::size_t mu, std::size_t i) const { return entries_[mu * N_ + i]; }
    void set(std::size_t mu, std::size_t i, double value) { entries_[mu * N_ + i] = value; }
    [[nodiscard]] std::span<double const> row(std::size_t mu) const { return {entries_.data() + mu * N_, N_}; }

    friend bool operator==(real_patterns const&, real_patterns const&) = default;

private:
    std::size_t K_ = 0;
    std::size_t N_ = 0;
    std::vector<double> entries_;
};

/// The memories zeta^1..zeta^K: bipolar ones are packed, any other value makes them real.
using memory_patterns = std::variant<bipolar_patterns, real_patterns>;

[[nodiscard]] inline std::size_t count(memory_patterns const& patterns) {
    return std::visit([](auto const& p) { return p.K(); }, patterns);
}
[[nodiscard]] inline std::size_t neurons(memory_patterns const& patterns) {
    return std::visit([](auto const& p) { return p.N(); }, patterns);
}

}  // namespace ulpfield
