#include "capacity/lattice_sum.hpp"

#include <array>
#include <bit>

#include "capacity/fixed_point.hpp"
#include "capacity/lattice_term.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

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

bool is_own_conjugate(std::uint64_t j, std::uint64_t L) { return j == 0 || 2 * j == L; }

}  // namespace

mpfr_value node_sum(lattice_terms const& of, std::vector<std::uint64_t> const& nodes, node_steps const& steps) {
    std::size_t const count = of.even.size();
    std::vector<complex_value> phase(count);
    std::vector<complex_value> turn;  // of term i by 2^k steps: turn[i used + k]
    for (std::size_t i = 0; i < count; ++i) {
        stop_point();
        for (unsigned k = 0; k < steps.used(); ++k)
            turn.push_back(root_of_unity(multiply_mod(of.reduced[i], std::uint64_t{1} << k, of.L), of.L));
    }
    half_coth coth(of.theta, of.L, steps.used());
    mpfr_value s = fresh();
    mpfr_value t = fresh();
    mpfr_value sum = fresh();
    for (std::size_t k = 0; k < nodes.size(); ++k) {
        std::uint64_t const j = nodes[k];
        complex_value psi;
        for (std::size_t i = 0; i < count; ++i) {
            stop_point();
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
        stop_point();
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
        stop_point();
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

}  // namespace ulpfield::capacity
