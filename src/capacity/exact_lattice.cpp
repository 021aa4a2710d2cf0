#include "capacity/exact_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "capacity/crossing.hpp"
#include "capacity/decimal.hpp"
#include "capacity/fixed_point.hpp"
#include "capacity/lattice_nodes.hpp"
#include "capacity/lattice_sum.hpp"
#include "capacity/log_cosh.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

/// kappa(t) = ln E cosh(t X/g) and kappa'(t).
struct cumulant {
    double value = 0;
    double slope = 0;
    double curvature = 0;
};

cumulant cumulants(std::vector<lattice_term> const& terms, double t) {
    stop_point();
    double top = -HUGE_VAL;
    for (lattice_term const& x : terms) top = std::max(top, x.log_weight + t * x.size);
    double zeroth = 0;
    double first = 0;
    double second = 0;
    for (lattice_term const& x : terms) {
        double const weight = std::exp(x.log_weight + log_cosh(t * x.size) - top);
        zeroth += weight;
        first += weight * x.size * std::tanh(t * x.size);
        second += weight * x.size * x.size;
    }
    double const mean = first / zeroth;
    return {top + std::log(zeroth), mean, second / zeroth - mean * mean};
}

/// The t with m kappa'(t) = a (a < m max size).
double saddle(std::vector<lattice_term> const& terms, double m, double a) {
    auto const residual = [&](double t) {
        cumulant const at = cumulants(terms, t);
        return std::pair(m * at.slope - a, m * at.curvature);
    };
    return rising_through_zero_by_slope(residual, 1 / terms.back().size, 1e6 / terms.back().size);
}

/// Twice (once for j = 0 and j = L/2) the real part of psi^(K-1) e^{-i phi a} coth(z/2)/2, or without coth for ties.
double node_in_double(std::vector<lattice_term> const& terms, crosstalk_law const& law, std::uint64_t L,
                      std::uint64_t j, double theta, std::int64_t K, bool tie) {
    stop_point();
    double const turn = 2 * std::numbers::pi / static_cast<double>(L);
    double real = 0;
    double imaginary = 0;
    for (lattice_term const& x : terms) {
        double const angle = turn * static_cast<double>(multiply_mod(x.reduced, j, L));
        real += x.even * std::cos(angle);
        imaginary += x.odd * std::sin(angle);
    }
    auto const m = static_cast<double>(K - 1);
    double const size = std::exp(m / 2 * std::log(real * real + imaginary * imaginary));
    double const back =
        turn * static_cast<double>(multiply_mod(static_cast<std::uint64_t>(integer(law.threshold % L)), j, L));
    std::complex<double> value = std::polar(size, m * std::atan2(imaginary, real) - back);
    double const half = turn * static_cast<double>(j) / 2;
    if (!tie)
        value *= std::complex<double>(std::sinh(theta / 2) * std::cosh(theta / 2), -std::sin(half) * std::cos(half)) /
                 (2 * (std::pow(std::sinh(theta / 2), 2) + std::pow(std::sin(half), 2)));
    return value.real() * (j == 0 || 2 * j == L ? 1 : 2);
}

std::vector<lattice_term> terms_of(crosstalk_law const& law) {
    std::vector<lattice_term> terms;
    double const log_total = static_cast<double>(law.N - 1) * std::numbers::ln2;
    working_precision const guard(80);
    for (std::size_t i = 0; i < law.size.size(); ++i) {
        stop_point();
        lattice_term x;
        x.exact = law.size[i];
        x.size = law.size[i].convert_to<double>();
        x.log_weight = log(enclosure(law.ways[i])).to_double() - log_total;
        x.wrapped =
            static_cast<std::uint64_t>(integer(law.size[i] & integer(std::numeric_limits<std::uint64_t>::max())));
        terms.push_back(x);
    }
    return terms;
}

/// Tilt and tolerances of one sum; logarithms in double.
struct lattice_plan {
    double m = 0;
    double a = 0;
    double theta = 0;
    double log_mean = 0;  // kappa(theta)
    double log_chernoff = 0;
    double log_tolerance = 0;
};

/// The tilt: any theta > 0 is correct; near the saddle nothing cancels. Below one deviation the saddle nears 0, the
/// pole of coth: 1/deviation then costs half a power of e. Further out a heavy tail has saddles far below that.
lattice_plan plan_of(std::vector<lattice_term> const& terms, double m, double a, int digits, bool tie) {
    lattice_plan plan{m, a, 0, 0, 0, 0};
    double const deviation = std::sqrt(m * cumulants(terms, 0).curvature);
    plan.theta = saddle(terms, m, a);
    if (a < deviation) plan.theta = std::max(plan.theta, 1 / deviation);
    cumulant const at = cumulants(terms, plan.theta);
    plan.log_mean = at.value;
    plan.log_chernoff = m * at.value - plan.theta * a;
    double const tilted_deviation = std::sqrt(std::max(m * at.curvature, 1.0));
    // A low guess of ln P (Lugannani-Rice's leading term, two powers of e below): only costs depend on it.
    double const log_P =
        std::min(plan.log_chernoff - std::log(tie ? tilted_deviation : 1 + plan.theta * tilted_deviation) - 3, -1.0);
    plan.log_tolerance = log_P - (digits + 1) * 2.302585092994046;
    return plan;
}

