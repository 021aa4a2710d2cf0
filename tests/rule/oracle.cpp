// The exact oracle of every interaction function against the definition: in rationals, or at 2000 bits.
#include "ulpfield/rule/oracle.hpp"

#include <boost/test/unit_test.hpp>

#include "rule/lane_sums.hpp"
#include "rule/oracle_instance.hpp"
#include "rule/power_sum_lanes.hpp"
#include "support/interactions.hpp"
#include "support/random_patterns.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

number_format const formats[] = {parse_format("fp64"), parse_format("fp16"), parse_format("fp8e4m3"),
                                 parse_format("mpfr:300")};

bool same(mpfr_value const& a, mpfr_value const& b) {
    return mpfr_equal_p(a.get(), b.get()) != 0 || (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
}

/// Every u_i by the definition, in rationals.
template <rational_valued Interaction>
void check_rational(Interaction const& F, ratio const& alpha, memory_patterns const& patterns, random_words& words,
                    std::string const& where) {
    std::size_t const N = neurons(patterns);
    auto const exact = make_oracle_of(F, alpha, patterns);
    format_memory<rational> const zeta(patterns);
    rational const factor = exact_ratio(alpha);
    bipolar_state sigma = random_state(N, words);
    exact->set_state(sigma);
    for (int step = 0; step < 6; ++step) {
        std::size_t const i = words() % N;
        rational const u = exact_energy_difference(F, factor, zeta, sigma, i);
        BOOST_TEST(exact->sign(i) == u.sign(), where << " u=" << u);
        rational largest = 0;
        for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
            rational const R = similarity<rational>(zeta[mu], sigma, i);
            for (rational const& x : {rational(R + zeta[mu][i]), rational(R - zeta[mu][i])})
                largest = std::max(largest, rational(boost::multiprecision::abs(F(rational(x * factor)))));
        }
        for (number_format const& format : formats) {
            auto const nearest = [&](rational const& x) {
                return round_once(format,
                                  [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set_q(r, x.backend().data(), mode); });
            };
            BOOST_TEST(same(exact->round(i, format), nearest(u)), where << " " << format.name << " u=" << u);
            if (alpha == ratio{1, 1} && largest != 0)
                BOOST_TEST(same(exact->round_over_largest_term(i, format), nearest(rational(u / largest))),
                           where << " " << format.name);
        }
        std::size_t const j = words() % N;
        exact->flip(j);
        sigma[j] = static_cast<std::int8_t>(-sigma[j]);
    }
}

/// Every u_i at 2000 bits; no cancellation of these sizes (below e^300) reaches their end.
template <class Interaction>
void check_at_2000_bits(Interaction const& F, ratio const& alpha, memory_patterns const& patterns,
                        bipolar_state const& sigma, std::string const& where) {
    format_scope<format_role::working> const scope(parse_format("mpfr:2000"));
    using precise = mpfr_real<format_role::working>;
    auto const exact = make_oracle_of(F, alpha, patterns);
    format_memory<precise> const zeta(patterns);
    precise const factor = precise(static_cast<int>(alpha.numerator)) / precise(static_cast<int>(alpha.denominator));
    exact->set_state(sigma);
    for (std::size_t i = 0; i < sigma.size(); ++i) {
        precise u(0);
        precise largest(0);
        for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
            precise const R = similarity<precise>(zeta[mu], sigma, i);
            precise const a = F(factor * (R + zeta[mu][i]));
            precise const b = F(factor * (R - zeta[mu][i]));
            u += a - b;
            for (precise const& term : {a, b})
                if (magnitude(term) > largest) largest = magnitude(term);
        }
        bool const zero = mpfr_zero_p(u.get()) != 0 || mpfr_get_exp(u.get()) < -1500;
        BOOST_TEST(exact->sign(i) == (zero ? 0 : mpfr_sgn(u.get())), where << " i=" << i);
        if (zero) continue;
        for (number_format const& format : formats) {
            auto const nearest = [&](precise const& x) {
                return round_once(format, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, x.get(), mode); });
            };
            BOOST_TEST(same(exact->round(i, format), nearest(u)), where << " " << format.name << " i=" << i);
            BOOST_TEST(same(exact->round_over_largest_term(i, format), nearest(u / largest)),
                       where << " " << format.name << " over the largest term, i=" << i);
        }
    }
}

