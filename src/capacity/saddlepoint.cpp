#include "capacity/saddlepoint.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include "capacity/log_cosh.hpp"

#include "capacity/crosstalk.hpp"
#include "capacity/error_function.hpp"
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

saddlepoint::saddlepoint(setting const& where) : where_(where), even_(where.F.kind == family::polynomial) {
    std::int64_t const M = where.N - 1;
    auto const n = static_cast<double>(where.n);
    bool const exponential = where.F.kind == family::exponential;
    if (!exponential && mean_gap(where) <= 0) throw std::domain_error("the mean gap is 0");
    double const log_A = exponential ? static_cast<double>(M)
                         : M == 0    ? std::log(mean_gap(where).convert_to<double>())
                                     : log_polynomial_difference(static_cast<double>(M), n);
    double const log_total = static_cast<double>(M) * std::numbers::ln2;
    double const log_factorial = std::lgamma(static_cast<double>(M) + 1);
    auto const log_probability = [&](std::int64_t b) {
        return log_factorial - std::lgamma(static_cast<double>(b) + 1) - std::lgamma(static_cast<double>(M - b) + 1) -
               log_total;
    };
    std::int64_t const last = exponential ? M : M / 2;
    for (std::int64_t b = 0; b <= last; ++b) {
        stop_point();
        std::int64_t const S = M - 2 * b;
        double log_D = 0;
        if (exponential)
            log_D = static_cast<double>(S);
        else if (S == 0) {
            double const D = std::abs(difference(where, 0).convert_to<double>());
            log_D = D > 0 ? std::log(D) : -HUGE_VAL;
        } else
            log_D = log_polynomial_difference(static_cast<double>(S), n);
        rho_.push_back(std::exp(log_D - log_A));
        log_weight_.push_back(log_probability(b) + (even_ && S != 0 ? std::numbers::ln2 : 0.0));
    }
    for (std::size_t first = 0; first < rho_.size(); first += run) {
        auto const end = static_cast<std::ptrdiff_t>(std::min(first + run, rho_.size()));
        auto const begin = static_cast<std::ptrdiff_t>(first);
        runs_.push_back({*std::max_element(log_weight_.begin() + begin, log_weight_.begin() + end),
                         *std::max_element(rho_.begin() + begin, rho_.begin() + end)});
    }
    if (!exponential && !even_) {
        // All S < 0 have the same |D| = 2 eps; their probability is (1 - P(S=0))/2.
        double const none = M % 2 == 0 ? std::exp(log_probability(M / 2)) : 0.0;
        has_flat_ = M > 0;
        flat_ = M > 0 ? std::abs(difference(where, -2).convert_to<double>()) * std::exp(-log_A) : 0.0;
        if (M == 1) flat_ = std::abs(difference(where, -1).convert_to<double>()) * std::exp(-log_A);
        log_flat_weight_ = std::log((1 - none) / 2);
    }
    if (!exponential) {
        lattice const grid = crosstalk_lattice(where);
        working_precision const guard(80);
        span_ = enclosure(rational(grid.unit * (grid.all_odd ? 2 : 1) / mean_gap(where))).to_double();
    }
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
    return {top + std::log(zeroth), mean, second / zeroth - mean * mean};
}

