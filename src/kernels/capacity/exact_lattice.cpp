#include "kernels/capacity/exact_lattice.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "kernels/capacity/decimal.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double ln2 = 0.693147180559945309;
constexpr double pi = 3.14159265358979324;

/// One distinct |X|/g with its probability, in the forms the stages below need.
struct term {
    double size = 0;
    double log_weight = 0;
    double even = 0;            // P(|X| = size) cosh(theta size)/M(theta): the tilted probability of +-size together
    double odd = 0;             // ... sinh ...: their difference
    std::uint64_t wrapped = 0;  // size mod 2^64
    std::uint64_t reduced = 0;  // size mod L
    integer exact;
};

double log_cosh(double x) { return x + std::log1p(std::exp(-2 * x)) - ln2; }

/// kappa(t) = ln E cosh(t X/g) and kappa'(t).
struct cumulant {
    double value = 0;
    double slope = 0;
    double curvature = 0;
};

cumulant cumulants(std::vector<term> const& terms, double t) {
    double top = -HUGE_VAL;
    for (term const& x : terms) top = std::max(top, x.log_weight + t * x.size);
    double zeroth = 0;
    double first = 0;
    double second = 0;
    for (term const& x : terms) {
        double const weight = std::exp(x.log_weight + log_cosh(t * x.size) - top);
        zeroth += weight;
        first += weight * x.size * std::tanh(t * x.size);
        second += weight * x.size * x.size;
    }
    double const mean = first / zeroth;
    return {top + std::log(zeroth), mean, second / zeroth - mean * mean};
}

/// The t with m kappa'(t) = a (a < m max size), by bisection between powers of two, then Newton.
double saddle(std::vector<term> const& terms, double m, double a) {
    double low = 0;
    double high = 1 / terms.back().size;
    while (m * cumulants(terms, high).slope < a) {
        low = high;
        high *= 2;
        if (high * terms.back().size > 1e6) return high;
    }
    double t = (low + high) / 2;
    for (int step = 0; step < 100; ++step) {
        cumulant const at = cumulants(terms, t);
        double const residual = m * at.slope - a;
        (residual < 0 ? low : high) = t;
        double next = t - residual / (m * at.curvature);
        if (!(next > low && next < high)) next = (low + high) / 2;
        bool const done = std::abs(next - t) <= 1e-13 * t;
        t = next;
        if (done) break;
    }
    return t;
}

std::uint64_t multiply_mod(std::uint64_t a, std::uint64_t b, std::uint64_t modulus) {
    return static_cast<std::uint64_t>(static_cast<unsigned __int128>(a) * b % modulus);
}

/// Finds the nodes j in [0, L/2] whose |psi(j)| = |M(z_j)|/M(theta) may reach `least`; all others are certainly below.
class node_search {
public:
    node_search(std::vector<term> const& terms, std::uint64_t L, double least, double most_terms)
        : L_(L), least_(least), budget_(most_terms) {
        double dropped = 0;
        std::vector<term const*> order;
        for (term const& x : terms) order.push_back(&x);
        std::sort(order.begin(), order.end(), [](term const* a, term const* b) { return a->even < b->even; });
        std::size_t first = 0;
        while (first < order.size() && dropped + order[first]->even < 1e-3 * (1 - least))
            dropped += order[first++]->even;
        // Rounding of the double evaluation: 1e-13 per term's weight, generously.
        slack_ = dropped * 1.0000001 + 1e-12;
        for (; first < order.size(); ++first) kept_.push_back(*order[first]);
    }

    std::vector<std::uint64_t> run() {
        scan(0, L_ / 2);
        std::sort(found_.begin(), found_.end());
        return found_;
    }
    [[nodiscard]] double spent() const { return spent_; }

private:
    /// |psi| at the angle 2 pi turn/2^64; size*turn mod 2^64 is exact.
    double magnitude_at_turn(std::uint64_t turn) {
        double real = 0;
        double imaginary = 0;
        for (term const& x : kept_) {
            double const angle = static_cast<double>(static_cast<std::int64_t>(x.wrapped * turn)) * (pi * 0x1p-63);
            real += x.even * std::cos(angle);
            if (x.odd > 1e-14) imaginary += x.odd * std::sin(angle);
        }
        spend();
        return std::hypot(real, imaginary);
    }

