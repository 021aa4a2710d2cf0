// The small parts of the runner, each against its contract.
#include <boost/test/unit_test.hpp>
#include <limits>
#include <map>
#include <random>

#include "study/cell_sequence.hpp"
#include "study/display_text.hpp"
#include "study/gnuplot.hpp"
#include "study/json.hpp"
#include "study/number_ranges.hpp"
#include "study/percent_text.hpp"
#include "study/plot.hpp"
#include "study/portion.hpp"
#include "study/progress.hpp"
#include "study/store_check.hpp"
#include "study/value_map.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/nearest_match.hpp"

using namespace ulpfield;
using namespace ulpfield::study;

namespace {

class costly final : public planned_study {
public:
    explicit costly(std::vector<double> costs) : costs_(std::move(costs)) {}
    std::vector<column> columns() const override { return {}; }
    std::vector<std::pair<std::string, std::string>> parameters() const override { return {}; }
    std::uint64_t cells() const override { return costs_.size(); }
    double cost(std::uint64_t cell) const override { return costs_[cell]; }
    cell_result run(std::uint64_t, std::stop_token const&) const override { return {}; }

private:
    std::vector<double> costs_;
};

}  // namespace

// Every cell in exactly one part, in increasing order; no part above the mean by more than a class's width and a cell.
BOOST_AUTO_TEST_CASE(parts_cover_every_cell_once_and_cost_the_same) {
    std::mt19937_64 words(1);
    for (std::uint64_t const count : std::vector<std::uint64_t>{1, 2, 3, 7, 16}) {
        std::vector<double> costs;
        double sum = 0;
        double dearest = 0;
        for (int cell = 0; cell < 500; ++cell) {
            costs.push_back(
                std::ldexp(1.0 + static_cast<double>(words() % 1000) / 1000, static_cast<int>(words() % 12)));
            sum += costs.back();
            dearest = std::max(dearest, costs.back());
        }
        costly const source(costs);
        std::map<std::uint64_t, int> seen;
        for (std::uint64_t index = 1; index <= count; ++index) {
            cell_sequence cells(source, {index, count});
            double cost = 0;
            std::uint64_t in_part = 0;
            std::int64_t last = -1;
            while (auto const cell = cells.next()) {
                BOOST_TEST(static_cast<std::int64_t>(*cell) > last);
                last = static_cast<std::int64_t>(*cell);
                ++seen[*cell];
                ++in_part;
                cost += costs[*cell];
            }
            BOOST_TEST(in_part == cells.cells());
            BOOST_TEST(cost <= sum / static_cast<double>(count) * 17 / 16 + dearest,
                       "part " << index << " of " << count);
        }
        BOOST_TEST(seen.size() == costs.size());
        for (auto const& [cell, times] : seen) BOOST_TEST(times == 1, "cell " << cell);
    }
}

BOOST_AUTO_TEST_CASE(ranges_are_said_in_short) {
    number_ranges some;
    for (std::uint64_t const cell : std::vector<std::uint64_t>{3, 7, 8, 9, 11, 12}) some.add(cell);
    BOOST_TEST(some.text() == "3, 7-9, 11, 12");
    number_ranges many;
    for (std::uint64_t cell = 0; cell < 100; cell += 2) many.add(cell);
    BOOST_TEST(many.count() == 50U);
    BOOST_TEST(many.text().ends_with("36, 38 and 30 more"));
}

// Time left goes by cost: after the dear half of the cells, little is left.
BOOST_AUTO_TEST_CASE(time_left_goes_by_cost) {
    progress shown(progress_mode::never, 4, 100, true);
    auto const start = progress::clock::now();
    shown.found(10);
    shown.computed(60);
    std::string const line = shown.line(start + std::chrono::seconds(60));
    BOOST_TEST(line.starts_with("2 of 4 cells (1 found)"), line);
    BOOST_TEST(line.ends_with("30 s left"), line);
}