struct node_number {
    double length = 0;
    double log_alias = 0;
};

/// Number of nodes. Aliasing: sum_{q<=-1} e^{-theta|q|L} T(a+qL) <= e^{-theta L}/(1 - e^{-theta L}) and, for any t >
/// theta, sum_{q>=1} e^{theta q L} T(a+qL) <= e^{m kappa(t) - t a} e^{-(t-theta)L}/(1 - e^{-(t-theta)L}); 0 where a+L >
/// m max|X|.
node_number nodes_against_aliasing(std::vector<lattice_term> const& terms, lattice_plan const& plan) {
    node_number nodes{std::ceil((3 - plan.log_tolerance) / plan.theta) + 2, 0};
    for (;;) {
        double upper = -HUGE_VAL;
        if (plan.a + nodes.length <= plan.m * terms.back().size) {
            double const t = std::max(saddle(terms, plan.m, plan.a + nodes.length), plan.theta * 1.0001);
            double const gain = (t - plan.theta) * nodes.length;
            upper = plan.m * cumulants(terms, t).value - t * plan.a - gain - std::log(-std::expm1(-gain));
        }
        double const lower = -plan.theta * nodes.length - std::log(-std::expm1(-plan.theta * nodes.length));
        nodes.log_alias = std::max(upper, lower) + std::numbers::ln2;
        if (nodes.log_alias < plan.log_tolerance) break;
        nodes.length = std::ceil(nodes.length * 1.2) + 1;
        if (nodes.length > 4e18) break;
    }
    if (nodes.length > 4e18)
        throw out_of_reach("the lattice sum needs " + decimal(rational(integer(nodes.length)), 3) + " nodes");
    return nodes;
}

/// sum over the nodes of |coth(z/2)|, or of 2 for ties.
double coth_sum_of(std::vector<std::uint64_t> const& nodes, double theta, double length, bool tie) {
    double sum = 0;
    for (std::uint64_t const j : nodes) {
        double const angle = 2 * std::numbers::pi * static_cast<double>(j) / length;
        sum += tie ? 2.0
                   : 1.0 / std::sqrt(std::pow(std::sinh(theta / 2), 2) + std::pow(std::sin(angle / 2), 2)) *
                         std::cosh(theta / 2);
    }
    return sum;
}

/// Throws out_of_reach where the sum over the nodes costs more than `most_terms` cosines of the search (20 ns each), as
/// measured: 1.5 a term and 120 a node in fixed point; else 60 and 1000 at 100 bits, growing with the precision.
void refuse_beyond(double most_terms, std::size_t nodes, std::size_t terms, std::uint64_t L, bool fixed, long bits) {
    auto const n = static_cast<double>(nodes);
    auto const t = static_cast<double>(terms);
    double const work =
        fixed ? n * (1.5 * t + 120) : n * (60 * t + 1000) * std::pow(static_cast<double>(bits) / 100, 1.3);
    if (work > most_terms)
        throw out_of_reach("the lattice sum has " + std::to_string(nodes) + " nodes that matter out of " +
                           std::to_string(L) + ", with " + std::to_string(terms) + " terms each at " +
                           std::to_string(bits) + " bits: about " +
                           std::to_string(static_cast<long>(std::ceil(work * 20e-9))) + " s");
}

/// The terms relative to M(theta) at the working precision, and M(theta) itself.
struct tilted_terms {
    lattice_terms active;
    enclosure mean{0L};
};

tilted_terms tilt(crosstalk_law const& law, std::vector<lattice_term> const& terms, double theta, long least_bits) {
    enclosure const exact_theta = enclosure::of_double(theta);
    tilted_terms result;
    std::vector<enclosure> up;
    std::vector<enclosure> down;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        stop_point();
        enclosure const e = exp(exact_theta * enclosure(terms[i].exact));
        enclosure const weight = times_two_to(enclosure(law.ways[i]), -static_cast<long>(law.N));
        up.push_back(weight * e);
        down.push_back(weight / e);
        result.mean = result.mean + up.back() + down.back();
    }
    for (std::size_t i = 0; i < terms.size(); ++i) {
        stop_point();
        mpfr_value even = ((up[i] + down[i]) / result.mean).middle();
        // Terms below an ulp over all terms are part of `slip`.
        if (mpfr_get_exp(even.get()) <= -least_bits - 1) continue;
        result.active.even.push_back(std::move(even));
        result.active.odd.push_back(((up[i] - down[i]) / result.mean).middle());
        result.active.reduced.push_back(terms[i].reduced);
    }
    return result;
}

}  // namespace