    double magnitude_at_node(std::uint64_t j) {
        double real = 0;
        double imaginary = 0;
        for (term const& x : kept_) {
            double const angle = static_cast<double>(multiply_mod(x.reduced, j, L_)) / static_cast<double>(L_) * 2 * pi;
            real += x.even * std::cos(angle);
            if (x.odd > 1e-14) imaginary += x.odd * std::sin(angle);
        }
        spend();
        return std::hypot(real, imaginary);
    }

    void spend() {
        spent_ += static_cast<double>(kept_.size());
        if (spent_ > budget_)
            throw out_of_reach("the lattice sum needs more than " + std::to_string(static_cast<long>(budget_ / 1e6)) +
                               " million cosines to find its nodes (" + std::to_string(L_) + " nodes in all)");
    }

    /// E 2 sin(min(pi/2, pi size width)): how much psi can differ from its value `width` turns away.
    double spread(double width) const {
        double total = 0;
        for (term const& x : kept_) {
            double const half_angle = pi * x.size * width;
            total += x.even * (half_angle < pi / 2 ? 2 * std::sin(half_angle) : 2.0);
        }
        return total;
    }

    void scan(std::uint64_t first, std::uint64_t last) {
        struct arc {
            std::uint64_t first, last;
            int depth;
        };
        std::vector<arc> open{{first, last, 0}};
        std::vector<double> spread_at(80, -1.0);
        while (!open.empty()) {
            arc const now = open.back();
            open.pop_back();
            std::uint64_t const count = now.last - now.first + 1;
            if (count <= 2) {
                for (std::uint64_t j = now.first; j <= now.last; ++j)
                    if (magnitude_at_node(j) + slack_ >= least_) {
                        found_.push_back(j);
                        if (found_.size() > 2'000'000)
                            throw out_of_reach("the lattice sum has more than 2 million nodes that matter");
                    }
                continue;
            }
            // Arcs of one depth have the same length within one node; their widest decides.
            auto const depth = static_cast<std::size_t>(now.depth);
            double const length = static_cast<double>(count) / static_cast<double>(L_);
            double& wide = spread_at[depth];
            double const reach = (length + 2.0 / static_cast<double>(L_)) / 2 * 1.0000001;
            if (wide < 0) wide = spread(reach + 1e-15);
            if (wide < least_) {
                double const centre =
                    (static_cast<double>(now.first) + static_cast<double>(now.last)) / 2 / static_cast<double>(L_);
                auto const turn = static_cast<std::uint64_t>(std::ldexp(centre, 64));
                if (magnitude_at_turn(turn) + slack_ + wide < least_) continue;
            }
            std::uint64_t const middle = now.first + count / 2;
            open.push_back({middle, now.last, now.depth + 1});
            open.push_back({now.first, middle - 1, now.depth + 1});
        }
    }

    std::vector<term> kept_;
    std::uint64_t L_;
    double least_;
    double slack_ = 0;
    double budget_;
    double spent_ = 0;
    std::vector<std::uint64_t> found_;
};

