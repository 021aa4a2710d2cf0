// What the runner promises of every study, tried on a tiny one from outside. Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <random>
#include <thread>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;
using namespace std::chrono_literals;

namespace {

// Ends "with what": exit status, and words that standard error must hold.
void ends(outcome const& result, int status, std::vector<std::string> const& said = {}) {
    BOOST_TEST(result.status == status, result.status << " instead of " << status << "; said: " << result.err);
    for (std::string const& word : said)
        BOOST_TEST((result.err.find(word) != std::string::npos), "'" << word << "' is not in: " << result.err);
}

std::string sql(std::string const& directory, std::string const& query) {
    return running({"sqlite3", directory + "/results.db", query}).wait().out;
}

void wait_for(std::string const& file) {
    for (int tries = 0; tries < 3000 && !fs::exists(file); ++tries) std::this_thread::sleep_for(10ms);
}

}  // namespace

BOOST_AUTO_TEST_CASE(exit_statuses) {
    ends(run_program("tiny"), 0);
    ends(run_program("tiny --violated --print none"), 1, {"10 rows were judged"});
    ends(run_program("tiny --n 0:3:0"), 2, {"--n", "0:3:0"});
    ends(run_program("tiny --fail 3,5"), 4, {"cell 2 failed: n=3 is out of reach", "cell 4 failed"});
    ends(run_program("tiny --break 3"), 5, {"cell 2", "no memory left"});
}

BOOST_AUTO_TEST_CASE(printed_formats) {
    std::string const csv = run_program("tiny --n 2,3 --print csv").out;
    BOOST_TEST(csv.starts_with("n,N,word,value\n2,4,plain,"));
    std::string const json = run_program("tiny --n 2 --print json --awkward").out;
    BOOST_TEST(json == "[\n {\"n\": \"2\", \"N\": \"4\", \"word\": \"a,\\\"b\\\"\\nc\", \"value\": \"-inf\"}\n]\n");
    BOOST_TEST(run_program("tiny --n 0,4 --rows 0 --print json").out == "[]\n");
    BOOST_TEST(run_program("tiny --print none").out.empty());
    outcome const table = run_program("tiny --n 2,3 --progress always");
    BOOST_TEST(table.out.starts_with("n  N  word    value\n2  4  plain"));
    BOOST_TEST(table.out.ends_with("\n\n2 rows were judged.\n"));
    BOOST_TEST((table.err.find("2 of 2 cells") != std::string::npos), table.err);
    BOOST_TEST(run_program("tiny --n 2,3 --progress never").err.empty());
}

BOOST_AUTO_TEST_CASE(bytes_do_not_depend_on_threads_or_output) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:200 --rows 3 --seed 7 --work 2000 ";
    std::string const one = run_program(study + "--print csv --threads 1").out;
    BOOST_TEST(std::count(one.begin(), one.end(), '\n') == 601);
    BOOST_TEST(run_program(study + "--print csv --threads 2").out == one);
    BOOST_TEST(run_program(study + "--print csv --threads 8 --output " + (here / "a")).out == one);
    BOOST_TEST(content_of(here / "a/tiny.csv") == one);
    BOOST_TEST(run_program(study + "--print csv --output " + (here / "a")).out == one);
    BOOST_TEST((run_program("tiny --n 1:200 --rows 3 --seed 8 --print csv").out != one));
}

// NaN, infinities, -0, absence, numbers beyond double, separators and quotes survive store, CSV and resuming.
BOOST_AUTO_TEST_CASE(awkward_values_survive) {
    temporary_directory const here;
    std::string const study = "tiny --n 0:6 --awkward --print csv ";
    std::string const expected =
        "n,N,word,value\n"
        "0,0,\"a,\"\"b\"\"\nc\",nan\n1,1,\"a,\"\"b\"\"\nc\",inf\n2,4,\"a,\"\"b\"\"\nc\",-inf\n3,9,\"a,\"\"b\"\"\nc\",-"
        "0\n"
        "4,16,\"a,\"\"b\"\"\nc\",\n5,25,\"a,\"\"b\"\"\nc\",1e-400000\n6,36,\"a,\"\"b\"\"\nc\",0.1\n";
    BOOST_TEST(run_program(study).out == expected);
    BOOST_TEST(run_program(study + "--output " + (here / "a")).out == expected);
    BOOST_TEST(run_program(study + "--output " + (here / "a")).out == expected);
    BOOST_TEST(content_of(here / "a/tiny.csv") == expected);
    BOOST_TEST(sql(here / "a",
                   "SELECT group_concat(status, '') FROM (SELECT status FROM value WHERE name = 'value' ORDER BY "
                   "cell)") == "niidadd\n");
}

/// Signal `number` reaches the program while it computes the cell of n = `cell`.
std::string cut_in(int cell, int number) {
    return " --cut " + std::to_string(cell) + " --cut-by " + std::to_string(number);
}

