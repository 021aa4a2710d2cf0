// The study as a user meets it: rows, empty values with their reason, refused input, tables and pictures.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "studies/capacity/capacity.hpp"
#include "studies/capacity/layout.hpp"
#include "study/portion.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/number/error.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::study;

std::unique_ptr<planned_study> made(std::vector<std::pair<std::string, std::string>> const& typed) {
    study_entry const entry = capacity_study();
    arguments given;
    for (option const& known : entry.options) given.set(known.name, {known.default_value, false});
    given.set("--seed", {"1", false});
    for (auto const& [option_name, text] : typed) given.set(option_name, {text, true});
    return entry.make(given);
}

class finished final : public results {
public:
    explicit finished(planned_study const& of) : columns_(of.columns()) {
        for (std::uint64_t cell = 0; cell < of.cells(); ++cell) {
            cell_result const result = of.run(cell, {});
            rows_.insert(rows_.end(), result.rows.begin(), result.rows.end());
            failures_ += result.failure;
        }
    }
    void for_each(std::function<void(std::uint64_t, row const&)> const& visit) const override {
        for (row const& at : rows_) visit(0, at);
    }
    [[nodiscard]] std::vector<column> const& columns() const override { return columns_; }
    [[nodiscard]] std::string text() const {
        std::string all;
        for (row const& at : rows_) {
            for (std::size_t i = 0; i < at.size(); ++i) all += (i > 0 ? "," : "") + at[i];
            all += '\n';
        }
        return all;
    }
    [[nodiscard]] std::string const& failures() const { return failures_; }

private:
    std::vector<column> columns_;
    std::vector<row> rows_;
    std::string failures_;
};

BOOST_AUTO_TEST_SUITE(capacity_study_rows)

// studies/capacity/expected: what the commands of its README print, byte for byte.
BOOST_AUTO_TEST_CASE(expected_tables_come_out_again) {
    for (auto const& [file, typed] :
         {std::pair{"k_max.csv",
                    std::vector<std::pair<std::string, std::string>>{
                        {"--quantity", "k-max"}, {"--N", "20,50"}, {"--n", "2,3"}, {"--delta", "0.01,0.05"}}},
          {"p_error.csv", {{"--N", "100"}, {"--n", "3"}, {"--K", "100,500"}, {"--trials", "100"}}},
          {"match.csv", {{"--quantity", "match"}, {"--N", "4,100"}, {"--epsilon", "1/2,1/10"}}}}) {
        std::unique_ptr<planned_study> const asked = made(typed);
        std::ifstream stored(std::string(ULPFIELD_TEST_DATA) + "/../../studies/capacity/expected/" + file);
        std::stringstream text;
        for (std::string line; std::getline(stored, line);)
            if (!line.starts_with('#') && !line.starts_with("N,")) text << line << '\n';
        BOOST_TEST(finished(*asked).text() == text.str(), file);
    }
}

BOOST_AUTO_TEST_CASE(a_cell_out_of_reach_is_empty_says_why_and_leaves_the_rest) {
    std::unique_ptr<planned_study> const asked = made({{"--quantity", "p-tie"},
                                                       {"--N", "1000"},
                                                       {"--n", "9"},
                                                       {"--K", "1000000000"},
                                                       {"--method", "exact,gaussian"}});
    finished const rows(*asked);
    BOOST_TEST(rows.text().find("exact,,,,") != std::string::npos, rows.text());
    BOOST_TEST(rows.text().find("gaussian,") != std::string::npos);
    BOOST_TEST(rows.failures().find("best alternative") != std::string::npos, rows.failures());
}

