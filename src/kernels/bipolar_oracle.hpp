#pragma once
#include <cmath>
#include <optional>
#include <vector>

#include "kernels/masked_sum.hpp"
#include "kernels/oracle.hpp"

namespace ulpfield {

/// What the oracles over bipolar memories share: bit-packed overlaps s_mu = <zeta^mu, sigma>, kept incrementally, and
/// the filter. With D(h) = F(h+1) - F(h-1) and the flip weight W(s) = D(s-1) + D(s+1) = F(s+2) - F(s-2),
///   sigma_i u_i = sum_mu D(s_mu - 1) - sum_{mu: zeta_i^mu != sigma_i} W(s_mu):
/// one total per state, then one masked sum per neuron. The filter does it in doubles, scaled by a power of two common
/// to the state; a derived class brings the values and decides what the filter's bound leaves open.
class bipolar_oracle : public oracle {
public:
    explicit bipolar_oracle(bipolar_patterns const& zeta);

    void set_state(std::span<std::int8_t const> sigma) override;
    void flip(std::size_t i) override;
    [[nodiscard]] int sign(std::size_t i) override;
    [[nodiscard]] std::uint64_t doubts() const override { return doubts_; }

protected:
    /// m 2^exponent, within 2^-52 of an exact value; m = 0 or 1/2 <= |m| < 1.
    struct scaled_double {
        double significand = 0;
        int exponent = 0;
    };
    struct filter_values {
        scaled_double total;   ///< D(s-1)
        scaled_double weight;  ///< W(s)
    };

    [[nodiscard]] virtual filter_values filter_values_at(int s) = 0;
    /// Sign of sigma_i u_i where the filter is in doubt.
    [[nodiscard]] virtual int exact_gap_sign(std::size_t i) = 0;
    /// The state has changed: sums kept per state are void.
    virtual void state_changed() {}

    [[nodiscard]] int overlap(std::size_t mu) const { return s_[mu]; }
    [[nodiscard]] int sigma(std::size_t i) const { return sigma_[i]; }
    [[nodiscard]] std::size_t K() const { return zeta_.K(); }
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
    void disagreement(std::size_t i);
    void refresh();

    bipolar_patterns const& zeta_;
    std::size_t words_;                   // of a row of bits over mu
    std::vector<std::uint64_t> columns_;  // bit mu of row i: zeta_i^mu = +1
    std::vector<std::uint64_t> mask_;     // where memory and state disagree
    std::vector<std::int8_t> sigma_;
    std::vector<int> s_;
    std::vector<std::optional<filter_values>> table_;  // by (s + N) / 2, filled as overlaps occur
    std::vector<double> weights_;                      // W(s_mu) 2^-scale
    double total_ = 0;                                 // sum D(s_mu - 1) 2^-scale
    double bound_ = 0;                                 // |total - masked sum - sigma_i u_i 2^-scale| <= bound
    std::uint64_t doubts_ = 0;
};

}  // namespace ulpfield