std::string where_text(std::string const& F, std::size_t N, std::size_t K, int n, ratio const& alpha, bool real) {
    return F + " N=" + std::to_string(N) + " K=" + std::to_string(K) + " n=" + std::to_string(n) +
           " alpha=" + alpha.text() + (real ? " real" : " bipolar");
}

}  // namespace

BOOST_AUTO_TEST_CASE(agrees_with_rationals) {
    random_words words(20260301);
    for (int trial = 0; trial < 40; ++trial) {
        int const n = std::vector<int>{1, 2, 3, 4, 5, 9, 30, 61}[words() % 8];
        for_each_function(n, [&]<class Interaction>(Interaction const& F) {
            if constexpr (rational_valued<Interaction>) {
                std::size_t const N = 1 + words() % (trial % 10 == 0 ? 90 : 12);
                std::size_t const K = 1 + words() % (trial % 7 == 0 ? 130 : 6);
                bool const real = words() % 3 == 0 && K < 10;
                memory_patterns const patterns =
                    real ? memory_patterns(random_real(K, N, words)) : memory_patterns(random_bipolar(K, N, words));
                ratio const alpha =
                    std::vector<ratio>{{1, 1}, {1, 1}, {1, 64}, {1, static_cast<std::int64_t>(N)}, {3, 7}}[words() % 5];
                check_rational(F, alpha, patterns, words, where_text(F.name(), N, K, n, alpha, real));
            }
        });
    }
}

BOOST_AUTO_TEST_CASE(sums_of_exponentials_agree_with_2000_bits) {
    random_words words(20260303);
    for (int trial = 0; trial < 12; ++trial)
        for_each_function(2, [&]<class Interaction>(Interaction const& F) {
            if constexpr (exponential_valued<Interaction>) {
                std::size_t const N = 1 + words() % 30;
                std::size_t const K = 1 + words() % 8;
                bool const real = trial % 2 == 0;
                memory_patterns const patterns =
                    real ? memory_patterns(random_real(K, N, words)) : memory_patterns(random_bipolar(K, N, words));
                ratio const alpha = std::vector<ratio>{{1, 1}, {1, static_cast<std::int64_t>(N)}, {2, 3}}[words() % 3];
                check_at_2000_bits(F, alpha, patterns, random_state(N, words),
                                   where_text(F.name(), N, K, 0, alpha, real));
            }
        });
}

BOOST_AUTO_TEST_CASE(small_networks_by_brute_force) {
    // Every state of networks of 3 to 6 neurons: the sign of u_i is that of E(sigma_i = -1) - E(sigma_i = +1), the
    // energies summed at 2000 bits.
    format_scope<format_role::working> const scope(parse_format("mpfr:2000"));
    using precise = mpfr_real<format_role::working>;
    random_words words(20260304);
    for (std::size_t N = 3; N <= 6; ++N)
        for_each_function(3, [&](auto const& F) {
            memory_patterns const patterns = random_bipolar(2 + words() % 4, N, words);
            format_memory<precise> const zeta(patterns);
            auto const exact = make_oracle_of(F, {1, 1}, patterns);
            for (std::size_t code = 0; code < std::size_t{1} << N; ++code) {
                bipolar_state sigma(N);
                for (std::size_t i = 0; i < N; ++i) sigma[i] = (code >> i & 1) != 0 ? 1 : -1;
                exact->set_state(sigma);
                for (std::size_t i = 0; i < N; ++i) {
                    bipolar_state up = sigma;
                    bipolar_state down = sigma;
                    up[i] = 1;
                    down[i] = -1;
                    precise const u = energy(F, zeta, down) - energy(F, zeta, up);
                    bool const zero = mpfr_zero_p(u.get()) != 0 || mpfr_get_exp(u.get()) < -1500;
                    BOOST_TEST(exact->sign(i) == (zero ? 0 : mpfr_sgn(u.get())),
                               F.name() << " N=" << N << " state " << code);
                }
            }
        });
}

