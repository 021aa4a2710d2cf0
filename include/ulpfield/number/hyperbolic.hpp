#pragma once
#include "ulpfield/number/elementary.hpp"

namespace ulpfield::elementary {

/// ln cosh x, rounded from a value with a relative error below 2^-60 of the format's: at most (1/2 + 2^-59) ulp.
template <rounding_real Real>
[[nodiscard]] Real log_cosh(Real const& x) {
    return detail::apply(x, x == Real(0), [](mpfr_ptr result, mpfr_srcptr argument, mpfr_rnd_t rounding) {
        mpfr_prec_t const bits = mpfr_get_prec(result) + 64;
        mpfr_value value(bits);
        if (mpfr_cmpabs_ui(argument, static_cast<unsigned long>(bits)) > 0) {
            // |x| - ln 2 is too small by less than e^(-2|x|).
            mpfr_value magnitude(bits);
            mpfr_abs(magnitude.get(), argument, MPFR_RNDN);
            mpfr_const_log2(value.get(), MPFR_RNDN);
            mpfr_sub(value.get(), magnitude.get(), value.get(), MPFR_RNDN);
        } else {
            // ln(1 + sinh^2 x)/2: nothing cancels near 0.
            mpfr_sinh(value.get(), argument, MPFR_RNDN);
            mpfr_sqr(value.get(), value.get(), MPFR_RNDN);
            mpfr_log1p(value.get(), value.get(), MPFR_RNDN);
            mpfr_div_2ui(value.get(), value.get(), 1, MPFR_RNDN);
        }
        return mpfr_set(result, value.get(), rounding);
    });
}

}  // namespace ulpfield::elementary
