#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "rule/power_sum_lanes.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield {

/// Real memories: every entry is a double, hence an integer Z 2^-s with one s for all of them. Overlaps times alpha =
/// p/q are integers X_mu over one denominator Q = 2^s q,
///   u_i = sum_mu F(X+/Q) - F(X-/Q),  X+- = the overlap with sigma_i = +-1, times p,
/// one of the two always being the present X_mu. A double filter with a proved bound decides most signs; for powers
/// sums in two doubles round most values. Overlaps are kept in 128 bits where they fit.
template <class Interaction>
class real_oracle final : public oracle {
public:
    real_oracle(Interaction const& F, ratio const& alpha, real_patterns const& zeta)
        : F_(F),
          K_(zeta.K()),
          N_(zeta.N()),
          zeta_(zeta),
          p_(alpha.numerator),
          q_(alpha.denominator),
          alpha_(static_cast<double>(alpha.numerator) / static_cast<double>(alpha.denominator)),
          padded_((K_ + 7) / 8 * 8),
          column_(padded_),
          high_(padded_),
          low_(padded_) {
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (double const z : zeta.row(mu))
                if (z != 0) scale_ = std::max(scale_, bits_behind_point(z));
        fits_ = scale_ + static_cast<int>(std::bit_width(N_)) + 2 < 126;
        if (fits_) {
            fixed_.resize(K_);
            unit_ = std::ldexp(1.0, scale_);
        } else {
            X_.resize(K_);
            make_integers();
        }
        integer Q = q_;
        Q <<= static_cast<unsigned>(scale_);
        exact_.emplace(F, std::move(Q));
    }

