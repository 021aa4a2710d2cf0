// Laws every Lagrangian must satisfy: its gradient and curvature are derivatives of its value, and a convex one's
// curvature is never negative, in no format.
#include "ulpfield/lagrangian/lagrangian.hpp"

#include <boost/test/unit_test.hpp>
#include <vector>

#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/number/rounded.hpp"

using namespace ulpfield;

namespace {

using number = mpfr_real<format_role::working>;

std::vector<lagrangian> all() {
    std::vector<lagrangian> result;
    for (char const* name : {"identity", "tanh", "rectified:2", "rectified:3", "rectified:7", "polynomial:2",
                             "polynomial:3", "polynomial:6", "softmax", "softmax-unshifted", "spherical"})
        result.push_back(parse_lagrangian(name, ratio{3, 2}));
    return result;
}

/// Multiples of 1/16 in [-3, 3] without 0 (a rectified power has no second derivative there).
template <class Real>
std::vector<Real> drawn(std::size_t count, random_words& words) {
    std::vector<Real> values;
    for (std::size_t i = 0; i < count; ++i) {
        int const value = static_cast<int>(uniform_below(words, 48)) + 1;
        values.push_back(Real((words() & 1) != 0 ? value : -value) / Real(16));
    }
    return values;
}

number two_to_minus(int k) { return elementary::scale_by_power_of_two(number(1), -k); }

std::vector<number> moved(std::vector<number> const& x, std::vector<number> const& y, number const& d) {
    std::vector<number> result;
    for (std::size_t i = 0; i < x.size(); ++i) result.push_back(x[i] + d * y[i]);
    return result;
}

}  // namespace

BOOST_AUTO_TEST_CASE(gradient_and_curvature_are_derivatives_of_the_value) {
    // Central quotients with d = 2^-80 in 400 bits: truncation below 2^-140, rounding below 2^-300.
    format_scope<format_role::working> const scope(parse_format("mpfr:400"));
    random_words words(7);
    for (lagrangian const& L : all())
        for (int trial = 0; trial < 20; ++trial) {
            std::vector<number> const x = drawn<number>(4, words);
            std::vector<number> const y = drawn<number>(4, words);
            number const d = two_to_minus(80);
            std::vector<number> const ahead = moved(x, y, d);
            std::vector<number> const behind = moved(x, y, -d);
            std::visit(
                [&](auto const& l) {
                    std::vector<number> g(4), g_ahead(4), g_behind(4);
                    l.gradient(std::span<number const>(x), std::span<number>(g));
                    l.gradient(std::span<number const>(ahead), std::span<number>(g_ahead));
                    l.gradient(std::span<number const>(behind), std::span<number>(g_behind));
                    number along(0);
                    number second(0);
                    for (std::size_t i = 0; i < 4; ++i) {
                        along += g[i] * y[i];
                        second += (g_ahead[i] - g_behind[i]) / (number(2) * d) * y[i];
                    }
                    number const first =
                        (l.value(std::span<number const>(ahead)) - l.value(std::span<number const>(behind))) /
                        (number(2) * d);
                    number const curvature =
                        l.curvature(std::span<number const>(x), std::span<number const>(g), std::span<number const>(y));
                    BOOST_TEST((magnitude(first - along) <= two_to_minus(120)), name(L)
                                                                                    << ": gradient, trial " << trial);
                    BOOST_TEST((magnitude(second - curvature) <= two_to_minus(110)),
                               name(L) << ": curvature, trial " << trial);
                },
                L);
        }
}

BOOST_AUTO_TEST_CASE(convex_ones_have_no_negative_curvature_in_any_format) {
    random_words words(11);
    auto const negative = [&]<class Real>(lagrangian const& L, Real const&) {
        int count = 0;
        for (int trial = 0; trial < 200; ++trial) {
            std::vector<Real> const x = drawn<Real>(3, words);
            std::vector<Real> const y = drawn<Real>(3, words);
            std::vector<Real> g(3);
            std::visit(
                [&](auto const& l) {
                    l.gradient(std::span<Real const>(x), std::span<Real>(g));
                    if (l.curvature(std::span<Real const>(x), std::span<Real const>(g), std::span<Real const>(y)) <
                        Real(0))
                        ++count;
                },
                L);
        }
        return count;
    };
    format_scope<format_role::working> const scope(parse_format("mpfr:64"));
    for (lagrangian const& L : all()) {
        int const seen = negative(L, fp16(0)) + negative(L, fp8e5m2(0)) + negative(L, number(0));
        if (convex(L))
            BOOST_TEST(seen == 0, name(L));
        else
            BOOST_TEST(seen > 0, name(L) << ": x^3 is concave below 0");
    }
}

BOOST_AUTO_TEST_CASE(names_are_read_back_and_others_refused) {
    for (lagrangian const& L : all()) BOOST_TEST(name(parse_lagrangian(name(L), ratio{1, 1})) == name(L));
    for (char const* text : {"", "ident", "rectified", "rectified:1", "rectified:x", "polynomial:1001", "softmax:2"})
        BOOST_CHECK_THROW(static_cast<void>(parse_lagrangian(text, ratio{1, 1})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(hyperbolic_functions_are_rounded_once) {
    // Against the same functions of an argument held in 200 bits more, over many sizes; log_cosh within one place.
    random_words words(3);
    for (char const* format : {"fp16", "fp32", "fp64", "mpfr:90", "e5m2"}) {
        number_format const target = parse_format(format);
        for (int trial = 0; trial < 200; ++trial) {
            int const exponent = static_cast<int>(uniform_below(words, 30)) - 15;
            int const significand = static_cast<int>(uniform_below(words, 7)) + 1;
            format_scope<format_role::working> const scope(target);
            number const x =
                elementary::scale_by_power_of_two(number((words() & 1) != 0 ? significand : -significand), exponent);
            mpfr_value wide(target.precision + 300);
            mpfr_tanh(wide.get(), x.get(), MPFR_RNDN);
            mpfr_value const tangent =
                round_once(target, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, wide.get(), mode); });
            BOOST_TEST(mpfr_equal_p(elementary::tanh(x).get(), tangent.get()) != 0, format << " 2^" << exponent);
            mpfr_cosh(wide.get(), x.get(), MPFR_RNDN);
            mpfr_log(wide.get(), wide.get(), MPFR_RNDN);
            mpfr_value const logarithm =
                round_once(target, [&](mpfr_ptr r, mpfr_rnd_t mode) { return mpfr_set(r, wide.get(), mode); });
            BOOST_TEST(mpfr_equal_p(elementary::log_cosh(x).get(), logarithm.get()) != 0,
                       format << " " << significand << " 2^" << exponent);
        }
    }
}
