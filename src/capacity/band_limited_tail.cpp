#include "capacity/band_limited_tail.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "capacity/crossing.hpp"
#include "capacity/fixed_point.hpp"
#include "capacity/log_cosh.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double ulp = 0x1p-53;
constexpr std::size_t block = 64;

/// To 20 bits: the tilt and the period are free, and other logarithms in double than these give the same ones.
double to_few_bits(double x) {
    int exponent = 0;
    double const mantissa = std::frexp(x, &exponent);
    return std::ldexp(std::round(std::ldexp(mantissa, 20)), exponent - 20);
}

/// e^{pi i x}, x a number of half turns.
struct root {
    mpfr_value cosine;
    mpfr_value sine;
};

root root_at(mpfr_value half_turns) {
    root z{mpfr_value(fixed_point::fraction_bits + 8), mpfr_value(fixed_point::fraction_bits + 8)};
    mpfr_value whole = fresh();
    mpfr_div_2ui(half_turns.get(), half_turns.get(), 1, MPFR_RNDN);
    mpfr_frac(half_turns.get(), half_turns.get(), MPFR_RNDN);
    mpfr_const_pi(whole.get(), MPFR_RNDN);
    mpfr_mul_2ui(whole.get(), whole.get(), 1, MPFR_RNDN);
    mpfr_mul(half_turns.get(), half_turns.get(), whole.get(), MPFR_RNDN);
    mpfr_sin_cos(z.sine.get(), z.cosine.get(), half_turns.get(), MPFR_RNDN);
    return z;
}

using plain = std::complex<double>;

plain times(plain a, plain b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}
fixed_complex times(fixed_complex a, fixed_complex b) { return a * b; }

fixed_complex fixed(root const& z) { return {fixed_point::of(z.cosine), fixed_point::of(z.sine)}; }

double plain_of(fixed_point x) { return std::ldexp(static_cast<double>(x.units), -fixed_point::fraction_bits); }

plain in_double(fixed_complex z) { return {plain_of(z.real), plain_of(z.imaginary)}; }

/// Powers w^j of a root of unity from w^(2^k), k below `bits`: at most one product a bit of j. w is squared in fixed
/// point, where the error doubles, too: w^(2^k) is right to 2^(k-120).
template <class Complex>
class turns {
public:
    template <class Convert>
    turns(mpfr_value const& half_turns, unsigned bits, Complex one, Convert const& convert) : one_(one) {
        fixed_complex w = fixed(root_at(half_turns));
        for (unsigned k = 0; k < bits; ++k, w = w * w) seed_.push_back(convert(w));
        first_.fill(one);
        for (std::size_t k = 1; k < block; ++k) first_[k] = power(k);
    }
    /// w^j
    [[nodiscard]] Complex power(std::uint64_t j) const {
        Complex result = one_;
        for (; j != 0; j &= j - 1) result = times(result, seed_[static_cast<std::size_t>(std::countr_zero(j))]);
        return result;
    }
    /// w^k, k below `block`
    [[nodiscard]] std::array<Complex, block> const& first() const { return first_; }

private:
    Complex one_;
    std::vector<Complex> seed_;
    std::array<Complex, block> first_;
};

fixed_complex power_of(fixed_complex base, std::uint64_t exponent) {
    fixed_complex result{{__int128{1} << fixed_point::fraction_bits}, {0}};
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0) result = result * base;
        if (exponent > 1) base = base * base;
    }
    return result;
}

/// 1 - |psi| is at least this, from the first terms alone, of weight W: |psi| <= 1 - W + |psi'|, and W - |psi'| =
/// (W^2 - |psi'|^2)/(W + |psi'|) with psi' = W - down + i aside. Rounding and the roots' errors are 1e-13 of W at most.
double vanguard_fall(double W, double down, double aside) {
    return (2 * W * down - down * down - aside * aside) / (2 * W) * (1 - 1e-12) - 1e-12 * W;
}

/// ln x in double; costs alone depend on it.
double rough_log(enclosure const& x) {
    long exponent = 0;
    double const mantissa = mpfr_get_d_2exp(&exponent, x.high(), MPFR_RNDN);
    return std::log(mantissa) + static_cast<double>(exponent) * std::numbers::ln2;
}