double saddlepoint::solve(double m) const {
    if (!(m > 1)) throw std::domain_error("a saddle needs at least K = 3 memories");
    double low = 0;
    double high = 1;
    while (m * cumulants(high).first < 1) {
        low = high;
        high *= 2;
        if (high > 1e300) throw std::domain_error("no saddle");
    }
    double u = (low + high) / 2;
    for (int step = 0; step < 200; ++step) {
        sums const at = cumulants(u);
        double const residual = m * at.first - 1;
        (residual < 0 ? low : high) = u;
        double next = u - residual / (m * at.second);
        if (!(next > low && next < high)) next = (low + high) / 2;
        bool const done = std::abs(next - u) <= 1e-14 * u;
        u = next;
        if (done) break;
    }
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

saddlepoint::value saddlepoint::evaluate(mpfr_value const& m) const {
    double const m_rough = mpfr_get_d(m.get(), MPFR_RNDN);
    double const start = solve(m_rough);
    auto const bits = working_precision::bits();
    working_precision const guard(bits + 40);
    std::int64_t const M = where_.N - 1;
    bool const exponential = where_.F.kind == family::exponential;
    // Terms that matter at the saddle.
    double top = -HUGE_VAL;
    for (std::size_t b = 0; b < rho_.size(); ++b) top = std::max(top, log_weight_[b] + start * rho_[b]);
    double const floor =
        top - static_cast<double>(bits + 40) * std::numbers::ln2 - std::log(static_cast<double>(rho_.size()) + 1);
    std::vector<mpfr_value> rho;
    std::vector<mpfr_value> weight;
    rational const A = exponential ? rational(1) : mean_gap(where_);
    integer const gap_numerator = numerator(A);  // A is an integer wherever S >= 1 occurs: N >= 2
    std::int64_t previous = -2;
    for (std::size_t index = 0; index < rho_.size(); ++index) {
        stop_point();
        if (log_weight_[index] + start * rho_[index] < floor || rho_[index] < 0) continue;
        auto const b = static_cast<std::int64_t>(index);
        mpfr_value w = fresh();
        if (b == previous + 1 && !weight.empty()) {
            // weight of b from that of b-1; the doubling for S and -S is the same except at S = 0.
            mpfr_mul_si(w.get(), weight.back().get(), M - b + 1, MPFR_RNDN);
            mpfr_div_si(w.get(), w.get(), b, MPFR_RNDN);
            if (even_ && M == 2 * b) mpfr_div_2ui(w.get(), w.get(), 1, MPFR_RNDN);
        } else if (M <= 20000) {
            integer binomial;
            mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(M), static_cast<unsigned long>(b));
            mpfr_set_z_2exp(w.get(), binomial.backend().data(), -M + (even_ && M != 2 * b ? 1 : 0), MPFR_RNDN);
        } else {
            working_precision const wide(bits + 120);
            auto const log_factorial = [](std::int64_t k) {
                return k < 2 ? enclosure(0L) : log_gamma(enclosure(static_cast<long>(k + 1)));
            };
            enclosure const probability = exp(log_factorial(M) - log_factorial(b) - log_factorial(M - b) -
                                              enclosure(static_cast<long>(M)) * log(enclosure(2L)));
            mpfr_mul_2si(w.get(), probability.middle().get(), even_ && M != 2 * b ? 1 : 0, MPFR_RNDN);
        }
        mpfr_value relative = fresh();
        if (exponential) {
            mpfr_set_si(relative.get(), -2 * b, MPFR_RNDN);
            mpfr_exp(relative.get(), relative.get(), MPFR_RNDN);
        } else if (std::int64_t const S = M - 2 * b; S >= 1) {
            // (S+1)^n - (S-1)^n loses log2(S/2n) bits and each power log2 n: 64 more hold them. As integers these would
            // have n log2 N bits.
            auto const n = static_cast<unsigned long>(where_.n);
            mpfr_value high(bits + 104);
            mpfr_value low(bits + 104);
            mpfr_ui_pow_ui(high.get(), static_cast<unsigned long>(S + 1), n, MPFR_RNDN);
            mpfr_ui_pow_ui(low.get(), static_cast<unsigned long>(S - 1), n, MPFR_RNDN);
            mpfr_sub(high.get(), high.get(), low.get(), MPFR_RNDN);
            mpfr_div_z(relative.get(), high.get(), gap_numerator.backend().data(), MPFR_RNDN);
        } else {
            rational const ratio = abs(difference(where_, S)) / A;
            mpfr_set_q(relative.get(), ratio.backend().data(), MPFR_RNDN);
        }
        rho.push_back(std::move(relative));
        weight.push_back(std::move(w));
        previous = b;
    }
    if (has_flat_ && log_flat_weight_ + start * flat_ >= floor) {
        integer binomial = 0;
        if (M % 2 == 0)
            mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(M), static_cast<unsigned long>(M / 2));
        rational const below = (1 - rational(binomial, pow(integer(2), static_cast<unsigned>(M)))) / 2;
        mpfr_value w = fresh();
        mpfr_set_q(w.get(), below.backend().data(), MPFR_RNDN);
        rational const ratio = abs(difference(where_, M == 1 ? -1 : -2)) / A;
        mpfr_value relative = fresh();
        mpfr_set_q(relative.get(), ratio.backend().data(), MPFR_RNDN);
        rho.push_back(std::move(relative));
        weight.push_back(std::move(w));
    }

    mpfr_value u = fresh();
    mpfr_set_d(u.get(), start, MPFR_RNDN);
    mpfr_value zeroth = fresh();
    mpfr_value first = fresh();
    mpfr_value second = fresh();
    mpfr_value c = fresh();
    mpfr_value s = fresh();
    mpfr_value t = fresh();
    for (int step = 0;; ++step) {
        mpfr_set_zero(zeroth.get(), 1);
        mpfr_set_zero(first.get(), 1);
        mpfr_set_zero(second.get(), 1);
        for (std::size_t i = 0; i < rho.size(); ++i) {
            stop_point();
            mpfr_mul(t.get(), u.get(), rho[i].get(), MPFR_RNDN);
            sinh_cosh(s, c, t);
            mpfr_mul(c.get(), c.get(), weight[i].get(), MPFR_RNDN);
            mpfr_add(zeroth.get(), zeroth.get(), c.get(), MPFR_RNDN);
            mpfr_mul(c.get(), c.get(), rho[i].get(), MPFR_RNDN);
            mpfr_mul(c.get(), c.get(), rho[i].get(), MPFR_RNDN);
            mpfr_add(second.get(), second.get(), c.get(), MPFR_RNDN);
            mpfr_mul(s.get(), s.get(), weight[i].get(), MPFR_RNDN);
            mpfr_mul(s.get(), s.get(), rho[i].get(), MPFR_RNDN);
            mpfr_add(first.get(), first.get(), s.get(), MPFR_RNDN);
        }
        mpfr_div(first.get(), first.get(), zeroth.get(), MPFR_RNDN);  // kappa'
        mpfr_div(second.get(), second.get(), zeroth.get(), MPFR_RNDN);
        mpfr_sqr(t.get(), first.get(), MPFR_RNDN);
        mpfr_sub(second.get(), second.get(), t.get(), MPFR_RNDN);  // kappa''
        mpfr_mul(t.get(), m.get(), first.get(), MPFR_RNDN);
        mpfr_sub_ui(t.get(), t.get(), 1, MPFR_RNDN);
        mpfr_div(t.get(), t.get(), m.get(), MPFR_RNDN);
        mpfr_div(t.get(), t.get(), second.get(), MPFR_RNDN);  // Newton step
        // Stationary in u: an error e in u costs m kappa'' e^2/2 in the exponent; 3/5 of the bits suffice there, and
        // the other factors move by relative e: so all of them are asked for.
        bool const done = mpfr_zero_p(t.get()) != 0 || mpfr_get_exp(t.get()) < mpfr_get_exp(u.get()) - bits - 20;
        if (done || step > 60) break;
        mpfr_sub(u.get(), u.get(), t.get(), MPFR_RNDN);
    }
    value result{fresh(), fresh(), fresh()};
    mpfr_value exponent = fresh();  // u - m kappa
    mpfr_log(t.get(), zeroth.get(), MPFR_RNDN);
    mpfr_mul(t.get(), t.get(), m.get(), MPFR_RNDN);
    mpfr_sub(exponent.get(), u.get(), t.get(), MPFR_RNDN);
    mpfr_neg(t.get(), exponent.get(), MPFR_RNDN);
    mpfr_exp(result.chernoff.get(), t.get(), MPFR_RNDN);
    mpfr_value r = fresh();
    mpfr_mul_2ui(r.get(), exponent.get(), 1, MPFR_RNDN);
    mpfr_sqrt(r.get(), r.get(), MPFR_RNDN);
    mpfr_value deviation = fresh();
    mpfr_mul(deviation.get(), second.get(), m.get(), MPFR_RNDN);
    mpfr_sqrt(deviation.get(), deviation.get(), MPFR_RNDN);
    mpfr_value w = fresh();
    if (exponential) {
        mpfr_mul(w.get(), u.get(), deviation.get(), MPFR_RNDN);
    } else {
        lattice const grid = crosstalk_lattice(where_);
        rational const span = grid.unit * (grid.all_odd ? 2 : 1) / A;
        mpfr_mul_q(w.get(), u.get(), span.backend().data(), MPFR_RNDN);
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
