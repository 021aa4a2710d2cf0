#include "kernels/capacity/exact_lattice.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <numbers>
#include <vector>
#include "kernels/capacity/log_cosh.hpp"

#include "kernels/capacity/decimal.hpp"
#include "kernels/capacity/fixed_point.hpp"

namespace ulpfield::capacity {
namespace {

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
/// Arcs of nodes are halved until a bound settles them. On an arc of half-width r turns around c a term moves by at
/// most 2 sin(pi size r) times its weight, and adds its weight at most:
///   |psi| <= |sum over small sizes at c| + sum over small sizes of their moves + sum over large sizes of their
///   weights.
/// So wide arcs fall by the small sizes alone, and each size further up is asked only where the smaller ones align.
class node_search {
public:
    node_search(std::vector<term> const& terms, std::uint64_t L, double least, double most_terms)
        : L_(L), least_(least), budget_(most_terms) {
        std::vector<term const*> order;
        for (term const& x : terms) order.push_back(&x);
        std::sort(order.begin(), order.end(), [](term const* a, term const* b) { return a->even < b->even; });
        double dropped = 0;
        std::size_t first = 0;
        while (first < order.size() && dropped + order[first]->even < 1e-3 * (1 - least))
            dropped += order[first++]->even;
        // Rounding of the double evaluation: 1e-13 per term's weight, generously.
        slack_ = dropped * 1.0000001 + 1e-12;
        for (; first < order.size(); ++first) {
            term const& x = *order[first];
            kept_.push_back({x.size, x.even, x.odd > 1e-14 ? x.odd : 0.0, x.wrapped, x.reduced});
            if (x.odd <= 1e-14) slack_ += x.odd;
        }
        std::sort(kept_.begin(), kept_.end(), [](wave const& a, wave const& b) { return a.size < b.size; });
        reach_.resize(80);
    }

    std::vector<std::uint64_t> run() {
        scan(0, L_ / 2);
        std::sort(found_.begin(), found_.end());
        return found_;
    }
    [[nodiscard]] double spent() const { return spent_; }

private:
    /// What the search needs of a term.
    struct wave {
        double size, even, odd;
        std::uint64_t wrapped, reduced;
    };
    /// How arcs of one depth are bounded: by the first `small` terms, which move by `moves`, and the rest's weights.
    struct extent {
        double half_width = -1;
        std::size_t small = 0;
        double above_sum = 0;  // moves + rest
    };

    /// |sum of the first `count` terms| at the angle 2 pi turn/2^64; size*turn mod 2^64 is exact.
    double magnitude_at_turn(std::uint64_t turn, std::size_t count) {
        double real = 0;
        double imaginary = 0;
        for (std::size_t i = 0; i < count; ++i) {
            wave const& x = kept_[i];
            double const angle = static_cast<double>(static_cast<std::int64_t>(x.wrapped * turn)) * (pi * 0x1p-63);
            real += x.even * std::cos(angle);
            if (x.odd > 0) imaginary += x.odd * std::sin(angle);
        }
        spend(count);
        return std::hypot(real, imaginary);
    }

    double magnitude_at_node(std::uint64_t j) {
        double real = 0;
        double imaginary = 0;
        for (wave const& x : kept_) {
            double const angle = static_cast<double>(multiply_mod(x.reduced, j, L_)) / static_cast<double>(L_) * 2 * pi;
            real += x.even * std::cos(angle);
            if (x.odd > 0) imaginary += x.odd * std::sin(angle);
        }
        spend(kept_.size());
        return std::hypot(real, imaginary);
    }

    void spend(std::size_t count) {
        spent_ += static_cast<double>(count + 1);
        if (spent_ > budget_)
            throw out_of_reach("the lattice sum needs more than " + std::to_string(static_cast<long>(budget_ / 1e6)) +
                               " million cosines to find its nodes (" + std::to_string(L_) + " nodes in all)");
    }

    void measure(extent& of, double half_width) const {
        of.half_width = half_width;
        of.small = 0;
        of.above_sum = 0;
        for (wave const& x : kept_) {
            double const half_angle = pi * x.size * half_width;
            bool const is_small = half_angle < pi / 6;
            of.above_sum += is_small ? x.even * 2 * std::sin(half_angle) : x.even;
            of.small += is_small ? 1 : 0;
        }
        of.above_sum = of.above_sum * 1.0000001 + slack_;
    }

