#pragma once
#include <cmath>
#include <type_traits>
#include <vector>

#include "ulpfield/number/exponential_sum.hpp"
#include "ulpfield/number/rounded_quotient.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// Real memories: every entry is a double, hence an integer Z 2^-s with one s for all of them. Overlaps X_mu are
/// integers,
///   u_i = sum_mu F(X+/Q) - F(X-/Q),  X+- = the overlap with sigma_i = +-1, Q = 2^s/alpha,
/// one of the two always being the present X_mu. A double filter with a proved bound decides most signs.
template <class Interaction>
class real_oracle final : public oracle {
public:
    real_oracle(Interaction const& F, std::int64_t reciprocal_alpha, real_patterns const& zeta)
        : F_(F),
          K_(zeta.K()),
          N_(zeta.N()),
          Z_(K_ * N_),
          X_(K_),
          zeta_(zeta),
          alpha_(1 / static_cast<double>(reciprocal_alpha)) {
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
        integer Q = reciprocal_alpha;
        Q <<= static_cast<unsigned>(shift);
        if constexpr (is_algebraic<Interaction>) {
            Q_power_ = boost::multiprecision::pow(Q, static_cast<unsigned>(F.n - 1));
            denominator_ = Q_power_ * Q * F.exact_denominator();
        }
        table_ = exponential_table(Q);
        scale_ = shift;
    }

    void set_state(std::span<std::int8_t const> sigma) override {
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
        // sigma_i u_i = sum F(x_mu) - F(x_mu - 2 alpha zeta_i sigma_i) in doubles; each argument is off by at most 3u
        // of itself plus 2u of 2|zeta_i|, each F by the relative error relative_error_ for that argument's size.
        double gap = total_;
        double magnitudes = total_magnitude_;
        double const step = 2 * alpha_ * sigma_[i];
        for (std::size_t mu = 0; mu < K_; ++mu) {
            double const value = approximate(x_[mu] - step * zeta_.at(mu, i));
            gap -= value;
            magnitudes += sensitivity(x_[mu], step * zeta_.at(mu, i), value);
        }
        double const bound = (relative_error_ + 4 * static_cast<double>(K_) + 4) * 0x1p-53 * magnitudes +
                             static_cast<double>(K_) * 0x1p-1000;
        if (gap > bound) return sigma_[i];
        if (gap < -bound) return -sigma_[i];
        ++doubts_;  // also where the doubles overflowed: NaN and infinity decide nothing
        return exact_sign(i);
    }

    [[nodiscard]] mpfr_value round(std::size_t i, number_format const& format) override {
        if constexpr (is_algebraic<Interaction>)
            return rounded_quotient(exact_difference(i), denominator_, 0, format);
        else
            return exact_sum(i, 0).round(table_, format);
    }

    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        if constexpr (is_algebraic<Interaction>) {
            integer largest = 0;
            for (std::size_t mu = 0; mu < K_; ++mu)
                for (integer const& X : {X_[mu], other(mu, i)})
                    largest = std::max(largest, integer(boost::multiprecision::abs(F_.exact(X, Q_power_))));
            return rounded_quotient(exact_difference(i), largest == 0 ? integer(1) : largest, 0, format);
        } else {
            integer largest = X_[0];
            for (std::size_t mu = 0; mu < K_; ++mu) largest = std::max({largest, X_[mu], other(mu, i)});
            return exact_sum(i, largest).round(table_, format);
        }
    }

    [[nodiscard]] std::uint64_t doubts() const override { return doubts_; }

private:
    /// The overlap after flipping neuron i.
    [[nodiscard]] integer other(std::size_t mu, std::size_t i) const {
        return X_[mu] - 2 * sigma_[i] * Z_[mu * N_ + i];
    }

    void refresh() {
        sums_known_ = false;
        x_.resize(K_);
        total_ = 0;
        total_magnitude_ = 0;
        double largest = 0;
        for (std::size_t mu = 0; mu < K_; ++mu) {
            x_[mu] = alpha_ * std::ldexp(X_[mu].template convert_to<double>(), -scale_);
            double const value = approximate(x_[mu]);
            total_ += value;
            total_magnitude_ += sensitivity(x_[mu], 0, value);
            largest = std::max(largest, std::fabs(x_[mu]));
        }
        if constexpr (is_algebraic<Interaction>)
            relative_error_ = 16 * F_.n + 16;
        else
            relative_error_ = 16 * (largest + 2) + 16;
    }

    /// F in doubles, by multiplication (e^x: the library's exp, taken to be within 4 ulp).
    [[nodiscard]] double approximate(double x) const {
        if constexpr (is_algebraic<Interaction>) {
            if constexpr (requires { F_.eps; })
                if (x < 0)
                    return F_.slope *
                           (static_cast<double>(F_.eps.numerator) / static_cast<double>(F_.eps.denominator)) * x;
            if constexpr (std::is_same_v<Interaction, rectified>)
                if (x < 0) return 0;
            return binary_power(x, F_.n);
        } else {
            return std::exp(x);
        }
    }

    /// A magnitude whose multiple by relative_error_ u bounds the error of F at x - step: F grows at most like the
    /// power (or exponential) of |x| + |step|, and an argument's error is relative to |x| + |step| as well.
    [[nodiscard]] double sensitivity(double x, double step, double value) const {
        if constexpr (is_algebraic<Interaction>) {
            double const reach = std::fabs(x) + std::fabs(step);
            double linear = 0;
            if constexpr (requires { F_.eps; }) linear = reach;
            return binary_power(reach, F_.n) + linear;
        } else {
            return value * (1 + std::fabs(step));
        }
    }

    [[nodiscard]] int exact_sign(std::size_t i) {
        if constexpr (is_algebraic<Interaction>)
            return exact_difference(i).sign();
        else
            return exact_sum(i, 0).sign(table_);
    }

    /// u_i times denominator_.
    [[nodiscard]] integer exact_difference(std::size_t i) {
        if (!sums_known_) {
            exact_total_ = 0;
            for (integer const& X : X_) exact_total_ += F_.exact(X, Q_power_);
            sums_known_ = true;
        }
        integer gap = exact_total_;
        for (std::size_t mu = 0; mu < K_; ++mu) gap -= F_.exact(other(mu, i), Q_power_);
        return gap * sigma_[i];
    }

    /// u_i e^(-shift/Q)
    [[nodiscard]] exponential_sum exact_sum(std::size_t i, integer const& shift) const {
        exponential_sum result;
        for (std::size_t mu = 0; mu < K_; ++mu) {
            result.add(X_[mu] - shift, sigma_[i]);
            result.add(other(mu, i) - shift, -sigma_[i]);
        }
        return result;
    }

    Interaction F_;
    std::size_t K_;
    std::size_t N_;
    std::vector<integer> Z_;
    std::vector<integer> X_;
    real_patterns const& zeta_;
    double alpha_;
    int scale_ = 0;  // s
    std::vector<std::int8_t> sigma_;
    integer Q_power_;
    integer denominator_;
    exponential_table table_{1};
    integer exact_total_;
    bool sums_known_ = false;
    std::vector<double> x_;
    double total_ = 0;
    double total_magnitude_ = 0;
    double relative_error_ = 0;
    std::uint64_t doubts_ = 0;
};

}  // namespace ulpfield