/// e^x upwards, for small x >= 0 in double.
double exp_above(double x) { return 1 + x * (1 + x); }

}  // namespace

band_limited_tail::band_limited_tail(std::vector<relative_law::value> law, std::int64_t m, double negligible)
    : m_(static_cast<double>(m)), count_(m) {
    enclosure most(0L);
    double second = 0;
    std::vector<std::size_t> order;
    for (relative_law::value const& x : law) {
        order.push_back(terms_.size());
        terms_.push_back({x.size.to_double(), rough_log(x.weight)});
        most = larger(most, x.size);
        second += std::exp(terms_.back().log_weight) * terms_.back().size * terms_.back().size;
    }
    if (!certainly_less(enclosure(1L), most * enclosure(static_cast<long>(m))))
        throw std::domain_error("no tilt brings the mean to A");
    // Any theta > 0 is right. Near the mean the saddle nears 0, where f does not fall.
    double const deviation = std::sqrt(m_ * second);
    theta_ = saddle(1, 1e-3 / (m_ * second));
    if (deviation > 1) theta_ = std::max(theta_, 1 / deviation);
    theta_ = to_few_bits(theta_);
    // Values so rare that a memory having one matters less than `negligible`, from a low guess of T.
    cumulants const at = cumulants_at(theta_);
    double const low_guess = std::exp(m_ * at.value - theta_ - std::log(1 + theta_ * std::sqrt(m_ * at.curvature)) - 3);
    std::sort(order.begin(), order.end(),
              [&](std::size_t i, std::size_t j) { return terms_[i].log_weight < terms_[j].log_weight; });
    std::size_t rare = 0;
    for (double sum = 0; rare + 1 < order.size(); ++rare) {
        sum += m_ * std::exp(terms_[order[rare]].log_weight);
        if (!(sum < negligible * low_guess)) break;
    }
    enclosure rare_weight(0L);
    for (std::size_t i = 0; i < rare; ++i) rare_weight = rare_weight + law[order[i]].weight;
    std::sort(order.begin() + static_cast<std::ptrdiff_t>(rare), order.end());
    std::vector<term> kept;
    most = enclosure(0L);
    for (std::size_t i = rare; i < order.size(); ++i) {
        kept.push_back(terms_[order[i]]);
        law_.push_back(std::move(law[order[i]]));
        if (rare > 0) law_.back().weight = law_.back().weight / (enclosure(1L) - rare_weight);
        most = larger(most, law_.back().size);
    }
    terms_ = std::move(kept);
    none_rare_ = exp(enclosure(static_cast<long>(m)) * log1p(-rare_weight));
    reach_ = most * enclosure(static_cast<long>(m));
    kept_chernoff_ = exp(log_moments(theta_) - enclosure::of_double(theta_));
    chernoff_ = kept_chernoff_ + (enclosure(1L) - none_rare_);
}

band_limited_tail::cumulants band_limited_tail::cumulants_at(double t) const {
    stop_point();
    double top = -HUGE_VAL;
    for (term const& x : terms_) top = std::max(top, x.log_weight + t * x.size);
    double zeroth = 0;
    double first = 0;
    double second = 0;
    for (term const& x : terms_) {
        if (x.log_weight + t * x.size < top - 60) continue;
        double const weight = std::exp(x.log_weight + log_cosh(t * x.size) - top);
        zeroth += weight;
        first += weight * x.size * std::tanh(t * x.size);
        second += weight * x.size * x.size;
    }
    double const mean = first / zeroth;
    return {top + std::log(zeroth), mean, second / zeroth - mean * mean};
}

double band_limited_tail::saddle(double a, double start) const {
    auto const residual = [&](double t) { return m_ * cumulants_at(t).slope - a; };
    return rising_through_zero(residual, residual(start) < 0 ? start : 1e-30, 1e12, 30);
}

enclosure band_limited_tail::log_moments(double t) const {
    // kappa = ln(1 + sum w 2 sinh^2(t size/2)): no digits are lost where it is small.
    enclosure const half_t = times_two_to(enclosure::of_double(t), -1);
    enclosure excess(0L);
    for (relative_law::value const& x : law_) {
        stop_point();
        enclosure const e = expm1(half_t * x.size);
        // 2 sinh^2(y) = expm1(y)^2 (1 + e^-y)^2 / 2
        enclosure const sinh_twice = e + e / (enclosure(1L) + e);
        excess = excess + x.weight * times_two_to(sinh_twice * sinh_twice, -1);
    }
    return enclosure(static_cast<long>(count_)) * log1p(excess);
}

