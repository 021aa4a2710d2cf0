// Real numbers of list options: exact where they are rational, distinct, between the ends.
#include "study/real_list.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_double.hpp"

using namespace ulpfield;
using namespace ulpfield::study;

namespace {

std::vector<std::string> read(std::string const& text) {
    std::vector<std::string> values;
    for (rational const& value : parse_reals("--rate", text, false)) values.push_back(exact_text(value));
    return values;
}

std::string refusal(std::string const& text) {
    try {
        static_cast<void>(parse_reals("--rate", text, false));
    } catch (usage_error const& error) {
        return error.what();
    }
    return {};
}

using texts = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_CASE(linear_ranges_are_exact) {
    BOOST_TEST((read("1.23456:1.23476:lin3") == texts{"1.23456", "1.23466", "1.23476"}));
    BOOST_TEST((read("1:1.001:lin5") == texts{"1", "1.00025", "1.0005", "1.00075", "1.001"}));
    BOOST_TEST((read("0:1:lin4") == texts{"0", "1/3", "2/3", "1"}));
    BOOST_TEST((read("0:0.95:lin20").at(7) == "0.35"));
    BOOST_TEST((read("1e-150:1e150:lin2") == texts{"1e-150", "1e+150"}));
}

BOOST_AUTO_TEST_CASE(logarithmic_ranges_have_four_digits_where_these_tell_the_values_apart) {
    BOOST_TEST((read("0.001:10:log13") == texts{"0.001", "0.002154", "0.004642", "0.01", "0.02154", "0.04642", "0.1",
                                                "0.2154", "0.4642", "1", "2.154", "4.642", "10"}));
    BOOST_TEST((read("0.05:0.8:log3") == texts{"0.05", "0.2", "0.8"}));
    // sqrt(1.001) = 1.00049987506..., a step of 5e-4: rounded to less than 5e-6.
    BOOST_TEST((read("1:1.001:log3") == texts{"1", "1.0005", "1.001"}));
    BOOST_TEST((read("1:1.0001:log3") == texts{"1", "1.00005", "1.0001"}));
}

BOOST_AUTO_TEST_CASE(logarithmic_ranges_keep_their_ratio) {
    for (char const* const ends : {"0.001:10", "1:1.001", "1:1.000000001", "1e-150:1e150", "1/3:0.34", "7:8"})
        for (int const count : {3, 10, 1000, 10'000}) {
            std::string const text = std::string(ends) + ":log" + std::to_string(count);
            auto const values = parse_reals("--rate", text, true);
            BOOST_TEST(values.size() == static_cast<std::size_t>(count), text);
            double const range = std::log1p(nearest_double(rational(values.back() / values.front() - 1)));
            double const step = std::expm1(range / (count - 1));
            double worst = 0;
            for (std::size_t k = 1; k < values.size(); ++k)
                worst = std::max(worst, std::fabs(nearest_double(rational(values[k] / values[k - 1] - 1)) / step - 1));
            BOOST_TEST(worst < 0.021 * (1 + step), text << ": a step is off by " << worst);
        }
}

BOOST_AUTO_TEST_CASE(a_value_counts_once_among_many) {
    BOOST_TEST((read("0.1,1/10,1e-1,0.1:0.3:lin3") == texts{"0.1", "0.2", "0.3"}));
    // 30 ranges of 10,000 values that share their ends.
    std::string text;
    for (int k = 0; k < 30; ++k)
        text += (k == 0 ? "" : ",") + std::to_string(k) + ":" + std::to_string(k + 1) + ":lin10000";
    BOOST_TEST(parse_reals("--rate", text, false).size() == 30U * 9999U + 1U);
    text.clear();
    for (int k = 0; k < 101; ++k)
        text += (k == 0 ? "" : ",") + std::to_string(k) + ":" + std::to_string(k + 1) + ":lin10000";
    std::string const message = refusal(text);
    BOOST_TEST((message.find("--rate") != std::string::npos && message.find("1000000") != std::string::npos), message);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_numbers_is_refused) {
    for (char const* const text : {"", "x", "1:2", "1:2:3", "2:1:lin3", "1:2:lin1", "1:2:lin10001", "0:1:log3", "-1",
                                   "1e151", "1:2:lin", "1::lin3"})
        BOOST_TEST(!refusal(text).empty(), text);
}
