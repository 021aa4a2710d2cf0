#include "capacity/saddlepoint.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>

#include "capacity/crossing.hpp"
#include "capacity/crosstalk.hpp"
#include "capacity/error_function.hpp"
#include "capacity/log_cosh.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double half_log_two_pi = 0.918938533204672742;

/// e^{x^2} erfc(x), x >= 0, to about 1e-13.
double scaled_erfc(double x) {
    if (x < 5) return std::exp(x * x) * std::erfc(x);
    double fraction = x;  // x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))
    for (int k = 60; k > 0; --k) fraction = x + k / 2.0 / fraction;
    return 0.5641895835477563 / fraction;
}

/// |D(S)|/A in double for x^n, S >= 0: through logarithms, so that no power overflows.
double log_polynomial_difference(double S, double n) {
    if (S >= 2) return n * std::log(S + 1) + std::log(-std::expm1(n * std::log1p(-2 / (S + 1))));
    return S > 0.5 ? n * std::numbers::ln2
                   : std::numbers::ln2;  // D(1) = 2^n; D(0) = 2 for odd n (0 for even n is dealt with by the caller)
}

/// sinh t and cosh t to the precision of t. mpfr_sinh_cosh would subtract exponentials with as many more bits as a tiny
/// t is small; the terms left out here are below t^4/24, relatively.
void sinh_cosh(mpfr_value& sinh_t, mpfr_value& cosh_t, mpfr_value const& t) {
    mpfr_prec_t const bits = mpfr_get_prec(t.get());
    if (mpfr_zero_p(t.get()) == 0 && mpfr_get_exp(t.get()) >= -(bits / 4)) {
        mpfr_sinh_cosh(sinh_t.get(), cosh_t.get(), t.get(), MPFR_RNDN);
        return;
    }
    mpfr_sqr(cosh_t.get(), t.get(), MPFR_RNDN);
    mpfr_div_ui(sinh_t.get(), cosh_t.get(), 6, MPFR_RNDN);
    mpfr_add_ui(sinh_t.get(), sinh_t.get(), 1, MPFR_RNDN);
    mpfr_mul(sinh_t.get(), sinh_t.get(), t.get(), MPFR_RNDN);
    mpfr_div_2ui(cosh_t.get(), cosh_t.get(), 1, MPFR_RNDN);
    mpfr_add_ui(cosh_t.get(), cosh_t.get(), 1, MPFR_RNDN);
}

}  // namespace

saddlepoint::saddlepoint(setting const& where) : where_(where), shape_(power_shape_of(where.F)) {
    even_ = shape_ && shape_->whole_line();
    std::int64_t const M = where.N - 1;
    if (has_lattice(where.F)) {
        if (mean_gap(where) <= 0) throw std::domain_error("the mean gap is 0");
        lattice const grid = crosstalk_lattice(where);
        working_precision const guard(80);
        span_ = enclosure(rational(grid.unit * (grid.all_odd ? 2 : 1) / mean_gap(where))).to_double();
    } else {
        working_precision const guard(96);
        waves_.emplace(where);
        if (!waves_->has_signal()) throw std::domain_error("the mean gap is 0");
    }
    double const log_total = static_cast<double>(M) * std::numbers::ln2;
    double const log_factorial = std::lgamma(static_cast<double>(M) + 1);
    auto const log_probability = [&](std::int64_t b) {
        return log_factorial - std::lgamma(static_cast<double>(b) + 1) - std::lgamma(static_cast<double>(M - b) + 1) -
               log_total;
    };
    std::int64_t const last = shape_ ? M / 2 : M;
    for (std::int64_t b = 0; b <= last; ++b) {
        stop_point();
        std::int64_t const S = M - 2 * b;
        rho_.push_back(std::exp(log_relative(S)));
        log_weight_.push_back(log_probability(b) + (even_ && S != 0 ? std::numbers::ln2 : 0.0));
    }
    for (std::size_t first = 0; first < rho_.size(); first += run) {
        auto const end = static_cast<std::ptrdiff_t>(std::min(first + run, rho_.size()));
        auto const begin = static_cast<std::ptrdiff_t>(first);
        runs_.push_back({*std::max_element(log_weight_.begin() + begin, log_weight_.begin() + end),
                         *std::max_element(rho_.begin() + begin, rho_.begin() + end)});
    }
    if (shape_ && !even_) {
        // All S < 0 have the same |D| = 2 |slope|; their probability is (1 - P(S=0))/2.
        double const none = M % 2 == 0 ? std::exp(log_probability(M / 2)) : 0.0;
        has_flat_ = M > 0;
        if (has_flat_)
            flat_ = std::abs(difference(where, M == 1 ? -1 : -2).convert_to<double>()) * std::exp(-log_mean());
        log_flat_weight_ = std::log((1 - none) / 2);
    }
}

