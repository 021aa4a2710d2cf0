// number_traits of every type against constructions that do not use them.

#include "ulpfield/number/native.hpp"

#include <boost/test/unit_test.hpp>

#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

BOOST_AUTO_TEST_CASE_TEMPLATE(traits_state_the_format, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        number_format stated = number_traits<Real>::format();
        stated.name = format.name;
        BOOST_TEST((stated == format), format.name);
    });
}

/// to_mpfr is exact in the format's precision and from_mpfr its inverse, zeros, infinities and NaN included.
BOOST_AUTO_TEST_CASE_TEMPLATE(traits_convert_exactly, Real, all_types) {
    using traits = number_traits<Real>;
    using conversion = parts_conversion<Real>;
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 3);
        plain_mpfr expected(128), converted(format.precision), back(128);
        BOOST_TEST_CONTEXT("format " << format.name) {
            for (int i = 0; i < 2000; ++i) {
                auto const [parts, other] = numbers.next();
                Real const x = conversion::make(parts);
                set_parts(expected, parts);
                traits::to_mpfr(converted, x);
                conversion::read(back, traits::from_mpfr(expected));
                bool const right = same_number(converted, expected) && same_number(back, expected);
                bool const infinite = mpfr_inf_p(static_cast<mpfr_srcptr>(expected)) != 0;
                bool const nan = mpfr_nan_p(static_cast<mpfr_srcptr>(expected)) != 0;
                BOOST_TEST(right, hexadecimal(expected));
                bool const below =
                    parts.what == number_parts::kind::finite &&
                    (parts.significand == 0 || mpfr_get_exp(static_cast<mpfr_srcptr>(expected)) - 1 < format.emin);
                BOOST_TEST(traits::below_normal(x) == below, hexadecimal(expected));
                BOOST_TEST(traits::is_infinite(x) == infinite, hexadecimal(expected));
                BOOST_TEST(is_nan(x) == nan, hexadecimal(expected));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(a_default_number_is_zero) {
    in_every_format<working_real>([](number_format const&) { BOOST_TEST((working_real() == working_real(0))); });
    BOOST_TEST((fp16() == fp16(0)));
}

BOOST_AUTO_TEST_CASE(small_formats_are_those_that_round_from_double) {
    auto const small = [](char const* name) { return rounds_from_double(parse_format(name)); };
    for (char const* name :
         {"fp8e4m3", "fp8e5m2", "bf16", "fp16", "tf32", "fp32", "e2m1:ieee", "e5m7", "e8m24", "e10m24"})
        BOOST_TEST(small(name), name);
    for (char const* name :
         {"fp64", "x87", "fp128", "e11m10", "e8m25", "e11m24", "e15m1", "mpfr:10", "mpfr:24", "exact"})
        BOOST_TEST(!small(name), name);
}

/// A format that small_float cannot round to is refused; fp8e4m3, which has no infinity, has its own type.
BOOST_AUTO_TEST_CASE(small_format_scope_refuses_what_it_cannot_do) {
    for (char const* name : {"fp64", "e8m25", "e11m10", "mpfr:24", "exact", "fp8e4m3"})
        BOOST_CHECK_THROW(small_format_scope{parse_format(name)}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(small_format_scopes_nest) {
    small_format_scope const outer(parse_format("e5m10"));
    {
        small_format_scope const inner(parse_format("e4m3"));
        BOOST_TEST(small_float(1000).to_double() == std::numeric_limits<double>::infinity());
        BOOST_TEST(small_float(0.3).to_double() == 0x1.4p-2);
    }
    BOOST_TEST(small_float(1000).to_double() == 1000.0);
    BOOST_TEST(small_float(0.3).to_double() == 0x1.334p-2);
}

}  // namespace