BOOST_AUTO_TEST_CASE(resuming_computes_what_is_missing) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:40 --threads 1 --print csv --output " + (here / "a");
    ends(run_program(study + cut_in(4, SIGINT)), 3, {"3 of 40 cells are finished", "the same command resumes"});
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM cell") == "3\n");
    std::string const partial = content_of(here / "a/tiny.csv");
    BOOST_TEST(std::count(partial.begin(), partial.end(), '\n') == 1 + 3);

    ends(run_program(study), 0);
    BOOST_TEST(sql(here / "a", "SELECT sum(cells_computed) FROM session") == "40\n");
    BOOST_TEST(sql(here / "a", "SELECT group_concat(outcome) FROM session") == "interrupted,finished\n");
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:40 --print csv").out);
    ends(run_program(study), 0);
    BOOST_TEST(sql(here / "a", "SELECT cells_computed FROM session WHERE number = 3") == "0\n");
}

// Cells that would never end by themselves are asked to stop, and do.
BOOST_AUTO_TEST_CASE(termination_ends_within_a_cell) {
    for (int const number : {SIGINT, SIGTERM}) {
        temporary_directory const here;
        outcome const result = run_program("tiny --n 1:4 --threads 1 --output " + (here / "a") + cut_in(1, number));
        ends(result, 3, {"0 of 4 cells"});
        BOOST_TEST(result.out.empty());
    }
    ends(run_program("tiny --n 1:4" + cut_in(1, SIGTERM)), 3, {"nothing is kept without --output"});
}

BOOST_AUTO_TEST_CASE(other_parameters_are_refused_by_name) {
    temporary_directory const here;
    std::string const in_a = " --print none --output " + (here / "a");
    ends(run_program("tiny --n 1:5" + in_a), 0);
    std::string const before = content_of(here / "a/tiny.csv");
    ends(run_program("tiny --n 1:6" + in_a), 2, {"--n is '1,2,3,4,5' there and '1,2,3,4,5,6' here", "--force"});
    ends(run_program("tiny --n 1:5 --seed 2" + in_a), 2, {"--seed is '1' there and '2' here"});
    ends(run_program("tiny --n 1:5 --rows 2" + in_a), 2, {"--rows"});
    ends(run_program("tiny --n 1:5 --shard 1/2" + in_a), 2, {"--shard"});
    BOOST_TEST(content_of(here / "a/tiny.csv") == before);
    ends(run_program("tiny --n 1,2,3:5 --threads 2" + in_a), 0);  // the same, typed otherwise
    ends(run_program("tiny --n 1:6 --force" + in_a), 0);
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:6 --print csv").out);
    ends(run_program("tiny --force"), 2, {"--force"});
}

// A sweep of 20,000 numbers is refused in one line that shows where it differs, not in 100 kilobytes.
BOOST_AUTO_TEST_CASE(long_lists_are_told_apart_in_one_line) {
    temporary_directory const here;
    std::string const in_a = " --print none --output " + (here / "a");
    ends(run_program("tiny --n 1:1000" + in_a), 0);
    outcome const refused = run_program("tiny --n 1:499,501:1000" + in_a);
    ends(refused, 2, {"--n is '...", "499,500,501", "499,501,502"});
    BOOST_TEST(refused.err.size() < 500);
}

// A cell that breaks ends the run, and what is said of the run is what it did.
BOOST_AUTO_TEST_CASE(a_broken_run_says_what_it_computed) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:20 --threads 1 --break 11 --print none --output " + (here / "a")), 5, {"no memory"});
    // The ten before it, and what was at work when it broke.
    BOOST_TEST(sql(here / "a",
                   "SELECT outcome, cells_computed >= 10, cells_computed = (SELECT count(*) FROM cell) FROM session") ==
               "machine error|1|1\n");
}

BOOST_AUTO_TEST_CASE(a_second_process_is_refused) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:4 --sleep 20000 --print none --output " + (here / "a");
    running first(words_of(study));
    wait_for(here / "a/results.db-wal");  // made once the lock is held
    ends(run_program(study), 2, {"in use by another process"});
    ends(run_program("report " + (here / "a")), 2, {"in use by another process"});
    first.signal(SIGTERM);
    ends(first.wait(), 3);
}

BOOST_AUTO_TEST_CASE(places_that_cannot_be_written) {
    temporary_directory const here;
    std::ofstream(here / "file") << "x";
    ends(run_program("tiny --output " + (here / "file")), 2, {"--output", here / "file"});
    ends(run_program("tiny --output " + (here / "file/below")), 2, {"--output"});
    ends(run_program("tiny --output /proc/nothing"), 2, {"--output", "/proc/nothing"});
    fs::create_directory(here / "foreign");
    std::ofstream(here / "foreign/results.db") << std::string(4096, 'x');
    ends(run_program("tiny --force --output " + (here / "foreign")), 2, {"not results of this program"});
    BOOST_TEST(content_of(here / "foreign/results.db") == std::string(4096, 'x'));
}