double saddlepoint::log_mean() const {
    std::int64_t const M = where_.N - 1;
    return M == 0 ? std::log(mean_gap(where_).convert_to<double>())
                  : log_polynomial_difference(static_cast<double>(M), static_cast<double>(shape_->n));
}

double saddlepoint::log_relative(std::int64_t S) const {
    if (waves_) return waves_->log_relative(S);
    if (!shape_) {
        rational const ratio = abs(difference(where_, S)) / mean_gap(where_);
        working_precision const guard(80);
        return ratio == 0 ? -HUGE_VAL : log(enclosure(ratio)).to_double();
    }
    if (S > 0) return log_polynomial_difference(static_cast<double>(S), static_cast<double>(shape_->n)) - log_mean();
    double const D = std::abs(difference(where_, 0).convert_to<double>());
    return (D > 0 ? std::log(D) : -HUGE_VAL) - log_mean();
}

saddlepoint::sums saddlepoint::cumulants(double u) const {
    double top = -HUGE_VAL;
    auto const exponent = [u](double log_weight, double rho) { return log_weight + log_cosh(u * rho); };
    auto const bound = [&](std::size_t k) { return runs_[k].log_weight + u * runs_[k].rho; };
    auto const for_run = [&](std::size_t k, auto const& visit) {
        stop_point();
        for (std::size_t b = k * run; b < std::min((k + 1) * run, rho_.size()); ++b) visit(b);
    };
    auto const raise = [&](std::size_t b) { top = std::max(top, log_weight_[b] + u * rho_[b]); };
    for_run(runs_.size() - 1, raise);  // the bulk, or nearly: most runs are below it
    for_run(runs_.size() / 2, raise);
    for (std::size_t k = 0; k < runs_.size(); ++k)
        if (bound(k) > top) for_run(k, raise);
    double zeroth = 0;
    double first = 0;
    double second = 0;
    auto const add = [&](double log_weight, double rho) {
        if (log_weight + u * rho < top - 60) return;
        double const weight = std::exp(exponent(log_weight, rho) - top);
        zeroth += weight;
        first += weight * rho * std::tanh(u * rho);
        second += weight * rho * rho;
    };
    for (std::size_t k = 0; k < runs_.size(); ++k)
        if (bound(k) >= top - 60) for_run(k, [&](std::size_t b) { add(log_weight_[b], rho_[b]); });
    if (has_flat_) add(log_flat_weight_, flat_);
    double const mean = first / zeroth;
    double log_mean = top + std::log(zeroth);
    if (std::abs(log_mean) <
        0.1) {  // m kappa for a large m: ln(1 + E (cosh(u rho) - 1)) keeps the digits of a small one
        double excess = 0;
        auto const exceed = [&](double log_weight, double rho) {
            if (log_weight + u * rho < -60) return;
            if (u * rho > 50) {
                excess += std::exp(log_weight + u * rho - std::numbers::ln2);
            } else {
                double const half = std::sinh(u * rho / 2);
                excess += std::exp(log_weight) * 2 * half * half;
            }
        };
        for (std::size_t k = 0; k < runs_.size(); ++k)
            if (bound(k) >= -60) for_run(k, [&](std::size_t b) { exceed(log_weight_[b], rho_[b]); });
        if (has_flat_) exceed(log_flat_weight_, flat_);
        log_mean = std::log1p(excess);
    }
    return {log_mean, mean, second / zeroth - mean * mean};
}

double saddlepoint::solve(double m) const {
    if (!(m > 1)) throw std::domain_error("a saddle needs at least K = 3 memories");
    auto const residual = [&](double u) {
        sums const at = cumulants(u);
        return std::pair(m * at.first - 1, m * at.second);
    };
    double const u = rising_through_zero_by_slope(residual, 1, 1e300);
    if (u > 1e300) throw std::domain_error("no saddle");
    return u;
}

