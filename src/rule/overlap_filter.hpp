#pragma once
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ulpfield/memory/shared_patterns.hpp"

namespace ulpfield {

/// How a sum over the memories is done whose sign is asked for: exactly, or one after the other in a format, each
/// addition rounded to nearest.
struct summation {
    double unit = 0;        ///< 2^-p, the most that a rounding adds to a sum of 1; 0: exact
    std::int64_t emax = 0;  ///< of the format
};

/// Signs of sums over bipolar memories without the sums: bit-packed overlaps s_mu = <zeta^mu, sigma>, kept
/// incrementally, and two filters in doubles, scaled by a power of two common to the state. A memory of overlap s adds
/// D(s-1) to sigma_i u_i where it agrees with the state at i, and W(s) less where not,
///   sigma_i u_i = sum_mu D(s_mu - 1) - sum_{mu: zeta_i^mu != sigma_i} W(s_mu);
/// exactly, D(h) = F(h+1) - F(h-1) and W(s) = D(s-1) + D(s+1) = F(s+2) - F(s-2); in a format, what it computes of them.
/// First the few memories that can add most: if what they add exceeds all that the others could, the sign is certain.
/// Then one total per state and one masked sum per neuron, with an error bound; for a computed sum the bounds hold the
/// errors of its additions as well. A sign they leave open is decided elsewhere. A derived class brings the values.
class overlap_filter {
public:
    overlap_filter(bipolar_patterns const& zeta, summation const& sum);
    virtual ~overlap_filter() = default;

    void set_state(std::span<std::int8_t const> sigma);
    /// sigma_i -> -sigma_i
    void flip(std::size_t i);
    /// The sign of u_i, -1 or +1, where it is certain: from the few memories that can add most, then if asked to from
    /// all of them.
    [[nodiscard]] std::optional<int> certain_sign(std::size_t i, bool all_memories);
    /// By memory, at the present state.
    [[nodiscard]] std::span<int const> overlaps() const { return {s_.data(), zeta_.K()}; }

protected:
    /// m 2^exponent, within 2^-52 of an exact value; m = 0 or 1/2 <= |m| < 1. Zero has an exponent below all others.
    struct scaled_double {
        double significand = 0;
        std::int64_t exponent = -(std::int64_t{1} << 61);
    };
    struct filter_values {
        scaled_double total;   ///< D(s-1)
        scaled_double weight;  ///< W(s)
        bool finite = true;    ///< false: no state with such an overlap has certain signs
    };

    [[nodiscard]] virtual filter_values filter_values_at(int s) = 0;
    /// The state has changed: sums kept per state are void.
    virtual void state_changed() {}

    [[nodiscard]] int overlap(std::size_t mu) const { return s_[mu]; }
    [[nodiscard]] int sigma(std::size_t i) const { return sigma_[i]; }
    [[nodiscard]] std::size_t K() const { return zeta_.K(); }
    [[nodiscard]] bipolar_patterns const& memories() const { return zeta_; }
    [[nodiscard]] std::vector<std::uint64_t> packed_state() const { return zeta_.packed(sigma_); }
    [[nodiscard]] int N() const { return static_cast<int>(zeta_.N()); }
    /// Calls visit(mu) for every mu with zeta_i^mu != sigma_i.
    template <class Visit>
    void for_each_disagreeing(std::size_t i, Visit&& visit) {
        disagreement(i);
        for (std::size_t word = 0; word < words_; ++word)
            for (std::uint64_t bits = mask_[word]; bits != 0; bits &= bits - 1)
                visit(64 * word + static_cast<std::size_t>(std::countr_zero(bits)));
    }

private:
    static constexpr std::size_t most_dominant = 8;

    void disagreement(std::size_t i);
    void refresh();
    void find_dominant();
    [[nodiscard]] bool fill(std::size_t index);
    void rescale(std::int64_t exponent);
    void sum_all_weights();
    [[nodiscard]] std::size_t index_of(int s) const { return static_cast<std::size_t>((s + N()) / 2); }

    bipolar_patterns const& zeta_;
    summation summation_;
    std::size_t words_;                   // of a row of bits over mu
    std::vector<std::uint64_t> columns_;  // bit mu of row i: zeta_i^mu = +1
    std::vector<std::uint64_t> mask_;     // where memory and state disagree
    std::vector<std::int8_t> sigma_;
    std::vector<int> s_;  // padded to whole words
    std::vector<double> state_bounds_;

    // by (s + N) / 2, filled as overlaps occur; the last three times 2^-scale_
    std::vector<std::optional<filter_values>> table_;
    std::vector<double> totals_;   // D(s-1)
    std::vector<double> weights_;  // W(s)
    std::vector<double> bounds_;   // at least max(|D(s-1)|, |D(s+1)|); negative: not yet known
    std::int64_t scale_ = 0;

    // of the present state
    bool usable_ = false;                                // all terms finite, and no computed sum overflows
    double all_ = 0;                                     // what all memories can add
    std::array<std::size_t, most_dominant> dominant_{};  // the memories of the largest bounds
    std::size_t dominant_count_ = 0;
    double rest_ = 0;  // what all other memories can add at most, and every rounding error of their sum
    bool weights_known_ = false;
    std::vector<double> state_weights_;  // W(s_mu)
    double total_ = 0;                   // sum D(s_mu - 1)
    double bound_ = 0;                   // |total - masked sum - sigma_i u_i| <= bound
};

}  // namespace ulpfield
