// Parameters of any length as exact as they were typed.

#include "ulpfield/number/parse_rational.hpp"

#include <boost/test/unit_test.hpp>

#include "ulpfield/number/nearest_double.hpp"

namespace {

using namespace ulpfield;

rational ten_to(int exponent) {
    rational result = 1;
    for (int k = 0; k < std::abs(exponent); ++k) result *= 10;
    return exponent < 0 ? rational(1 / result) : result;
}

BOOST_AUTO_TEST_CASE(decimals_and_fractions_of_any_length_are_read_exactly) {
    struct {
        char const* text;
        rational value;
    } const cases[] = {{"0", 0},
                       {"-0.0", 0},
                       {"+2", 2},
                       {"0.01", {1, 100}},
                       {"-3/6", {-1, 2}},
                       {"007", 7},  // not octal
                       {".5", {1, 2}},
                       {"5.", 5},
                       {"2.5E+1", 25},
                       {"1e-30", ten_to(-30)},
                       {"1e400", ten_to(400)},
                       {"0.0021544346900318843", rational(21544346900318843) * ten_to(-19)},
                       {"1/100000000000000000000", ten_to(-20)}};
    for (auto const& [text, value] : cases) {
        auto const read = parse_rational(text);
        BOOST_TEST_CONTEXT("number " << text) {
            BOOST_REQUIRE(read.has_value());
            BOOST_TEST((*read == value), read->str());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_number_is_nothing) {
    for (char const* text : {"",         "-",         "+",
                             "--1",      "+-1",       " 1",
                             "1 ",       "1/",        "/1",
                             "1/0",      "1/-2",      "1/+2",
                             "1//2",     "1/2/3",     "0.5/2",
                             "1e2/3",    ".",         "-.",
                             "1.2.3",    "1,5",       "0x10",
                             "nan",      "inf",       "e5",
                             "1e",       "1e+",       "1e+-5",
                             "1e-+5",    "1e5.0",     "1e5e5",
                             "1e100000", "1e-100000", "1e99999999999999999999"})
        BOOST_TEST(!parse_rational(text).has_value(), '\'' << text << '\'');
    BOOST_TEST(!parse_rational(std::string(5001, '1')).has_value());
}

BOOST_AUTO_TEST_CASE(the_nearest_double_is_what_the_compiler_reads) {
    BOOST_TEST(nearest_double(*parse_rational("0.1")) == 0.1);
    BOOST_TEST(nearest_double(*parse_rational("0.0021544346900318843")) == 0.0021544346900318843);
    BOOST_TEST(nearest_double(rational(1, 3)) == 1.0 / 3);
    BOOST_TEST(nearest_double(rational(1, 3), MPFR_RNDU) == 0x1.5555555555556p-2);
    BOOST_TEST(nearest_double(rational(-1, 3), MPFR_RNDU) == -0x1.5555555555555p-2);
}

}  // namespace
