#pragma once
#include "rule/bipolar_oracle.hpp"
#include "ulpfield/interaction/exact_values.hpp"

namespace ulpfield {

/// F a sum of exponentials over bipolar memories: similarities are integers x, arguments alpha x = P x/Q, so a
/// difference is sum_x c_x F(P x/Q) with integer counts.
template <exponential_valued Interaction>
class exponential_bipolar_oracle final : public bipolar_oracle {
public:
    exponential_bipolar_oracle(Interaction const& F, ratio const& alpha, bipolar_patterns const& zeta)
        : bipolar_oracle(zeta),
          P_(alpha.numerator),
          values_(F, integer(alpha.denominator)),
          counts_(2 * zeta.N() + 5),
          magnitudes_(counts_.size()) {}

    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        return values_.round(sum(i), format);
    }
    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        int largest = overlap(0);
        for_each_argument(i, [&](int x, int) {
            if (larger_magnitude(x, largest)) largest = x;
        });
        return values_.quotient(sum(i), values_.magnitude_at(P_ * largest), format);
    }

    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        return values_.rational_value(sum(i));
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

    /// u_i
    [[nodiscard]] exponential_sum sum(std::size_t i) {
        for_each_argument(i, [&](int x, int sign) { counts_[index(x)] += sign * sigma(i); });
        exponential_sum result;
        for (std::size_t at = 0; at < counts_.size(); ++at) {
            if (counts_[at] != 0) values_.add(P_ * (static_cast<int>(at) - N() - 2), counts_[at], result);
            counts_[at] = 0;
        }
        return result;
    }

    [[nodiscard]] filter_values filter_values_at(int s) override {
        return {difference(s, s - 2), difference(s + 2, s - 2)};
    }

    /// F(x) - F(y), to the nearest double.
    [[nodiscard]] scaled_double difference(int x, int y) {
        exponential_sum two;
        values_.add(P_ * x, 1, two);
        values_.add(P_ * y, -1, two);
        return nearest(two);
    }
    [[nodiscard]] scaled_double nearest(exponential_sum const& value) {
        if (value.is_zero()) return {};
        // 53 bits and the exponents to hold it.
        number_format const wide{"", 53, -(std::int64_t{1} << 60), std::int64_t{1} << 60, false};
        mpfr_value const rounded = values_.round(value, wide);
        widest_range const range;
        long exponent = 0;
        double const significand = mpfr_get_d_2exp(&exponent, rounded.get(), MPFR_RNDN);
        return {significand, exponent};
    }

    /// |F(x)| > |F(y)|: in doubles, which are within 2^-53 of it; exactly where they are too near.
    [[nodiscard]] bool larger_magnitude(int x, int y) {
        if (x == y) return false;
        scaled_double const& a = magnitude_at(x);
        scaled_double const& b = magnitude_at(y);
        if (a.significand == 0 || b.significand == 0) return a.significand > b.significand;
        std::int64_t const apart = a.exponent - b.exponent;
        if (apart > 1 || apart < -1) return apart > 0;
        double const scaled = std::ldexp(a.significand, static_cast<int>(apart));
        if (std::fabs(scaled - b.significand) > 0x1p-50) return scaled > b.significand;
        return values_.larger(values_.magnitude_at(P_ * x), values_.magnitude_at(P_ * y));
    }
    [[nodiscard]] scaled_double const& magnitude_at(int x) {
        auto& known = magnitudes_[index(x)];
        if (!known) known = nearest(values_.magnitude_at(P_ * x));
        return *known;
    }

    [[nodiscard]] int exact_gap_sign(std::size_t i) override { return sigma(i) * values_.sign(sum(i)); }

    [[nodiscard]] std::size_t index(int x) const { return static_cast<std::size_t>(x + N() + 2); }

    integer P_;
    exact_values<Interaction> values_;
    std::vector<std::int64_t> counts_;                      // by x + N + 2; scratch, zero between calls
    std::vector<std::optional<scaled_double>> magnitudes_;  // likewise
};

}  // namespace ulpfield
