// K_max by every formula and by the exact law, and the probability on both sides of it, against the table of
// tests/data/capacity.
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

/// Argument `all`: every setting of the table; otherwise those whose exact K_max takes a fraction of a second.
bool asked_for(setting const& where) {
    auto const& suite = boost::unit_test::framework::master_test_suite();
    bool const all = suite.argc > 1 && std::string(suite.argv[1]) == "all";
    return all || where.N <= 20 || where.n == 2;
}

}  // namespace

BOOST_AUTO_TEST_CASE(k_max_of_the_formulas_meets_the_table) {
    int compared = 0;
    for (auto const& row : test::read_table("k_max.csv")) {
        std::string const how = row.at("method");
        if (how.starts_with("exact")) continue;
        setting const where = test::setting_of(row);
        criterion const rule = parse_criterion(row.at("criterion"));
        std::string const value = how == "threshold" ? bit_threshold(where.N, row.at("delta"), rule, 50)
                                                     : k_max(where, row.at("delta"), rule, parse_method(how), 50).value;
        BOOST_TEST(agrees(value, row.at("value"), 50), show(row) << " computed " << value);
        ++compared;
    }
    BOOST_TEST(compared > 480);
}

BOOST_AUTO_TEST_CASE(exact_k_max_meets_the_table) {
    int compared = 0;
    std::map<std::string, std::string> found;  // K_max of a setting, asked for by up to three rows
    for (auto const& row : test::read_table("k_max.csv")) {
        std::string const how = row.at("method");
        if (!how.starts_with("exact")) continue;
        setting const where = test::setting_of(row);
        if (!asked_for(where)) continue;
        std::string& K = found[row.at("interaction") + " " + row.at("N") + " " + row.at("n") + " " + row.at("delta")];
        if (K.empty()) K = k_max(where, row.at("delta"), parse_criterion(row.at("criterion")), method::exact, 15).value;
        if (how == "exact") {
            BOOST_TEST(K == row.at("value"), show(row));
        } else {
            // 25 digits are known.
            std::int64_t const at = std::stoll(K) + (how == "exact_P_at_K" ? 0 : 1);
            std::string const value = bit_error(where, at).error(method::exact, 26).value;
            BOOST_TEST(agrees(value, row.at("value"), 25), show(row) << " computed " << value);
        }
        ++compared;
    }
    BOOST_TEST(compared > 40);
}
