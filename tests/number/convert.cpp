// A value of one format rounded once to another, against the exact oracle.

#include "ulpfield/number/convert.hpp"

#include <boost/test/unit_test.hpp>

#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"
#include "support/rounding_oracle.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

using wide_real = mpfr_real<format_role::accumulating>;

/// Sources with more bits and more exponents than any target: values on, beside and far from the target's ties.
BOOST_AUTO_TEST_CASE_TEMPLATE(from_a_wider_format_to_each, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        if (format.precision > 100 || !format.subnormals) return;
        format_scope<format_role::accumulating> const scope(parse_format("mpfr:113"));
        hostile_numbers numbers(format, 51);
        plain_mpfr expected(format.precision), computed(128), x(113);
        rounding_oracle const oracle(format);
        event_scope events;
        for (int i = 0; i < 4000; ++i) {
            number_parts parts = numbers.next().first;
            // A tie or a place beside it, and tails of one far bit.
            parts.significand =
                parts.significand << 12 | static_cast<unsigned>(numbers.below(3) * 0x7FF + numbers.below(3));
            parts.exponent -= 12;
            set_parts(x, parts);
            oracle.round(expected, x);
            wide_real const source = number_traits<wide_real>::from_mpfr(x);
            events.clear();
            parts_conversion<observed<Real>>::read(computed, convert<observed<Real>>(source));
            BOOST_TEST(same_number(computed, expected),
                       format.name << " of " << hexadecimal(x) << " is " << hexadecimal(computed));
            BOOST_TEST(events.counts().inexact ==
                           (parts.what == number_parts::kind::finite && !same_number(expected, x) ? 1U : 0U),
                       format.name << " of " << hexadecimal(x));
            parts_conversion<Real>::read(computed, convert<Real>(source));
            BOOST_TEST(same_number(computed, expected), format.name << " of " << hexadecimal(x));
        }
    });
}

/// A format's numbers are numbers of every wider one, and come back.
BOOST_AUTO_TEST_CASE_TEMPLATE(there_and_back, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        format_scope<format_role::accumulating> const scope(parse_format("mpfr:200"));
        hostile_numbers numbers(format, 52);
        plain_mpfr before(128), after(128);
        for (int i = 0; i < 500; ++i) {
            Real const x = parts_conversion<Real>::make(numbers.next().first);
            parts_conversion<Real>::read(before, x);
            parts_conversion<Real>::read(after, convert<Real>(convert<wide_real>(x)));
            BOOST_TEST(same_number(after, before), format.name << ' ' << hexadecimal(before));
        }
    });
}

BOOST_AUTO_TEST_CASE(doubles_and_constants) {
    BOOST_TEST((from_double<rational>(0.1) == rational(integer("3602879701896397"), integer("36028797018963968"))));
    BOOST_TEST(from_double<fp16>(0.1).to_double() == 0x1.998p-4);
    BOOST_TEST(from_double<double>(0.1) == 0.1);
    BOOST_TEST((constant<rational>(1, 3) == rational(1, 3)));
    BOOST_TEST(constant<float>(1, 3) == 1.0F / 3.0F);
    BOOST_TEST(constant<fp8e4m3>(1, 100).to_double() == 0x1.4p-7);
    event_scope const scope;
    BOOST_TEST(constant<observed<fp8e4m3>>(1, 100).value().to_double() == 0x1.4p-7);
    BOOST_TEST((scope.counts() == event_counts{}));
}

}  // namespace