enclosure lattice_tail(crosstalk_law const& law, std::int64_t K, int digits, bool tie, double most_terms) {
    double const a = law.threshold.convert_to<double>();
    if (K < 3 || law.threshold <= 0) throw std::domain_error("the lattice sum needs K >= 3 and a positive gap");
    if (law.all_odd() && tie && K % 2 == 1) return enclosure(0L);  // Y/g is even, A/g odd
    std::vector<lattice_term> terms = terms_of(law);
    if (!(a < 1e17))
        throw out_of_reach("the gap is " + decimal(rational(law.threshold), 3) + " lattice steps, more than 10^17");
    lattice_plan const plan = plan_of(terms, static_cast<double>(K - 1), a, digits, tie);
    double const theta = plan.theta;
    auto const [length, log_alias] = nodes_against_aliasing(terms, plan);
    auto const L = static_cast<std::uint64_t>(length);
    for (lattice_term& x : terms) {
        double const log_even = x.log_weight + log_cosh(theta * x.size) - plan.log_mean;
        x.even = std::exp(log_even);
        x.odd = x.even * std::tanh(theta * x.size);
        x.reduced = static_cast<std::uint64_t>(integer(x.exact % L));
    }
    // A node left out adds at most |psi|^m e^{m kappa - theta a} coth(theta/2)/2 to the mean over all L nodes.
    double const factor = tie ? 1.0 : 0.5 / std::tanh(theta / 2);
    double const least = std::exp(std::min((plan.log_tolerance - plan.log_chernoff - std::log(factor)) / plan.m, 0.0));
    std::vector<std::uint64_t> const nodes = nodes_that_matter(terms, L, least, most_terms);
    // Evaluation. Rounding: psi carries an absolute error below `slip` ulps; psi^m m times that; the rest 64 ulps.
    node_steps const steps(nodes);
    double const slip = 6.0 * static_cast<double>(steps.longest()) + 24 + 3 * static_cast<double>(terms.size());
    double const log_rounding_per_ulp = plan.log_chernoff + std::log(coth_sum_of(nodes, theta, length, tie) / length) +
                                        std::log((plan.m + 1) * (slip + 8) + 64) + 1;
    auto const close = [&](enclosure const& raw, double log_rounding) {
        // Aliasing only adds to P; nodes left out and rounding go both ways. Double logarithms get a margin of e.
        auto const bound = [](double logarithm) { return exp(enclosure::of_double(logarithm + 1)); };
        enclosure const result = raw.widened(bound(plan.log_tolerance) + bound(log_rounding));
        return enclosure((result.low_end() - bound(log_alias)).low_end().middle(), result.high_end().middle());
    };
    // Few digits: the same sum in double. Angles are exact modulo L, so psi is right to about 2^-50 in all.
    double const log_double = log_rounding_per_ulp - 50 * std::numbers::ln2 + std::log1p(std::abs(plan.log_chernoff));
    if (log_double < plan.log_tolerance) {
        double total = 0;
        for (std::uint64_t const j : nodes) total += node_in_double(terms, law, L, j, theta, K, tie);
        working_precision const guard(96);
        return close(enclosure::of_double(total / length) * exp(enclosure::of_double(plan.log_chernoff)), log_double);
    }
    auto const bits = static_cast<mpfr_prec_t>(
                          std::ceil(std::max((log_rounding_per_ulp - plan.log_tolerance) / std::numbers::ln2, 40.0))) +
                      8;
    bool const fixed = bits <= fixed_point::fraction_bits;
    refuse_beyond(most_terms, nodes.size(), terms.size(), L, fixed, bits);
    // In fixed point the numbers around the sum have room for small angles: sin(pi j/L) is asked for to all bits.
    long const room = fixed ? static_cast<long>(std::log2(length)) + 40 : 8;
    working_precision const guard(
        std::max<mpfr_prec_t>(fixed ? fixed_point::fraction_bits + room : bits + room, working_precision::bits()));
    auto [active, mean] = tilt(law, terms, theta, std::max<long>(bits, fixed ? fixed_point::fraction_bits : 0));
    active.threshold = static_cast<std::uint64_t>(integer(law.threshold % L));
    active.L = L;
    active.K = K;
    active.theta = theta;
    active.tie = tie;
    mpfr_value const sum = fixed ? node_sum_in_fixed_point(active, nodes, steps) : node_sum(active, nodes, steps);
    enclosure const scale =
        exp(enclosure(static_cast<long>(K - 1)) * log(mean) - enclosure::of_double(theta) * enclosure(law.threshold));
    enclosure const raw = enclosure::point(sum) / enclosure(integer(L)) * scale;
    return close(raw, log_rounding_per_ulp -
                          static_cast<double>(fixed ? fixed_point::fraction_bits : working_precision::bits()) *
                              std::numbers::ln2);
}

}  // namespace ulpfield::capacity
