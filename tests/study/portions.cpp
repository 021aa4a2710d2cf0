// Cells that are cut: in portions, where the next run goes on, what is kept of one goes when it is finished; by a
// signal that comes once, twice, or again. Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <sstream>
#include <thread>

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

namespace {

void wait_for(std::string const& file) {
    for (int tries = 0; tries < 3000 && !fs::exists(file); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

}  // namespace

// timeout(1) and srun may deliver one request twice: the run still ends in order.
BOOST_AUTO_TEST_CASE(one_request_delivered_twice) {
    temporary_directory const here;
    running sweep(words_of("tiny --n 1:4 --sleep 50000 --print none --output " + (here / "a")),
                  running::surroundings{{"TINY_LOG=" + (here / "log")}, RLIM_INFINITY});
    wait_for(here / "log");
    sweep.signal(SIGTERM);
    sweep.signal(SIGTERM);
    sweep.signal(SIGINT);
    outcome const result = sweep.wait();
    BOOST_TEST(result.status == 3);
    BOOST_TEST((result.err.find("0 of 4 cells are finished") != std::string::npos), result.err);
    BOOST_TEST(sql(here / "a", "SELECT outcome FROM session") == "interrupted\n");
    BOOST_TEST(fs::exists(here / "a/provenance.json"));
}

// A second request does not wait for a cell that does not hear the first.
BOOST_AUTO_TEST_CASE(a_second_request_ends_at_once) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:4 --print none --output " + (here / "a");
    running deaf(words_of(study + " --threads 1 --work 1000000000"),
                 running::surroundings{{"TINY_LOG=" + (here / "log")}, RLIM_INFINITY});
    wait_for(here / "log");
    deaf.signal(SIGINT);
    std::this_thread::sleep_for(std::chrono::milliseconds(700));
    BOOST_TEST(!deaf.ended());
    deaf.signal(SIGINT);
    outcome const result = deaf.wait();
    BOOST_TEST(result.status == 3);
    BOOST_TEST(result.err.empty(), result.err);
    BOOST_TEST(run_program(study).status == 0);
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:4 --print csv").out);
}
