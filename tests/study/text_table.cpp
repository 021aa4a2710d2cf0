// What a terminal shows of a table: no row broken, nothing said twice, and what is left out is named.
#include "study/text_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace ulpfield::study;

namespace {

text_table measured(std::vector<row> const& rows) {
    text_table table({{"format", "", false}, {"n", ""}, {"N", ""}, {"states", "", false}, {"wrong", ""}});
    for (row const& values : rows) table.measure(values);
    return table;
}

std::vector<row> const two = {{"fp16", "2", "100", "", "0"}, {"fp8e4m3", "30", "100", "", "17"}};

}  // namespace

BOOST_AUTO_TEST_CASE(columns_are_as_wide_as_their_widest_value) {
    text_table const table = measured(two);
    BOOST_TEST(table.head() == "format    n    N  states  wrong\n");
    BOOST_TEST(table.line(two[0]) == "fp16      2  100              0\n");
    BOOST_TEST(table.line(two[1]) == "fp8e4m3  30  100             17\n");
}

BOOST_AUTO_TEST_CASE(what_does_not_vary_is_said_once) {
    text_table table = measured(two);
    BOOST_TEST(table.take_out_constants() == "N = 100");
    BOOST_TEST(table.head() == "format    n  wrong\n");
    BOOST_TEST(table.line(two[1]) == "fp8e4m3  30     17\n");
    text_table one = measured({two[0]});
    BOOST_TEST(one.take_out_constants() == "");
    BOOST_TEST(one.head() == "format  n    N  states  wrong\n");
}

BOOST_AUTO_TEST_CASE(columns_that_do_not_fit_are_named) {
    text_table table = measured(two);
    BOOST_TEST(table.fit(31) == "");
    BOOST_TEST(table.fit(30) == "wrong");
    BOOST_TEST(table.fit(12) == "N, states");
    BOOST_TEST(table.line(two[1]) == "fp8e4m3  30\n");
    BOOST_TEST(table.fit(1) == "n");  // the first one stays
    BOOST_TEST(table.line(two[1]) == "fp8e4m3\n");
}