saddlepoint::rough saddlepoint::estimate(double m) const {
    rough result;
    double const u = solve(m);
    sums const at = cumulants(u);
    result.u = u;
    result.deviation = std::sqrt(m * at.second);
    result.log_chernoff = std::min(m * at.log_mean - u, 0.0);
    double const r = std::sqrt(-2 * result.log_chernoff);
    double const w = (span_ * u > 1e-12 ? 2 / span_ * std::tanh(u * span_ / 2) : u) * result.deviation;
    // P = e^{-r^2/2} (erfcx(r/sqrt2)/2 + (1/w - 1/r)/sqrt(2 pi))
    double const bracket = scaled_erfc(r / std::sqrt(2.0)) / 2 + std::exp(-half_log_two_pi) * (1 / w - 1 / r);
    // Near the mean 1/w - 1/r cancels in double: Q(r) is then good to 1e-3 itself.
    result.log_error =
        result.log_chernoff + std::log(r > 1e-4 && bracket > 0 ? bracket : scaled_erfc(r / std::sqrt(2.0)) / 2);
    result.log_tie = span_ > 0 ? result.log_chernoff + std::log(span_ / result.deviation) - half_log_two_pi : -HUGE_VAL;
    return result;
}

double saddlepoint::log_chernoff_at(double m, double u, double beyond) const {
    return m * cumulants(u).log_mean - u * (1 + beyond);
}

mpfr_value saddlepoint::weight_of(std::int64_t b) const {
    std::int64_t const M = where_.N - 1;
    long const both = even_ && M != 2 * b ? 1 : 0;  // S and -S
    mpfr_value weight = fresh();
    if (M <= 20000) {
        integer binomial;
        mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(M), static_cast<unsigned long>(b));
        mpfr_set_z_2exp(weight.get(), binomial.backend().data(), -M + both, MPFR_RNDN);
        return weight;
    }
    working_precision const wide(working_precision::bits() + 80);
    auto const log_factorial = [](std::int64_t k) {
        return k < 2 ? enclosure(0L) : log_gamma(enclosure(static_cast<long>(k + 1)));
    };
    enclosure const probability = exp(log_factorial(M) - log_factorial(b) - log_factorial(M - b) -
                                      enclosure(static_cast<long>(M)) * log(enclosure(2L)));
    mpfr_mul_2si(weight.get(), probability.middle().get(), both, MPFR_RNDN);
    return weight;
}

mpfr_value saddlepoint::relative_size(std::int64_t S, exponential_gap const* waves, rational const& A) const {
    mpfr_value relative = fresh();
    if (waves != nullptr) {
        enclosure const ratio = waves->difference(S) / waves->mean();
        mpfr_abs(relative.get(), ratio.middle().get(), MPFR_RNDN);
    } else if (shape_ && S >= 1) {
        // (S+1)^n - (S-1)^n loses log2(S/2n) bits and each power log2 n: 64 more hold them. As integers these would
        // have n log2 N bits. A is an integer: N >= 2.
        auto const bits = working_precision::bits();
        auto const n = static_cast<unsigned long>(shape_->n);
        mpfr_value high(bits + 64);
        mpfr_value low(bits + 64);
        mpfr_ui_pow_ui(high.get(), static_cast<unsigned long>(S + 1), n, MPFR_RNDN);
        mpfr_ui_pow_ui(low.get(), static_cast<unsigned long>(S - 1), n, MPFR_RNDN);
        mpfr_sub(high.get(), high.get(), low.get(), MPFR_RNDN);
        mpfr_div_z(relative.get(), high.get(), numerator(A).backend().data(), MPFR_RNDN);
    } else {
        rational const ratio = abs(difference(where_, S)) / A;
        mpfr_set_q(relative.get(), ratio.backend().data(), MPFR_RNDN);
    }
    return relative;
}

