#pragma once
#include <cstdint>

#include "ulpfield/number/random_words.hpp"

namespace ulpfield {

/// The random numbers of stochastic rounding in one evaluation: that of the k-th inexact operation, k = 0, 1, ...,
/// depends on the key and k alone, so it is the same on every thread and in every order of evaluations.
class random_draws {
public:
    /// Starts at operation 0 of the evaluation with this key, for this thread and while it lives.
    explicit random_draws(std::uint64_t key) : saved_(current()) { current() = {key, 0}; }
    /// One of the evaluations of the one around it: a trial's neuron, a step of a relaxation.
    struct part {
        std::uint64_t number;
    };
    explicit random_draws(part of) : random_draws(mix_seed({current().key, ~std::uint64_t{0}, of.number})) {}
    random_draws(random_draws const&) = delete;
    random_draws& operator=(random_draws const&) = delete;
    ~random_draws() { current() = saved_; }

    /// `bits` random bits (1 to 64) for the next inexact operation.
    [[nodiscard]] static std::uint64_t next(int bits) {
        position& at = current();
        return mix_seed({at.key, at.operation++}) >> (64 - bits);
    }

private:
    struct position {
        std::uint64_t key = 0;
        std::uint64_t operation = 0;
    };
    static position& current() {
        static thread_local position at;
        return at;
    }

    position saved_;
};

}  // namespace ulpfield
