#pragma once
#include "ulpfield/number/mpfr_value.hpp"

/// The ends of a format's number line and the values that no code stands for.
namespace ulpfield::detail {

inline void set_sign(mpfr_ptr value, bool negative) { mpfr_setsign(value, value, negative ? 1 : 0, MPFR_RNDN); }

/// The largest number of a format; of integers below zero the least.
inline void set_largest(mpfr_ptr value, bool negative, number_format const& format) {
    if (negative && format.integers()) {
        mpfr_set_si_2exp(value, -1, format.precision, MPFR_RNDN);
        return;
    }
    mpfr_set_ui_2exp(value, 1, format.emax + 1, MPFR_RNDN);
    for (int k = 0; k <= format.missing; ++k) mpfr_nextbelow(value);
    set_sign(value, negative);
}

/// A value no code stands for: -0, infinity and NaN of formats without them, in E8M0 zero and all below. OCP's formats
/// without NaN leave 0/0 open: it stays NaN. Integers have MATLAB's 0 and largest, wrapped ones x86's least number.
inline void keep_to_codes(mpfr_ptr value, number_format const& format) {
    if (mpfr_inf_p(value) != 0 && !format.has_infinity()) {
        if (format.has_nan())
            mpfr_set_nan(value);
        else
            set_largest(value, mpfr_sgn(value) < 0 || format.overflow == overflow_value::wrapped, format);
    }
    if (format.integers() && mpfr_nan_p(value) != 0) {
        if (format.saturates())
            mpfr_set_zero(value, 1);
        else
            set_largest(value, true, format);
    }
    if (format.kind == number_kind::power_of_two && mpfr_nan_p(value) == 0 && mpfr_sgn(value) <= 0) {
        if (format.saturates())
            mpfr_set_ui_2exp(value, 1, format.emin, MPFR_RNDN);
        else
            mpfr_set_nan(value);
    }
    if (!format.signed_zero && mpfr_zero_p(value) != 0) mpfr_set_zero(value, 1);
}

/// A number's negative, computed exactly: not always a number of the format.
inline void keep_negative(mpfr_ptr value, number_format const& format) {
    if (format.integers() && mpfr_sgn(value) > 0 && mpfr_get_exp(value) > format.precision)
        set_largest(value, format.overflow == overflow_value::wrapped, format);
    keep_to_codes(value, format);
}

/// What a finite value beyond the largest number gives. Modes that round toward it keep the largest (IEEE 754-2019
/// section 7.4); odd does not, as on Arm.
inline void set_overflow(mpfr_ptr value, bool negative, number_format const& format) {
    bool const inward = format.rounding == rounding_mode::zero || (format.rounding == rounding_mode::up && negative) ||
                        (format.rounding == rounding_mode::down && !negative);
    if (inward || format.saturates())
        set_largest(value, negative, format);
    else if (format.overflow == overflow_value::infinity)
        mpfr_set_inf(value, negative ? -1 : 1);
    else
        mpfr_set_nan(value);
}

}  // namespace ulpfield::detail
