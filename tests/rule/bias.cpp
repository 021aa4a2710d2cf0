// A bias beside the field: signs and roundings of u_i + b_i against rationals, of sums of exponentials against MPFR;
// a format's last addition against the format's own numbers.
#include "ulpfield/rule/bias.hpp"

#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/rule/energy_text.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

bool same(mpfr_value const& a, mpfr_value const& b) {
    return mpfr_equal_p(a.get(), b.get()) != 0 || (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
}

mpfr_value nearest(rational const& x, number_format const& format) {
    return round_once(format, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set_q(r, x.backend().data(), mode); });
}

/// Their cubes' decimals end.
real_patterns multiples_of_64th(std::size_t K, std::size_t N, random_words& words) {
    real_patterns zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) zeta.set(mu, i, static_cast<double>(words() % 129) / 64 - 1);
    return zeta;
}

}  // namespace

BOOST_AUTO_TEST_CASE(signs_and_roundings_of_rational_fields) {
    random_words words(11);
    for (bool const bipolar : {true, false})
        for (int const n : {1, 2, 3, 6})
            for (ratio const alpha : {ratio{1, 1}, ratio{1, 9}}) {
                std::size_t const N = 9;
                memory_patterns const zeta =
                    bipolar ? memory_patterns(random_bipolar(5, N, words)) : random_real(5, N, words);
                format_memory<rational> const entries(zeta);
                bipolar_state const sigma = random_bipolar(1, N, words).state(0);
                std::vector<rational> bias;
                for (std::size_t i = 0; i < N; ++i) {
                    rational const u = exact_energy_difference(polynomial{n}, exact_ratio(alpha), entries, sigma, i);
                    // Exact ties, one in 10^30 to either side of them, and thirds.
                    bias.push_back(i % 3 == 0 ? rational(-u)
                                              : rational(-u + rational(i % 2 == 0 ? 1 : -1,
                                                                       pow(integer(10), i % 3 == 1 ? 30 : 0) * 3)));
                }
                auto const exact = add_bias(make_oracle(interaction(polynomial{n}), alpha, zeta), bias);
                exact->set_state(sigma);
                for (std::size_t i = 0; i < N; ++i) {
                    rational const sum =
                        exact_energy_difference(polynomial{n}, exact_ratio(alpha), entries, sigma, i) + bias[i];
                    BOOST_TEST(exact->sign(i) == sum.sign());
                    BOOST_TEST((*exact->rational_value(i) == sum));
                    for (char const* const format : {"fp64", "fp8e4m3", "mpfr:70"})
                        BOOST_TEST(same(exact->round(i, parse_format(format)), nearest(sum, parse_format(format))));
                }
            }
}

BOOST_AUTO_TEST_CASE(sums_of_exponentials_are_never_tied_with_a_rational) {
    // K = 1, N = 2, both +1: u_1 = e^2 - 1 (R = 1). b near -(e^2 - 1), from MPFR at 300 bits, to either side.
    bipolar_patterns zeta(1, 2);
    for (std::size_t i : {0U, 1U}) zeta.set(0, i, 1);
    mpfr_value u(300);
    mpfr_set_ui(u.get(), 2, MPFR_RNDN);
    mpfr_expm1(u.get(), u.get(), MPFR_RNDN);
    for (int const side : {-1, 1}) {
        mpfr_value b(200);
        mpfr_neg(b.get(), u.get(), side > 0 ? MPFR_RNDU : MPFR_RNDD);
        rational exactly;
        mpfr_get_q(exactly.backend().data(), b.get());
        auto const exact =
            add_bias(make_oracle(exponential{}, {1, 1}, zeta), std::vector<rational>{exactly, rational(-1)});
        exact->set_state(bipolar_state{1, 1});
        BOOST_TEST(exact->sign(0) == side);
        BOOST_TEST(exact->sign(1) == 1);
        mpfr_value sum(300);
        mpfr_add(sum.get(), u.get(), b.get(), MPFR_RNDN);
        BOOST_TEST(same(exact->round(0, parse_format("fp32")),
                        round_once(parse_format("fp32"),
                                   [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, sum.get(), mode); })));
    }
}

