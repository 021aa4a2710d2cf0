// Glauber's acceptance: the exact probability at 1000 bits against the random words it consumed; ties; detailed
// balance.
#include "ulpfield/rule/glauber.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/random_patterns.hpp"
#include "ulpfield/number/mpfr_value.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

BOOST_AUTO_TEST_CASE(every_decision_is_that_of_the_first_word_against_the_probability) {
    random_words words(7);
    std::size_t const N = 12;
    for (int const n : {2, 3}) {
        auto const zeta = random_bipolar(4, N, words);
        auto const field = make_oracle(polynomial{n}, {1, 1}, memory_patterns(zeta));
        field->set_state(random_bipolar(1, N, words).state(0));
        for (rational const& T : {rational(1, 3), rational(40), rational(100000)}) {
            glauber thermal(T, 1, 99);
            random_words same(99);
            for (int step = 0; step < 300; ++step) {
                std::size_t const i = static_cast<std::size_t>(step) % N;
                int const made = thermal.decide(*field, i);
                // U within 2^-64; a draw nearer than that to P (none here) would use a second word.
                double const u = field->rational_value(i)->convert_to<double>() / T.convert_to<double>();
                long double const P = 1 / (1 + std::exp(static_cast<long double>(-u)));
                long double const U = std::ldexp(static_cast<long double>(same()), -64);
                if (std::fabs(U - P) > 1e-15L) BOOST_TEST(made == (U < P ? 1 : -1));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_field_of_zero_is_decided_by_one_fair_bit) {
    // K = 2, N = 2, n = 2: memories (+,+), (+,-): u_1 = 4 (1 - 1) = 0 at (+,+).
    bipolar_patterns zeta(2, 2);
    zeta.set(0, 0, 1), zeta.set(0, 1, 1), zeta.set(1, 0, 1), zeta.set(1, 1, -1);
    auto const field = make_oracle(polynomial{2}, {1, 1}, memory_patterns(zeta));
    field->set_state(bipolar_state{1, 1});
    glauber thermal(1, 1, 5);
    random_words same(5);
    for (int step = 0; step < 200; ++step) BOOST_TEST(thermal.decide(*field, 0) == (same() >> 63 == 0 ? 1 : -1));
}

BOOST_AUTO_TEST_CASE(sums_of_exponentials_and_extreme_temperatures) {
    random_words words(3);
    auto const zeta = random_bipolar(3, 9, words);
    auto const field = make_oracle(exponential{}, {1, 1}, memory_patterns(zeta));
    field->set_state(zeta.state(0));
    glauber cold(rational(1, 1000000000), 1, 1);
    glauber hot(rational(integer(1) << 200), 1, 1);
    int plus = 0;
    for (int step = 0; step < 2000; ++step) {
        std::size_t const i = static_cast<std::size_t>(step) % 9;
        BOOST_TEST(cold.decide(*field, i) == field->sign(i));
        plus += hot.decide(*field, i) > 0 ? 1 : 0;
    }
    BOOST_TEST(std::abs(plus - 1000) < 135);  // six standard deviations of a fair coin
    BOOST_CHECK_THROW(glauber(0, 1, 1), std::invalid_argument);
    BOOST_CHECK_THROW(glauber(-1, 1, 1), std::invalid_argument);
}
