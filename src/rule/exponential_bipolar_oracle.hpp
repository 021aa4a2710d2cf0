#pragma once
#include "rule/bipolar_oracle.hpp"
#include "ulpfield/number/exponential_sum.hpp"

namespace ulpfield {

/// F(x) = e^x over bipolar memories: similarities are integers, so a difference is sum_x c_x e^(x/Q) with integer
/// counts.
class exponential_bipolar_oracle final : public bipolar_oracle {
public:
    exponential_bipolar_oracle(integer Q, bipolar_patterns const& zeta)
        : bipolar_oracle(zeta), table_(std::move(Q)), counts_(2 * zeta.N() + 5) {}

    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        return sum(i, 0).round(table_, format);
    }
    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        int largest = -N() - 2;
        for_each_argument(i, [&](int x, int) { largest = std::max(largest, x); });
        return sum(i, largest).round(table_, format);
    }

private:
    /// Calls visit(x, +1) for every F(x) that sigma_i u_i adds, visit(x, -1) for every one it takes away.
    template <class Visit>
    void for_each_argument(std::size_t i, Visit&& visit) {
        std::vector<bool> disagrees(K());
        for_each_disagreeing(i, [&](std::size_t mu) { disagrees[mu] = true; });
        for (std::size_t mu = 0; mu < K(); ++mu) {
            visit(overlap(mu), 1);
            visit(overlap(mu) + (disagrees[mu] ? 2 : -2), -1);
        }
    }

    /// u_i e^(-shift/Q)
    [[nodiscard]] exponential_sum sum(std::size_t i, int shift) {
        for_each_argument(i,
                          [&](int x, int sign) { counts_[static_cast<std::size_t>(x + N() + 2)] += sign * sigma(i); });
        exponential_sum result;
        for (std::size_t at = 0; at < counts_.size(); ++at) {
            if (counts_[at] != 0) result.add(static_cast<int>(at) - N() - 2 - shift, counts_[at]);
            counts_[at] = 0;
        }
        return result;
    }

    [[nodiscard]] filter_values filter_values_at(int s) override {
        return {difference(s, s - 2), difference(s + 2, s - 2)};
    }

    /// e^(x/Q) - e^(y/Q), x > y, to the nearest double.
    [[nodiscard]] scaled_double difference(int x, int y) {
        exponential_sum two;
        two.add(x, 1);
        two.add(y, -1);
        // mpfr:53 has the exponents to hold it.
        mpfr_value const nearest = two.round(table_, {"", 53, mpfr_emin, mpfr_emax, false});
        long exponent = 0;
        double const significand = mpfr_get_d_2exp(&exponent, nearest.get(), MPFR_RNDN);
        return {significand, static_cast<int>(exponent)};
    }

    [[nodiscard]] int exact_gap_sign(std::size_t i) override { return sigma(i) * sum(i, 0).sign(table_); }

    exponential_table table_;
    std::vector<std::int64_t> counts_;  // by x + N + 2; scratch, zero between calls
};

}  // namespace ulpfield
