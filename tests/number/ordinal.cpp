// Positions on a format's number line: a bijection that keeps the order, one a step, infinity one beyond the largest.

#include "ulpfield/number/ordinal.hpp"

#include <boost/test/unit_test.hpp>

#include "support/coded_format.hpp"
#include "support/hostile_numbers.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

template <class Real>
integer position(Real const& x) {
    return integer(number_traits<Real>::ordinal(x));
}

template <class Real>
Real infinity_of() {
    return parts_conversion<Real>::make({number_parts::kind::infinite, false, 0, 0});
}

template <class Real>
void check_codes(coded_format const& codes, bool infinities) {
    for (unsigned code = 0; code < codes.beyond_largest(); ++code) {
        auto const x = static_cast<double>(codes.magnitude(code));
        BOOST_TEST(position(Real(x)) == code);
        BOOST_TEST(position(Real(-x)) == -integer(code));
    }
    BOOST_TEST(integer(number_traits<Real>::ordinal_beyond_largest()) == codes.beyond_largest());
    if (!infinities) return;
    BOOST_TEST(position(infinity_of<Real>()) == codes.beyond_largest());
    BOOST_TEST(position(-infinity_of<Real>()) == -integer(codes.beyond_largest()));
}

/// The codes of a format, read as numbers, are its ordinals: 0, 1, 2, ... up to the first that is not finite.
BOOST_AUTO_TEST_CASE(all_values_of_the_small_formats_are_consecutive) {
    check_codes<fp8e4m3>(e4m3_codes(), false);
    check_codes<fp8e5m2>(e5m2_codes(), true);
    check_codes<fp16>(coded_format(5, 10, true), true);
    check_codes<bf16>(coded_format(8, 7, true), true);
    small_format_scope const e5m7(parse_format("e5m7"));
    check_codes<small_float>(coded_format(5, 7, true), true);
    format_scope<format_role::working> const e4m3(parse_format("fp8e4m3"));
    check_codes<working_real>(e4m3_codes(), false);
    format_scope<format_role::working> const half(parse_format("fp16"));
    check_codes<working_real>(coded_format(5, 10, true), true);
}

/// Of random values: their neighbours are one step away, the order is kept, the sign is odd.
BOOST_AUTO_TEST_CASE_TEMPLATE(random_values_are_one_step_from_their_neighbours, Real, all_types) {
    using conversion = parts_conversion<Real>;
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 5);
        BOOST_TEST_CONTEXT("format " << format.name) {
            for (int i = 0; i < 3000; ++i) {
                auto const [left, right] = numbers.next();
                if (left.what != number_parts::kind::finite || right.what != number_parts::kind::finite) continue;
                Real const x = conversion::make(left);
                Real const y = conversion::make(right);
                BOOST_TEST(position(Real(-x)) == -position(x));
                BOOST_TEST((position(x) < position(y)) == (x < y));
                BOOST_TEST((position(x) == position(y)) == (x == y));
                Real const next = conversion::make(numbers.neighbour(left, 1));
                if (next == x || left.significand == 0) continue;  // the largest number has no neighbour
                BOOST_TEST(abs(integer(position(next) - position(x))) == 1);
            }
        }
    });
}

/// With subnormals the least number is 1, the least normal number 2^(p-1); without, the least is 1.
BOOST_AUTO_TEST_CASE_TEMPLATE(the_ends_of_the_line, Real, all_types) {
    using conversion = parts_conversion<Real>;
    in_every_format<Real>([](number_format const& format) {
        wide_word const hidden = wide_word{1} << (format.precision - 1);
        auto const number = [](wide_word significand, std::int64_t exponent) {
            return conversion::make({number_parts::kind::finite, false, significand, exponent});
        };
        bool const no_infinity = format.overflow == overflow_value::not_a_number;
        Real const largest = number(2 * hidden - 1 - (no_infinity ? 1 : 0), format.emax - format.precision + 1);
        integer const beyond(number_traits<Real>::ordinal_beyond_largest());
        BOOST_TEST_CONTEXT("format " << format.name) {
            BOOST_TEST(position(number(0, 0)) == 0);
            BOOST_TEST(position(number(hidden, format.emin - format.precision + 1)) ==
                       (format.subnormals ? two_to_the(format.precision - 1) : integer(1)));
            if (format.subnormals) BOOST_TEST(position(number(1, format.emin - format.precision + 1)) == 1);
            BOOST_TEST(position(largest) + 1 == beyond);
            BOOST_TEST(beyond == ordinal_beyond_largest(format));
            if (!no_infinity) BOOST_TEST(position(infinity_of<Real>()) == beyond);
            if (!no_infinity) BOOST_TEST(position(-infinity_of<Real>()) == -beyond);
        }
    });
}

}  // namespace
