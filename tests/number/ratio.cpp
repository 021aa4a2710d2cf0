// Parameters as exact as they were typed: decimals and fractions.

#include "ulpfield/number/ratio.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace ulpfield;

constexpr std::int64_t most = 999'999'999'999'999'999;

BOOST_AUTO_TEST_CASE(decimals_and_fractions_are_read_exactly) {
    struct {
        char const* text;
        ratio value;
    } const cases[] = {{"0", {0, 1}},
                       {"-0", {0, 1}},
                       {"1", {1, 1}},
                       {"0.01", {1, 100}},
                       {"1/100", {1, 100}},
                       {"2/200", {1, 100}},
                       {"-3", {-3, 1}},
                       {"-3/6", {-1, 2}},
                       {".5", {1, 2}},
                       {"5.", {5, 1}},
                       {"0.7", {7, 10}},
                       {"1e-5", {1, 100000}},
                       {"1E+2", {100, 1}},
                       {"2.5e1", {25, 1}},
                       {"1e17", {100'000'000'000'000'000, 1}},
                       {"1e18", {1'000'000'000'000'000'000, 1}},
                       {"0.000000000000000007", {7, 1'000'000'000'000'000'000}},
                       {"1e-18", {1, 1'000'000'000'000'000'000}},
                       {"0e18", {0, 1}},
                       {"999999999999999999", {most, 1}},
                       {"999999999999999999/999999999999999998", {most, most - 1}}};
    for (auto const& [text, value] : cases) {
        auto const read = parse_ratio(text);
        BOOST_TEST_CONTEXT("ratio " << text) {
            BOOST_REQUIRE(read.has_value());
            BOOST_TEST((*read == value), read->text());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_number_or_does_not_fit_is_nothing) {
    for (char const* text : {"",
                             "-",
                             "+",
                             "+1",
                             "--1",
                             " 1",
                             "1 ",
                             "1/",
                             "/1",
                             "1/0",
                             "1/-2",
                             "1/+2",
                             "1//2",
                             "1/2/3",
                             "0.5/2",
                             ".",
                             "-.",
                             "1.2.3",
                             "1,5",
                             "0x10",
                             "nan",
                             "inf",
                             "e5",
                             "1e",
                             "1e+",
                             "1e+-5",
                             "1e-+5",
                             "1e++5",
                             "1e5.0",
                             "1e5e5",
                             "1e19",
                             "1e-19",
                             "1e99999999999",
                             "1e-99999999999",
                             "1.5e-2147483648",
                             "1.5e2147483647",
                             "1000000000000000000",
                             "1/1000000000000000000",
                             "0.0000000000000000001",
                             "999999999999999999e1",
                             "999999999999999999e18",
                             "123456789e12"}) {
        BOOST_TEST(!parse_ratio(text).has_value(), '\'' << text << '\'');
    }
}

}  // namespace