BOOST_AUTO_TEST_CASE(a_format_rounds_the_bias_once_and_adds_it_last) {
    random_words words(5);
    std::size_t const N = 20;
    memory_patterns const zeta = random_bipolar(7, N, words);
    bipolar_state const sigma = random_bipolar(1, N, words).state(0);
    for (char const* const name : {"fp16", "fp32", "fp64", "bf16", "mpfr:40"}) {
        number_format const format = parse_format(name);
        rule_setting const setting{format, std::nullopt, polynomial{3}, raw{}, power_method::binary};
        auto const plain = make_format_rule(setting, true);
        plain->set_memories(zeta);
        plain->examine(sigma, {});
        rational const b(-2000, 7);
        auto const biased = add_bias(make_format_rule(setting, true), std::vector<rational>(N, b), format);
        biased->set_memories(zeta);
        biased->examine(sigma, {});
        biased->set_state(sigma);
        for (std::size_t i = 0; i < N; ++i) {
            mpfr_value const u = plain->value(i);
            mpfr_value const rounded = nearest(b, format);
            mpfr_value const sum = round_once(
                format, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_add(r, u.get(), rounded.get(), mode); });
            BOOST_TEST(same(biased->value(i), sum), name);
            BOOST_TEST(same(biased->field(i), sum), name);
            BOOST_TEST(biased->examined(i).value == (mpfr_sgn(sum.get()) >= 0 ? 1 : -1));
            BOOST_TEST(biased->decide(i) == biased->examined(i).value);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_energy_with_a_bias_falls_by_the_biased_field) {
    // E(sigma_i = -1) - E(sigma_i = +1) = u_i + b_i.
    random_words words(3);
    std::size_t const N = 8;
    for (bool const bipolar : {true, false}) {
        memory_patterns const zeta =
            bipolar ? memory_patterns(random_bipolar(3, N, words)) : multiples_of_64th(3, N, words);
        bipolar_state sigma = random_bipolar(1, N, words).state(0);
        std::vector<rational> bias;
        for (std::size_t i = 0; i < N; ++i) bias.emplace_back(static_cast<int>(i) - 3, 4);
        rule_setting const setting{parse_format("exact"), std::nullopt, polynomial{3}, raw{}, power_method::binary};
        format_memory<rational> const entries(zeta);
        for (std::size_t i = 0; i < N; ++i) {
            auto const at = [&](int value) {
                sigma[i] = static_cast<std::int8_t>(value);
                return energy_text(setting, zeta, sigma, bias);
            };
            // Dyadic energies: all their decimals are written.
            auto const decimal = [](std::string const& text) {
                std::string digits = text;
                auto const point = digits.find('.');
                unsigned const places =
                    point == std::string::npos ? 0 : static_cast<unsigned>(digits.size() - point - 1);
                if (point != std::string::npos) digits.erase(point, 1);
                bool const negative = digits.starts_with('-');
                digits.erase(0, std::min(digits.find_first_not_of("-0"), digits.size() - 1));
                rational const size(integer(digits), pow(integer(10), places));
                return negative ? rational(-size) : size;
            };
            rational const fall = decimal(at(-1)) - decimal(at(1));
            BOOST_TEST((fall == exact_energy_difference(polynomial{3}, rational(1), entries, sigma, i) + bias[i]));
        }
    }
}

BOOST_AUTO_TEST_CASE(another_number_of_values_is_refused) {
    random_words words(1);
    auto const exact = add_bias(make_oracle(polynomial{2}, {1, 1}, random_bipolar(2, 4, words)), {rational(1)});
    BOOST_CHECK_THROW(exact->set_state(bipolar_state{1, 1, 1, 1}), std::invalid_argument);
}
