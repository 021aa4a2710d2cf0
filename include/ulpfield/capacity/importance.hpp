#pragma once
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "ulpfield/capacity/answer.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// Sums over trials of importance sampling; those of disjoint trials add up, in any order, to the same numbers.
struct importance_sums {
    std::int64_t trials = 0;
    std::int64_t errors = 0;         ///< trials in which the bit is wrong or tied
    wide_count weights = 0;          ///< in units of 2^-40
    wide_count weights_squared = 0;  ///< in units of 2^-80
    importance_sums& operator+=(importance_sums const& other);
    friend bool operator==(importance_sums const&, importance_sums const&) = default;

    [[nodiscard]] std::string text() const;
    /// Not such a text: std::invalid_argument.
    [[nodiscard]] static importance_sums parse(std::string const& text);
};

/// Monte Carlo for P_error of any size. A trial draws the crosstalk of the K-1 other memories from the tilted law
/// P(x) e^{theta x}/M(theta), theta the saddle, under which an error is common, and counts e^{-theta(Y - A)} (half of
/// it at a tie): P_error = M(theta)^(K-1) e^{-theta A} times the mean. Any F; K <= 10^9, N <= 20000; K >= 3 and a
/// positive mean gap, else std::domain_error. Words of trial t come from mt19937_64(mix_seed({seed, t})). Values are
/// drawn to 2^-50 of their probability; sums beyond 2^53 lattice steps, and of F without a lattice, are held against A
/// in double.
class importance_sampler {
public:
    importance_sampler(setting const& where, std::int64_t K);
    importance_sampler(importance_sampler&&) noexcept;
    ~importance_sampler();

    /// Trials first .. first+trials-1; stops early (fewer trials) if asked to.
    [[nodiscard]] importance_sums draw(std::uint64_t seed, std::int64_t first, std::int64_t trials,
                                       std::stop_token const& stop = {}) const;
    /// The mean with a 95 % interval: that of its logarithm, normal with the standard error of the mean. Where few
    /// trials carry the mean (heavy tails) it can be too short.
    [[nodiscard]] answer estimate(importance_sums const& drawn, int digits) const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace ulpfield::capacity