    void scan(std::uint64_t first, std::uint64_t last) {
        struct arc {
            std::uint64_t first, last;
            int depth;
        };
        std::vector<arc> open{{first, last, 0}};
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
            // Arcs of one depth have the same length within one node: what holds two nodes further out holds for all.
            extent& bound = reach_[static_cast<std::size_t>(now.depth)];
            if (bound.half_width < 0)
                measure(bound, (static_cast<double>(count) + 2) / static_cast<double>(L_) / 2 * 1.0000001 + 0x1p-62);
            if (bound.above_sum < least_) {
                // The arc's middle, rounded down to 2^-64 turns.
                auto const turn =
                    static_cast<std::uint64_t>((static_cast<unsigned __int128>(now.first + now.last) << 63) / L_);
                if (magnitude_at_turn(turn, bound.small) + bound.above_sum < least_) continue;
            }
            std::uint64_t const middle = now.first + count / 2;
            open.push_back({middle, now.last, now.depth + 1});
            open.push_back({now.first, middle - 1, now.depth + 1});
        }
    }

    std::vector<wave> kept_;
    std::vector<extent> reach_;
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

/// How the roots of unity of each node come from those of the node before: by as many steps as the gap between them,
/// through the step's powers of two; 0: computed anew, after a wide gap or thousands of steps (each adds its rounding).
class node_steps {
public:
    static constexpr unsigned powers = 12;
    static constexpr long most_steps = 4096;

    explicit node_steps(std::vector<std::uint64_t> const& nodes) {
        long since = 0;
        for (std::size_t k = 0; k < nodes.size(); ++k) {
            std::uint64_t const gap = k == 0 ? 0 : nodes[k] - nodes[k - 1];
            bool const anew = k == 0 || gap >> powers != 0 || since >= most_steps;
            gap_.push_back(anew ? 0 : static_cast<std::uint16_t>(gap));
            since = anew ? 0 : since + std::popcount(gap);
            longest_ = std::max(longest_, since);
            if (!anew) used_ = std::max(used_, static_cast<unsigned>(std::bit_width(gap)));
        }
    }

    [[nodiscard]] unsigned gap(std::size_t k) const { return gap_[k]; }
    /// The most multiplications in a row.
    [[nodiscard]] long longest() const { return longest_; }
    /// Powers of two that occur: 2^0 .. 2^(used-1).
    [[nodiscard]] unsigned used() const { return used_; }

private:
    std::vector<std::uint16_t> gap_;
    long longest_ = 0;
    unsigned used_ = 0;
};

/// Calls step(k) for every power 2^k in the gap.
template <class Step>
void for_each_power(unsigned gap, Step const& step) {
    for (; gap != 0; gap &= gap - 1) step(static_cast<std::size_t>(std::countr_zero(gap)));
}

/// coth((theta + i phi)/2)/2 at phi = 2 pi j/L, node after node.
class half_coth {
public:
    half_coth(double theta, std::uint64_t L, unsigned powers) : L_(L) {
        for (unsigned k = 0; k < powers; ++k) step_.push_back(root_of_unity(std::uint64_t{1} << k, 2 * L));
        mpfr_set_d(t_.get(), theta / 2, MPFR_RNDN);
        mpfr_sinh_cosh(sinh_.get(), cosh_.get(), t_.get(), MPFR_RNDN);
    }

