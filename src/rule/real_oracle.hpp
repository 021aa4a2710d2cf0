#pragma once
#include <cmath>
#include <optional>
#include <vector>

#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// Real memories: every entry is a double, hence an integer Z 2^-s with one s for all of them. Overlaps times alpha =
/// p/q are integers X_mu over one denominator Q = 2^s q,
///   u_i = sum_mu F(X+/Q) - F(X-/Q),  X+- = the overlap with sigma_i = +-1, times p,
/// one of the two always being the present X_mu. A double filter with a proved bound decides most signs.
template <class Interaction>
class real_oracle final : public oracle {
public:
    real_oracle(Interaction const& F, ratio const& alpha, real_patterns const& zeta)
        : F_(F),
          K_(zeta.K()),
          N_(zeta.N()),
          Z_(K_ * N_),
          X_(K_),
          zeta_(zeta),
          alpha_(static_cast<double>(alpha.numerator) / static_cast<double>(alpha.denominator)),
          reciprocal_(static_cast<double>(alpha.denominator)) {
        int shift = 0;  // s: bits behind the point of the finest entry
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (double const z : zeta.row(mu))
                if (z != 0) {
                    int exponent = 0;
                    auto const significand = static_cast<std::int64_t>(std::ldexp(std::frexp(z, &exponent), 53));
                    shift = std::max(shift, 53 - exponent - std::countr_zero(static_cast<std::uint64_t>(significand)));
                }
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t j = 0; j < N_; ++j) {
                int exponent = 0;
                double const significand = std::frexp(zeta.at(mu, j), &exponent);
                integer& Z = Z_[mu * N_ + j];
                Z = static_cast<std::int64_t>(std::ldexp(significand, 53));
                int const up = exponent - 53 + shift;
                if (up >= 0)
                    Z <<= static_cast<unsigned>(up);
                else
                    Z >>= static_cast<unsigned>(-up);  // only zero bits leave
            }
        for (integer& Z : Z_) Z *= alpha.numerator;
        integer Q = alpha.denominator;
        Q <<= static_cast<unsigned>(shift);
        exact_.emplace(F, std::move(Q));
        scale_ = shift;
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        check_state(sigma, N_);
        sigma_.assign(sigma.begin(), sigma.end());
        for (std::size_t mu = 0; mu < K_; ++mu) {
            X_[mu] = 0;
            for (std::size_t j = 0; j < N_; ++j)
                if (sigma_[j] > 0)
                    X_[mu] += Z_[mu * N_ + j];
                else
                    X_[mu] -= Z_[mu * N_ + j];
        }
        refresh();
    }

    void flip(std::size_t i) override {
        sigma_[i] = static_cast<std::int8_t>(-sigma_[i]);
        for (std::size_t mu = 0; mu < K_; ++mu) X_[mu] += 2 * sigma_[i] * Z_[mu * N_ + i];
        refresh();
    }

    [[nodiscard]] int sign(std::size_t i) override {
        // sigma_i u_i = sum F(x_mu) - F(x_mu - 2 alpha zeta_i sigma_i) in doubles, each F within its own bound; 2K
        // additions, each off by u of a partial sum <= the sum of magnitudes (twice that covers its own rounding).
        double gap = total_.value;
        double errors = total_.errors;
        double magnitudes = total_.magnitudes;
        double const step = 2 * alpha_ * sigma_[i];
        for (std::size_t mu = 0; mu < K_; ++mu) {
            double const shift = step * zeta_.at(mu, i);
            bounded_double const F = F_.in_double(x_[mu] - shift, reach(x_[mu], shift));
            gap -= F.value;
            errors += F.error;
            magnitudes += std::fabs(F.value);
        }
        double const count = static_cast<double>(K_);
        double const bound = errors * (1 + 0x1p-20) + (4 * count + 4) * double_roundoff * magnitudes + count * 0x1p-998;
        if (gap > bound) return sigma_[i];
        if (gap < -bound) return -sigma_[i];
        ++filter_failures_;  // also where the doubles overflowed: NaN and infinity decide nothing
        return exact_->sign(exact_difference(i));
    }

    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        return exact_->round(exact_difference(i), format);
    }

    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        auto largest = exact_->magnitude_at(X_[0]);
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (integer const& X : {X_[mu], other(mu, i)})
                if (auto size = exact_->magnitude_at(X); exact_->larger(size, largest)) largest = std::move(size);
        return exact_->quotient(exact_difference(i), largest, format);
    }

    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        return exact_->rational_value(exact_difference(i));
    }

    [[nodiscard]] std::uint64_t filter_failures() const override { return filter_failures_; }

private:
    /// The overlap after flipping neuron i.
    [[nodiscard]] integer other(std::size_t mu, std::size_t i) const {
        return X_[mu] - 2 * sigma_[i] * Z_[mu * N_ + i];
    }

    /// At least |x|, |x - shift| and the true argument; that is within 8u of it: X and q in double 3u, the quotient u,
    /// alpha 3u, its products and the difference 2u.
    [[nodiscard]] static double reach(double x, double shift) {
        return (std::fabs(x) + std::fabs(shift)) * (1 + 0x1p-46);
    }

    void refresh() {
        exact_total_.reset();
        x_.resize(K_);
        total_ = {};
        for (std::size_t mu = 0; mu < K_; ++mu) {
            x_[mu] = std::ldexp(X_[mu].template convert_to<double>(), -scale_) / reciprocal_;
            bounded_double const F = F_.in_double(x_[mu], reach(x_[mu], 0));
            total_.value += F.value;
            total_.errors += F.error;
            total_.magnitudes += std::fabs(F.value);
        }
    }

    /// u_i, exactly.
    [[nodiscard]] typename exact_values<Interaction>::sum exact_difference(std::size_t i) {
        if (!exact_total_) {
            exact_total_.emplace();
            for (integer const& X : X_) exact_->add(X, 1, *exact_total_);
        }
        auto gap = *exact_total_;
        for (std::size_t mu = 0; mu < K_; ++mu) exact_->add(other(mu, i), -1, gap);
        return exact_->times(std::move(gap), sigma_[i]);
    }

    struct sums {
        double value = 0;
        double errors = 0;
        double magnitudes = 0;
    };

    Interaction F_;
    std::size_t K_;
    std::size_t N_;
    std::vector<integer> Z_;
    std::vector<integer> X_;
    real_patterns const& zeta_;
    double alpha_;
    double reciprocal_;  // q
    int scale_ = 0;      // s
    std::vector<std::int8_t> sigma_;
    std::optional<exact_values<Interaction>> exact_;
    std::optional<typename exact_values<Interaction>::sum> exact_total_;
    std::vector<double> x_;
    sums total_;
    std::uint64_t filter_failures_ = 0;
};

}  // namespace ulpfield
