#pragma once
#include <cmath>
#include <cstddef>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// The patterns of K x N entries, row by row: bipolar if all are -1 or +1, else real, each finite and in [-1, 1].
/// Throws std::invalid_argument that names K, N, the number of entries or the entry.
template <class Number>
[[nodiscard]] memory_patterns make_patterns(std::size_t K, std::size_t N, std::span<Number const> entries) {
    if (K == 0) throw std::invalid_argument("K = 0: at least 1 memory");
    if (N == 0) throw std::invalid_argument("N = 0: at least 1 neuron");
    if (entries.size() / K != N || entries.size() % K != 0)
        throw std::invalid_argument("K = " + std::to_string(K) + ", N = " + std::to_string(N) + ": " +
                                    std::to_string(entries.size()) + " entries, not K x N");
    bool bipolar = true;
    for (std::size_t index = 0; index < entries.size(); ++index) {
        auto const z = static_cast<double>(entries[index]);
        if (!(std::fabs(z) <= 1))
            throw std::invalid_argument("zeta: " + std::to_string(z) + " at memory " + std::to_string(index / N) +
                                        ", neuron " + std::to_string(index % N) + " (from 0); entries lie in [-1, 1]");
        bipolar = bipolar && std::fabs(z) == 1;
    }
    auto const filled = [&]<class Patterns>(Patterns patterns, auto const& entry) {
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = 0; i < N; ++i) patterns.set(mu, i, entry(entries[mu * N + i]));
        return memory_patterns(std::move(patterns));
    };
    if (bipolar) return filled(bipolar_patterns(K, N), [](Number z) { return z > 0 ? 1 : -1; });
    return filled(real_patterns(K, N), [](Number z) { return static_cast<double>(z); });
}

/// Memories that live as long as anything uses them. Copies share them.
class shared_patterns {
public:
    /// Takes the patterns over.
    shared_patterns(memory_patterns zeta) : zeta_(std::make_shared<memory_patterns const>(std::move(zeta))) {}
    shared_patterns(bipolar_patterns zeta) : shared_patterns(memory_patterns(std::move(zeta))) {}
    shared_patterns(real_patterns zeta) : shared_patterns(memory_patterns(std::move(zeta))) {}
    /// Shares them. Null: std::invalid_argument.
    shared_patterns(std::shared_ptr<memory_patterns const> zeta) : zeta_(std::move(zeta)) {
        if (!zeta_) throw std::invalid_argument("zeta: no patterns");
    }
    /// Copies K x N entries, row by row: see make_patterns.
    shared_patterns(std::size_t K, std::size_t N, std::span<double const> entries)
        : shared_patterns(make_patterns(K, N, entries)) {}
    shared_patterns(std::size_t K, std::size_t N, std::span<float const> entries)
        : shared_patterns(make_patterns(K, N, entries)) {}
    shared_patterns(std::size_t K, std::size_t N, std::span<signed char const> entries)
        : shared_patterns(make_patterns(K, N, entries)) {}

    [[nodiscard]] memory_patterns const& operator*() const { return *zeta_; }
    [[nodiscard]] memory_patterns const* operator->() const { return zeta_.get(); }
    [[nodiscard]] std::size_t K() const { return count(*zeta_); }
    [[nodiscard]] std::size_t N() const { return neurons(*zeta_); }

    /// The patterns of one kind, sharing the life of all; std::bad_variant_access if they are of the other.
    template <class Patterns>
    [[nodiscard]] std::shared_ptr<Patterns const> as() const {
        return {zeta_, &std::get<Patterns>(*zeta_)};
    }

private:
    std::shared_ptr<memory_patterns const> zeta_;
};

/// Throws std::invalid_argument unless sigma has N entries, each -1 or +1.
inline void check_state(std::span<signed char const> sigma, std::size_t N) {
    if (sigma.size() != N)
        throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) + " entries for N = " + std::to_string(N));
    for (std::size_t i = 0; i < N; ++i)
        if (sigma[i] != 1 && sigma[i] != -1)
            throw std::invalid_argument("sigma: " + std::to_string(sigma[i]) + " at neuron " + std::to_string(i) +
                                        " (from 0); entries are -1 and +1");
}

}  // namespace ulpfield