    void set_state(std::span<std::int8_t const> sigma) override {
        check_state(sigma, N_);
        sigma_.assign(sigma.begin(), sigma.end());
        for (std::size_t mu = 0; mu < K_; ++mu) {
            if (fits_) {
                wide sum = 0;
                auto const row = zeta_.row(mu);
                if (scale_ <= 62)  // entries fit in 64 bits
                    for (std::size_t j = 0; j < N_; ++j) sum += sigma_[j] * static_cast<std::int64_t>(row[j] * unit_);
                else
                    for (std::size_t j = 0; j < N_; ++j) sum += sigma_[j] * in_units(row[j]);
                fixed_[mu] = sum;
                continue;
            }
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
        for (std::size_t mu = 0; mu < K_; ++mu)
            if (fits_)
                fixed_[mu] += 2 * sigma_[i] * in_units(zeta_.at(mu, i));
            else
                X_[mu] += 2 * sigma_[i] * Z_[mu * N_ + i];
        refresh();
    }

    [[nodiscard]] int sign(std::size_t i) override {
        // sigma_i u_i = sum F(x_mu) - F(x_mu - 2 alpha zeta_i sigma_i) in doubles, each F within its own bound; 2K
        // additions, each off by u of a partial sum <= the sum of magnitudes (twice that covers its own rounding).
        if (!total_known_) sum_total();
        double const* const zeta = column(i);
        double gap = total_.value;
        double errors = total_.errors;
        double magnitudes = total_.magnitudes;
        double const step = 2 * alpha_ * sigma_[i];
        for (std::size_t mu = 0; mu < K_; ++mu) {
            double const shift = step * zeta[mu];
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
        if (auto result = rounded_by_filter(i, format)) return *std::move(result);
        return exact_->round(exact_difference(i), format);
    }

    [[nodiscard]] mpfr_value round_over_largest_term(std::size_t i, number_format const& format) override {
        auto largest = exact_->magnitude_at(present(0));
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (integer const& X : {present(mu), other(mu, i)})
                if (auto size = exact_->magnitude_at(X); exact_->larger(size, largest)) largest = std::move(size);
        return exact_->quotient(exact_difference(i), largest, format);
    }

    [[nodiscard]] std::optional<rational> rational_value(std::size_t i) override {
        return exact_->rational_value(exact_difference(i));
    }

    [[nodiscard]] std::uint64_t filter_failures() const override { return filter_failures_; }

private:
    __extension__ using wide = __int128;

    /// Bits behind the binary point of a double that is not 0.
    [[nodiscard]] static int bits_behind_point(double z) {
        int exponent = 0;
        auto const significand = static_cast<std::int64_t>(std::ldexp(std::frexp(z, &exponent), 53));
        return 53 - exponent - std::countr_zero(static_cast<std::uint64_t>(significand));
    }
    /// z 2^s, an integer below 2^126.
    [[nodiscard]] wide in_units(double z) const { return static_cast<wide>(z * unit_); }
    [[nodiscard]] static integer integer_of(wide value) {
        bool const negative = value < 0;
        auto const magnitude =
            negative ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
        integer result = static_cast<std::uint64_t>(magnitude >> 64);
        result <<= 64;
        result += static_cast<std::uint64_t>(magnitude);
        return negative ? integer(-result) : result;
    }

    /// Z p of every entry, where 128 bits are too few.
    void make_integers() {
        Z_.resize(K_ * N_);
        for (std::size_t mu = 0; mu < K_; ++mu)
            for (std::size_t j = 0; j < N_; ++j) {
                int exponent = 0;
                double const significand = std::frexp(zeta_.at(mu, j), &exponent);
                integer& Z = Z_[mu * N_ + j];
                Z = static_cast<std::int64_t>(std::ldexp(significand, 53));
                int const up = exponent - 53 + scale_;
                if (up >= 0)
                    Z <<= static_cast<unsigned>(up);
                else
                    Z >>= static_cast<unsigned>(-up);  // only zero bits leave
                Z *= p_;
            }
    }

    /// The present X_mu, and that after flipping neuron i.
    [[nodiscard]] integer present(std::size_t mu) const {
        return fits_ ? integer(integer_of(fixed_[mu]) * p_) : X_[mu];
    }
    [[nodiscard]] integer other(std::size_t mu, std::size_t i) const {
        if (fits_) return integer_of(fixed_[mu] - 2 * sigma_[i] * in_units(zeta_.at(mu, i))) * p_;
        return X_[mu] - 2 * sigma_[i] * Z_[mu * N_ + i];
    }

    /// zeta_i of all memories, padded with 0.
    [[nodiscard]] double const* column(std::size_t i) {
        if (column_of_ != i)
            for (std::size_t mu = 0; mu < K_; ++mu) column_[mu] = zeta_.at(mu, i);
        column_of_ = i;
        return column_.data();
    }

    /// At least |x|, |x - shift| and the true argument; that is within 8u of it: X and q in double 3u, the quotient u,
    /// alpha 3u, its products and the difference 2u.
    [[nodiscard]] static double reach(double x, double shift) {
        return (std::fabs(x) + std::fabs(shift)) * (1 + 0x1p-46);
    }

    void refresh() {
        exact_total_.reset();
        total_known_ = false;
        power_total_.reset();
        x_.resize(K_);
        for (std::size_t mu = 0; mu < K_; ++mu) {
            if (fits_) {
                // The nearest double and what it lacks: exact to 2^-106.
                high_[mu] = static_cast<double>(fixed_[mu]);
                low_[mu] = static_cast<double>(fixed_[mu] - static_cast<wide>(high_[mu])) / unit_;
                high_[mu] /= unit_;
                x_[mu] = high_[mu] * alpha_;
            } else {
                x_[mu] = std::ldexp(X_[mu].template convert_to<double>(), -scale_) / static_cast<double>(q_);
            }
        }
    }

    void sum_total() {
        total_ = {};
        for (std::size_t mu = 0; mu < K_; ++mu) {
            bounded_double const F = F_.in_double(x_[mu], reach(x_[mu], 0));
            total_.value += F.value;
            total_.errors += F.error;
            total_.magnitudes += std::fabs(F.value);
        }
        total_known_ = true;
    }

    /// The format's number nearest to u_i if sums in two doubles leave no other: the ends of their enclosure round
    /// alike. For powers; alpha^n is a factor of u.
    [[nodiscard]] std::optional<mpfr_value> rounded_by_filter(std::size_t i, number_format const& format) {
        if constexpr (power_above_zero<Interaction>) {
            auto const slope = F_.slope_below_zero();
            if (!fits_ || (slope && slope->numerator != 0)) return std::nullopt;
            power_sum_lanes request{.high = high_.data(),
                                    .low = low_.data(),
                                    .zeta = column(i),
                                    .count = padded_,
                                    .n = F_.n,
                                    .rectified = slope.has_value()};
            if (!power_total_) {
                sum_powers(request);
                power_total_ = request;
            }
            request.factor = -2 * sigma_[i];
            sum_powers(request);
            double const error = error_bound(*power_total_) + error_bound(request);
            // Below this no factor of a product of two doubles overflows.
            if (!(power_total_->magnitudes + request.magnitudes < 0x1p990)) return std::nullopt;
            mpfr_value value(300);
            mpfr_set_d(value.get(), power_total_->sum_high, MPFR_RNDN);
            mpfr_add_d(value.get(), value.get(), power_total_->sum_low, MPFR_RNDN);
            mpfr_sub_d(value.get(), value.get(), request.sum_high, MPFR_RNDN);
            mpfr_sub_d(value.get(), value.get(), request.sum_low, MPFR_RNDN);
            if (sigma_[i] < 0) mpfr_neg(value.get(), value.get(), MPFR_RNDN);
            // Twice the bound: the four operations above are off by far less.
            mpfr_value lower(300);
            mpfr_value upper(300);
            mpfr_sub_d(lower.get(), value.get(), 2 * error, MPFR_RNDD);
            mpfr_add_d(upper.get(), value.get(), 2 * error, MPFR_RNDU);
            if (mpfr_sgn(lower.get()) * mpfr_sgn(upper.get()) <= 0) return std::nullopt;
            if (p_ != 1 || q_ != 1) {
                bool const positive = mpfr_sgn(lower.get()) > 0;
                if (!factor_) factor_.emplace(powers_of_alpha());
                mpfr_mul(lower.get(), lower.get(), (positive ? factor_->first : factor_->second).get(), MPFR_RNDD);
                mpfr_mul(upper.get(), upper.get(), (positive ? factor_->second : factor_->first).get(), MPFR_RNDU);
            }
            mpfr_value result = nearest(lower, format);
            mpfr_value const same = nearest(upper, format);
            bool const both_nan = mpfr_nan_p(result.get()) != 0 && mpfr_nan_p(same.get()) != 0;
            if (both_nan || mpfr_equal_p(result.get(), same.get()) != 0) return result;
        }
        return std::nullopt;
    }
    [[nodiscard]] static mpfr_value nearest(mpfr_value const& value, number_format const& format) {
        return round_once(format,
                          [&](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, value.get(), mode); });
    }
    /// alpha^n from below and above.
    [[nodiscard]] std::pair<mpfr_value, mpfr_value> powers_of_alpha() const requires power_above_zero<Interaction> {
        auto const bound = [&](mpfr_rnd_t mode) {
            mpfr_value result(300);
            mpfr_set_sj(result.get(), p_, mode);
            mpfr_div_si(result.get(), result.get(), q_, mode);
            mpfr_pow_ui(result.get(), result.get(), static_cast<unsigned long>(F_.n), mode);
            return result;
        };
        return {bound(MPFR_RNDD), bound(MPFR_RNDU)};
    }

    /// u_i, exactly.
    [[nodiscard]] typename exact_values<Interaction>::sum exact_difference(std::size_t i) {
        if (!exact_total_) {
            exact_total_.emplace();
            for (std::size_t mu = 0; mu < K_; ++mu) exact_->add(present(mu), 1, *exact_total_);
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
    real_patterns const& zeta_;
    std::int64_t p_;
    std::int64_t q_;
    double alpha_;
    int scale_ = 0;  // s: bits behind the point of the finest entry
    bool fits_ = true;
    double unit_ = 1;          // 2^s
    std::vector<wide> fixed_;  // overlaps 2^s, if they fit
    std::vector<integer> Z_;   // else entries and overlaps times p 2^s
    std::vector<integer> X_;
    std::vector<std::int8_t> sigma_;
    std::optional<exact_values<Interaction>> exact_;
    std::optional<typename exact_values<Interaction>::sum> exact_total_;
    std::vector<double> x_;
    sums total_;
    bool total_known_ = false;
    std::size_t padded_;
    std::size_t column_of_ = ~std::size_t{0};
    std::vector<double> column_;
    std::vector<double> high_;  // overlaps as two doubles
    std::vector<double> low_;
    std::optional<power_sum_lanes> power_total_;               // of F at the present overlaps
    std::optional<std::pair<mpfr_value, mpfr_value>> factor_;  // alpha^n
    std::uint64_t filter_failures_ = 0;
};

}  // namespace ulpfield
