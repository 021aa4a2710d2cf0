#pragma once
#include <cstdint>

#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// Proved bounds of what a format computes for x^n, x > 0, while no product leaves the exponent range:
/// lower(n) <= x^n (1-u)^n and upper(n) >= x^n (1+u)^n, u = 2^-p, by directed rounding.
class power_bounds {
public:
    power_bounds(mpfr_srcptr x, int p) : low_(bits), high_(bits) {
        mpfr_value factor(bits);
        mpfr_set_si_2exp(factor.get(), -1, -p, MPFR_RNDN);
        mpfr_add_ui(factor.get(), factor.get(), 1, MPFR_RNDD);
        mpfr_mul(low_.get(), x, factor.get(), MPFR_RNDD);
        mpfr_set_si_2exp(factor.get(), 1, -p, MPFR_RNDN);
        mpfr_add_ui(factor.get(), factor.get(), 1, MPFR_RNDU);
        mpfr_mul(high_.get(), x, factor.get(), MPFR_RNDU);
    }

    [[nodiscard]] mpfr_value lower(std::int64_t n) const { return raised(low_, n, MPFR_RNDD); }
    [[nodiscard]] mpfr_value upper(std::int64_t n) const { return raised(high_, n, MPFR_RNDU); }

private:
    static constexpr mpfr_prec_t bits = 192;

    [[nodiscard]] static mpfr_value raised(mpfr_value const& base, std::int64_t n, mpfr_rnd_t direction) {
        mpfr_value result(bits);
        mpfr_pow_ui(result.get(), base.get(), static_cast<unsigned long>(n), direction);
        return result;
    }

    mpfr_value low_;
    mpfr_value high_;
};

}  // namespace ulpfield
