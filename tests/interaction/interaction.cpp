// Laws of every interaction function of the list: homogeneity as declared (McAlister et al. Lemmas 4.1.1 and 4.1.2),
// derivatives, the forms without cancellation and in logarithms, exact forms, the filter's bounds.
#include "ulpfield/interaction/interaction.hpp"

#include <boost/test/unit_test.hpp>

#include "support/interactions.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;
using namespace ulpfield::test;
using precise = mpfr_real<format_role::working>;

namespace {

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

BOOST_AUTO_TEST_CASE(every_alternative_is_walked) {
    std::vector<bool> seen(std::variant_size_v<interaction>);
    for (interaction const& F : every_interaction(3)) seen[F.index()] = true;
    BOOST_TEST(std::count(seen.begin(), seen.end(), false) == 0);
}

BOOST_AUTO_TEST_CASE(homogeneous_exactly_of_the_degree_declared) {
    random_words words(20260101);
    for (int const n : {1, 2, 3, 7, 30, 100})
        for_each_function(n, [&]<class Interaction>(Interaction const& F) {
            if constexpr (rational_valued<Interaction>) {
                int violations = 0;
                for (int trial = 0; trial < 100; ++trial) {
                    rational const x = random_rational(words);
                    rational const alpha = boost::multiprecision::abs(random_rational(words)) + rational(1) / 7;
                    bool const holds = F(rational(alpha * x)) == binary_power(alpha, F.degree().value_or(n)) * F(x);
                    if (F.degree()) BOOST_TEST(holds, F.name() << " n=" << n << " x=" << x << " alpha=" << alpha);
                    violations += holds ? 0 : 1;
                }
                // leaky with n = 1 or EPS = 0 is homogeneous in fact, though not declared.
                if constexpr (power_above_zero<Interaction>)
                    if (n == 1 || F.slope_below_zero() == ratio{0, 1}) return;
                if (!F.degree())
                    BOOST_TEST(violations > 0, F.name() << " n=" << n << " declares no degree but is homogeneous");
            } else {
                BOOST_TEST(!F.degree().has_value());
            }
        });
}

BOOST_AUTO_TEST_CASE(derivatives_are_limits_of_difference_quotients) {
    format_scope<format_role::working> const scope(parse_format("mpfr:400"));
    random_words words(20260102);
    precise const h = precise(0x1p-100);
    for (int const n : {1, 2, 3, 11, 30})
        for_each_function(n, [&](auto const& F) {
            for (int trial = 0; trial < 20; ++trial) {
                rational const at = random_rational(words) / 100;
                if (at == 0) continue;
                precise const x = rounded(at);
                // Central quotients: error F'''(x) h^2/6, relative n^2/x^2 2^-200 < 2^-150 here (|x| > 1e-4, n <= 30).
                auto const check = [&](precise const& quotient, precise const& derivative, char const* which) {
                    double const error = std::fabs(as_double(quotient - derivative));
                    BOOST_TEST(error <= 0x1p-150 * (std::fabs(as_double(derivative)) + 1),
                               F.name() << " " << which << " n=" << n << " x=" << at);
                };
                check((F(x + h) - F(x - h)) / (h + h), F.derivative(x), "F'");
                check((F.derivative(x + h) - F.derivative(x - h)) / (h + h), F.second_derivative(x), "F''");
            }
        });
}

BOOST_AUTO_TEST_CASE(filter_bounds_hold) {
    // in_double at x, against F at the true argument y and its neighbours within 2^-50 reach, at 400 bits.
    format_scope<format_role::working> const scope(parse_format("mpfr:400"));
    random_words words(20260105);
    int informative = 0;
    for (int const n : {1, 2, 3, 9, 30, 100})
        for_each_function(n, [&](auto const& F) {
            for (int trial = 0; trial < 60; ++trial) {
                rational const y = random_rational(words) / (trial % 3 == 0 ? 100 : 1);
                double const reach =
                    std::ldexp(std::fabs(nearest_double(y)) + 1e-3, static_cast<int>(words() % 3)) * (1 + 0x1p-40);
                double const x = nearest_double(y) + (static_cast<double>(words() % 15) - 7) / 8 * 0x1p-50 * reach;
                bounded_double const bound = F.in_double(x, reach);
                if (!std::isfinite(bound.value) || !std::isfinite(bound.error)) continue;
                double const error = std::fabs(as_double(precise(bound.value) - F(rounded(y))));
                BOOST_TEST(error <= bound.error + 0x1p-1000, F.name()
                                                                 << " n=" << n << " x=" << x << " reach=" << reach
                                                                 << " error " << error << " bound " << bound.error);
                if (bound.error < std::fabs(bound.value) * 0x1p-30) ++informative;
            }
        });
    BOOST_TEST(informative > 500);
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
    format_scope<format_role::working> const scope(parse_format("mpfr:400"));
    random_words words(20260103);
    for (int const n : {1, 2, 3, 10, 30})
        for_each_function(n, [&](auto const& F) {
            for (int trial = 0; trial < 40; ++trial) {
                int const R = static_cast<int>(words() % 41) - 20;
                precise const a(R + 1);
                precise const b(R - 1);
                precise const plain_difference = F(a) - F(b);
                precise const factored_difference = F.difference(a, b, power_method::binary);
                // 400 bits, at most 60 operations of one rounding each, cancellation below 2^12.
                double const scale = std::fabs(as_double(plain_difference)) + std::fabs(as_double(F(a))) * 0x1p-12;
                BOOST_TEST(std::fabs(as_double(plain_difference - factored_difference)) <= scale * 0x1p-340,
                           F.name() << " n=" << n << " R=" << R);
                auto const l = F.logarithm(a);
                precise const value = l.sign == 0  ? precise(0)
                                      : l.sign < 0 ? -elementary::exp(l.logarithm)
                                                   : elementary::exp(l.logarithm);
                BOOST_TEST(std::fabs(as_double(value - F(a))) <= std::fabs(as_double(F(a))) * 0x1p-380,
                           F.name() << " n=" << n << " x=" << R + 1);
            }
        });
}

BOOST_AUTO_TEST_CASE(difference_changes_its_sign_with_its_arguments) {
    // Bit for bit in every format: what one memory adds for zeta_i = -1 is the negative of that for +1.
    random_words words(20260106);
    for (char const* format : {"fp16", "fp8e4m3", "e3m2:ieee", "mpfr:5", "mpfr:60"}) {
        format_scope<format_role::working> const scope(parse_format(format));
        for (int const n : {1, 2, 3, 10})
            for_each_function(n, [&](auto const& F) {
                for (int trial = 0; trial < 20; ++trial) {
                    precise const a(static_cast<int>(words() % 25) - 12);
                    precise const b(static_cast<int>(words() % 25) - 12);
                    precise const there = F.difference(a, b, power_method::binary);
                    precise const back = F.difference(b, a, power_method::binary);
                    BOOST_TEST((there == -back || (is_nan(there) && is_nan(back))), F.name() << " " << format);
                }
            });
    }
}

BOOST_AUTO_TEST_CASE(exact_forms_are_the_values) {
    format_scope<format_role::working> const scope(parse_format("mpfr:400"));
    number_format const target = parse_format("mpfr:100");
    random_words words(20260104);
    for (int const n : {1, 2, 5, 12})
        for_each_function(n, [&]<class Interaction>(Interaction const& F) {
            for (int trial = 0; trial < 30; ++trial) {
                integer const X = static_cast<std::int64_t>(words() % 2001) - 1000;
                integer const Q = static_cast<std::int64_t>(words() % 50) + 7;
                exact_values<Interaction> values(F, Q);
                typename exact_values<Interaction>::sum value{};
                values.add(X, 1, value);
                std::string const where = F.name() + " n=" + std::to_string(n) + " X=" + X.str() + " Q=" + Q.str();
                precise const expected = F(rounded(rational(X, Q)));
                if constexpr (rational_valued<Interaction>) {
                    BOOST_TEST(*values.rational_value(value) == F(rational(X, Q)), where);
                } else {
                    mpfr_value const nearest = round_once(
                        target, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, expected.get(), mode); });
                    BOOST_TEST(mpfr_equal_p(values.round(value, target).get(), nearest.get()) != 0, where);
                }
                BOOST_TEST(values.sign(value) == mpfr_sgn(expected.get()), where);
            }
        });
}

