#pragma once
#include <map>
#include <utility>
#include <vector>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// Enclosures of e^(X/Q) for integers X, Q > 0, remembered at the highest precision asked for.
class exponential_table {
public:
    struct enclosure {
        mpfr_value lower;
        mpfr_value upper;
        mpfr_prec_t bits;
    };

    explicit exponential_table(integer Q) : Q_(std::move(Q)) {}

    /// lower <= e^(X/Q) <= upper, relative width a few 2^-bits.
    [[nodiscard]] enclosure const& at(integer const& X, mpfr_prec_t bits) {
        auto found = entries_.find(X);
        if (found != entries_.end() && found->second.bits >= bits) return found->second;
        if (entries_.size() > most_entries) entries_.clear();
        // X/Q to enough bits beyond its integer part that its rounding hardly widens the result.
        auto const whole = static_cast<mpfr_prec_t>(mpz_sizeinbase(X.backend().data(), 2));
        enclosure result{mpfr_value(bits), mpfr_value(bits), bits};
        mpfr_value argument(bits + whole);
        for (auto const& [target, rounding] :
             {std::pair(result.lower.get(), MPFR_RNDD), std::pair(result.upper.get(), MPFR_RNDU)}) {
            mpfr_set_z(argument.get(), X.backend().data(), MPFR_RNDN);  // exact: the precision holds X
            mpfr_div_z(argument.get(), argument.get(), Q_.backend().data(), rounding);
            mpfr_exp(target, argument.get(), rounding);
        }
        return entries_.insert_or_assign(X, std::move(result)).first->second;
    }

    [[nodiscard]] integer const& Q() const { return Q_; }

private:
    static constexpr std::size_t most_entries = 100'000;

    integer Q_;
    std::map<integer, enclosure> entries_;
};

/// sum_k c_k e^(X_k/Q) with integers c_k, X_k, decided and rounded exactly. By Lindemann-Weierstrass the exponentials
/// of different rationals are linearly independent over the rationals: the sum is zero only if every coefficient is,
/// and a sum with any X_k != 0 is no rational number, so it lies on no rounding boundary. Precision rises until the
/// enclosure answers; it always does.
class exponential_sum {
public:
    void add(integer const& X, std::int64_t count) { coefficients_[X] += count; }

    [[nodiscard]] bool is_zero() const {
        for (auto const& [X, c] : coefficients_)
            if (c != 0) return false;
        return true;
    }

    /// -1, 0 or +1
    [[nodiscard]] int sign(exponential_table& table) const {
        if (is_zero()) return 0;
        for (mpfr_prec_t bits = 64;; bits *= 2) {
            auto const [lower, upper] = enclose(table, bits);
            if (mpfr_sgn(lower.get()) > 0) return 1;
            if (mpfr_sgn(upper.get()) < 0) return -1;
        }
    }

    /// The format's correctly rounded value of the sum.
    [[nodiscard]] mpfr_value round(exponential_table& table, number_format const& format) const {
        auto const rounded = [&](mpfr_srcptr x) {
            return round_once(format, [x](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, x, mode); });
        };
        for (mpfr_prec_t bits = format.precision + 64;; bits *= 2) {
            auto const [lower, upper] = enclose(table, bits);
            mpfr_value result = rounded(lower.get());
            mpfr_value const other = rounded(upper.get());
            bool const same = mpfr_equal_p(result.get(), other.get()) != 0 ||
                              (mpfr_nan_p(result.get()) != 0 && mpfr_nan_p(other.get()) != 0);
            // e^0 = 1 is enclosed without width: a rational sum is met exactly.
            if (same) return result;
        }
    }

private:
    [[nodiscard]] std::pair<mpfr_value, mpfr_value> enclose(exponential_table& table, mpfr_prec_t bits) const {
        std::pair<mpfr_value, mpfr_value> sum{mpfr_value(bits), mpfr_value(bits)};
        mpfr_set_zero(sum.first.get(), 1);
        mpfr_set_zero(sum.second.get(), 1);
        mpfr_value term(bits + 64);
        for (auto const& [X, c] : coefficients_) {
            if (c == 0) continue;
            auto const& power = table.at(X, bits);
            mpfr_mul_si(term.get(), (c > 0 ? power.lower : power.upper).get(), static_cast<long>(c), MPFR_RNDD);
            mpfr_add(sum.first.get(), sum.first.get(), term.get(), MPFR_RNDD);
            mpfr_mul_si(term.get(), (c > 0 ? power.upper : power.lower).get(), static_cast<long>(c), MPFR_RNDU);
            mpfr_add(sum.second.get(), sum.second.get(), term.get(), MPFR_RNDU);
        }
        return sum;
    }

    std::map<integer, std::int64_t> coefficients_;
};

}  // namespace ulpfield