    /// (sinh cosh (theta/2) - i sin cos (phi/2)) / (2 |sinh(z/2)|^2), |sinh(z/2)|^2 = sinh^2(theta/2) + sin^2(phi/2)
    complex_value const& at(std::uint64_t j, unsigned gap) {
        if (gap == 0) phase_ = root_of_unity(j, 2 * L_);
        for_each_power(gap, [&](std::size_t power) { multiply(phase_, step_[power], s_, t_); });
        mpfr_fmma(norm_.get(), sinh_.get(), sinh_.get(), phase_.imaginary.get(), phase_.imaginary.get(), MPFR_RNDN);
        mpfr_mul_2ui(norm_.get(), norm_.get(), 1, MPFR_RNDN);
        mpfr_mul(value_.real.get(), sinh_.get(), cosh_.get(), MPFR_RNDN);
        mpfr_div(value_.real.get(), value_.real.get(), norm_.get(), MPFR_RNDN);
        mpfr_mul(value_.imaginary.get(), phase_.imaginary.get(), phase_.real.get(), MPFR_RNDN);
        mpfr_div(value_.imaginary.get(), value_.imaginary.get(), norm_.get(), MPFR_RNDN);
        mpfr_neg(value_.imaginary.get(), value_.imaginary.get(), MPFR_RNDN);
        return value_;
    }

private:
    std::uint64_t L_;
    std::vector<complex_value> step_;
    complex_value phase_;
    complex_value value_;
    mpfr_value sinh_ = fresh();
    mpfr_value cosh_ = fresh();
    mpfr_value norm_ = fresh();
    mpfr_value s_ = fresh();
    mpfr_value t_ = fresh();
};

/// The terms that count, relative to M(theta), and where the sum is taken.
struct lattice_terms {
    std::vector<mpfr_value> even;
    std::vector<mpfr_value> odd;
    std::vector<std::uint64_t> reduced;  ///< sizes mod L
    std::uint64_t threshold = 0;         ///< A/g mod L
    std::uint64_t L = 0;
    std::int64_t K = 0;
    double theta = 0;
    bool tie = false;
};

bool is_own_conjugate(std::uint64_t j, std::uint64_t L) { return j == 0 || 2 * j == L; }

/// sum over the nodes j and their conjugates L-j of Re[psi^(K-1) e^{-i phi a} coth(z/2)/2], at the working precision.
mpfr_value node_sum(lattice_terms const& of, std::vector<std::uint64_t> const& nodes, node_steps const& steps) {
    std::size_t const count = of.even.size();
    std::vector<complex_value> phase(count);
    std::vector<complex_value> turn;  // of term i by 2^k steps: turn[i used + k]
    for (std::size_t i = 0; i < count; ++i)
        for (unsigned k = 0; k < steps.used(); ++k)
            turn.push_back(root_of_unity(multiply_mod(of.reduced[i], std::uint64_t{1} << k, of.L), of.L));
    half_coth coth(of.theta, of.L, steps.used());
    mpfr_value s = fresh();
    mpfr_value t = fresh();
    mpfr_value sum = fresh();
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        std::uint64_t const j = nodes[k];
        complex_value psi;
        for (std::size_t i = 0; i < count; ++i) {
            if (steps.gap(k) == 0) phase[i] = root_of_unity(multiply_mod(of.reduced[i], j, of.L), of.L);
            for_each_power(steps.gap(k),
                           [&](std::size_t power) { multiply(phase[i], turn[i * steps.used() + power], s, t); });
            mpfr_fma(psi.real.get(), of.even[i].get(), phase[i].real.get(), psi.real.get(), MPFR_RNDN);
            mpfr_fma(psi.imaginary.get(), of.odd[i].get(), phase[i].imaginary.get(), psi.imaginary.get(), MPFR_RNDN);
        }
        complex_value value = power(std::move(psi), static_cast<std::uint64_t>(of.K - 1), s, t);
        std::uint64_t const back = multiply_mod(of.threshold, j, of.L);
        multiply(value, root_of_unity(back == 0 ? 0 : of.L - back, of.L), s, t);
        if (!of.tie) multiply(value, coth.at(j, steps.gap(k)), s, t);
        if (!is_own_conjugate(j, of.L)) mpfr_mul_2ui(value.real.get(), value.real.get(), 1, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), value.real.get(), MPFR_RNDN);
    }
    return sum;
}

