// The scalings: their exact factor, and what each computes against the exact rational.
#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/rounded.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

using wide = mpfr_real<format_role::working>;
constexpr int wide_bits = 300;

template <class Real>
rational exactly(Real const& value) {
    mpfr_value held(wide_bits);
    number_traits<Real>::to_mpfr(held.get(), value);
    rational result;
    mpfr_get_q(result.backend().data(), held.get());
    return result;
}

/// Calls test(Scaling{}) for each scaling there is.
template <std::size_t index = 0, class Test>
void for_each_scaling(Test const& test) {
    if constexpr (index < std::variant_size_v<argument_scaling>) {
        test(std::variant_alternative_t<index, argument_scaling>{});
        for_each_scaling<index + 1>(test);
    }
}

/// All 2K values of F that make up u_i, signs left out: their sum and the largest.
struct magnitudes {
    rational sum = 0;
    rational largest = 0;
};
template <class Interaction>
magnitudes magnitudes_of(Interaction const& F, rational const& alpha, format_memory<rational> const& zeta,
                         bipolar_state const& sigma, std::size_t i) {
    magnitudes result;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        rational const R = similarity<rational>(zeta[mu], sigma, i);
        for (int const sign : {1, -1}) {
            rational const term = abs(F(rational(alpha * (R + sign * zeta[mu][i]))));
            result.sum += term;
            result.largest = std::max(result.largest, term);
        }
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(alpha_of_N) {
    for (std::int64_t const N : {1, 2, 3, 4, 5, 64, 65, 100, 784, 1'000'000}) {
        BOOST_TEST((raw::alpha(N) == ratio{1, 1}));
        BOOST_TEST((logarithmic::alpha(N) == ratio{1, 1}));
        BOOST_TEST((factored::alpha(N) == ratio{1, 1}));
        BOOST_TEST((reciprocal::alpha(N) == ratio{1, N}));
        BOOST_TEST((division::alpha(N) == ratio{1, N}));
        // The least power of two that is at least N.
        ratio const shift = power_of_two::alpha(N);
        BOOST_TEST(shift.numerator == 1);
        BOOST_TEST((shift.denominator & (shift.denominator - 1)) == 0);
        BOOST_TEST(shift.denominator >= N);
        BOOST_TEST(shift.denominator < 2 * N);
        BOOST_TEST(shift.denominator == std::int64_t{1} << power_of_two::k(N));
    }
}

// In 300 bits every scaling is the exact rational u_i (log: u_i over its largest term) up to the roundings of its few
// operations: within 2^-280 of the sum of the terms' magnitudes.
BOOST_AUTO_TEST_CASE(values_are_the_exact_ones) {
    format_scope<format_role::working> const scope({"mpfr:300", wide_bits, mpfr_emin, mpfr_emax, false});
    rational const least = rational(1) / pow(integer(2), 280U);
    random_words words(20261129);
    for (int trial = 0; trial < 60; ++trial) {
        std::size_t const N = 1 + words() % 9;
        std::size_t const K = 1 + words() % 5;
        int const n = 1 + static_cast<int>(words() % 7);
        memory_patterns const patterns =
            words() % 2 == 0 ? memory_patterns(random_bipolar(K, N, words)) : memory_patterns(random_real(K, N, words));
        bipolar_state const sigma = random_state(N, words);
        std::size_t const i = words() % N;
        format_memory<rational> const zeta(patterns);
        format_memory<wide> const rounded(patterns);
        auto const check = [&](auto const& F, std::string_view what) {
            for_each_scaling([&]<class Scaling>(Scaling const& scaling) {
                rational const alpha = exact_ratio(scaling.alpha(static_cast<std::int64_t>(N)));
                rational expected = exact_energy_difference(F, alpha, zeta, sigma, i);
                magnitudes terms = magnitudes_of(F, alpha, zeta, sigma, i);
                if (Scaling::over_largest_term && terms.largest != 0) {
                    expected /= terms.largest;
                    terms.sum /= terms.largest;
                }
                rational const computed =
                    exactly(energy_difference(F, scaling, power_method::binary, rounded, sigma, i));
                if constexpr (std::is_same_v<Scaling, largest_shift>) {
                    // u 2^-kn, k the least with all arguments within 2^k
                    rational largest = 0;
                    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
                        rational const R = similarity<rational>(zeta[mu], sigma, i);
                        largest = std::max({largest, rational(abs(R + zeta[mu][i])), rational(abs(R - zeta[mu][i]))});
                    }
                    rational power = 1;
                    while (power < largest) power *= 2;
                    while (largest != 0 && power / 2 >= largest) power /= 2;
                    rational factor = 1;
                    for (int k = 0; k < n; ++k) factor *= power;
                    expected /= factor;
                    terms.sum /= factor;
                }
                BOOST_TEST((abs(computed - expected) <= least * terms.sum),
                           scaling.name << ", " << what << ", n=" << n << " N=" << N << " K=" << K << " trial " << trial
                                        << ": " << computed << " instead of " << expected);
            });
        };
        check(polynomial{n}, "polynomial");
        check(rectified{n}, "rectified");
    }
}

BOOST_AUTO_TEST_CASE(shifts_of_ones_own) {
    for (int const K : {0, 1, 7, 62}) {
        auto const scaling = parse_scaling("2^-" + std::to_string(K));
        BOOST_TEST(name(scaling) == "2^-" + std::to_string(K));
        BOOST_TEST((alpha(scaling, 100) == ratio{1, std::int64_t{1} << K}));
    }
    for (char const* text : {"2^-", "2^-63", "2^--1", "2^-1.5", "2^-7 ", "2^7", "2^-K"})
        BOOST_CHECK_THROW(static_cast<void>(parse_scaling(text)), std::invalid_argument);
    BOOST_TEST(name(parse_scaling("2^-k")) == "2^-k");
}

// 2^-k moves exponents alone: where nothing leaves fp16's normal numbers, the value is that of raw times 2^-kn, every
// rounding included.
BOOST_AUTO_TEST_CASE(a_power_of_two_moves_exponents_alone) {
    random_words words(7);
    for (int trial = 0; trial < 200; ++trial) {
        std::size_t const N = 2 + words() % 7;
        int const n = 2 + static_cast<int>(words() % 2);
        bipolar_state const sigma = random_state(N, words);
        format_memory<fp16> const zeta(random_bipolar(1 + words() % 30, N, words));
        auto const value = [&](auto scaling) {
            return exactly(energy_difference(polynomial{n}, scaling, power_method::binary, zeta, sigma, 0));
        };
        int const k = power_of_two::k(static_cast<std::int64_t>(N));
        rational const factor = rational(1) / pow(integer(2), static_cast<unsigned>(k * n));
        BOOST_TEST((value(power_of_two{}) == value(raw{}) * factor), "N=" << N << " n=" << n << " trial " << trial);
    }
}