std::vector<saddlepoint::term> saddlepoint::terms_at(double start) const {
    auto const bits = working_precision::bits();
    std::int64_t const M = where_.N - 1;
    double top = -HUGE_VAL;
    for (std::size_t b = 0; b < rho_.size(); ++b) top = std::max(top, log_weight_[b] + start * rho_[b]);
    double const floor =
        top - static_cast<double>(bits) * std::numbers::ln2 - std::log(static_cast<double>(rho_.size()) + 1);
    rational const A = waves_ ? rational(1) : mean_gap(where_);
    std::optional<exponential_gap> waves;  // at this precision
    if (waves_) {
        working_precision const wide(bits + 64);
        waves.emplace(where_);
    }
    std::vector<term> terms;
    std::int64_t previous = -2;
    for (std::size_t index = 0; index < rho_.size(); ++index) {
        stop_point();
        if (log_weight_[index] + start * rho_[index] < floor) continue;
        auto const b = static_cast<std::int64_t>(index);
        term x;
        if (b == previous + 1) {
            // From the weight of b-1; the doubling for S and -S is the same except at S = 0.
            mpfr_mul_si(x.weight.get(), terms.back().weight.get(), M - b + 1, MPFR_RNDN);
            mpfr_div_si(x.weight.get(), x.weight.get(), b, MPFR_RNDN);
            if (even_ && M == 2 * b) mpfr_div_2ui(x.weight.get(), x.weight.get(), 1, MPFR_RNDN);
        } else {
            x.weight = weight_of(b);
        }
        x.relative = relative_size(M - 2 * b, waves ? &*waves : nullptr, A);
        terms.push_back(std::move(x));
        previous = b;
    }
    if (has_flat_ && log_flat_weight_ + start * flat_ >= floor) {
        integer binomial = 0;
        if (M % 2 == 0)
            mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(M), static_cast<unsigned long>(M / 2));
        rational const below = (1 - rational(binomial, pow(integer(2), static_cast<unsigned>(M)))) / 2;
        term x;
        mpfr_set_q(x.weight.get(), below.backend().data(), MPFR_RNDN);
        x.relative = relative_size(M == 1 ? -1 : -2, nullptr, A);
        terms.push_back(std::move(x));
    }
    return terms;
}

saddlepoint::saddle saddlepoint::saddle_of(std::vector<term> const& terms, mpfr_value const& m, double start) {
    auto const bits = working_precision::bits();
    saddle at;
    mpfr_set_d(at.u.get(), start, MPFR_RNDN);
    mpfr_value c = fresh();
    mpfr_value s = fresh();
    mpfr_value t = fresh();
    for (int step = 0;; ++step) {
        mpfr_set_zero(at.zeroth.get(), 1);
        mpfr_set_zero(at.first.get(), 1);
        mpfr_set_zero(at.second.get(), 1);
        for (term const& x : terms) {
            stop_point();
            mpfr_mul(t.get(), at.u.get(), x.relative.get(), MPFR_RNDN);
            sinh_cosh(s, c, t);
            mpfr_mul(c.get(), c.get(), x.weight.get(), MPFR_RNDN);
            mpfr_add(at.zeroth.get(), at.zeroth.get(), c.get(), MPFR_RNDN);
            mpfr_mul(c.get(), c.get(), x.relative.get(), MPFR_RNDN);
            mpfr_mul(c.get(), c.get(), x.relative.get(), MPFR_RNDN);
            mpfr_add(at.second.get(), at.second.get(), c.get(), MPFR_RNDN);
            mpfr_mul(s.get(), s.get(), x.weight.get(), MPFR_RNDN);
            mpfr_mul(s.get(), s.get(), x.relative.get(), MPFR_RNDN);
            mpfr_add(at.first.get(), at.first.get(), s.get(), MPFR_RNDN);
        }
        mpfr_div(at.first.get(), at.first.get(), at.zeroth.get(), MPFR_RNDN);
        mpfr_div(at.second.get(), at.second.get(), at.zeroth.get(), MPFR_RNDN);
        mpfr_sqr(t.get(), at.first.get(), MPFR_RNDN);
        mpfr_sub(at.second.get(), at.second.get(), t.get(), MPFR_RNDN);
        mpfr_mul(t.get(), m.get(), at.first.get(), MPFR_RNDN);
        mpfr_sub_ui(t.get(), t.get(), 1, MPFR_RNDN);
        mpfr_div(t.get(), t.get(), m.get(), MPFR_RNDN);
        mpfr_div(t.get(), t.get(), at.second.get(), MPFR_RNDN);  // Newton step
        // Stationary in u: an error e in u costs m kappa'' e^2/2 in the exponent; 3/5 of the bits suffice there, and
        // the other factors move by relative e: so all of them are asked for.
        bool const done = mpfr_zero_p(t.get()) != 0 || mpfr_get_exp(t.get()) < mpfr_get_exp(at.u.get()) - bits + 20;
        if (done || step > 60) return at;
        mpfr_sub(at.u.get(), at.u.get(), t.get(), MPFR_RNDN);
    }
}