/// Twice (once for j = 0 and j = L/2) the real part of psi^(K-1) e^{-i phi a} coth(z/2)/2, or without coth for ties.
double node_in_double(std::vector<term> const& terms, crosstalk_law const& law, std::uint64_t L, std::uint64_t j,
                      double theta, std::int64_t K, bool tie) {
    double const turn = 2 * pi / static_cast<double>(L);
    double real = 0;
    double imaginary = 0;
    for (term const& x : terms) {
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

/// a + bi with numbers of the working precision.
struct complex_value {
    mpfr_value real = fresh();
    mpfr_value imaginary = fresh();
};

void multiply(complex_value& a, complex_value const& b, mpfr_value& s, mpfr_value& t) {
    mpfr_fmms(s.get(), a.real.get(), b.real.get(), a.imaginary.get(), b.imaginary.get(), MPFR_RNDN);
    mpfr_fmma(t.get(), a.real.get(), b.imaginary.get(), a.imaginary.get(), b.real.get(), MPFR_RNDN);
    mpfr_swap(a.real.get(), s.get());
    mpfr_swap(a.imaginary.get(), t.get());
}

complex_value power(complex_value base, std::uint64_t exponent, mpfr_value& s, mpfr_value& t) {
    complex_value result;
    mpfr_set_ui(result.real.get(), 1, MPFR_RNDN);
    for (; exponent > 0; exponent >>= 1) {
        if ((exponent & 1) != 0) multiply(result, base, s, t);
        if (exponent > 1) {
            complex_value const copy = base;
            multiply(base, copy, s, t);
        }
    }
    return result;
}

/// e^{2 pi i numerator/L}
complex_value root_of_unity(std::uint64_t numerator, std::uint64_t L) {
    complex_value z;
    mpfr_value angle = fresh();
    mpfr_const_pi(angle.get(), MPFR_RNDN);
    mpfr_mul_ui(angle.get(), angle.get(), numerator, MPFR_RNDN);
    mpfr_mul_2ui(angle.get(), angle.get(), 1, MPFR_RNDN);
    mpfr_div_ui(angle.get(), angle.get(), L, MPFR_RNDN);
    mpfr_sin_cos(z.imaginary.get(), z.real.get(), angle.get(), MPFR_RNDN);
    return z;
}

}  // namespace

enclosure lattice_tail(crosstalk_law const& law, std::int64_t K, int digits, bool tie, double most_terms) {
    auto const m = static_cast<double>(K - 1);
    double const a = law.threshold.convert_to<double>();
    if (K < 3 || law.threshold <= 0) throw std::domain_error("the lattice sum needs K >= 3 and a positive gap");
    if (law.all_odd() && tie && K % 2 == 1) return enclosure(0L);  // Y/g is even, A/g odd

    std::vector<term> terms;
    double const log_total = static_cast<double>(law.N - 1) * ln2;
    {
        working_precision const guard(80);
        for (std::size_t i = 0; i < law.size.size(); ++i) {
            term x;
            x.exact = law.size[i];
            x.size = law.size[i].convert_to<double>();
            x.log_weight = log(enclosure(law.ways[i])).to_double() - log_total;
            x.wrapped = static_cast<std::uint64_t>(integer(law.size[i] & integer(std::numeric_limits<std::uint64_t>::max())));
            terms.push_back(x);
        }
    }
    if (!(a < 1e15))
        throw out_of_reach("the gap is " + decimal(rational(law.threshold), 3) + " lattice steps, more than 10^15");

    // The tilt: any theta > 0 is correct; near the saddle nothing cancels.
    double const deviation = std::sqrt(m * cumulants(terms, 0).curvature);
    double const theta = std::max(saddle(terms, m, a), 1 / deviation);
    cumulant const at = cumulants(terms, theta);
    double const log_chernoff = m * at.value - theta * a;
    double const tilted_deviation = std::sqrt(std::max(m * at.curvature, 1.0));
    // A low guess of ln P (Lugannani-Rice's leading term, two powers of e below): only costs depend on it.
    double const log_P =
        std::min(log_chernoff - std::log(tie ? tilted_deviation : 1 + theta * tilted_deviation) - 3, -1.0);
    double const log_tolerance = log_P - (digits + 1) * 2.302585092994046;

    // Number of nodes. Aliasing: sum_{q<=-1} e^{-theta|q|L} T(a+qL) <= e^{-theta L}/(1 - e^{-theta L}) and, for any t >
    // theta, sum_{q>=1} e^{theta q L} T(a+qL) <= e^{m kappa(t) - t a} e^{-(t-theta)L}/(1 - e^{-(t-theta)L}); 0 where
    // a+L > m max|X|.
    double length = std::ceil((3 - log_tolerance) / theta) + 2;
    double log_alias = 0;
    for (;;) {
        double upper = -HUGE_VAL;
        if (a + length <= m * terms.back().size) {
            double const t = std::max(saddle(terms, m, a + length), theta * 1.0001);
            double const gain = (t - theta) * length;
            upper = m * cumulants(terms, t).value - t * a - gain - std::log(-std::expm1(-gain));
        }
        double const lower = -theta * length - std::log(-std::expm1(-theta * length));
        log_alias = std::max(upper, lower) + ln2;
        if (log_alias < log_tolerance) break;
        length = std::ceil(length * 1.2) + 1;
        if (length > 4e18) break;
    }
    if (length > 4e18) throw out_of_reach("the lattice sum needs " + decimal(rational(integer(length)), 3) + " nodes");
    auto const L = static_cast<std::uint64_t>(length);

    for (term& x : terms) {
        double const log_even = x.log_weight + log_cosh(theta * x.size) - at.value;
        x.even = std::exp(log_even);
        x.odd = x.even * std::tanh(theta * x.size);
        x.reduced = static_cast<std::uint64_t>(integer(x.exact % L));
    }
    // A node left out adds at most |psi|^m e^{m kappa - theta a} coth(theta/2)/2 to the mean over all L nodes.
    double const factor = tie ? 1.0 : 0.5 / std::tanh(theta / 2);
    double const log_least = (log_tolerance - log_chernoff - std::log(factor)) / m;
    double const least = std::exp(std::min(log_least, 0.0));
    node_search search(terms, L, least, most_terms);
    std::vector<std::uint64_t> const nodes = search.run();
    double const work = static_cast<double>(nodes.size()) * static_cast<double>(terms.size());
    if (work > most_terms / 8)
        throw out_of_reach("the lattice sum has " + std::to_string(nodes.size()) + " nodes that matter out of " +
                           std::to_string(L) + ", with " + std::to_string(terms.size()) + " terms each");

    // Evaluation. Rounding: psi carries an absolute error below `slip` ulps; psi^m m times that; the rest 64 ulps.
    long longest_run = 1;
    long run_length = 1;
    for (std::size_t k = 1; k < nodes.size(); ++k) {
        run_length = nodes[k] == nodes[k - 1] + 1 ? run_length + 1 : 1;
        longest_run = std::max(longest_run, run_length);
    }
    double const slip = 6.0 * static_cast<double>(longest_run) + 24 + 3 * static_cast<double>(terms.size());
    double coth_sum = 0;
    for (std::uint64_t const j : nodes) {
        double const angle = 2 * pi * static_cast<double>(j) / length;
        coth_sum += tie ? 2.0
                        : 1.0 / std::sqrt(std::pow(std::sinh(theta / 2), 2) + std::pow(std::sin(angle / 2), 2)) *
                              std::cosh(theta / 2);
    }
    double const log_rounding_per_ulp = log_chernoff + std::log(coth_sum / length) + std::log(m * (slip + 8) + 64) + 1;
    auto const bits =
        static_cast<mpfr_prec_t>(std::ceil(std::max((log_rounding_per_ulp - log_tolerance) / ln2, 40.0))) + 8;
    auto const close = [&](enclosure const& raw, double log_rounding) {
        // Aliasing only adds to P; nodes left out and rounding go both ways. Double logarithms get a margin of e.
        auto const bound = [](double logarithm) { return exp(enclosure::of_double(logarithm + 1)); };
        enclosure const result = raw.widened(bound(log_tolerance) + bound(log_rounding));
        return enclosure((result.low_end() - bound(log_alias)).low_end().middle(), result.high_end().middle());
    };
    // Few digits: the same sum in double. Angles are exact modulo L, so psi is right to about 2^-50 in all.
    double const log_double = log_rounding_per_ulp - 50 * ln2 + std::log1p(std::abs(log_chernoff));
    if (log_double < log_tolerance) {
        double total = 0;
        for (std::uint64_t const j : nodes) total += node_in_double(terms, law, L, j, theta, K, tie);
        working_precision const guard(96);
        return close(enclosure::of_double(total / length) * exp(enclosure::of_double(log_chernoff)), log_double);
    }
    working_precision const guard(std::max<mpfr_prec_t>(bits, working_precision::bits()));

    // Exact tilt theta (a double) and weights relative to M(theta).
    enclosure const tilt = enclosure::of_double(theta);
    enclosure mean(0L);
    std::vector<enclosure> up;
    std::vector<enclosure> down;
    for (term const& x : terms) {
        enclosure const e = exp(tilt * enclosure(x.exact));
        enclosure const weight =
            times_two_to(enclosure(law.ways[static_cast<std::size_t>(&x - terms.data())]), -static_cast<long>(law.N));
        up.push_back(weight * e);
        down.push_back(weight / e);
        mean = mean + up.back() + down.back();
    }
    std::vector<mpfr_value> even;
    std::vector<mpfr_value> odd;
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        even.push_back(((up[i] + down[i]) / mean).middle());
        odd.push_back(((up[i] - down[i]) / mean).middle());
        // Terms below an ulp over all terms are part of `slip`.
        if (mpfr_get_exp(even.back().get()) > -bits - 1) active.push_back(i);
    }
    std::vector<complex_value> phase(terms.size());
    std::vector<complex_value> turn(terms.size());
    auto const reduced_threshold = static_cast<std::uint64_t>(integer(law.threshold % L));
    bool const has_runs = longest_run > 1;
    if (has_runs)
        for (std::size_t const i : active) turn[i] = root_of_unity(terms[i].reduced, L);

    mpfr_value s = fresh();
    mpfr_value t = fresh();
    mpfr_value sum = fresh();
    mpfr_value half_tilt_sinh = fresh();
    mpfr_value half_tilt_cosh = fresh();
    mpfr_set_d(t.get(), theta / 2, MPFR_RNDN);
    mpfr_sinh_cosh(half_tilt_sinh.get(), half_tilt_cosh.get(), t.get(), MPFR_RNDN);
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        std::uint64_t const j = nodes[k];
        bool const follows = k > 0 && nodes[k - 1] + 1 == j;
        complex_value psi;
        for (std::size_t const i : active) {
            if (follows)
                multiply(phase[i], turn[i], s, t);
            else
                phase[i] = root_of_unity(multiply_mod(terms[i].reduced, j, L), L);
            mpfr_fma(psi.real.get(), even[i].get(), phase[i].real.get(), psi.real.get(), MPFR_RNDN);
            mpfr_fma(psi.imaginary.get(), odd[i].get(), phase[i].imaginary.get(), psi.imaginary.get(), MPFR_RNDN);
        }
        complex_value value = power(std::move(psi), static_cast<std::uint64_t>(K - 1), s, t);
        std::uint64_t const back = multiply_mod(reduced_threshold, j, L);
        multiply(value, root_of_unity(back == 0 ? 0 : L - back, L), s, t);
        if (!tie) {
            // coth(z/2)/2 = cosh(z/2) conj(sinh(z/2)) / (2 |sinh(z/2)|^2), z = theta + i phi.
            complex_value half;  // e^{i phi/2} = (c, d)
            mpfr_const_pi(t.get(), MPFR_RNDN);
            mpfr_mul_ui(t.get(), t.get(), j, MPFR_RNDN);
            mpfr_div_ui(t.get(), t.get(), L, MPFR_RNDN);
            mpfr_sin_cos(half.imaginary.get(), half.real.get(), t.get(), MPFR_RNDN);
            mpfr_value norm = fresh();  // |sinh|^2 = sinh^2(theta/2) + sin^2(phi/2)
            mpfr_fmma(norm.get(), half_tilt_sinh.get(), half_tilt_sinh.get(), half.imaginary.get(),
                      half.imaginary.get(), MPFR_RNDN);
            mpfr_mul_2ui(norm.get(), norm.get(), 1, MPFR_RNDN);
            complex_value coth;  // (sinh cosh (theta/2) - i sin cos (phi/2)) / norm
            mpfr_mul(coth.real.get(), half_tilt_sinh.get(), half_tilt_cosh.get(), MPFR_RNDN);
            mpfr_div(coth.real.get(), coth.real.get(), norm.get(), MPFR_RNDN);
            mpfr_mul(coth.imaginary.get(), half.imaginary.get(), half.real.get(), MPFR_RNDN);
            mpfr_div(coth.imaginary.get(), coth.imaginary.get(), norm.get(), MPFR_RNDN);
            mpfr_neg(coth.imaginary.get(), coth.imaginary.get(), MPFR_RNDN);
            multiply(value, coth, s, t);
        }
        bool const single = j == 0 || 2 * j == L;  // j and L-j are conjugate
        if (!single) mpfr_mul_2ui(value.real.get(), value.real.get(), 1, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), value.real.get(), MPFR_RNDN);
    }
    enclosure const scale = exp(enclosure(static_cast<long>(K - 1)) * log(mean) - tilt * enclosure(law.threshold));
    enclosure const raw = enclosure::point(sum) / enclosure(integer(L)) * scale;
    return close(raw, log_rounding_per_ulp - static_cast<double>(working_precision::bits()) * ln2);
}

}  // namespace ulpfield::capacity