/// The same with |psi| <= 1 and all roots of unity in fixed point: some forty times faster. Only coth, which can be
/// large, is a floating-point number.
mpfr_value node_sum_in_fixed_point(lattice_terms const& of, std::vector<std::uint64_t> const& nodes,
                                   node_steps const& steps) {
    struct wave {
        fixed_complex phase;
        fixed_point even, odd;
        std::array<fixed_complex, node_steps::powers> turn;
    };
    auto const fixed_root = [&](std::uint64_t numerator) {
        complex_value const z = root_of_unity(numerator, of.L);
        return fixed_complex{fixed_point::of(z.real), fixed_point::of(z.imaginary)};
    };
    auto const turns = [&](wave& x, std::uint64_t reduced) {
        for (unsigned k = 0; k < steps.used(); ++k)
            x.turn[k] = fixed_root(multiply_mod(reduced, std::uint64_t{1} << k, of.L));
    };
    std::vector<wave> waves(of.even.size());
    for (std::size_t i = 0; i < waves.size(); ++i) {
        waves[i].even = fixed_point::of(of.even[i]);
        waves[i].odd = fixed_point::of(of.odd[i]);
        turns(waves[i], of.reduced[i]);
    }
    std::uint64_t const minus_threshold = of.threshold == 0 ? 0 : of.L - of.threshold;
    wave back;  // e^{-i phi a}
    turns(back, minus_threshold);
    auto const advance = [&](wave& x, std::uint64_t reduced, std::uint64_t j, unsigned gap) {
        if (gap == 0) x.phase = fixed_root(multiply_mod(reduced, j, of.L));
        for_each_power(gap, [&](std::size_t power) { x.phase = x.phase * x.turn[power]; });
    };
    half_coth coth(of.theta, of.L, steps.used());
    mpfr_value real = fresh();
    mpfr_value imaginary = fresh();
    mpfr_value sum = fresh();
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        std::uint64_t const j = nodes[k];
        fixed_complex psi;
        for (std::size_t i = 0; i < waves.size(); ++i) {
            wave& x = waves[i];
            advance(x, of.reduced[i], j, steps.gap(k));
            psi.real = psi.real + x.even * x.phase.real;
            psi.imaginary = psi.imaginary + x.odd * x.phase.imaginary;
        }
        advance(back, minus_threshold, j, steps.gap(k));
        fixed_complex value = back.phase;
        for (auto exponent = static_cast<std::uint64_t>(of.K - 1); exponent > 0; exponent >>= 1) {
            if ((exponent & 1) != 0) value = value * psi;
            if (exponent > 1) psi = psi * psi;
        }
        value.real.store_in(real);
        if (!of.tie) {
            value.imaginary.store_in(imaginary);
            complex_value const& factor = coth.at(j, steps.gap(k));
            mpfr_fmms(real.get(), real.get(), factor.real.get(), imaginary.get(), factor.imaginary.get(), MPFR_RNDN);
        }
        if (!is_own_conjugate(j, of.L)) mpfr_mul_2ui(real.get(), real.get(), 1, MPFR_RNDN);
        mpfr_add(sum.get(), sum.get(), real.get(), MPFR_RNDN);
    }
    return sum;
}

}  // namespace

