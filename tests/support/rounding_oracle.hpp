#pragma once
#include <utility>

#include "support/exact_rounding.hpp"

namespace ulpfield::test {

/// The number of the format nearest to an exact value known to many more bits.
class rounding_oracle {
public:
    explicit rounding_oracle(number_format format) : format_(std::move(format)) {}

    void round(mpfr_ptr result, mpfr_srcptr exact) const {
        bool const negative = mpfr_signbit(exact) != 0;
        bool const no_infinity = format_.overflow == overflow_value::not_a_number;
        if (mpfr_nan_p(exact) != 0 || (mpfr_inf_p(exact) != 0 && no_infinity)) {
            mpfr_set_nan(result);
        } else if (!format_.subnormals || mpfr_regular_p(exact) == 0) {
            // MPFR's own formats end where MPFR does.
            mpfr_set(result, exact, MPFR_RNDN);
        } else if (mpfr_get_exp(exact) < format_.emin - format_.precision - 2) {
            mpfr_set_zero(result, negative ? -1 : 1);  // spares rationals with millions of bits
        } else if (mpfr_get_exp(exact) > format_.emax + 3) {
            lose(result, negative);
        } else {
            set(result, round_exactly(exact_value(exact), format_));
        }
    }

    void set(mpfr_ptr result, exactly_rounded const& value) const {
        if (!value.magnitude) return lose(result, value.negative);
        mpfr_set_q(result, value.magnitude->backend().data(), MPFR_RNDN);
        mpfr_setsign(result, result, value.negative ? 1 : 0, MPFR_RNDN);
    }

private:
    void lose(mpfr_ptr result, bool negative) const {
        if (format_.overflow == overflow_value::not_a_number)
            mpfr_set_nan(result);
        else
            mpfr_set_inf(result, negative ? -1 : 1);
    }

    number_format format_;
};

}  // namespace ulpfield::test
