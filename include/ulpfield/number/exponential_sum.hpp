#pragma once
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/round_to_format.hpp"

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

    /// lower <= e^(X/Q) <= upper, relative width a few 2^-bits. Under a widest_range.
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
    /// += count other
    void add(exponential_sum const& other, std::int64_t count) {
        for (auto const& [X, c] : other.coefficients_) coefficients_[X] += c * count;
    }

    [[nodiscard]] bool is_zero() const {
        for (auto const& [X, c] : coefficients_)
            if (c != 0) return false;
        return true;
    }

    /// The value where it is rational: the sum has no exponent but 0.
    [[nodiscard]] std::optional<integer> rational_value() const {
        integer value = 0;
        for (auto const& [X, c] : coefficients_) {
            if (c == 0) continue;
            if (X != 0) return std::nullopt;
            value = c;
        }
        return value;
    }

    /// X and c of a sum c e^(X/Q) of one term.
    [[nodiscard]] std::optional<std::pair<integer, std::int64_t>> only_term() const {
        std::optional<std::pair<integer, std::int64_t>> term;
        for (auto const& [X, c] : coefficients_) {
            if (c == 0) continue;
            if (term) return std::nullopt;
            term.emplace(X, c);
        }
        return term;
    }

    /// q with this sum = q other, if there is one; `other` is not zero.
    [[nodiscard]] std::optional<rational> rational_ratio(exponential_sum const& other) const {
        std::optional<rational> ratio;
        auto const at = [](exponential_sum const& sum, integer const& X) {
            auto const found = sum.coefficients_.find(X);
            return found == sum.coefficients_.end() ? std::int64_t{0} : found->second;
        };
        for (auto const& [X, c] : other.coefficients_) {
            if (c == 0) continue;
            rational const quotient(at(*this, X), c);
            if (ratio && *ratio != quotient) return std::nullopt;
            ratio = quotient;
        }
        for (auto const& [X, c] : coefficients_)
            if (c != 0 && at(other, X) == 0) return std::nullopt;
        return ratio;
    }

    /// -1, 0 or +1
    [[nodiscard]] int sign(exponential_table& table) const {
        if (is_zero()) return 0;
        widest_range const range;
        for (mpfr_prec_t bits = 64;; bits *= 2) {
            auto const [lower, upper] = enclose(table, bits);
            if (mpfr_sgn(lower.get()) > 0) return 1;
            if (mpfr_sgn(upper.get()) < 0) return -1;
        }
    }

    /// The format's correctly rounded value of the sum over divisor >= 1.
    [[nodiscard]] mpfr_value round(exponential_table& table, number_format const& format,
                                   std::int64_t divisor = 1) const {
        return round_enclosed(format, [&](mpfr_prec_t bits) {
            auto sum = enclose(table, bits);
            if (divisor != 1) {
                mpfr_div_si(sum.first.get(), sum.first.get(), static_cast<long>(divisor), MPFR_RNDD);
                mpfr_div_si(sum.second.get(), sum.second.get(), static_cast<long>(divisor), MPFR_RNDU);
            }
            return sum;
        });
    }

    /// The format's correctly rounded value of this sum over another, which is not zero. The quotient is rational only
    /// if one sum is a rational multiple of the other, coefficient by coefficient; then it is rounded as that.
    [[nodiscard]] mpfr_value round_over(exponential_sum const& other, exponential_table& table,
                                        number_format const& format) const {
        if (auto const ratio = rational_ratio(other))
            return round_once(format, [&](mpfr_ptr result, mpfr_rnd_t mode) {
                return mpfr_set_q(result, ratio->backend().data(), mode);
            });
        return round_enclosed(format, [&](mpfr_prec_t bits) {
            auto const top = enclose(table, bits);
            auto const bottom = other.enclose(table, bits);
            std::pair<mpfr_value, mpfr_value> quotient{mpfr_value(bits), mpfr_value(bits)};
            mpfr_set_inf(quotient.first.get(), -1);
            mpfr_set_inf(quotient.second.get(), 1);
            if (mpfr_sgn(bottom.first.get()) != mpfr_sgn(bottom.second.get()) || mpfr_zero_p(bottom.first.get()) != 0)
                return quotient;
            // Of the four quotients of ends the least and the largest.
            mpfr_value end(bits);
            mpfr_set_inf(quotient.first.get(), 1);
            mpfr_set_inf(quotient.second.get(), -1);
            for (mpfr_srcptr const a : {top.first.get(), top.second.get()})
                for (mpfr_srcptr const b : {bottom.first.get(), bottom.second.get()}) {
                    mpfr_div(end.get(), a, b, MPFR_RNDD);
                    mpfr_min(quotient.first.get(), quotient.first.get(), end.get(), MPFR_RNDD);
                    mpfr_div(end.get(), a, b, MPFR_RNDU);
                    mpfr_max(quotient.second.get(), quotient.second.get(), end.get(), MPFR_RNDU);
                }
            return quotient;
        });
    }

private:
    /// Precision rises until both ends of an enclosure round alike.
    template <class Enclosure>
    [[nodiscard]] static mpfr_value round_enclosed(number_format const& format, Enclosure const& enclosure) {
        widest_range const range;
        auto const rounded = [&](mpfr_srcptr x) {
            return round_once(format, [x](mpfr_ptr result, mpfr_rnd_t mode) { return mpfr_set(result, x, mode); });
        };
        for (mpfr_prec_t bits = format.precision + 64;; bits *= 2) {
            auto const [lower, upper] = enclosure(bits);
            mpfr_value result = rounded(lower.get());
            mpfr_value const other = rounded(upper.get());
            bool const same = mpfr_equal_p(result.get(), other.get()) != 0 ||
                              (mpfr_nan_p(result.get()) != 0 && mpfr_nan_p(other.get()) != 0);
            // e^0 = 1 is enclosed without width: a rational sum is met exactly.
            if (same) return result;
        }
    }

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