// A file that may not grow stands for a full disk: the same error comes from the same system call.
BOOST_AUTO_TEST_CASE(a_full_disk_loses_nothing) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:3000 --rows 5 --print none --output " + (here / "a");
    running::surroundings full;
    full.most_file_bytes = 400'000;
    ends(run_program(study, full), 5, {"results.db", "the same command resumes"});
    BOOST_TEST(sql(here / "a", "PRAGMA integrity_check") == "ok\n");
    int const finished = std::stoi(sql(here / "a", "SELECT count(*) FROM cell"));
    BOOST_TEST(finished > 0);
    BOOST_TEST(finished < 3000);
    // The note on how it ended may have found no room; if it was written, it is true.
    std::string const noted = sql(here / "a", "SELECT cells_computed FROM session WHERE ended <> ''");
    BOOST_TEST((noted.empty() || std::stoi(noted) == finished), noted << " noted, " << finished << " finished");
    ends(run_program(study, full), 5);
    ends(run_program(study), 0);
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:3000 --rows 5 --print csv").out);
    // No room for the very first file: refused by the machine too, and nothing is wrong afterwards.
    running::surroundings nothing;
    nothing.most_file_bytes = 1000;
    ends(run_program("tiny --output " + (here / "b"), nothing), 5);
    ends(run_program("tiny --output " + (here / "b")), 0);
}

// Killed before any of its writes, from the first of the database to the last of what is published: nothing that was
// committed is lost, and the same command ends with the bytes of an undisturbed run. Argument 2: what counts writes.
BOOST_AUTO_TEST_CASE(killed_at_any_write) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:40 --rows 2 --threads 2 --print none --output ";
    std::string const expected = run_program("tiny --n 1:40 --rows 2 --print csv").out;
    std::mt19937_64 words(20260801);
    long at = 1;
    int killed = 0;
    int directory = 0;
    long before = 0;
    while (killed < 60) {
        std::string const place = here / std::to_string(directory);
        outcome const result =
            run_program(study + place, {{"LD_PRELOAD=" + program_argument(2), "KILL_AT=" + std::to_string(at)}});
        // Each of the first writes, then further and further apart.
        at = at < 20 ? at + 1 : 1 + static_cast<long>(words() % 120);
        BOOST_TEST((result.status == 128 + SIGKILL || result.status == 0), result.status << result.err);
        if (result.status == 128 + SIGKILL) ++killed;
        if (!fs::exists(place + "/results.db")) continue;
        BOOST_TEST(sql(place, "PRAGMA integrity_check") == "ok\n");
        std::string const cells = sql(place, "SELECT count(*) FROM cell");
        long const now = cells.empty() ? 0 : std::stol(cells);  // killed before the tables were made
        BOOST_TEST(now >= before, "cells lost: " << before << " before, " << now << " now");
        before = now;
        if (result.status != 0) continue;
        // Finished before all the kills: the next ones disturb a new run.
        BOOST_TEST(content_of(place + "/tiny.csv") == expected);
        ++directory;
        before = 0;
    }
    BOOST_TEST(directory > 0);
    for (int index = 0; index <= directory; ++index) {
        std::string const place = here / std::to_string(index);
        ends(run_program(study + place), 0);
        BOOST_TEST(content_of(place + "/tiny.csv") == expected);
        BOOST_TEST(sql(place, "SELECT count(*), count(DISTINCT number), (SELECT count(*) FROM result) FROM cell") ==
                   "40|40|80\n");
        BOOST_TEST(sql(place, "PRAGMA integrity_check") == "ok\n");
    }
}

BOOST_AUTO_TEST_CASE(provenance_says_where_it_comes_from) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:3 --seed 5 --print none --output " + (here / "a")), 0);
    std::string const text = content_of(here / "a/provenance.json");
    for (std::string const word :
         {"\"command\": \"ulpfield tiny --n 1:3 --seed 5\"", "\"seed\": \"5\"", "\"bits of tiny\": \"53\"",
          "\"version\"", "\"commit\"", "\"compiler\"", "-ffp-contract=off", "\"MPFR\"", "\"SQLite\"", "\"cpu\"",
          "\"started\"", "\"ended\"", "\"--n\": \"1,2,3\"", "\"finished\": 3", "\"outcome\": \"finished\""})
        BOOST_TEST((text.find(word) != std::string::npos), word << " is not in\n" << text);
    BOOST_TEST(running({"python3", "-m", "json.tool", here / "a/provenance.json"}).wait().status == 0);
}
