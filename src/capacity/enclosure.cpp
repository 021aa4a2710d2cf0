#include "capacity/enclosure.hpp"

#include <stdexcept>

namespace ulpfield::capacity {
namespace {

/// A monotone increasing MPFR function on both ends.
template <class Function>
enclosure increasing(enclosure const& x, Function const& function) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    function(low.get(), x.low(), MPFR_RNDD);
    function(high.get(), x.high(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

}  // namespace

enclosure::enclosure(long value) : enclosure() {
    mpfr_set_si(low_.get(), value, MPFR_RNDD);
    mpfr_set_si(high_.get(), value, MPFR_RNDU);
}

enclosure::enclosure(integer const& value) : enclosure() {
    mpfr_set_z(low_.get(), value.backend().data(), MPFR_RNDD);
    mpfr_set_z(high_.get(), value.backend().data(), MPFR_RNDU);
}

enclosure::enclosure(rational const& value) : enclosure() {
    mpfr_set_q(low_.get(), value.backend().data(), MPFR_RNDD);
    mpfr_set_q(high_.get(), value.backend().data(), MPFR_RNDU);
}

enclosure enclosure::of_double(double value) {
    enclosure result;
    mpfr_set_d(result.low_.get(), value, MPFR_RNDD);
    mpfr_set_d(result.high_.get(), value, MPFR_RNDU);
    return result;
}

enclosure enclosure::pi() {
    enclosure result;
    mpfr_const_pi(result.low_.get(), MPFR_RNDD);
    mpfr_const_pi(result.high_.get(), MPFR_RNDU);
    return result;
}

mpfr_value enclosure::middle() const {
    mpfr_value result = fresh();
    mpfr_add(result.get(), low_.get(), high_.get(), MPFR_RNDN);
    mpfr_div_2ui(result.get(), result.get(), 1, MPFR_RNDN);
    return result;
}

enclosure enclosure::widened(enclosure const& radius) const {
    enclosure result;
    mpfr_sub(result.low_.get(), low_.get(), radius.high(), MPFR_RNDD);
    mpfr_add(result.high_.get(), high_.get(), radius.high(), MPFR_RNDU);
    return result;
}

enclosure enclosure::widened_relative(long exponent) const {
    enclosure result;
    mpfr_mul_2si(result.low_.get(), low_.get(), exponent, MPFR_RNDU);
    mpfr_sub(result.low_.get(), low_.get(), result.low_.get(), MPFR_RNDD);
    mpfr_mul_2si(result.high_.get(), high_.get(), exponent, MPFR_RNDU);
    mpfr_add(result.high_.get(), high_.get(), result.high_.get(), MPFR_RNDU);
    return result;
}

enclosure operator+(enclosure const& a, enclosure const& b) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    mpfr_add(low.get(), a.low(), b.low(), MPFR_RNDD);
    mpfr_add(high.get(), a.high(), b.high(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

enclosure operator-(enclosure const& a, enclosure const& b) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    mpfr_sub(low.get(), a.low(), b.high(), MPFR_RNDD);
    mpfr_sub(high.get(), a.high(), b.low(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

enclosure operator-(enclosure const& a) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    mpfr_neg(low.get(), a.high(), MPFR_RNDD);
    mpfr_neg(high.get(), a.low(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

enclosure operator*(enclosure const& a, enclosure const& b) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    if (mpfr_sgn(a.low()) >= 0 && mpfr_sgn(b.low()) >= 0) {
        mpfr_mul(low.get(), a.low(), b.low(), MPFR_RNDD);
        mpfr_mul(high.get(), a.high(), b.high(), MPFR_RNDU);
        return {std::move(low), std::move(high)};
    }
    mpfr_value product = fresh();
    bool first = true;
    for (mpfr_srcptr const x : {a.low(), a.high()}) {
        for (mpfr_srcptr const y : {b.low(), b.high()}) {
            mpfr_mul(product.get(), x, y, MPFR_RNDD);
            if (first || mpfr_less_p(product.get(), low.get()) != 0) mpfr_set(low.get(), product.get(), MPFR_RNDD);
            mpfr_mul(product.get(), x, y, MPFR_RNDU);
            if (first || mpfr_greater_p(product.get(), high.get()) != 0) mpfr_set(high.get(), product.get(), MPFR_RNDU);
            first = false;
        }
    }
    return {std::move(low), std::move(high)};
}

enclosure operator/(enclosure const& a, enclosure const& b) {
    if (mpfr_sgn(b.low()) <= 0 && mpfr_sgn(b.high()) >= 0) throw std::domain_error("division by an interval with 0");
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    if (mpfr_sgn(a.low()) >= 0 && mpfr_sgn(b.low()) > 0) {
        mpfr_div(low.get(), a.low(), b.high(), MPFR_RNDD);
        mpfr_div(high.get(), a.high(), b.low(), MPFR_RNDU);
        return {std::move(low), std::move(high)};
    }
    mpfr_ui_div(low.get(), 1, b.high(), MPFR_RNDD);
    mpfr_ui_div(high.get(), 1, b.low(), MPFR_RNDU);
    return a * enclosure(std::move(low), std::move(high));
}

enclosure sqrt(enclosure const& x) {
    if (mpfr_sgn(x.low()) < 0) throw std::domain_error("sqrt of an interval with negative numbers");
    return increasing(x, mpfr_sqrt);
}

enclosure exp(enclosure const& x) { return increasing(x, mpfr_exp); }
enclosure expm1(enclosure const& x) { return increasing(x, mpfr_expm1); }

enclosure log(enclosure const& x) {
    if (mpfr_sgn(x.low()) <= 0) throw std::domain_error("log of an interval with numbers <= 0");
    return increasing(x, mpfr_log);
}

enclosure log1p(enclosure const& x) {
    if (mpfr_cmp_si(x.low(), -1) <= 0) throw std::domain_error("log1p of an interval with numbers <= -1");
    return increasing(x, mpfr_log1p);
}

enclosure cosh(enclosure const& x) { return times_two_to(exp(x) + exp(-x), -1); }

enclosure power(enclosure const& x, unsigned long n) {
    if (mpfr_sgn(x.low()) < 0) throw std::domain_error("power of an interval with negative numbers");
    return increasing(
        x, [n](mpfr_ptr result, mpfr_srcptr base, mpfr_rnd_t round) { mpfr_pow_ui(result, base, n, round); });
}

enclosure log_gamma(enclosure const& x) {
    if (mpfr_cmp_si(x.low(), 2) < 0) throw std::domain_error("log_gamma below 2");
    return increasing(x, mpfr_lngamma);
}

enclosure times_two_to(enclosure const& x, long exponent) {
    return increasing(x, [exponent](mpfr_ptr result, mpfr_srcptr value, mpfr_rnd_t round) {
        mpfr_mul_2si(result, value, exponent, round);
    });
}

bool certainly_less(enclosure const& a, enclosure const& b) { return mpfr_less_p(a.high(), b.low()) != 0; }
bool certainly_positive(enclosure const& a) { return mpfr_sgn(a.low()) > 0; }

enclosure larger(enclosure const& a, enclosure const& b) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    mpfr_max(low.get(), a.low(), b.low(), MPFR_RNDD);
    mpfr_max(high.get(), a.high(), b.high(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

enclosure smaller(enclosure const& a, enclosure const& b) {
    mpfr_value low = fresh();
    mpfr_value high = fresh();
    mpfr_min(low.get(), a.low(), b.low(), MPFR_RNDD);
    mpfr_min(high.get(), a.high(), b.high(), MPFR_RNDU);
    return {std::move(low), std::move(high)};
}

}  // namespace ulpfield::capacity
