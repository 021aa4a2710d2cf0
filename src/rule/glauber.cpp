#include "ulpfield/rule/glauber.hpp"

#include <stdexcept>
#include <utility>

#include "rule/rational_shift.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

namespace {

/// lower <= x <= upper
struct enclosure {
    explicit enclosure(mpfr_prec_t bits) : lower(bits), upper(bits) {}
    mpfr_value lower;
    mpfr_value upper;
};

/// factor u_i to some bits, factor > 0.
enclosure scaled_field(oracle& field, std::size_t i, std::optional<rational> const& exactly, rational const& factor,
                       int bits) {
    enclosure x(bits);
    if (exactly) {
        rational const product = *exactly * factor;
        mpfr_set_q(x.lower.get(), product.backend().data(), MPFR_RNDD);
        mpfr_set_q(x.upper.get(), product.backend().data(), MPFR_RNDU);
        return x;
    }
    mpfr_value const nearest = field.round(i, detail::wide_format(bits));
    mpfr_set(x.lower.get(), nearest.get(), MPFR_RNDN);
    mpfr_set(x.upper.get(), nearest.get(), MPFR_RNDN);
    mpfr_nextbelow(x.lower.get());
    mpfr_nextabove(x.upper.get());
    mpfr_mul_q(x.lower.get(), x.lower.get(), factor.backend().data(), MPFR_RNDD);
    mpfr_mul_q(x.upper.get(), x.upper.get(), factor.backend().data(), MPFR_RNDU);
    return x;
}

/// 1/(1 + e^-x), which rises with x.
void logistic(mpfr_ptr target, mpfr_srcptr x, mpfr_rnd_t rounding) {
    mpfr_rnd_t const opposite = rounding == MPFR_RNDD ? MPFR_RNDU : MPFR_RNDD;
    mpfr_neg(target, x, opposite);
    mpfr_exp(target, target, opposite);
    mpfr_add_ui(target, target, 1, opposite);
    mpfr_ui_div(target, 1, target, rounding);
}

}  // namespace

glauber::glauber(rational T, int energies, std::uint64_t seed) : words_(seed) {
    if (T <= 0) throw std::invalid_argument("T = " + T.str() + ": a temperature above 0");
    factor_ = energies / T;
}

int glauber::decide(oracle& field, std::size_t i) {
    // U lies in [drawn, drawn + 1) 2^-bits.
    integer drawn = words_();
    int bits = 64;
    std::optional<rational> const exactly = field.rational_value(i);
    if (exactly && exactly->sign() == 0) return drawn >> 63 == 0 ? 1 : -1;
    widest_range const range;
    while (true) {
        int const precision = bits + 64;
        enclosure const x = scaled_field(field, i, exactly, factor_, precision);
        mpfr_value P(precision);
        mpfr_value U(bits + 1);
        logistic(P.get(), x.lower.get(), MPFR_RNDD);
        mpfr_set_z_2exp(U.get(), integer(drawn + 1).backend().data(), -bits, MPFR_RNDN);
        if (mpfr_lessequal_p(U.get(), P.get()) != 0) return 1;
        logistic(P.get(), x.upper.get(), MPFR_RNDU);
        mpfr_set_z_2exp(U.get(), drawn.backend().data(), -bits, MPFR_RNDN);
        if (mpfr_greaterequal_p(U.get(), P.get()) != 0) return -1;
        drawn = (drawn << 64) + integer(words_());
        bits += 64;
    }
}

}  // namespace ulpfield