BOOST_AUTO_TEST_CASE(names_round_trip_and_bad_ones_are_refused) {
    for (interaction const& F : every_interaction(3)) {
        interaction const again = parse_interaction(name(F), 3);
        BOOST_TEST(name(again) == name(F));
        BOOST_TEST(again.index() == F.index());
    }
    BOOST_TEST(name(parse_interaction("leaky:0.01", 3)) == "leaky:1/100");
    BOOST_TEST(name(parse_interaction("leaky", 3)) == "leaky:1/100");
    BOOST_TEST(name(parse_interaction("leaky+:1e-3", 3)) == "leaky+:1/1000");
    BOOST_TEST(name(parse_interaction("exponential:0.5", 3)) == "exponential:1/2");
    BOOST_TEST(name(parse_interaction("exponential:1", 3)) == "exponential");
    BOOST_TEST(name(parse_interaction("cosh:2/4", 3)) == "cosh:1/2");
    for (char const* text :
         {"", "poly", "Polynomial", "polynomial:1", "leaky:", "leaky:-1", "leaky:2", "leaky:x", "leaky:nan",
          "leaky:1/0", "leaky+:1.0000001", "exponential:", "exponential:0", "exponential:-1", "exponential:1000000.5",
          "exponential:1e-400", "cosh:x", "coshx", "leaky:1e-400"})
        BOOST_CHECK_THROW((void)parse_interaction(text, 3), std::invalid_argument);
}
