#include "rule/definition_oracle.hpp"

#include <optional>
#include <stdexcept>
#include <vector>

#include "rule/integer_patterns.hpp"
#include "rule/rational_shift.hpp"
#include "ulpfield/interaction/exact_values.hpp"

namespace ulpfield {

namespace {

template <class Interaction>
class definition_oracle_of final : public definition_oracle {
public:
    definition_oracle_of(Interaction const& F, ratio const& alpha, memory_patterns const& zeta,
                         std::vector<rational> bias)
        : zeta_(zeta),
          bias_(std::move(bias)),
          alpha_(alpha.numerator),
          values_(F, integer(integer(alpha.denominator) << zeta_.shift())),
          overlaps_(zeta_.K()) {}

    void set_state(std::span<std::int8_t const> sigma) override {
        if (sigma.size() != zeta_.N())
            throw std::invalid_argument("sigma: " + std::to_string(sigma.size()) +
                                        " entries for N = " + std::to_string(zeta_.N()) + " neurons");
        sigma_.assign(sigma.begin(), sigma.end());
        for (std::int8_t const value : sigma_) check(value);
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu) {
            overlaps_[mu] = 0;
            for (std::size_t j = 0; j < sigma_.size(); ++j) overlaps_[mu] += zeta_.at(mu, j) * sigma_[j];
        }
    }
    void set(std::size_t i, std::int8_t value) override {
        check(value);
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu) overlaps_[mu] += zeta_.at(mu, i) * (value - sigma_[i]);
        sigma_[i] = value;
    }

    [[nodiscard]] int sign(std::size_t i, rational const& tolerance) override {
        typename exact_values<Interaction>::sum u{};
        for (std::size_t mu = 0; mu < zeta_.K(); ++mu) {
            integer const R = overlaps_[mu] - zeta_.at(mu, i) * sigma_[i];
            values_.add(integer((R + zeta_.at(mu, i)) * alpha_), 1, u);
            values_.add(integer((R - zeta_.at(mu, i)) * alpha_), -1, u);
        }
        if (!bias_.empty()) return sign_with(bias_[i], u, tolerance);
        int const sign = values_.sign(u);
        return sign == 0 || tolerance.is_zero() || !within(values_.times(u, sign), tolerance) ? sign : 0;
    }

private:
    static void check(std::int8_t value) {
        if (value < -1 || value > 1)
            throw std::invalid_argument("sigma: an entry " + std::to_string(value) + "; accepted: -1, 0 and +1");
    }

    /// Of u + b.
    [[nodiscard]] int sign_with(rational const& b, typename exact_values<Interaction>::sum const& u,
                                rational const& T) {
        if (auto const value = values_.rational_value(u)) {
            rational const field = *value + b;
            return boost::multiprecision::abs(field) <= T ? 0 : field.sign();
        }
        auto const nearest = [&](number_format const& format) { return values_.round(u, format); };
        int const sign = sign_of_shifted(nearest, b);
        return T.is_zero() || sign_of_shifted(nearest, rational(b - sign * T)) == sign ? sign : 0;
    }

    /// u <= T, u > 0. A sum of exponentials whose coefficients add up to 0 is no rational number unless it is 0 or all
    /// its exponents are (then it is 0, too); so some precision tells it from T.
    [[nodiscard]] bool within(typename exact_values<Interaction>::sum const& u, rational const& T) {
        if (auto const value = values_.rational_value(u)) return *value <= T;
        for (int bits = 64;; bits *= 2) {
            mpfr_value const nearest = values_.round(u, {"", bits, mpfr_emin, mpfr_emax, false});
            mpfr_value below(bits);
            mpfr_value above(bits);
            mpfr_set(below.get(), nearest.get(), MPFR_RNDN);
            mpfr_set(above.get(), nearest.get(), MPFR_RNDN);
            mpfr_nextbelow(below.get());
            mpfr_nextabove(above.get());
            if (mpfr_cmp_q(above.get(), T.backend().data()) <= 0) return true;
            if (mpfr_cmp_q(below.get(), T.backend().data()) >= 0) return false;
        }
    }

    integer_patterns zeta_;
    std::vector<rational> bias_;
    integer alpha_;
    exact_values<Interaction> values_;
    std::vector<integer> overlaps_;
    std::vector<std::int8_t> sigma_;
};

}  // namespace

std::unique_ptr<definition_oracle> make_definition_oracle(interaction const& F, ratio const& alpha,
                                                          memory_patterns const& zeta, std::vector<rational> bias) {
    return std::visit(
        [&]<class Interaction>(Interaction const& f) -> std::unique_ptr<definition_oracle> {
            return std::make_unique<definition_oracle_of<Interaction>>(f, alpha, zeta, std::move(bias));
        },
        F);
}

}  // namespace ulpfield