// Digits would take hours; bounds take milliseconds.
BOOST_AUTO_TEST_CASE(the_exact_law_has_bounds_where_digits_are_out_of_reach) {
    std::unique_ptr<planned_study> const asked =
        made({{"--N", "100"}, {"--n", "8"}, {"--K", "1000"}, {"--method", "exact"}});
    finished const rows(*asked);
    BOOST_TEST(rows.text().starts_with("100,8,polynomial,1000,,,p-error,exact,7.88072"), rows.text());
    BOOST_TEST(rows.text().ends_with(",good\n"), rows.text());
    BOOST_TEST(rows.failures().empty(), rows.failures());
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused_before_anything_runs) {
    for (auto const& [option_name, text] : {std::pair{"--N", "0"},
                                            {"--n", "0"},
                                            {"--n", "1001"},
                                            {"--K", "0"},
                                            {"--digits", "0"},
                                            {"--digits", "1001"},
                                            {"--method", "gauss"},
                                            {"--method", "asymptotic"},
                                            {"--quantity", "p"},
                                            {"--interaction", "cubic"},
                                            {"--delta", "0.1"},
                                            {"--epsilon", "0.1"},
                                            {"--criterion", "both"},
                                            {"--sided", "3"},
                                            {"--corruption", "0.2"},
                                            {"--trials", "0"},
                                            {"--layout", "html"}})
        BOOST_CHECK_THROW(made({{option_name, text}}), std::invalid_argument);
    for (std::string const delta : {"0", "1", "-1/2", "3/2", "x", ""})
        BOOST_CHECK_THROW(made({{"--quantity", "k-max"}, {"--delta", delta}}), std::invalid_argument);
    for (std::string const epsilon : {"0", "1", "x"})
        BOOST_CHECK_THROW(made({{"--quantity", "match"}, {"--epsilon", epsilon}}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(recall_takes_a_probability_of_flips) {
    for (std::string const corruption : {"-1/2", "1.5", "x", ""})
        BOOST_CHECK_THROW(made({{"--quantity", "recall"}, {"--corruption", corruption}}), std::invalid_argument);
    std::unique_ptr<planned_study> const asked =
        made({{"--quantity", "recall"}, {"--N", "50"}, {"--K", "5"}, {"--corruption", "1/10"}, {"--trials", "20"}});
    BOOST_TEST(finished(*asked).text() == "50,3,polynomial,5,,,recall,monte-carlo,1,0.831566529017,1,\n");
}

// source of the fractions: tests/capacity/tables.cpp. Its column stands at the end, empty where ties play no part.
BOOST_AUTO_TEST_CASE(ties_have_their_rule_where_it_is_typed) {
    std::unique_ptr<planned_study> const asked = made({{"--quantity", "stable,p-tie"},
                                                       {"--method", "exact"},
                                                       {"--N", "3"},
                                                       {"--K", "4"},
                                                       {"--n", "2"},
                                                       {"--tie", "plus,keep,flip"}});
    finished const rows(*asked);
    BOOST_TEST(rows.columns().back().name == "tie");
    BOOST_TEST(rows.text() ==
               "3,2,polynomial,4,,,stable,exact,0.51953125,,,exact,plus\n"
               "3,2,polynomial,4,,,stable,exact,0.671875,,,exact,keep\n"
               "3,2,polynomial,4,,,stable,exact,0.4375,,,exact,flip\n"
               "3,2,polynomial,4,,,p-tie,exact,0.234375,,,exact,\n");
    BOOST_TEST(capacity_layout(rows, "markdown")[0] == "| quantity | F | N | n | K | tie | exact |");
    BOOST_CHECK_THROW(made({{"--tie", "keep"}}), std::invalid_argument);
    BOOST_CHECK_THROW(made({{"--quantity", "stable"}, {"--tie", "never"}}), std::invalid_argument);
}

// N = 20, n = 6, K = 5: the Gaussian is off by 196 orders of magnitude, and a table for a paper says so.
BOOST_AUTO_TEST_CASE(a_poor_value_carries_a_dagger) {
    std::unique_ptr<planned_study> const asked =
        made({{"--N", "20"}, {"--n", "6"}, {"--K", "5"}, {"--method", "gaussian,exact"}, {"--digits", "3"}});
    finished const rows(*asked);
    std::vector<std::string> const markdown = capacity_layout(rows, "markdown");
    BOOST_REQUIRE(markdown.size() == 5);
    BOOST_TEST(markdown[2] == "| p-error | polynomial | 20 | 6 | 5 | 3.98e-202† | 3.82e-6 |");
    BOOST_TEST(markdown[4] == "† off by more than a factor 2 from the exact law or the best estimate");
    std::vector<std::string> const latex = capacity_layout(rows, "latex");
    BOOST_REQUIRE(latex.size() == 8);
    BOOST_TEST(latex[4] == "p-error & polynomial & 20 & 6 & 5 & 3.98e-202$^\\dagger$ & 3.82e-6 \\\\");
    BOOST_TEST(latex[6].starts_with("\\multicolumn{7}{l}"));
}

// A cell cut anywhere gives the rows of one that was not.
BOOST_AUTO_TEST_CASE(an_unfinished_cell_is_gone_on_with) {
    std::unique_ptr<planned_study> const asked =
        made({{"--K", "50"}, {"--trials", "100"}, {"--method", "monte-carlo"}});
    capacity::sample const begun = capacity::draw({polynomial{3}, 100}, 50, 1, 0, 37);
    cell_result const resumed = asked->resume(0, begun.text(), {});
    BOOST_TEST(resumed.unfinished.empty());
    BOOST_TEST((resumed.rows == asked->run(0, {}).rows));
}

BOOST_AUTO_TEST_CASE(portions_of_any_length_give_the_same_rows) {
    for (std::string const quantity : {"p-error", "recall"}) {
        std::unique_ptr<planned_study> const asked = made(
            {{"--quantity", quantity}, {"--N", "30"}, {"--K", "9"}, {"--trials", "70"}, {"--method", "monte-carlo"}});
        std::vector<row> const whole = asked->run(0, {}).rows;
        for (std::uint64_t const steps : {1U, 3U}) {
            portions_of_steps const cut(steps);
            cell_result result = asked->run(0, {});
            int portions = 1;
            for (; !result.unfinished.empty(); ++portions) result = asked->resume(0, result.unfinished, {});
            BOOST_TEST(portions > 1);
            BOOST_TEST((result.rows == whole), quantity);
        }
    }
}

// A quantity has a cell for every value of the axes it depends on, and empty keys for the others.
BOOST_AUTO_TEST_CASE(a_quantity_is_given_where_it_depends_on_an_axis) {
    std::unique_ptr<planned_study> const asked = made({{"--quantity", "match,alpha,mean"},
                                                       {"--N", "4,6,4"},
                                                       {"--n", "2,3"},
                                                       {"--delta", "0.1,0.2,0.3,0.1"},
                                                       {"--method", "exact,leading-order"},
                                                       {"--digits", "3"}});
    BOOST_TEST(asked->cells() == 2 + 2 * 3 + 2 * 2);
    std::string const all = finished(*asked).text();
    BOOST_TEST(all.starts_with("4,,,,,1/2,match,exact,"), all);
    BOOST_TEST(all.find("\n,2,polynomial,,0.1,,alpha,leading-order,") != std::string::npos, all);
    BOOST_TEST(all.find("\n6,3,polynomial,,,,mean,exact,") != std::string::npos, all);
}

BOOST_AUTO_TEST_CASE(tables_and_pictures_hold_every_method) {
    std::unique_ptr<planned_study> const asked = made({{"--K", "200,400"}, {"--trials", "20"}});
    finished const rows(*asked);
    std::vector<std::string> const markdown = capacity_layout(rows, "markdown");
    BOOST_REQUIRE(markdown.size() == 6);  // head, rule, two rows, blank line, what the dagger means
    BOOST_TEST(markdown[0] ==
               "| quantity | F | N | n | K | leading-order | leading-order-K | mixed | gaussian | tail | saddlepoint | "
               "chernoff | limit | exact | monte-carlo |");
    BOOST_TEST(capacity_layout(rows, "latex").front() == "\\begin{tabular}{lllllrrrrrrrrrr}");
    std::vector<figure> const pictures = asked->figures(rows);
    BOOST_REQUIRE(pictures.size() == 1);
    for (std::string const method : {"leading-order", "gaussian", "exact", "saddlepoint"})
        BOOST_TEST(pictures[0].script.find("title '" + method + "'") != std::string::npos, method);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