BOOST_AUTO_TEST_CASE(any_factor_above_zero_is_taken) {
    memory_patterns const patterns = patterns_of({"++-", "+-+"});
    BOOST_CHECK_THROW(static_cast<void>(make_oracle(polynomial{3}, {0, 1}, patterns)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(make_oracle(polynomial{3}, {-1, 2}, patterns)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(exact_ties_reach_exact_arithmetic_and_come_out_zero) {
    // Two equal memories that differ at one neuron only cancel there, whatever the rest of the state.
    random_words words(20260302);
    for_each_function(9, [&](auto const& F) {
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
            auto const exact = make_oracle_of(F, {1, 1}, patterns);
            for (int trial = 0; trial < 20; ++trial) {
                exact->set_state(random_state(40, words));
                BOOST_TEST(exact->sign(7) == 0, F.name() << (real_memories ? " real" : " bipolar"));
                BOOST_TEST(mpfr_zero_p(exact->round(7, formats[0]).get()) != 0);
            }
            BOOST_TEST(exact->filter_failures() >= 20u);
        }
    });
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

BOOST_AUTO_TEST_CASE(real_entries_of_any_range) {
    // From overlaps that fit in 128 bits to those that do not, with entries that almost cancel.
    random_words words(20260520);
    for (int trial = 0; trial < 60; ++trial) {
        std::size_t const N = 1 + words() % 12;
        std::size_t const K = 1 + words() % 10;
        real_patterns patterns(K, N);
        auto const reach = 1 + words() % (trial % 3 == 0 ? 300 : 60);
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t j = 0; j < N; ++j) {
                double const size =
                    std::ldexp(static_cast<double>(words() >> 11), -53 - static_cast<int>(words() % reach));
                patterns.set(mu, j, words() % 2 == 0 ? size : -size);
            }
        if (K > 1 && words() % 2 == 0)
            for (std::size_t j = 0; j < N; ++j)
                patterns.set(1, j, -std::nextafter(patterns.at(0, j), words() % 2 == 0 ? 0 : 2));
        ratio const alpha = std::vector<ratio>{{1, 1}, {1, 64}, {1, static_cast<std::int64_t>(N)}, {3, 7}}[words() % 4];
        int const n = std::vector<int>{1, 2, 3, 10, 31}[words() % 5];
        check_rational(polynomial{n}, alpha, patterns, words, where_text("polynomial", N, K, n, alpha, true));
        check_rational(rectified{n}, alpha, patterns, words, where_text("rectified", N, K, n, alpha, true));
    }
}

BOOST_AUTO_TEST_CASE(sums_of_powers_in_two_doubles_keep_their_bound_on_every_processor) {
    random_words words(20260521);
    std::vector<void (*)(power_sum_lanes&)> variants{lanes_baseline::sum_powers};
    if (has_lanes_avx2()) variants.push_back(lanes_avx2::sum_powers);
    if (has_lanes_avx512()) variants.push_back(lanes_avx512::sum_powers);
    for (int trial = 0; trial < 100; ++trial) {
        constexpr std::size_t count = 24;
        auto const number = [&](int exponent) {
            double const size =
                std::ldexp(static_cast<double>(words() >> 11), -53 + exponent - static_cast<int>(words() % 12));
            return words() % 2 == 0 ? size : -size;
        };
        std::vector<double> high(count);
        std::vector<double> low(count);
        std::vector<double> zeta(count);
        for (std::size_t mu = 0; mu < count; ++mu) {
            high[mu] = number(4);
            low[mu] = std::ldexp(high[mu], -54) * static_cast<double>(words() % 1000) / 1000;
            zeta[mu] = words() % 4 == 0 ? high[mu] / 2 : number(0);
        }
        int const n = std::vector<int>{1, 2, 3, 7, 30}[words() % 5];
        power_sum_lanes const request{.high = high.data(),
                                      .low = low.data(),
                                      .zeta = zeta.data(),
                                      .factor = words() % 2 == 0 ? -2.0 : 2.0,
                                      .count = count,
                                      .n = n,
                                      .rectified = words() % 2 == 0};
        rational exact = 0;
        for (std::size_t mu = 0; mu < count; ++mu) {
            rational const y = rational(high[mu]) + rational(low[mu]) + rational(request.factor) * rational(zeta[mu]);
            if (!request.rectified || y > 0) exact += binary_power(y, n);
        }
        for (auto const& run : variants) {
            power_sum_lanes done = request;
            run(done);
            rational const computed = rational(done.sum_high) + rational(done.sum_low);
            BOOST_TEST((boost::multiprecision::abs(rational(computed - exact)) <= rational(error_bound(done))),
                       "n=" << n);
        }
    }
}
