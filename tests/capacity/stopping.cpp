// All long work of this folder can be stopped: with a token that is stopped already, and in the middle, by count.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "capacity/stop_point.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/moments.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/capacity/recall.hpp"
#include "ulpfield/capacity/stable.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

struct work {
    std::string what;
    std::int64_t least;  ///< stop points that must be passed on the way, in proportion to the work
    std::function<void(std::stop_token const&)> run;
};

work bit(std::string const& what, std::int64_t least, setting const& where, std::int64_t K, method how, int digits) {
    return {what, least,
            [=](std::stop_token const& stop) { static_cast<void>(bit_error(where, K).error(how, digits, stop)); }};
}

work largest(std::string const& what, std::int64_t least, setting const& where, std::string const& delta, method how) {
    return {what, least, [=](std::stop_token const& stop) {
                static_cast<void>(k_max(where, test::number(delta), criterion::union_bound, how, 15, stop));
            }};
}

std::vector<work> all_work() {
    return {
        bit("counting", 200, test::power(20, 5), 10, method::exact, 15),
        bit("lattice sum in double", 1000, test::power(30, 3), 40, method::exact, 8),
        bit("lattice sum in fixed point", 1000, test::power(30, 3), 40, method::exact, 20),
        bit("lattice sum in MPFR", 500, test::power(20, 3), 30, method::exact, 60),
        bit("few memories near the limit", 100, test::power(100, 30), 1000, method::exact, 10),
        bit("binomial tail", 1000, test::power(1'000'000, 2), 1000, method::exact, 15),
        bit("law of one memory", 3000, test::setting_of("rectified", 3000, 60), 30, method::exact, 5),
        bit("saddlepoint", 1000, test::power(5000, 3), 10000, method::saddlepoint, 30),
        bit("chernoff", 1000, test::power(5000, 3), 10000, method::chernoff, 30),
        bit("limit", 1000, test::power(12, 3), 20'000'000, method::limit, 15),
        bit("erfc", 100, test::power(100, 3), 500, method::leading_order, 1000),
        {"trust", 500,
         [](std::stop_token const& stop) {
             bit_error const law(test::power(100, 3), 500);
             static_cast<void>(law.error_quality(law.error(method::gaussian, 5), stop));
         }},
        {"trust in ties", 500,
         [](std::stop_token const& stop) {
             bit_error const law(test::power(100, 3), 500);
             static_cast<void>(law.tie_quality(law.tie(method::gaussian, 5), stop));
         }},
        largest("exact K_max", 1000, test::power(20, 4), "1/21", method::exact),
        largest("trust of K_max", 1000, test::power(20, 4), "1/22", method::gaussian),
        largest("inverted saddlepoint", 1000, test::power(200, 4), "1/23", method::saddlepoint),
        largest("inverted chernoff", 1000, test::power(200, 4), "1/24", method::chernoff),
        largest("ceiling", 1000, test::power(60, 4), "1/25", method::ceiling),
        {"variance by the direct sum", 2000,
         [](std::stop_token const& stop) {
             static_cast<void>(variance_of_crosstalk(test::power(3000, 41), method::exact, 15, stop));
         }},
        {"kurtosis by the moments of S", 100,
         [](std::stop_token const& stop) {
             static_cast<void>(kurtosis_of_crosstalk(test::power(5000, 42), method::exact, 15, stop));
         }},
        {"overlap", 300,
         [](std::stop_token const& stop) {
             static_cast<void>(overlap_match(4000, rational(1, 50), 0, sides::two, method::exact, 15, stop));
         }},
        {"stability by enumeration", 10000,
         [](std::stop_token const& stop) {
             static_cast<void>(all_bits_stable(test::power(6, 3), 4, method::exact, 15, stop));
         }},
        {"K_max by Monte Carlo", 1000,
         [](std::stop_token const& stop) {
             static_cast<void>(
                 k_max_sampled(test::power(20, 3), test::number("1/20"), criterion::union_bound, 1000, 1, stop));
         }},
    };
}

std::int64_t constexpr without_end = std::int64_t{1} << 60;

BOOST_AUTO_TEST_SUITE(stopping)

BOOST_AUTO_TEST_CASE(a_token_stopped_already_stops_everything) {
    std::stop_source source;
    source.request_stop();
    for (work const& one : all_work()) BOOST_CHECK_THROW(one.run(source.get_token()), interrupted);
    BOOST_TEST(draw(test::power(20, 3), 10, 1, 0, 100, source.get_token()).trials == 0);
    BOOST_TEST(recall(test::power(20, 3), 10, rational(1, 10), 1, 0, 100, source.get_token()).trials == 0);
}

BOOST_AUTO_TEST_CASE(everything_stops_in_the_middle) {
    for (work const& one : all_work()) {
        std::int64_t points = 0;
        {
            stop_countdown const count(without_end);
            one.run({});
            points = count.passed();
        }
        BOOST_TEST(points >= one.least, one.what << " passes " << points);
        // The last one on the way again: whatever is kept from before makes the second run shorter, never longer.
        for (std::int64_t const at : {points / 10, std::int64_t{2}}) {
            stop_countdown const count(at);
            bool stopped = false;
            try {
                one.run({});
            } catch (interrupted const&) {
                stopped = true;
            }
            BOOST_TEST((stopped || count.passed() < at), one.what << " at " << at << " of " << points);
        }
    }
}

// A long trial stops within itself and does not count.
BOOST_AUTO_TEST_CASE(a_trial_that_is_not_whole_does_not_count) {
    setting const where = test::power(64, 3);
    {
        stop_countdown const count(40);  // some points for the table, then one a trial and chunk of memories
        sample const drawn = draw(where, 1'000'000, 1, 0, 100);
        BOOST_TEST(drawn.trials < 2);
    }
    stop_countdown const count(5000);
    recall_sample const relaxed = recall(test::power(2000, 2), 100, rational(1, 10), 1, 0, 100);
    BOOST_TEST(relaxed.trials < 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
