// The exact oracle against the definition in rationals, and e^x against enclosures at 2000 bits.
#include "ulpfield/rule/oracle.hpp"

#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/mpfr_real.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

number_format const formats[] = {parse_format("fp64"), parse_format("fp16"), parse_format("fp8e4m3"),
                                 parse_format("mpfr:300")};

void check_algebraic(interaction const& any, ratio const& alpha, memory_patterns const& patterns, random_words& words,
                     std::string const& where) {
    std::size_t const N = neurons(patterns);
    auto const exact = make_oracle(any, alpha, patterns);
    format_memory<rational> const zeta(patterns);
    bipolar_state sigma = random_state(N, words);
    exact->set_state(sigma);
    for (int step = 0; step < 6; ++step) {
        std::size_t const i = words() % N;
        std::visit(
            [&](auto const& F) {
                if constexpr (is_algebraic<std::remove_cvref_t<decltype(F)>>) {
                    rational const u =
                        exact_energy_difference(F, rational(alpha.numerator) / alpha.denominator, zeta, sigma, i);
                    BOOST_TEST(exact->sign(i) == u.sign(), where << " " << name(any) << " u=" << u);
                    rational largest = 0;
                    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
                        rational const R = similarity<rational>(zeta[mu], sigma, i);
                        for (rational const& x : {rational(R + zeta[mu][i]), rational(R - zeta[mu][i])})
                            largest = std::max(largest, rational(boost::multiprecision::abs(
                                                            F(rational(x * alpha.numerator / alpha.denominator)))));
                    }
                    for (number_format const& format : formats) {
                        auto const nearest = [&](rational const& x) {
                            return round_once(format, [&](mpfr_ptr r, mpfr_rnd_t mode) {
                                return mpfr_set_q(r, x.backend().data(), mode);
                            });
                        };
                        auto const same = [](mpfr_value const& a, mpfr_value const& b) {
                            return mpfr_equal_p(a.get(), b.get()) != 0 ||
                                   (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
                        };
                        BOOST_TEST(same(exact->round(i, format), nearest(u)),
                                   where << " " << name(any) << " " << format.name << " u=" << u);
                        if (alpha.denominator == 1 && largest != 0)
                            BOOST_TEST(same(exact->round_over_largest_term(i, format), nearest(rational(u / largest))),
                                       where << " " << name(any) << " " << format.name);
                    }
                }
            },
            any);
        std::size_t const j = words() % N;
        exact->flip(j);
        sigma[j] = static_cast<std::int8_t>(-sigma[j]);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(agrees_with_rationals) {
    random_words words(20260301);
    for (int trial = 0; trial < 120; ++trial) {
        std::size_t const N = 1 + words() % (trial % 10 == 0 ? 90 : 12);
        std::size_t const K = 1 + words() % (trial % 7 == 0 ? 130 : 6);
        bool const real_memories = trial % 3 == 0 && K < 10;
        memory_patterns const patterns =
            real_memories ? memory_patterns(random_real(K, N, words)) : memory_patterns(random_bipolar(K, N, words));
        int const n = std::vector<int>{1, 2, 3, 4, 5, 9, 30, 61}[words() % 8];
        char const* const F =
            std::vector<char const*>{"polynomial", "rectified", "leaky:1/100", "leaky+:1/3", "leaky:0"}[words() % 5];
        ratio const alpha = std::vector<ratio>{{1, 1}, {1, 1}, {1, 64}, {1, static_cast<std::int64_t>(N)}}[words() % 4];
        check_algebraic(parse_interaction(F, n), alpha, patterns, words,
                        "trial " + std::to_string(trial) + " N=" + std::to_string(N) + " K=" + std::to_string(K) +
                            " n=" + std::to_string(n) + " alpha=" + alpha.text() +
                            (real_memories ? " real" : " bipolar"));
    }
}

BOOST_AUTO_TEST_CASE(exact_ties_reach_exact_arithmetic_and_come_out_zero) {
    // Two equal memories that differ at one neuron only cancel there, whatever the rest of the state.
    random_words words(20260302);
    for (char const* F : {"polynomial", "rectified", "leaky:1/100", "exponential"})
        for (bool const real_memories : {false, true}) {
            bipolar_patterns bipolar = random_bipolar(4, 40, words);
            for (std::size_t i = 0; i < 40; ++i) {
                bipolar.set(1, i, i == 7 ? -bipolar.at(0, i) : bipolar.at(0, i));
                bipolar.set(3, i, i == 7 ? -bipolar.at(2, i) : bipolar.at(2, i));
            }
            real_patterns halves(4, 40);
            for (std::size_t mu = 0; mu < 4; ++mu)
                for (std::size_t i = 0; i < 40; ++i) halves.set(mu, i, 0.7 * bipolar.at(mu, i));
            memory_patterns const patterns = real_memories ? memory_patterns(halves) : memory_patterns(bipolar);
            auto const exact = make_oracle(parse_interaction(F, 9), {1, 1}, patterns);
            for (int trial = 0; trial < 20; ++trial) {
                exact->set_state(random_state(40, words));
                BOOST_TEST(exact->sign(7) == 0, F << (real_memories ? " real" : " bipolar"));
                BOOST_TEST(mpfr_zero_p(exact->round(7, formats[0]).get()) != 0);
            }
            BOOST_TEST(exact->filter_failures() >= 20u);
        }
}

BOOST_AUTO_TEST_CASE(near_ties_of_n_11_are_minus_two) {
    // N=25, n=11, K=59: signed numbers of memories by similarity; u = -2 against terms of 10^15 (lattice reduction,
    // exact integers).
    std::vector<std::pair<int, int>> const groups = {{24, -3}, {22, 8}, {20, -4}, {18, 6}, {16, -4}, {14, 3}, {12, -3},
                                                     {10, 8},  {8, 4},  {6, -2},  {4, -1}, {2, -7},  {0, -6}};
    bipolar_patterns patterns(59, 25);
    std::size_t mu = 0;
    for (auto const& [R, signed_count] : groups)
        for (int k = 0; k < std::abs(signed_count); ++k, ++mu) {
            patterns.set(mu, 0, signed_count < 0 ? -1 : 1);
            for (std::size_t j = 1; j < 25; ++j) patterns.set(mu, j, static_cast<int>(j) <= (24 + R) / 2 ? 1 : -1);
        }
    memory_patterns const memories = patterns;
    auto const exact = make_oracle(polynomial{11}, {1, 1}, memories);
    exact->set_state(bipolar_state(25, 1));
    BOOST_TEST(exact->sign(0) == -1);
    BOOST_TEST(mpfr_get_d(exact->round(0, formats[0]).get(), MPFR_RNDN) == -2);
    BOOST_TEST(exact->filter_failures() == 1u);
}

BOOST_AUTO_TEST_CASE(exponential_agrees_with_2000_bits) {
    format_scope<format_role::working> const scope(parse_format("mpfr:2000"));
    using precise = mpfr_real<format_role::working>;
    random_words words(20260303);
    for (int trial = 0; trial < 40; ++trial) {
        std::size_t const N = 1 + words() % 30;
        std::size_t const K = 1 + words() % 8;
        bool const real_memories = trial % 2 == 0;
        memory_patterns const patterns =
            real_memories ? memory_patterns(random_real(K, N, words)) : memory_patterns(random_bipolar(K, N, words));
        std::int64_t const Q = trial % 3 == 0 ? 1 : static_cast<std::int64_t>(N);
        auto const exact = make_oracle(exponential{}, {1, Q}, patterns);
        format_memory<precise> const zeta(patterns);
        bipolar_state const sigma = random_state(N, words);
        exact->set_state(sigma);
        for (std::size_t i = 0; i < N; ++i) {
            // 2000 bits: no cancellation of these sizes (below e^100) reaches their end.
            precise u(0);
            for (std::size_t mu = 0; mu < K; ++mu) {
                precise const R = similarity<precise>(zeta[mu], sigma, i);
                u += elementary::exp((R + zeta[mu][i]) / precise(static_cast<int>(Q))) -
                     elementary::exp((R - zeta[mu][i]) / precise(static_cast<int>(Q)));
            }
            bool const zero = mpfr_zero_p(u.get()) != 0 || mpfr_get_exp(u.get()) < -1500;
            int const expected = zero ? 0 : mpfr_sgn(u.get());
            BOOST_TEST(exact->sign(i) == expected, "trial " << trial << " N=" << N << " K=" << K << " i=" << i);
            if (zero) continue;
            mpfr_value const nearest =
                round_once(formats[0], [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, u.get(), mode); });
            BOOST_TEST(mpfr_equal_p(exact->round(i, formats[0]).get(), nearest.get()) != 0,
                       "trial " << trial << " i=" << i);
        }
    }
}
