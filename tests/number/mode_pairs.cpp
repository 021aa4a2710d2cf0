// Random pairs of fp16 and bf16 in every mode, with and without subnormals: `described` against MPFR's own rounding
// modes where it has them, and against mpfr_real in all.

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/mpfr_reference.hpp"
#include "support/number_subject.hpp"
#include "support/pair_count.hpp"
#include "ulpfield/number/described.hpp"
#include "ulpfield/number/random_words.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

constexpr rounding_mode every_mode[] = {rounding_mode::nearest,   rounding_mode::away, rounding_mode::zero,
                                        rounding_mode::up,        rounding_mode::down, rounding_mode::odd,
                                        rounding_mode::stochastic};

/// MPFR's rounding of this name; MPFR_RNDF where it has none.
mpfr_rnd_t mpfr_mode(rounding_mode mode) {
    switch (mode) {
        case rounding_mode::nearest:
            return MPFR_RNDN;
        case rounding_mode::zero:
            return MPFR_RNDZ;
        case rounding_mode::up:
            return MPFR_RNDU;
        case rounding_mode::down:
            return MPFR_RNDD;
        default:
            return MPFR_RNDF;
    }
}

using operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
constexpr operation operations[] = {mpfr_add, mpfr_sub, mpfr_mul, mpfr_div};

/// As MPFR's manual emulates IEEE formats: the operation under the format's exponent range, then mpfr_subnormalize.
double by_mpfr(int which, double a, double b, number_format const& format) {
    mpfr_rnd_t const mode = mpfr_mode(format.rounding);
    mpfr_value x(53);
    mpfr_value y(53);
    mpfr_value result(format.precision);
    mpfr_set_d(x.get(), a, MPFR_RNDN);
    mpfr_set_d(y.get(), b, MPFR_RNDN);
    mpfr_range const range(format);
    int const ternary = operations[which](result.get(), x.get(), y.get(), mode);
    mpfr_subnormalize(result.get(), ternary, mode);
    return mpfr_get_d(result.get(), MPFR_RNDN);
}

template <class Real>
Real by_type(int which, Real const& a, Real const& b) {
    return which == 0 ? a + b : which == 1 ? a - b : which == 2 ? a * b : a / b;
}

bool same(double x, double y) {
    return (std::isnan(x) && std::isnan(y)) || (x == y && std::signbit(x) == std::signbit(y));
}

/// A code of 16 bits as a number of the format; half of the pairs have exponents close to each other.
double decoded(std::uint64_t code, number_format const& format) {
    int const p = format.precision;
    auto const magnitude = static_cast<std::int64_t>(code & 0x7FFF);
    std::int64_t const field = magnitude >> (p - 1);
    std::int64_t const fraction = magnitude & ((std::int64_t{1} << (p - 1)) - 1);
    double value = 0;
    if (field == format.emax - format.emin + 2)
        value = fraction == 0 ? HUGE_VAL : std::nan("");
    else
        value = std::ldexp(static_cast<double>(fraction + (field == 0 ? 0 : std::int64_t{1} << (p - 1))),
                           static_cast<int>((field == 0 ? 1 : field) - 1 + format.emin) - p + 1);
    return (code & 0x8000) != 0 ? -value : value;
}

void check_pairs(char const* name, char const* options) {
    random_words words(20261206);
    std::uint64_t const pairs = pair_count();
    int wrong = 0;
    for (rounding_mode const mode : every_mode) {
        number_format format = parse_format(std::string(name) + options);
        format.rounding = mode;
        format.random_bits = mode == rounding_mode::stochastic ? 11 : 0;
        described_scope const small(format);
        format_scope<format_role::working> const big(format);
        bool const mpfr_has_it = format.flush == flush_rule::none && mpfr_mode(mode) != MPFR_RNDF;
        for (std::uint64_t pair = 0; pair < pairs / std::size(every_mode) + 1; ++pair) {
            std::uint64_t const word = words();
            int const which = static_cast<int>(word >> 60) & 3;
            std::uint64_t const close = (word ^ (word >> 16 & 0x83FF)) & 0xFFFF;
            double const a = decoded(word & 0xFFFF, format);
            double const b = decoded((word >> 62 & 1) != 0 ? close : word >> 16 & 0xFFFF, format);
            double const computed = [&] {
                random_draws const draws(pair);
                return by_type(which, described(a), described(b)).to_double();
            }();
            random_draws const draws(pair);
            double const expected = mpfr_get_d(by_type(which, working_real(a), working_real(b)).get(), MPFR_RNDN);
            bool const agrees =
                same(computed, expected) && (!mpfr_has_it || same(computed, by_mpfr(which, a, b, format)));
            if (!agrees && ++wrong <= 5)
                BOOST_TEST_MESSAGE(format.name << " mode " << static_cast<int>(mode) << " operation " << which << ": "
                                               << std::hexfloat << a << ", " << b << " gives " << computed
                                               << ", expected " << expected << std::defaultfloat);
        }
    }
    BOOST_TEST(wrong == 0, name << options);
}

BOOST_AUTO_TEST_CASE(pairs_of_half_precision_in_every_mode) {
    for (char const* name : {"fp16", "bf16"})
        for (char const* options : {"", ":flush", ":flush-before:sat"}) check_pairs(name, options);
}

}  // namespace