enclosure band_limited_tail::aliases(double period) const {
    enclosure const L = enclosure::of_double(period);
    // sum_{q>=1} e^{-theta q L} T(A - q L) <= sum_{q>=1} e^{-theta q L}
    enclosure const back = exp(-(enclosure::of_double(theta_) * L));
    enclosure result = back / (enclosure(1L) - back);
    // sum_{q>=1} e^{theta q L} T(A + q L) <= e^{m kappa(t) - t} sum_{q>=1} e^{-(t - theta) q L} for any t > theta
    if (certainly_less(reach_, enclosure(1L) + L)) return result;
    double const t = std::max(to_few_bits(saddle(1 + period, theta_)), theta_ * 1.001);
    enclosure const forth = exp(-((enclosure::of_double(t) - enclosure::of_double(theta_)) * L));
    return result + exp(log_moments(t) - enclosure::of_double(t)) * forth / (enclosure(1L) - forth);
}

enclosure band_limited_tail::sum(double period, std::int64_t nodes) const {
    auto const bits = static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(nodes) + block));
    std::size_t const n = law_.size();
    enclosure const lambda_bounds =
        enclosure::of_double(theta_) * enclosure::of_double(period) / enclosure(static_cast<long>(nodes));
    double const lambda = lambda_bounds.to_double();
    double const q = exp(-lambda_bounds).to_double();
    double const one_less_q = (-expm1(-lambda_bounds)).to_double();

    // Tilted weights, and half the phase of each term per node: pi size/period.
    std::vector<double> even(n);
    std::vector<double> odd(n);
    std::vector<turns<plain>> phase;
    std::vector<std::array<double, block>> table_cos(n);
    std::vector<std::array<double, block>> table_sin(n);
    enclosure const t = enclosure::of_double(theta_);
    enclosure mean(0L);
    std::vector<enclosure> up;
    std::vector<enclosure> down;
    for (relative_law::value const& x : law_) {
        stop_point();
        enclosure const e = exp(t * x.size);
        up.push_back(times_two_to(x.weight * e, -1));
        down.push_back(times_two_to(x.weight / e, -1));
        mean = mean + up.back() + down.back();
    }
    // The terms that spread most come first: where they alone make a node negligible the others are not asked.
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> spread(n);
    for (std::size_t i = 0; i < n; ++i) {
        double const size = law_[i].size.to_double();
        spread[i] = ((up[i] + down[i]) / mean).to_double() * size * size;
    }
    std::size_t const vanguard = std::min<std::size_t>(n, 12);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(vanguard), order.end(),
                      [&](std::size_t i, std::size_t j) { return spread[i] > spread[j]; });
    double odd_sum = 0;
    double odd_squares = 0;  // sum of odd^2/even
    double vanguard_weight = 0;
    for (std::size_t i = 0; i < n; ++i) {
        stop_point();
        std::size_t const from = order[i];
        even[i] = ((up[from] + down[from]) / mean).to_double();
        odd[i] = ((up[from] - down[from]) / mean).to_double();
        if (i < vanguard) vanguard_weight += even[i];
        odd_sum += odd[i];
        if (even[i] > 0) odd_squares += odd[i] * (odd[i] / even[i]);
        mpfr_value turn = law_[from].size.middle();
        mpfr_div_d(turn.get(), turn.get(), period, MPFR_RNDN);
        phase.emplace_back(turn, bits, plain(1, 0), in_double);
        for (std::size_t k = 0; k < block; ++k) {
            table_cos[i][k] = phase[i].first()[k].real();
            table_sin[i][k] = phase[i].first()[k].imag();
        }
    }
    mpfr_value half_turns = fresh();
    mpfr_set_d(half_turns.get(), -2, MPFR_RNDN);  // e^{-2 pi i j A/period}, A = 1
    mpfr_div_d(half_turns.get(), half_turns.get(), period, MPFR_RNDN);
    turns<fixed_complex> const back(half_turns, bits, {{__int128{1} << fixed_point::fraction_bits}, {0}},
                                    [](fixed_complex z) { return z; });
    mpfr_set_d(half_turns.get(), 1, MPFR_RNDN);  // e^{pi i j/nodes}
    mpfr_div_ui(half_turns.get(), half_turns.get(), static_cast<unsigned long>(nodes), MPFR_RNDN);
    turns<plain> const argument(half_turns, bits, plain(1, 0), in_double);

    // A root of unity is a product of at most `bits` seeds: each seed and each product adds less than 4 ulps. (Roots of
    // terms so small that they leave the range of double are 1 to far less than that.)
    double const root_error = 4.0 * bits * ulp;
    double const sum_error = static_cast<double>(n + 10) * ulp;
    // Nodes below e^-46 of the largest are left out: |psi|^2 = 1 - fall, and (1 - fall)^(m/2) <= e^{-m fall/2}.
    double const most_fall = 92 / m_;
    double total = 0;
    double kernel = 0;
    double magnitude = 0;
    double error = 0;
    std::size_t left_out = 0;
    std::array<std::size_t, block> offsets{};
    std::iota(offsets.begin(), offsets.end(), std::size_t{0});
    std::array<double, block> real{};
    std::array<double, block> imaginary{};
    for (std::int64_t start = 0; start < nodes; start += static_cast<std::int64_t>(block)) {
        stop_point();
        real.fill(0);
        imaginary.fill(0);
        auto const add = [&](std::size_t i) {
            plain const at = phase[i].power(static_cast<std::uint64_t>(start));
            double const c0 = at.real();
            double const s0 = at.imag();
            double const* const tc = table_cos[i].data();
            double const* const ts = table_sin[i].data();
            double const e = even[i];
            double const o = odd[i];
            for (std::size_t k = 0; k < block; ++k) {
                double const s = s0 * tc[k] + c0 * ts[k];
                double const c = c0 * tc[k] - s0 * ts[k];
                real[k] += e * (s * s);
                imaginary[k] += o * (s * c);
            }
        };
        for (std::size_t i = 0; i < vanguard; ++i) add(i);
        if (std::all_of(offsets.begin(), offsets.end(), [&](std::size_t k) {
                return vanguard_fall(vanguard_weight, 2 * real[k], 2 * imaginary[k]) > most_fall / 2;
            })) {
            left_out += block;
            continue;
        }
        for (std::size_t i = vanguard; i < n; ++i) add(i);
        fixed_complex const back_start = back.power(static_cast<std::uint64_t>(start));
        plain const argument_start = argument.power(static_cast<std::uint64_t>(start));
        for (std::size_t k = 0; k < block && start + static_cast<std::int64_t>(k) < nodes; ++k) {
            std::int64_t const j = start + static_cast<std::int64_t>(k);
            double const down_to = 2 * real[k];  // 1 - Re psi
            double const aside = 2 * imaginary[k];
            // u(t), t = j/nodes: 1 - q e^{-2 pi i t} = (1-q) + 2 q sin^2(pi t) + 2 i q sin(pi t) cos(pi t)
            plain const turn = times(argument_start, argument.first()[k]);
            double const d_real = one_less_q + 2 * q * (turn.imag() * turn.imag());
            double const d_imag = 2 * q * (turn.imag() * turn.real());
            double const norm = d_real * d_real + d_imag * d_imag;
            double const u_real = d_real / norm;
            double const u_imag = -d_imag / norm;
            double const part = 1 - static_cast<double>(j) / static_cast<double>(nodes);
            // v/(2 pi i) = lambda (u0 - u)/(2 pi i)
            constexpr double two_pi = 6.283185307179586;
            double const v_real = j == 0 ? 0.0 : lambda * (1 / one_less_q - u_real) / two_pi;
            double const v_imag = j == 0 ? 0.0 : -lambda * u_imag / two_pi;
            double const f_real = part * u_real + v_imag;
            double const f_imag = part * u_imag - v_real;
            double const both = j == 0 ? 1 : 2;
            double const f_size = both * (std::abs(f_real) + std::abs(f_imag) + 1);  // and of the kernel's
            double const fall = 2 * down_to - down_to * down_to - aside * aside;
            if (fall > most_fall) {
                error += f_size * 1.1e-20;
                continue;
            }
            // |psi computed - psi|: the roots' errors, and the sums'.
            double const mean_sine = std::sqrt(real[k]) + root_error;  // >= sqrt(sum even sin^2)
            double const psi_error = 4.1 * root_error * mean_sine + sum_error * 2.1 * mean_sine * mean_sine +
                                     3.1 * root_error * odd_sum + sum_error * 2.1 * std::sqrt(odd_squares) * mean_sine;
            double const power_error = m_ * psi_error;
            if (!(power_error < 0.1)) throw std::domain_error("more memories than double's roots of unity allow");
            fixed_complex const psi{fixed_point::of(1.0) - fixed_point::of(down_to), fixed_point::of(aside)};
            fixed_complex const value =
                power_of(psi, static_cast<std::uint64_t>(count_)) * back_start * back.first()[k];
            double const x = plain_of(value.real);
            double const y = plain_of(value.imaginary);
            double const product = both * (f_real * x - f_imag * y);
            total += product;
            kernel += both * part * x;
            magnitude += f_size * (std::abs(x) + std::abs(y));
            error += f_size * (power_error * exp_above(2 * power_error) + 0x1p-60);
        }
    }
    // |u(t)| <= u(0), lambda |u(0) - u(t)|/(2 pi) <= u(0) lambda/pi.
    error += static_cast<double>(left_out) * (2 / one_less_q * (2 + lambda) + 1) * 1.1e-20;
    // Rounding of U^ (a division by |1 - q e|^2: 16 ulps), of products and of the sum.
    error += magnitude * ulp * (static_cast<double>(nodes) + 40);
    auto const count = static_cast<double>(nodes);
    error = error / count * 1.001;
    enclosure const upper = enclosure::of_double(total / count + error);
    enclosure const lower = enclosure::of_double((total - kernel) / count - error);
    enclosure const low = (lower * kept_chernoff_ - aliases(period)) * none_rare_;
    enclosure const high = upper * kept_chernoff_ * none_rare_ + (enclosure(1L) - none_rare_);
    return {larger(low, enclosure(0L)).low_end().middle(), smaller(high, chernoff_).high_end().middle()};
}

