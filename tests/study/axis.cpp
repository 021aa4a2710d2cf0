// An axis is written once: its option, its values, its parameter, its key column and its place in the product follow.
#include "study/axis.hpp"

#include <boost/test/unit_test.hpp>
#include <map>

#include "study/table.hpp"
#include "support/run_study.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using ulpfield::test::held_rows;

namespace {

/// A library's parser: it names the value and what is accepted, no option.
std::int64_t parse_even(std::string const& item) {
    std::int64_t const value = std::stoll(item);
    if (value % 2 != 0) throw std::invalid_argument("'" + item + "' is odd; accepted: even numbers");
    return value;
}

struct sample_axes : axis_set {
    axis<std::int64_t> n{*this, "--n", "LIST", "2,3", "order, {}", integers(1, 9), {"n", "order"}};
    axis<std::int64_t> even{*this,
                            "--even",
                            "LIST",
                            "4,8",
                            "even",
                            list_of(parse_even, [](std::int64_t value) { return std::to_string(value); }),
                            {"even", "an even number"}};
    axis<rational> step{*this, "--step", "LIST", "0.5", "step", reals(true), {"step", "of the solver"}};
    axis<std::int64_t> tie{*this,
                           "--tie",
                           "NAME",
                           "plus",
                           "of ties",
                           choices<std::int64_t>({{"plus", 1}, {"minus", -1}}),
                           axis_use::optional_key,
                           {"tie", "decision of a tie", false}};
    axis<std::int64_t> limit{*this, "--limit", "K", "", "at most", one_integer(1, 100), axis_use::input};
    axis<bool> relax{*this, "--relax", "yes|no", "yes", "relax", yes_or_no()};
    axis<bool> list{*this, "--list", "", "", "a flag", yes_or_no()};
    axis<std::uint64_t> seed = seed_axis(*this);

