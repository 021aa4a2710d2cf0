#pragma once
#include <cstdint>
// MPFR declares its intmax_t functions only after <cstdint>.
#include <mpfr.h>

#include <utility>

#include "ulpfield/number/format.hpp"

namespace ulpfield {

/// Owns one mpfr_t. A tool for exact conversions and correct rounding; the number type is mpfr_real.
class mpfr_value {
public:
    explicit mpfr_value(mpfr_prec_t bits) { mpfr_init2(value_, bits); }
    mpfr_value(mpfr_value const& other) {
        mpfr_init2(value_, mpfr_get_prec(other.value_));
        mpfr_set(value_, other.value_, MPFR_RNDN);
    }
    mpfr_value(mpfr_value&& other) noexcept {
        *value_ = *other.value_;
        other.value_->_mpfr_d = nullptr;
    }
    mpfr_value& operator=(mpfr_value const& other) {
        if (this != &other) {
            if (value_->_mpfr_d == nullptr)
                mpfr_init2(value_, mpfr_get_prec(other.value_));
            else if (mpfr_get_prec(value_) != mpfr_get_prec(other.value_))
                mpfr_set_prec(value_, mpfr_get_prec(other.value_));
            mpfr_set(value_, other.value_, MPFR_RNDN);
        }
        return *this;
    }
    mpfr_value& operator=(mpfr_value&& other) noexcept {
        std::swap(*value_, *other.value_);
        return *this;
    }
    ~mpfr_value() {
        if (value_->_mpfr_d != nullptr) mpfr_clear(value_);
    }

    [[nodiscard]] mpfr_ptr get() { return value_; }
    [[nodiscard]] mpfr_srcptr get() const { return value_; }

private:
    mpfr_t value_;
};

/// Sets this thread's MPFR exponent range to a format's and puts the old one back. MPFR counts exponents of
/// significands in [1/2, 1): its emin is that of the smallest subnormal, emin - p + 2; its emax is emax + 1.
class mpfr_range {
public:
    explicit mpfr_range(number_format const& format) : emin_(mpfr_get_emin()), emax_(mpfr_get_emax()) {
        mpfr_set_emin(format.subnormals ? format.emin - format.precision + 2 : format.emin + 1);
        mpfr_set_emax(format.emax + 1);
    }
    mpfr_range(mpfr_range const&) = delete;
    mpfr_range& operator=(mpfr_range const&) = delete;
    ~mpfr_range() {
        mpfr_set_emin(emin_);
        mpfr_set_emax(emax_);
    }

private:
    mpfr_exp_t emin_;
    mpfr_exp_t emax_;
};

/// MPFR's widest exponent range for a block: e^x of |x| up to 10^18 neither overflows nor underflows.
class widest_range {
public:
    widest_range() : emin_(mpfr_get_emin()), emax_(mpfr_get_emax()) {
        mpfr_set_emin(mpfr_get_emin_min());
        mpfr_set_emax(mpfr_get_emax_max());
    }
    widest_range(widest_range const&) = delete;
    widest_range& operator=(widest_range const&) = delete;
    ~widest_range() {
        mpfr_set_emin(emin_);
        mpfr_set_emax(emax_);
    }

private:
    mpfr_exp_t emin_;
    mpfr_exp_t emax_;
};

}  // namespace ulpfield
