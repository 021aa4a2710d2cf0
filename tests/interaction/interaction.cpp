// Laws of every interaction function of the list: homogeneity as declared (McAlister et al. Lemmas 4.1.1 and 4.1.2),
// derivative, the forms without cancellation and in logarithms, exact integers.
#include "ulpfield/interaction/interaction.hpp"

#include <boost/test/unit_test.hpp>

#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

using namespace ulpfield;
using precise = mpfr_real<format_role::working>;

namespace {

std::vector<interaction> all_interactions(int n) {
    std::vector<interaction> list;
    for (char const* text : {"polynomial", "rectified", "leaky:1/100", "leaky+:1/3", "exponential"})
        list.push_back(make_interaction("--interaction", text, n));
    return list;
}

rational random_rational(random_words& words) {
    return rational(static_cast<std::int64_t>(words() % 2001) - 1000) /
           rational(static_cast<std::int64_t>(words() % 97) + 1);
}

/// A rational rounded to 400 bits.
precise rounded(rational const& x) {
    return precise(round_once(current_format<format_role::working>(), [&](mpfr_ptr result, mpfr_rnd_t mode) {
        return mpfr_set_q(result, x.backend().data(), mode);
    }));
}

double as_double(precise const& x) { return mpfr_get_d(x.get(), MPFR_RNDN); }

}  // namespace

BOOST_AUTO_TEST_CASE(homogeneous_exactly_of_the_degree_declared) {
    random_words words(20260101);
    for (int const n : {1, 2, 3, 7, 30, 100})
        for (interaction const& any : all_interactions(n))
            std::visit(
                [&](auto const& F) {
                    if constexpr (is_algebraic<std::remove_cvref_t<decltype(F)>>) {
                        int violations = 0;
                        for (int trial = 0; trial < 200; ++trial) {
                            rational const x = random_rational(words);
                            rational const alpha = boost::multiprecision::abs(random_rational(words)) + rational(1) / 7;
                            bool const holds = F(rational(alpha * x)) == binary_power(alpha, n) * F(x);
                            if (F.degree())
                                BOOST_TEST(holds, F.name() << " n=" << n << " x=" << x << " alpha=" << alpha);
                            violations += holds ? 0 : 1;
                        }
                        // leaky with n = 1 is linear on both sides and homogeneous in fact, though not declared.
                        if (!F.degree() && n > 1)
                            BOOST_TEST(violations > 0, F.name()
                                                           << " n=" << n << " declares no degree but is homogeneous");
                    } else {
                        BOOST_TEST(!F.degree().has_value());
                    }
                },
                any);
}

BOOST_AUTO_TEST_CASE(derivative_is_the_limit_of_the_difference_quotient) {
    format_scope<format_role::working> const scope(parse_format("", "mpfr:400"));
    random_words words(20260102);
    precise const h = precise(0x1p-100);
    for (int const n : {1, 2, 3, 11, 30})
        for (interaction const& any : all_interactions(n))
            for (int trial = 0; trial < 30; ++trial) {
                rational const at = random_rational(words) / 100;
                if (at == 0) continue;
                precise const x = rounded(at);
                auto const [quotient, derivative] = std::visit(
                    [&](auto const& F) { return std::pair((F(x + h) - F(x - h)) / (h + h), F.derivative(x)); }, any);
                // Central quotient: error F'''(x) h^2/6, relative n^2/x^2 2^-200 < 2^-150 here (|x| > 1e-4, n <= 30).
                double const error = std::fabs(as_double(quotient - derivative));
                BOOST_TEST(error <= 0x1p-150 * (std::fabs(as_double(derivative)) + 1),
                           name(any) << " n=" << n << " x=" << at);
            }
}

BOOST_AUTO_TEST_CASE(derivative_at_zero_takes_the_upper_branch) {
    BOOST_TEST(leaky({.n = 1}).derivative(rational(0)) == 1);
    BOOST_TEST(leaky({.n = 2}).derivative(rational(0)) == 0);
    BOOST_TEST(rectified({.n = 1}).derivative(rational(0)) == 1);
    BOOST_TEST(leaky({.n = 3, .eps = {1, 4}, .slope = -1}).derivative(rational(-2)) == rational(-1) / 4);
    BOOST_TEST(leaky({.n = 3, .eps = {1, 4}, .slope = 1}).derivative(rational(-2)) == rational(1) / 4);
}