    sample_axes() { set_product(even, n, step, tie); }
};

struct sample_row {
    std::int64_t sum = 0;
    std::optional<int> absent;
    std::string hidden;
};

class sample final : public table<sample_axes, sample_row> {
protected:
    std::vector<value> values() const override {
        return {{"sum", "n + even", &sample_row::sum},
                {"absent", "nothing", &sample_row::absent},
                {"hidden", "", &sample_row::hidden}};
    }
    std::vector<sample_row> measure(place const& at, std::stop_token const&) const override {
        return {{at[n] + at[even], std::nullopt, "h"}};
    }
};

study_entry sample_entry() {
    return table_entry<sample>("sample", "What?", {[](results const& rows, arguments const& given) -> judgement {
                                   result_column const sum = rows["sum"];
                                   std::uint64_t total = 0;
                                   rows.for_each([&](std::uint64_t, row const& at) { total += sum.count(at); });
                                   return {{std::to_string(total) + " " + given.text("--n")}, false};
                               }});
}

using typed = std::map<std::string, std::string>;

std::string refusal(typed const& options) {
    try {
        static_cast<void>(test::plan_study(sample_entry(), options));
    } catch (usage_error const& error) {
        return error.what();
    }
    return "accepted";
}

std::string parameter(planned_study const& planned, std::string const& name) {
    for (auto const& [known, text] : planned.parameters())
        if (known == name) return text;
    return "none";
}

std::string names(std::vector<column> const& columns) {
    std::string all;
    for (column const& one : columns) all += one.name + " ";
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(options_follow_from_the_axes) {
    auto const options = sample_entry().options;
    BOOST_REQUIRE(options.size() == 7U);  // --seed is every study's
    BOOST_TEST(options[0].name == "--n");
    BOOST_TEST(options[0].help == "order, 1 to 9");
    BOOST_TEST(options[0].default_value == "2,3");
    BOOST_TEST(options[6].value_name == "");
}

BOOST_AUTO_TEST_CASE(parameters_hold_canonical_text) {
    auto const planned = test::plan_study(sample_entry(), {{"--n", "2:4, 3"}, {"--step", "0.50,1/3,5e-1"}});
    BOOST_TEST(parameter(*planned, "--n") == "2,3,4");
    BOOST_TEST(parameter(*planned, "--step") == "0.5,1/3");
    BOOST_TEST(parameter(*planned, "--relax") == "yes");
    BOOST_TEST(parameter(*planned, "--list") == "no");
    BOOST_TEST(parameter(*planned, "--tie") == "none");    // not typed: neither column nor parameter
    BOOST_TEST(parameter(*planned, "--limit") == "none");  // results do not depend on it
    BOOST_TEST(parameter(*planned, "--seed") == "1");
}

BOOST_AUTO_TEST_CASE(the_same_value_twice_is_one) {
    auto const planned =
        test::plan_study(sample_entry(), {{"--n", "2"}, {"--step", "0.5,1/2,5e-1"}, {"--even", "4,4"}});
    BOOST_TEST(planned->cells() == 1U);
}

BOOST_AUTO_TEST_CASE(cells_are_the_product_the_last_axis_fastest) {
    auto const rows = test::run_study(sample_entry(), {});
    BOOST_REQUIRE(rows.size() == 4U);
    BOOST_TEST(rows[1].at("even") == "4");
    BOOST_TEST(rows[1].at("n") == "3");
    BOOST_TEST(rows[1].at("sum") == "7");
    BOOST_TEST(rows[1].at("absent") == "");
    BOOST_TEST(rows[2].at("even") == "8");
    BOOST_TEST(rows[2].at("n") == "2");
}

BOOST_AUTO_TEST_CASE(an_optional_key_stands_behind_the_values_where_it_is_typed) {
    auto const without = test::plan_study(sample_entry(), {});
    BOOST_TEST(names(without->columns()) == "even n step sum absent hidden ");
    auto const with = test::plan_study(sample_entry(), {{"--tie", "minus,plus"}, {"--n", "2"}, {"--even", "4"}});
    BOOST_TEST(names(with->columns()) == "even n step sum absent tie hidden ");
    held_rows(*with).for_each([](std::uint64_t cell, row const& values) {
        row const expected{"4", "2", "0.5", "6", "", cell == 0 ? "minus" : "plus", "h"};
        BOOST_TEST(values == expected, boost::test_tools::per_element());
    });
}

BOOST_AUTO_TEST_CASE(a_refusal_names_option_value_and_what_is_accepted) {
    BOOST_TEST(refusal({{"--even", "4,7"}}) == "--even: '7' is odd; accepted: even numbers");
    BOOST_TEST(refusal({{"--tie", "never"}}) == "--tie: 'never' is not accepted; accepted: plus, minus");
    BOOST_TEST(refusal({{"--relax", "maybe"}}) == "--relax: 'maybe' is not accepted; accepted: yes, no");
    BOOST_TEST(refusal({{"--seed", "-1"}}) ==
               "--seed: '-1' is not accepted; accepted: an integer from 0 to 18446744073709551615");
    BOOST_TEST(refusal({{"--n", "10"}}).starts_with("--n: '10' is not accepted; accepted: an integer from 1 to 9"));
    BOOST_TEST(refusal({{"--limit", ""}}).starts_with("--limit: "));
}

BOOST_AUTO_TEST_CASE(results_are_read_without_a_plan) {
    study_entry const entry = sample_entry();
    auto const planned = test::plan_study(entry, {{"--tie", "minus"}});
    held_rows const rows(*planned);
    arguments given;
    for (option const& known : entry.options) given.set(known.name, {known.default_value, false});
    given.set("--even", {"nothing a plan could take", true});
    given.set("--tie", {"minus", true});
    auto const read = entry.read(given);
    BOOST_TEST(names(read->columns()) == names(planned->columns()));
    BOOST_TEST(read->cells() == 0U);
    BOOST_TEST(read->judge(rows).sentences.at(0) == "34 2,3");
    BOOST_CHECK_EXCEPTION(static_cast<void>(rows["none"]), std::out_of_range, [](std::out_of_range const& error) {
        return std::string(error.what()) == "no column 'none' among even, n, step, sum, absent, tie, hidden";
    });
}

BOOST_AUTO_TEST_CASE(cells_can_be_left_out) {
    struct linked_axes : axis_set {
        axis<std::int64_t> a{*this, "--a", "LIST", "1:3", "a", integers(1, 9), {"a", "a"}};
        axis<std::int64_t> b{*this, "--b", "LIST", "1:3", "b", integers(1, 9), {"b", "b"}};
        axis<std::int64_t> c{*this, "--c", "LIST", "", "c", integers(1, 9), {"c", "c"}};
        linked_axes() {
            leave_out([this](place const& at) { return at[b] > at[a]; });
            set_keys(b, a, c);
        }
    };
    linked_axes axes;
    BOOST_TEST(axes.cells() == 0U);
    arguments given;
    for (option const& known : axes.options()) given.set(known.name, {known.default_value, false});
    axes.read(given);
    BOOST_REQUIRE(axes.cells() == 6U);
    BOOST_TEST(axes.at(5)[axes.a] == 3);
    BOOST_TEST(axes.at(5)[axes.b] == 3);
    BOOST_TEST(axes.c.text(axes.at(5).index(axes.c)) == "");  // no value: empty in its column
    BOOST_TEST(axes.keys().front()->name() == "--b");
}

BOOST_AUTO_TEST_CASE(a_file_overrules_a_default_and_nothing_typed) {
    sample_axes axes;
    arguments given;
    given.set("--seed", {"1", false});
    for (option const& known : axes.options()) given.set(known.name, {known.default_value, false});
    axes.read(given);
    take_file_dimension(axes.n, 7, "a.npy");
    BOOST_TEST(axes.n.recorded() == "7");
    given.set("--n", {"2", true});
    axes.read(given);
    BOOST_CHECK_EXCEPTION(take_file_dimension(axes.n, 7, "a.npy"), usage_error, [](usage_error const& error) {
        return std::string(error.what()) == "--n: 2 given, but a.npy has 7; leave the option out or give 7";
    });
}