enclosure lattice_tail(crosstalk_law const& law, std::int64_t K, int digits, bool tie, double most_terms) {
    auto const m = static_cast<double>(K - 1);
    double const a = law.threshold.convert_to<double>();
    if (K < 3 || law.threshold <= 0) throw std::domain_error("the lattice sum needs K >= 3 and a positive gap");
    if (law.all_odd() && tie && K % 2 == 1) return enclosure(0L);  // Y/g is even, A/g odd

    std::vector<term> terms;
    double const log_total = static_cast<double>(law.N - 1) * std::numbers::ln2;
    {
        working_precision const guard(80);
        for (std::size_t i = 0; i < law.size.size(); ++i) {
            term x;
            x.exact = law.size[i];
            x.size = law.size[i].convert_to<double>();
            x.log_weight = log(enclosure(law.ways[i])).to_double() - log_total;
            x.wrapped =
                static_cast<std::uint64_t>(integer(law.size[i] & integer(std::numeric_limits<std::uint64_t>::max())));
            terms.push_back(x);
        }
    }
    if (!(a < 1e17))
        throw out_of_reach("the gap is " + decimal(rational(law.threshold), 3) + " lattice steps, more than 10^17");

    // The tilt: any theta > 0 is correct; near the saddle nothing cancels. Below one deviation the saddle nears 0, the
    // pole of coth: 1/deviation then costs half a power of e. Further out a heavy tail has saddles far below that.
    double const deviation = std::sqrt(m * cumulants(terms, 0).curvature);
    double theta = saddle(terms, m, a);
    if (a < deviation) theta = std::max(theta, 1 / deviation);
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
        log_alias = std::max(upper, lower) + std::numbers::ln2;
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
    // Evaluation. Rounding: psi carries an absolute error below `slip` ulps; psi^m m times that; the rest 64 ulps.
    node_steps const steps(nodes);
    double const slip = 6.0 * static_cast<double>(steps.longest()) + 24 + 3 * static_cast<double>(terms.size());
    double coth_sum = 0;
    for (std::uint64_t const j : nodes) {
        double const angle = 2 * pi * static_cast<double>(j) / length;
        coth_sum += tie ? 2.0
                        : 1.0 / std::sqrt(std::pow(std::sinh(theta / 2), 2) + std::pow(std::sin(angle / 2), 2)) *
                              std::cosh(theta / 2);
    }
    double const log_rounding_per_ulp =
        log_chernoff + std::log(coth_sum / length) + std::log((m + 1) * (slip + 8) + 64) + 1;
    auto const bits = static_cast<mpfr_prec_t>(
                          std::ceil(std::max((log_rounding_per_ulp - log_tolerance) / std::numbers::ln2, 40.0))) +
                      8;
    auto const close = [&](enclosure const& raw, double log_rounding) {
        // Aliasing only adds to P; nodes left out and rounding go both ways. Double logarithms get a margin of e.
        auto const bound = [](double logarithm) { return exp(enclosure::of_double(logarithm + 1)); };
        enclosure const result = raw.widened(bound(log_tolerance) + bound(log_rounding));
        return enclosure((result.low_end() - bound(log_alias)).low_end().middle(), result.high_end().middle());
    };
    // Few digits: the same sum in double. Angles are exact modulo L, so psi is right to about 2^-50 in all.
    double const log_double = log_rounding_per_ulp - 50 * std::numbers::ln2 + std::log1p(std::abs(log_chernoff));
    if (log_double < log_tolerance) {
        double total = 0;
        for (std::uint64_t const j : nodes) total += node_in_double(terms, law, L, j, theta, K, tie);
        working_precision const guard(96);
        return close(enclosure::of_double(total / length) * exp(enclosure::of_double(log_chernoff)), log_double);
    }
    bool const fixed = bits <= fixed_point::fraction_bits;
    // In the search's unit, a cosine (20 ns), as measured: 1.5 a term and 120 a node in fixed point; else 60 and 1000
    // at 100 bits, growing with the precision.
    auto const node_count = static_cast<double>(nodes.size());
    auto const term_count = static_cast<double>(terms.size());
    double const work = fixed ? node_count * (1.5 * term_count + 120)
                              : node_count * (60 * term_count + 1000) * std::pow(static_cast<double>(bits) / 100, 1.3);
    if (work > most_terms)
        throw out_of_reach("the lattice sum has " + std::to_string(nodes.size()) + " nodes that matter out of " +
                           std::to_string(L) + ", with " + std::to_string(terms.size()) + " terms each at " +
                           std::to_string(bits) + " bits: about " +
                           std::to_string(static_cast<long>(std::ceil(work * 20e-9))) + " s");
    // In fixed point the numbers around the sum have room for small angles: sin(pi j/L) is asked for to all bits.
    long const room = fixed ? static_cast<long>(std::log2(length)) + 40 : 8;
    working_precision const guard(
        std::max<mpfr_prec_t>(fixed ? fixed_point::fraction_bits + room : bits + room, working_precision::bits()));

    // Exact tilt theta (a double) and weights relative to M(theta).
    enclosure const tilt = enclosure::of_double(theta);
    enclosure mean(0L);
    std::vector<enclosure> up;
    std::vector<enclosure> down;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        enclosure const e = exp(tilt * enclosure(terms[i].exact));
        enclosure const weight = times_two_to(enclosure(law.ways[i]), -static_cast<long>(law.N));
        up.push_back(weight * e);
        down.push_back(weight / e);
        mean = mean + up.back() + down.back();
    }
    lattice_terms active;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        mpfr_value even = ((up[i] + down[i]) / mean).middle();
        // Terms below an ulp over all terms are part of `slip`.
        if (mpfr_get_exp(even.get()) <= -std::max<long>(bits, fixed ? fixed_point::fraction_bits : 0) - 1) continue;
        active.even.push_back(std::move(even));
        active.odd.push_back(((up[i] - down[i]) / mean).middle());
        active.reduced.push_back(terms[i].reduced);
    }
    active.threshold = static_cast<std::uint64_t>(integer(law.threshold % L));
    active.L = L;
    active.K = K;
    active.theta = theta;
    active.tie = tie;
    mpfr_value const sum = fixed ? node_sum_in_fixed_point(active, nodes, steps) : node_sum(active, nodes, steps);
    enclosure const scale = exp(enclosure(static_cast<long>(K - 1)) * log(mean) - tilt * enclosure(law.threshold));
    enclosure const raw = enclosure::point(sum) / enclosure(integer(L)) * scale;
    return close(raw, log_rounding_per_ulp -
                          static_cast<double>(fixed ? fixed_point::fraction_bits : working_precision::bits()) *
                              std::numbers::ln2);
}

}  // namespace ulpfield::capacity
