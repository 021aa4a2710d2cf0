#pragma once
#include <mpfr.h>

#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield::capacity {

/// Sets the precision new numbers of this thread get and widens MPFR's exponent range to all it has (2^(+-2^62)); puts
/// both back at the end. Both are thread state, so every public function of this folder opens one.
class working_precision {
public:
    explicit working_precision(mpfr_prec_t bits) : bits_(current_), emin_(mpfr_get_emin()), emax_(mpfr_get_emax()) {
        current_ = bits;
        mpfr_set_emin(mpfr_get_emin_min());
        mpfr_set_emax(mpfr_get_emax_max());
    }
    working_precision(working_precision const&) = delete;
    working_precision& operator=(working_precision const&) = delete;
    ~working_precision() {
        current_ = bits_;
        mpfr_set_emin(emin_);
        mpfr_set_emax(emax_);
    }

    [[nodiscard]] static mpfr_prec_t bits() { return current_; }

private:
    static inline thread_local mpfr_prec_t current_ = 64;
    mpfr_prec_t bits_;
    mpfr_exp_t emin_;
    mpfr_exp_t emax_;
};

/// A zero of the working precision.
[[nodiscard]] inline mpfr_value fresh() {
    mpfr_value value(working_precision::bits());
    mpfr_set_zero(value.get(), 1);
    return value;
}

}  // namespace ulpfield::capacity