enclosure band_limited_tail::bounds(double relative, enclosure const& besides, double most_work) const {
    cumulants const at = cumulants_at(theta_);
    double const spread = std::sqrt(std::max(m_ * at.curvature, 0.0));
    // The period: aliases e^{-theta period} T-wards below a hundredth of the width, from a low guess of T.
    double const fall = std::log(1 + theta_ * spread) + 4 - std::log(relative) - log(chernoff_).to_double();
    double period = to_few_bits(fall / theta_);
    enclosure best(enclosure(0L).middle(), chernoff_.high_end().middle());
    auto const is_close = [&](enclosure const& x) {
        enclosure const width = x.high_end() - x.low_end();
        return certainly_less(width, enclosure::of_double(relative) * (x.low_end() + besides)) ||
               mpfr_zero_p(width.high()) != 0;
    };
    for (int k = 0; k < 60; ++k) {  // what lies beyond A + period must not come back
        enclosure const lost = aliases(period);
        enclosure const allowed = (exp(enclosure::of_double(-fall)) + besides) * enclosure::of_double(relative);
        if (!certainly_less(allowed, lost)) break;
        period = to_few_bits(period * 1.3);
    }
    int unchanged = 0;  // ties at A stay between the bounds for ever
    for (double step = relative / theta_ / 1.25; unchanged < 2; step /= 3) {
        double const nodes = std::ceil(period / step);
        double const work = nodes * static_cast<double>(law_.size() + 200);
        if (work > most_work || nodes > 1e10) return best;
        enclosure const next = sum(period, static_cast<std::int64_t>(nodes));
        enclosure const before = best.high_end() - best.low_end();
        best = {larger(best, next).low_end().middle(), smaller(best, next).high_end().middle()};
        if (is_close(best)) return best;
        enclosure const width = best.high_end() - best.low_end();
        unchanged = certainly_less(before * enclosure(rational(19, 20)), width) ? unchanged + 1 : 0;
    }
    return best;
}

}  // namespace ulpfield::capacity
