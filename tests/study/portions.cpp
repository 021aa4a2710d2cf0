// Cells that are computed in portions: where one was cut, the next run goes on; what is kept of it goes when it is
// finished. Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

std::string sql(std::string const& directory, std::string const& query) {
    return running({"sqlite3", directory + "/results.db", query}).wait().out;
}

outcome logged(std::string const& text, std::string const& log) {
    return run_program(text, running::surroundings{{"TINY_LOG=" + log}, RLIM_INFINITY});
}

/// The lines "n:portion" of one cell.
std::string portions_of(std::string const& log, std::string const& n) {
    std::istringstream lines(content_of(log));
    std::string of_cell;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(n + ":")) of_cell += line.substr(n.size() + 1);
    return of_cell;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_cell_goes_on_where_it_was_cut) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:5 --portions 4 --threads 1 --print none --output " + (here / "a");
    outcome const cut = logged(study + " --interrupt 3", here / "log");
    BOOST_TEST(cut.status == 3, cut.err);
    BOOST_TEST(portions_of(here / "log", "3") == "12");
    BOOST_TEST(sql(here / "a", "SELECT cell, text FROM unfinished WHERE cell = 2") == "2|2\n");
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM result WHERE cell = 2") == "0\n");
    // Nothing is computed twice.
    outcome const resumed = logged(study, here / "log");
    BOOST_TEST(resumed.status == 0, resumed.err);
    for (std::string const n : {"1", "2", "3", "4", "5"}) BOOST_TEST(portions_of(here / "log", n) == "1234", n);
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:5 --print csv").out);
}

BOOST_AUTO_TEST_CASE(a_finished_cell_keeps_no_portion) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:5 --portions 3 --threads 2 --print none --output " + (here / "a");
    BOOST_TEST(run_program(study + " --interrupt 2").status == 3);
    BOOST_TEST(sql(here / "a", "SELECT count(*) > 0 FROM unfinished") == "1\n");
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM unfinished JOIN cell ON cell = number") == "0\n");
    BOOST_TEST(run_program(study).status == 0);
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM unfinished") == "0\n");
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM cell") == "5\n");
}
