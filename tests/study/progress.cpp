// Progress counts the share of the cells under way; cells that go on begin with the share an earlier run did.
#include "study/progress.hpp"

#include <boost/test/unit_test.hpp>

#include "study/cell_share.hpp"

using namespace ulpfield::study;
using namespace std::chrono_literals;

namespace {

bool holds(std::string const& text, std::string const& words) { return text.find(words) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_CASE(time_left_follows_the_work_within_cells) {
    progress shown(progress_mode::never, 4, 400, true);
    auto const start = progress::clock::now();
    BOOST_TEST(!shown.seconds_left(start + 10s).has_value());
    BOOST_TEST(shown.line(start + 10s) == "0 of 4 cells");
    shown.under_way(100, 0);  // a quarter of all, none finished
    BOOST_TEST(*shown.seconds_left(start + 10s) == 30, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(shown.line(start + 10s) == "0 of 4 cells, 25 %, 30 s left");
    shown.computed(100);
    shown.under_way(100, 0);
    BOOST_TEST(*shown.seconds_left(start + 20s) == 20, boost::test_tools::tolerance(1e-3));
    BOOST_TEST(holds(shown.line(start + 20s), "1 of 4 cells, 50 %"));
}

BOOST_AUTO_TEST_CASE(work_of_earlier_runs_says_nothing_about_the_rate) {
    progress shown(progress_mode::never, 1, 100, true);
    auto const start = progress::clock::now();
    shown.under_way(90, 80);
    BOOST_TEST(*shown.seconds_left(start + 10s) == 10, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(a_thread_says_the_share_of_its_cell) {
    cell_share_done(0.3);  // nobody listens
    cell_share share;
    {
        cell_share_heard const listening(share);
        cell_share_done(1, 4);
        cell_share_done(2, 4);
    }
    cell_share_done(3, 4);
    BOOST_TEST(share.first == 0.25);
    BOOST_TEST(share.now == 0.5);
}
