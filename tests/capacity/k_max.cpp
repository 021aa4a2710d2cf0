// K_max by every formula and by the exact law, and the probability on both sides of it, against the table of
// tests/data/capacity: the cheap rows always, all others when asked for (label `long`).
#include <boost/test/unit_test.hpp>
#include <map>
#include <string>

#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/k_max.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;
using test::agrees;
using test::show;
using table_row = std::map<std::string, std::string>;

/// Settings at which the exact law, which judges the formulas, takes milliseconds.
bool is_cheap(table_row const& row) { return std::stoll(row.at("n")) <= 3 && std::stoll(row.at("N")) <= 1000; }

/// Formulas: 50 digits. How many rows were compared.
int compare_formulas(bool cheap) {
    int compared = 0;
    for (table_row const& row : test::read_table("k_max.csv")) {
        std::string const how = row.at("method");
        if (how.starts_with("exact") || is_cheap(row) != cheap) continue;
        setting const where = test::setting_of(row);
        criterion const rule = test::criterion_named(row.at("criterion"));
        rational const delta = test::number(row.at("delta"));
        std::string const value = how == "threshold" ? largest_bit_error(where.N, delta, rule, 50).text()
                                                     : k_max(where, delta, rule, method_named(how).value(), 50).text();
        BOOST_TEST(agrees(value, row.at("value"), 50), show(row) << " computed " << value);
        ++compared;
    }
    return compared;
}

/// The exact K_max, and P_error at it and one above to 25 digits.
int compare_exact(bool cheap) {
    int compared = 0;
    std::map<std::string, std::string> known;  // K_max of a setting, asked for by up to three rows
    for (table_row const& row : test::read_table("k_max.csv")) {
        std::string const how = row.at("method");
        if (!how.starts_with("exact") || is_cheap(row) != cheap) continue;
        setting const where = test::setting_of(row);
        std::string& K = known[row.at("interaction") + " " + row.at("N") + " " + row.at("n") + " " + row.at("delta")];
        if (K.empty())
            K = k_max(where, test::number(row.at("delta")), test::criterion_named(row.at("criterion")), method::exact,
                      15)
                    .text();
        if (how == "exact") {
            BOOST_TEST(K == row.at("value"), show(row));
        } else {
            std::int64_t const at = std::stoll(K) + (how == "exact_P_at_K" ? 0 : 1);
            std::string const value = bit_error(where, at).error(method::exact, 26).text();
            BOOST_TEST(agrees(value, row.at("value"), 25), show(row) << " computed " << value);
        }
        ++compared;
    }
    return compared;
}

BOOST_AUTO_TEST_SUITE(k_max_quick)

BOOST_AUTO_TEST_CASE(formulas_meet_the_table_where_cheap) { BOOST_TEST(compare_formulas(true) > 100); }
BOOST_AUTO_TEST_CASE(the_exact_law_meets_the_table_where_cheap) { BOOST_TEST(compare_exact(true) > 20); }

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(k_max_long)

BOOST_AUTO_TEST_CASE(formulas_meet_the_table) { BOOST_TEST(compare_formulas(false) > 200); }
BOOST_AUTO_TEST_CASE(the_exact_law_meets_the_table) { BOOST_TEST(compare_exact(false) > 20); }

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
