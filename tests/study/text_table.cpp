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

BOOST_AUTO_TEST_CASE(numbers_on_a_terminal_have_the_digits_they_deserve) {
    std::vector<column> const columns = {
        {"format", "", false}, {"bits_lost", "", true, ".2f"}, {"loss", "", true, ".4g"}};
    std::vector<row> const rows = {{"fp16", "9.75488750216", "0.000123456789"}, {"fp64", "inf", ""}};
    text_table shown(columns, true);
    text_table whole(columns);
    for (row const& values : rows) {
        shown.measure(values);
        whole.measure(values);
    }
    BOOST_TEST(shown.line(rows[0]) == "fp16         9.75  0.0001235\n");
    BOOST_TEST(shown.line(rows[1]) == "fp64          inf\n");
    BOOST_TEST(whole.line(rows[0]) == "fp16    9.75488750216  0.000123456789\n");
}

BOOST_AUTO_TEST_CASE(a_wide_table_of_few_rows_is_turned) {
    text_table const table = measured(two);
    BOOST_TEST(table.width() == 31);
    BOOST_TEST(table.turned(two, 20) == "");
    BOOST_TEST(
        table.turned(two, 21) ==
        "format  fp16  fp8e4m3\nn          2       30\nN        100      100\nstates               \nwrong      0      "
        " 17\n");
}

BOOST_AUTO_TEST_CASE(long_words_make_records_broken_between_words) {
    std::vector<column> const columns = {{"claim", "", false}, {"statement", "", false}, {"cases", ""}};
    row const values = {"tie", "an exact tie stays one while nothing is rounded", "4"};
    text_table table(columns);
    table.measure(values);
    BOOST_TEST(table.wordy(40));
    BOOST_TEST(!table.wordy(100));
    BOOST_TEST(table.record(values, 30) ==
               "tie\n    statement: an exact tie\n    stays one while nothing is\n    rounded\n    cases: 4\n");
}

BOOST_AUTO_TEST_CASE(long_numbers_are_shortened_where_lines_are_short) {
    text_table table({{"method", "", false}, {"value", ""}}, true);
    std::vector<row> const rows = {{"exact", "123456789012345678901234567890"}, {"limit", "0.1"}};
    for (row const& values : rows) table.measure(values);
    BOOST_TEST(table.width() == 38);
    table.measure_shortened();
    for (row const& values : rows) table.measure(values);
    BOOST_TEST(table.line(rows[0]) == "exact   1.23456789012e+29\n");
    BOOST_TEST(table.line(rows[1]) == "limit                 0.1\n");
}