// A portion is at least one whole step, so that a cell cut ever so often comes to its end.
BOOST_AUTO_TEST_CASE(a_portion_is_at_least_one_step) {
    auto const steps_until_over = [](portion part) {
        int steps = 0;
        for (; !part.over(); ++steps) part.step_done();
        return steps;
    };
    {
        portions_of_steps const cut(3);
        BOOST_TEST(steps_until_over(portion({})) == 3);
    }
    BOOST_TEST(steps_until_over(portion({}, -std::chrono::seconds(60))) == 1);
    std::stop_source asked;
    portion part(asked.get_token());
    BOOST_TEST(!part.over());
    part.step_done();
    BOOST_TEST(!part.over());
    asked.request_stop();
    BOOST_TEST(part.over());
    BOOST_CHECK_THROW(static_cast<void>(portion(asked.get_token()).over()), interrupted);
}

BOOST_AUTO_TEST_CASE(text_in_pictures_is_never_a_command) {
    BOOST_TEST(plot_text("a 'b' `c` \"d\" \\ e_1") == "'a ''b'' `c` \"d\" \\ e_1'");
    BOOST_TEST(plot_text("a\nb\tc") == "'a'.\"\\n\".'b c'");
    BOOST_TEST(plot_number("1e-400000") == "NaN");
    BOOST_TEST(plot_number("inf") == "NaN");
    BOOST_TEST(plot_number("") == "NaN");
    BOOST_TEST(plot_number("-0.25") == "-0.25");
}

BOOST_AUTO_TEST_CASE(a_map_that_does_not_fit_is_refused) {
    category_map map;
    map.x_values = {"1", "2"};
    map.y_values = {"a"};
    map.categories = {{"fine", "#009E73"}};
    map.boxes = {{{0, ""}}};
    BOOST_CHECK_THROW(static_cast<void>(plot_script(map)), std::invalid_argument);
    map.boxes = {{{0, ""}, {1, ""}}};
    BOOST_CHECK_THROW(static_cast<void>(plot_script(map)), std::invalid_argument);
    map.boxes = {{{0, ""}, {-1, ""}}};
    BOOST_CHECK_NO_THROW(static_cast<void>(plot_script(map)));
}

BOOST_AUTO_TEST_CASE(axes_of_a_map_have_names_and_numbers) {
    auto const script = [](std::vector<double> const& x_values) {
        value_map const map{.title = "n = 3",
                            .x_label = "across",
                            .y_label = "upwards",
                            .x_values = x_values,
                            .y_values = {0, 1},
                            .boxes = {2, std::vector<value_map::box>(x_values.size(), {0.5, ""})}};
        value_maps all;
        all.value_label = "size";
        all.maps = {map};
        return plot_script(all);
    };
    auto const has = [](std::string const& text, std::string const& part) {
        BOOST_TEST((text.find(part) != std::string::npos), "no '" << part << "' in\n" << text);
    };
    // One power of ten alone would not tell a scale. The boxes reach from 0.35 to 2.8.
    std::string const narrow = script({0.5, 1, 2});
    for (char const* part : {"set xlabel 'across'", "set ylabel 'upwards'", "set logscale x\nunset logscale y",
                             "set xtics (0.5, 1, 2)\nset ytics autofreq", "set cblabel 'size'"})
        has(narrow, part);
    has(script({0.01, 0.1, 1}), "set xtics autofreq");
    // Ends that no double has: no endless list of numbers.
    has(script({1, std::numeric_limits<double>::infinity()}), "set xtics autofreq");
    has(script({0x1p-1074, 1}), "set xtics autofreq");
    has(script({0, 0.5, 1}), "unset logscale x\nunset logscale y\nset format x '%g'");
}

BOOST_AUTO_TEST_CASE(lines_are_broken_between_words) {
    BOOST_TEST(wrapped("one two three", 7) == (std::vector<std::string>{"one two", "three"}),
               boost::test_tools::per_element());
    BOOST_TEST(wrapped("", 7).empty());
    BOOST_TEST(wrapped("longerthanthat x", 3).size() == 2U);
}