BOOST_AUTO_TEST_CASE(printed_leaky_is_positive_below_zero_and_public_code_negative) {
    BOOST_TEST(leaky({.n = 2, .eps = {1, 100}, .slope = -1})(rational(-5)) == rational(5) / 100);
    BOOST_TEST(leaky({.n = 2, .eps = {1, 100}, .slope = 1})(rational(-5)) == rational(-5) / 100);
}

BOOST_AUTO_TEST_CASE(difference_and_logarithm_agree_with_values) {
    format_scope<format_role::working> const scope(parse_format("", "mpfr:400"));
    random_words words(20260103);
    for (int const n : {1, 2, 3, 10, 30})
        for (interaction const& any : all_interactions(n))
            for (int trial = 0; trial < 60; ++trial) {
                int const R = static_cast<int>(words() % 41) - 20;
                precise const a(R + 1);
                precise const b(R - 1);
                std::visit(
                    [&](auto const& F) {
                        precise const plain_difference = F(a) - F(b);
                        precise const factored_difference = F.difference(a, b, power_method::binary);
                        // 400 bits, at most 60 operations of one rounding each, cancellation below 2^12.
                        double const scale =
                            std::fabs(as_double(plain_difference)) + std::fabs(as_double(F(a))) * 0x1p-12;
                        BOOST_TEST(std::fabs(as_double(plain_difference - factored_difference)) <= scale * 0x1p-340,
                                   F.name() << " n=" << n << " R=" << R);
                        auto const l = F.logarithm(a);
                        precise const value = l.sign == 0  ? precise(0)
                                              : l.sign < 0 ? -elementary::exp(l.logarithm)
                                                           : elementary::exp(l.logarithm);
                        BOOST_TEST(std::fabs(as_double(value - F(a))) <= std::fabs(as_double(F(a))) * 0x1p-380,
                                   F.name() << " n=" << n << " x=" << R + 1);
                    },
                    any);
            }
}

BOOST_AUTO_TEST_CASE(exact_integers_are_the_scaled_values) {
    random_words words(20260104);
    for (int const n : {1, 2, 5, 12})
        for (interaction const& any : all_interactions(n))
            std::visit(
                [&](auto const& F) {
                    if constexpr (is_algebraic<std::remove_cvref_t<decltype(F)>>)
                        for (int trial = 0; trial < 50; ++trial) {
                            integer const X = static_cast<std::int64_t>(words() % 2001) - 1000;
                            integer const Q = static_cast<std::int64_t>(words() % 50) + 1;
                            integer const Q_power = boost::multiprecision::pow(Q, static_cast<unsigned>(n - 1));
                            rational const expected = F(rational(X, Q)) * rational(Q_power * Q * F.exact_denominator());
                            BOOST_TEST(rational(F.exact(X, Q_power)) == expected,
                                       F.name() << " n=" << n << " X=" << X << " Q=" << Q);
                        }
                },
                any);
}

BOOST_AUTO_TEST_CASE(names_round_trip_and_bad_ones_are_refused) {
    for (char const* text :
         {"polynomial", "rectified", "leaky:1/100", "leaky+:1/3", "leaky:0", "leaky:1", "exponential"})
        BOOST_TEST(name(make_interaction("--interaction", text, 3)) == text);
    BOOST_TEST(name(make_interaction("--interaction", "leaky:0.01", 3)) == "leaky:1/100");
    BOOST_TEST(name(make_interaction("--interaction", "leaky", 3)) == "leaky:1/100");
    BOOST_TEST(name(make_interaction("--interaction", "leaky+:1e-3", 3)) == "leaky+:1/1000");
    for (char const* text : {"", "poly", "Polynomial", "polynomial:1", "leaky:", "leaky:-1", "leaky:2", "leaky:x",
                             "leaky:nan", "leaky:1/0", "leaky+:1.0000001", "exponential:2", "leaky:1e-400"})
        BOOST_CHECK_THROW((void)make_interaction("--interaction", text, 3), usage_error);
}