saddlepoint::value saddlepoint::evaluate(mpfr_value const& m) const {
    double const start = solve(mpfr_get_d(m.get(), MPFR_RNDN));
    working_precision const guard(working_precision::bits() + 40);
    saddle const at = saddle_of(terms_at(start), m, start);
    mpfr_value s = fresh();
    mpfr_value t = fresh();
    mpfr_value c = fresh();
    value result{fresh(), fresh(), fresh()};
    mpfr_value exponent = fresh();  // u - m kappa
    mpfr_log(t.get(), at.zeroth.get(), MPFR_RNDN);
    mpfr_mul(t.get(), t.get(), m.get(), MPFR_RNDN);
    mpfr_sub(exponent.get(), at.u.get(), t.get(), MPFR_RNDN);
    mpfr_neg(t.get(), exponent.get(), MPFR_RNDN);
    mpfr_exp(result.chernoff.get(), t.get(), MPFR_RNDN);
    mpfr_value r = fresh();
    mpfr_mul_2ui(r.get(), exponent.get(), 1, MPFR_RNDN);
    mpfr_sqrt(r.get(), r.get(), MPFR_RNDN);
    mpfr_value deviation = fresh();
    mpfr_mul(deviation.get(), at.second.get(), m.get(), MPFR_RNDN);
    mpfr_sqrt(deviation.get(), deviation.get(), MPFR_RNDN);
    mpfr_value w = fresh();
    if (waves_) {
        mpfr_mul(w.get(), at.u.get(), deviation.get(), MPFR_RNDN);
    } else {
        lattice const grid = crosstalk_lattice(where_);
        rational const span = grid.unit * (grid.all_odd ? 2 : 1) / mean_gap(where_);
        mpfr_mul_q(w.get(), at.u.get(), span.backend().data(), MPFR_RNDN);
        mpfr_div_2ui(w.get(), w.get(), 1, MPFR_RNDN);
        mpfr_tanh(w.get(), w.get(), MPFR_RNDN);
        mpfr_mul_2ui(w.get(), w.get(), 1, MPFR_RNDN);
        mpfr_div_q(w.get(), w.get(), span.backend().data(), MPFR_RNDN);
        mpfr_mul(w.get(), w.get(), deviation.get(), MPFR_RNDN);
        mpfr_mul_q(result.tie.get(), result.chernoff.get(), span.backend().data(), MPFR_RNDN);
        mpfr_div(result.tie.get(), result.tie.get(), deviation.get(), MPFR_RNDN);
    }
    mpfr_const_pi(t.get(), MPFR_RNDN);
    mpfr_mul_2ui(t.get(), t.get(), 1, MPFR_RNDN);
    mpfr_sqrt(t.get(), t.get(), MPFR_RNDN);  // sqrt(2 pi)
    mpfr_div(result.tie.get(), result.tie.get(), t.get(), MPFR_RNDN);
    mpfr_ui_div(s.get(), 1, w.get(), MPFR_RNDN);
    mpfr_ui_div(c.get(), 1, r.get(), MPFR_RNDN);
    mpfr_sub(s.get(), s.get(), c.get(), MPFR_RNDN);
    mpfr_mul(s.get(), s.get(), result.chernoff.get(), MPFR_RNDN);
    mpfr_div(s.get(), s.get(), t.get(), MPFR_RNDN);
    enclosure const gauss = erfc(enclosure::point(r) / sqrt(enclosure(2L)));
    mpfr_div_2ui(result.error.get(), gauss.middle().get(), 1, MPFR_RNDN);
    mpfr_add(result.error.get(), result.error.get(), s.get(), MPFR_RNDN);
    return result;
}

}  // namespace ulpfield::capacity
