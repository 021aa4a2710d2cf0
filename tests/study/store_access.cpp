// Who may read and write results at the same time: readers during a run, idle readers, results that may only be read,
// results at rest. Argument 1: the program.
#include <SQLiteCpp/SQLiteCpp.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <fstream>
#include <thread>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;
using namespace std::chrono_literals;

namespace {

void ends(outcome const& result, int status, std::vector<std::string> const& said = {}) {
    BOOST_TEST(result.status == status, result.status << " instead of " << status << "; said: " << result.err);
    for (std::string const& word : said)
        BOOST_TEST((result.err.find(word) != std::string::npos), "'" << word << "' is not in: " << result.err);
}

std::string sql(std::string const& directory, std::string const& query) {
    return running({"sqlite3", directory + "/results.db", query}).wait().out;
}

std::vector<std::string> files_in(std::string const& directory) {
    std::vector<std::string> names;
    for (fs::directory_entry const& entry : fs::directory_iterator(directory))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<std::string> const published = {"provenance.json", "report.html", "results.db", "tiny-kept.txt",
                                            "tiny.csv"};

/// Takes the right to write from a directory and from its files, and gives it back.
class only_to_read {
public:
    explicit only_to_read(fs::path directory) : directory_(std::move(directory)) { allow(fs::perm_options::remove); }
    ~only_to_read() { allow(fs::perm_options::add); }
    only_to_read(only_to_read const&) = delete;
    only_to_read& operator=(only_to_read const&) = delete;

private:
    void allow(fs::perm_options how) const {
        fs::perms const writing = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
        fs::permissions(directory_, writing, how);
        for (fs::directory_entry const& entry : fs::directory_iterator(directory_))
            fs::permissions(entry, writing, how);
    }
    fs::path directory_;
};

/// The program as a user whom permissions bind: root is made nobody. Empty: that cannot be done on this machine.
std::vector<std::string> as_a_user(std::string const& text) {
    std::vector<std::string> words = words_of(text);
    if (geteuid() != 0) return words;
    if (running({"which", "setpriv"}).wait().status != 0) return {};
    std::vector<std::string> all = {"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"};
    all.insert(all.end(), words.begin(), words.end());
    if (running({"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "test", "-x", words.front()})
            .wait()
            .status != 0)
        return {};
    return all;
}

}  // namespace

// One file that any program may read, also as it lies: no log beside it, no lock.
BOOST_AUTO_TEST_CASE(results_at_rest_are_one_file) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:4 --print none --output " + (here / "a")), 0);
    BOOST_TEST(files_in(here / "a") == published, boost::test_tools::per_element());
    BOOST_TEST(sql(here / "a", "PRAGMA journal_mode") == "delete\n");
    running stopped(words_of("tiny --n 1:4 --sleep 50000 --print none --output " + (here / "b")));
    for (int tries = 0; tries < 3000 && !fs::exists(here / "b/results.db-wal"); ++tries)
        std::this_thread::sleep_for(10ms);
    stopped.signal(SIGINT);
    ends(stopped.wait(), 3);
    BOOST_TEST(sql(here / "b", "PRAGMA journal_mode") == "delete\n");
    BOOST_TEST(!fs::exists(here / "b/results.lock"));
}

// A reader is never shut out by a run: no "database is locked", whenever it looks.
BOOST_AUTO_TEST_CASE(a_run_lets_readers_in) {
    temporary_directory const here;
    running sweep(words_of("tiny --n 1:60 --sleep 20 --threads 1 --print none --output " + (here / "a")));
    for (int tries = 0; tries < 3000 && sql(here / "a", "SELECT 1 FROM cell LIMIT 1").empty(); ++tries)
        std::this_thread::sleep_for(10ms);
    long before = 0;
    for (int look = 0; look < 20 && !sweep.ended(); ++look) {
        outcome const seen =
            running({"sqlite3", here / "a/results.db", "SELECT count(*), count(DISTINCT cell) FROM result"}).wait();
        BOOST_TEST(seen.status == 0, seen.err);
        BOOST_TEST((!seen.out.empty() && std::stol(seen.out) >= before), seen.out);
        before = std::stol(seen.out);
    }
    BOOST_TEST(before > 0);
    ends(run_program("merge " + (here / "a") + " --output " + (here / "joined")), 4, {"are missing"});
    ends(sweep.wait(), 0);
    BOOST_TEST(sql(here / "a", "SELECT count(*) FROM cell") == "60\n");
}

// A reader shuts nobody out: neither an idle one, as a notebook leaves it, nor one in the middle of a query.
BOOST_AUTO_TEST_CASE(readers_shut_nobody_out) {
    for (bool const in_a_query : {false, true}) {
        temporary_directory const here;
        std::string const study = "tiny --n 1:9 --print none --output " + (here / "a");
        ends(run_program("tiny --n 1:9 --shard 1/2 --print none --output " + (here / "part")), 0);
        ends(run_program(study), 0);
        SQLite::Database notebook(here / "a/results.db", SQLite::OPEN_READWRITE);
        SQLite::Database other(here / "part/results.db", SQLite::OPEN_READWRITE);
        SQLite::Statement query(notebook, "SELECT v1 FROM result ORDER BY cell");
        SQLite::Statement of_part(other, "SELECT v1 FROM result");
        BOOST_TEST(query.executeStep());
        BOOST_TEST(of_part.executeStep());
        if (!in_a_query) {
            query.reset();
            of_part.reset();
        }
        ends(run_program(study), 0);
        ends(run_program("report " + (here / "a")), 0);
        ends(run_program("tiny --n 1:9 --shard 1/2 --print none --output " + (here / "part")), 0);
        ends(run_program("merge " + (here / "part") + " --output " + (here / "joined")), 4);
        ends(run_program("merge " + (here / "part") + " --output " + (here / "joined")), 4);
        // The query goes on as if nothing had happened.
        if (in_a_query)
            for (int n = 2; n <= 9; ++n) {
                BOOST_REQUIRE(query.executeStep());
                BOOST_TEST(query.getColumn(0).getInt() == n);
            }
        ends(run_program("tiny --n 1:5 --force --print none --output " + (here / "a")), 0);
        BOOST_TEST(sql(here / "a", "SELECT count(*) FROM cell") == "5\n");
    }
}

BOOST_AUTO_TEST_CASE(results_that_may_only_be_read) {
    temporary_directory const here;
    fs::permissions(here.path(), fs::perms::all);
    ends(run_program("tiny --n 1:9 --shard 1/2 --print none --output " + (here / "a")), 0);
    ends(run_program("tiny --n 1:9 --shard 2/2 --print none --output " + (here / "b")), 0);
    // As version 0.1 left them: at rest in log mode, which cannot be opened without writing beside it.
    sql(here / "b", "PRAGMA journal_mode = WAL");
    std::vector<std::string> const merge =
        as_a_user("merge " + (here / "a") + " " + (here / "b") + " --output " + (here / "joined"));
    if (merge.empty()) {
        BOOST_TEST_MESSAGE("no user whom permissions bind: not tried");
        return;
    }
    only_to_read const a(here / "a");
    only_to_read const b(here / "b");
    std::vector<std::string> const before = files_in(here / "b");
    ends(running(merge).wait(), 0);
    BOOST_TEST(content_of(here / "joined/tiny.csv") == run_program("tiny --n 1:9 --print csv").out);
    BOOST_TEST(files_in(here / "b") == before, boost::test_tools::per_element());
    ends(running(as_a_user("report " + (here / "a"))).wait(), 2, {here / "a", "cannot be written", "--output"});
    for (std::string const part : {"a", "b"}) {
        ends(running(as_a_user("report " + (here / part) + " --output " + (here / ("page-" + part)))).wait(), 0,
             {"page-" + part + "/report.html"});
        for (std::string const name : {"tiny.csv", "tiny-kept.txt"})
            BOOST_TEST(content_of(here / ("page-" + part + "/" + name)) == content_of(here / (part + "/" + name)));
    }
    ends(running(as_a_user("report " + (here / "a") + " --output " + (here / "joined"))).wait(), 2,
         {"--output", "results of its own"});
    ends(running(as_a_user("tiny --n 1:9 --shard 1/2 --output " + (here / "a"))).wait(), 2,
         {here / "a", "cannot be written"});
}

// A log that a killed run left is results too, where it can be read; else it is said what to do.
BOOST_AUTO_TEST_CASE(a_log_left_behind) {
    temporary_directory const here;
    fs::permissions(here.path(), fs::perms::all);
    running killed(words_of("tiny --n 1:40 --sleep 20 --threads 1 --print none --output " + (here / "a")));
    for (int tries = 0; tries < 3000 && sql(here / "a", "SELECT 1 FROM cell LIMIT 1").empty(); ++tries)
        std::this_thread::sleep_for(10ms);
    killed.signal(SIGKILL);
    BOOST_TEST(killed.wait().status == 128 + SIGKILL);
    BOOST_TEST(fs::file_size(here / "a/results.db-wal") > 0U);
    fs::remove(here / "a/results.db-shm");
    fs::copy(here / "a", here / "b");
    std::vector<std::string> const merge = as_a_user("merge " + (here / "b") + " --output " + (here / "joined"));
    if (!merge.empty()) {
        only_to_read const b(here / "b");
        ends(running(merge).wait(), 2, {"results.db-wal", "killed", "resumed"});
        BOOST_TEST(!fs::exists(here / "joined"));
    }
    ends(run_program("merge " + (here / "b") + " --output " + (here / "joined")), 4, {"are missing"});
    BOOST_TEST(sql(here / "joined", "SELECT count(*) FROM cell") == sql(here / "a", "SELECT count(*) FROM cell"));
    ends(run_program("tiny --n 1:40 --print none --output " + (here / "a")), 0);
    BOOST_TEST(files_in(here / "a") == published, boost::test_tools::per_element());
}

// Killed while it publishes, a run leaves half a file: the next one of that directory removes it, and nothing else.
BOOST_AUTO_TEST_CASE(half_written_files_go) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:4 --picture square --print none --output " + (here / "a");
    ends(run_program(study), 0);
    std::vector<std::string> const whole = files_in(here / "a");
    for (std::string const name :
         {"provenance.json.partial-123-0", "tiny.csv.partial-4194304-7", "report.html.partial-9-0",
          "tiny-square.svg.part", "tiny-square.png.part", "tiny-square.pdf.part", "tiny-kept.txt.partial-1-1"})
        std::ofstream(here / ("a/" + name)) << "{";
    std::ofstream(here / "a/notes.partial-1-0") << "mine";
    std::ofstream(here / "a/tiny.csv.partial-mine") << "mine";
    ends(run_program(study), 0);
    std::vector<std::string> expected = whole;
    expected.insert(expected.end(), {"notes.partial-1-0", "tiny.csv.partial-mine"});
    std::sort(expected.begin(), expected.end());
    BOOST_TEST(files_in(here / "a") == expected, boost::test_tools::per_element());
}

// Another directory's lock is not in the way, a lock without a holder is none.
BOOST_AUTO_TEST_CASE(a_lock_left_behind_locks_nothing) {
    temporary_directory const here;
    fs::create_directory(here / "a");
    std::ofstream(here / "a/results.lock") << "";
    ends(run_program("tiny --n 1:4 --print none --output " + (here / "a")), 0);
    BOOST_TEST(!fs::exists(here / "a/results.lock"));
}