// Two significant digits as %.2g has them, but never an exponent, and 0 and 100 only where nothing and all is meant.
BOOST_AUTO_TEST_CASE(shares_in_percent) {
    struct expectation {
        std::uint64_t part, whole;
        std::string text;
    };
    std::vector<expectation> const all = {
        {2, 2, "100 %"},
        {0, 7, "0 %"},
        {0, 0, "0 %"},
        {1, 3, "33 %"},
        {1, 200, "0.5 %"},
        {996, 10'000, "10 %"},
        {99, 100, "99 %"},
        {199, 200, "99.5 %"},
        {9'999, 10'000, "99.99 %"},
        {99'654'321, 100'000'000, "99.65 %"},
        {35, 1'000'000'000'000, "0.0000000035 %"},
        {999'999'999, 1'000'000'000, "99.9999999 %"},
        {999'999'999'999'999'999, 1'000'000'000'000'000'000, "more than 99.9999999999 %"},
    };
    for (expectation const& row : all) BOOST_TEST(percent_text(row.part, row.whole) == row.text);
}

BOOST_AUTO_TEST_CASE(mistyped_words) {
    BOOST_TEST(spelling_distance("", "abc") == 3U);
    BOOST_TEST(spelling_distance("kitten", "sitting") == 3U);
    BOOST_TEST(spelling_distance("ca", "ac") == 1U);
    BOOST_TEST(spelling_distance("ca", "abc") == 3U);  // of disjoint pairs; 2 without that restriction
    std::vector<std::string> const words = {"compare", "capacity", "recall", "xor", "tune"};
    BOOST_TEST(nearest_match("comapre", words) == " (did you mean 'compare'?)");
    BOOST_TEST(nearest_match("capacty", words) == " (did you mean 'capacity'?)");
    BOOST_TEST(nearest_match("xro", words) == " (did you mean 'xor'?)");
    BOOST_TEST(nearest_match("abc", words) == "");
    BOOST_TEST(nearest_match("", words) == "");
    BOOST_TEST(nearest_match(std::string(1'000'000, 'c'), words) == "");
}

BOOST_AUTO_TEST_CASE(shell_words) {
    BOOST_TEST(shell_word("1/N,2^-k") == "1/N,2^-k");
    BOOST_TEST(shell_word("it's") == "'it'\\''s'");
    BOOST_TEST(shell_word("") == "''");
}

BOOST_AUTO_TEST_CASE(json_text) {
    BOOST_TEST(json_object().text("a", "x\"\n").number("b", 3).raw("c", "[1]").str() ==
               R"({"a": "x\"\n", "b": 3, "c": [1]})");
    BOOST_TEST(indented_json("no json") == "\"no json\"");
    BOOST_TEST(as_json("{\"a\": [1]}") == "{\"a\": [1]}");
    BOOST_TEST(as_json("{\"a\": ") == "\"{\\\"a\\\": \"");
}

BOOST_AUTO_TEST_CASE(numbers_of_a_numeric_column) {
    column const number{"x", "a number"};
    for (char const* text : {"0", "-1.5", "+2e-7", ".5", "3.", "1/2", "-22/7", "1e+300"})
        BOOST_TEST(status_letter(text, number) == 'd', text);
    for (char const* text : {"x", "1/", "/2", "1/2/3", "1/2e5", "1.5/2", "--1", "1e", "0x1p3", "1 ", "."})
        BOOST_TEST(status_letter(text, number) == '?', text);
    BOOST_TEST(status_letter("", number) == 'a');
    BOOST_TEST(status_letter("-inf", number) == 'i');
    BOOST_TEST(status_letter("nan", number) == 'n');
    BOOST_TEST(status_letter("1/2x", column{"name", "a word", false}) == 't');
}
