#pragma once
#include <mpfr.h>

#include <string>

#include "support/number_parts.hpp"

namespace ulpfield::test {

/// A number read for comparison: an mpfr_t of its own with room for every format here.
class plain_mpfr {
public:
    explicit plain_mpfr(mpfr_prec_t bits) { mpfr_init2(value_, bits); }
    plain_mpfr(plain_mpfr const&) = delete;
    plain_mpfr& operator=(plain_mpfr const&) = delete;
    ~plain_mpfr() { mpfr_clear(value_); }
    operator mpfr_ptr() { return value_; }
    operator mpfr_srcptr() const { return value_; }

private:
    mpfr_t value_;
};

/// The same number: equal with the same sign of zero, or both NaN.
[[nodiscard]] inline bool same_number(mpfr_srcptr x, mpfr_srcptr y) {
    if (mpfr_nan_p(x) != 0 || mpfr_nan_p(y) != 0) return mpfr_nan_p(x) != 0 && mpfr_nan_p(y) != 0;
    return mpfr_equal_p(x, y) != 0 && mpfr_signbit(x) == mpfr_signbit(y);
}

/// In hexadecimal, exactly.
[[nodiscard]] inline std::string hexadecimal(mpfr_srcptr x) {
    char* text = nullptr;
    mpfr_asprintf(&text, "%Ra", x);
    std::string result = text;
    mpfr_free_str(text);
    return result;
}

/// Correct rounding as MPFR's manual builds IEEE formats: the operation with the format's exponent range set, then
/// mpfr_subnormalize. `operation(result, rounding)` returns the ternary value; OCP FP8 E4M3 replaces everything beyond
/// 448 by NaN. Returns whether the result was rounded.
template <class Operation>
bool reference_result(mpfr_ptr result, number_format const& format, Operation const& operation) {
    mpfr_exp_t const emin = mpfr_get_emin();
    mpfr_exp_t const emax = mpfr_get_emax();
    mpfr_set_emin(format.subnormals ? format.emin - format.precision + 2 : format.emin + 1);
    mpfr_set_emax(format.emax + 1);
    int ternary = operation(result, MPFR_RNDN);
    if (format.subnormals) ternary = mpfr_subnormalize(result, ternary, MPFR_RNDN);
    mpfr_set_emin(emin);
    mpfr_set_emax(emax);
    if (format.overflow == overflow_value::infinity) return ternary != 0;
    bool const lost = mpfr_number_p(static_cast<mpfr_srcptr>(result)) != 0 && mpfr_cmpabs_ui(result, 448) > 0;
    if (lost || mpfr_inf_p(static_cast<mpfr_srcptr>(result)) != 0) mpfr_set_nan(result);
    return lost || ternary != 0;
}

}  // namespace ulpfield::test
