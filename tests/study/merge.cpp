// Many machines: shards, merge, GNU parallel, Slurm's variables. Argument 1: the program.
#include <boost/test/unit_test.hpp>
#include <chrono>
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

/// Runs part I of M into `directory`.
void part(std::string const& study, int index, int count, std::string const& directory) {
    ends(run_program(study + " --print none --shard " + std::to_string(index) + "/" + std::to_string(count) +
                     " --output " + directory),
         0);
}

bool has(std::string const& program) { return running({"which", program}).wait().status == 0; }

}  // namespace

BOOST_AUTO_TEST_CASE(four_parts_give_the_bytes_of_one_run) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:101 --rows 2 --seed 3";
    std::string directories;
    for (int index = 1; index <= 4; ++index) {
        std::string const directory = here / std::to_string(index);
        part(study, index, 4, directory);
        directories += " " + directory;
    }
    outcome const merged = run_program("merge" + directories + " --output " + (here / "all"));
    ends(merged, 0);
    BOOST_TEST(merged.out.empty());
    std::string const expected = run_program(study + " --print csv").out;
    BOOST_TEST(content_of(here / "all/tiny.csv") == expected);
    BOOST_TEST(sql(here / "all", "SELECT count(*) FROM session") == "4\n");
    // What was merged can be resumed, and merged again.
    ends(run_program(study + " --print none --output " + (here / "all")), 0);
    ends(run_program("merge" + directories + " --output " + (here / "all")), 0, {"also elsewhere", "same result"});
    BOOST_TEST(content_of(here / "all/tiny.csv") == expected);
}

// A cell costs 1 + n here, n up to 1000: no part may have more than 1/16 (the width of a class of costs) above the
// mean, and one cell.
BOOST_AUTO_TEST_CASE(parts_cost_the_same) {
    temporary_directory const here;
    double all = 0;
    double most = 0;
    for (int index = 1; index <= 4; ++index) {
        std::string const directory = here / std::to_string(index);
        part("tiny --n 1:1000", index, 4, directory);
        double const cost = std::stod(sql(directory, "SELECT sum(v1 + 1) FROM result"));
        all += cost;
        most = std::max(most, cost);
    }
    BOOST_TEST(all == 1000 * 1001 / 2 + 1000);
    BOOST_TEST(most <= all / 4 * 17 / 16 + 1001, "dearest part " << most << " of " << all);
}

BOOST_AUTO_TEST_CASE(missing_cells_are_said_by_number) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:12";
    part(study, 1, 3, here / "1");
    part(study, 3, 3, here / "3");
    part(study, 2, 3, here / "2");
    std::string const absent = sql(here / "2", "SELECT min(number) FROM cell");
    outcome const merged = run_program("merge " + (here / "1") + " " + (here / "3") + " --output " + (here / "all"));
    ends(merged, 4, {"4 of 12 cells are missing: ", absent.substr(0, absent.size() - 1)});
    std::string const csv = content_of(here / "all/tiny.csv");
    BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') == 9);
    // The rest is computed by the same study, or joined later.
    ends(run_program("merge " + (here / "2") + " --output " + (here / "all")), 0);
    BOOST_TEST(content_of(here / "all/tiny.csv") == run_program(study + " --print csv").out);
    BOOST_TEST(run_program("merge " + (here / "1") + " --output " + (here / "b")).status == 4);
    ends(run_program(study + " --print none --output " + (here / "b")), 0);
    BOOST_TEST(content_of(here / "b/tiny.csv") == run_program(study + " --print csv").out);
}

BOOST_AUTO_TEST_CASE(double_and_contradicting_cells) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:6 --print none --output " + (here / "a")), 0);
    ends(run_program("tiny --n 1:6 --print none --output " + (here / "b")), 0);
    std::string const both = "merge " + (here / "a") + " " + (here / "b") + " --output ";
    ends(run_program(both + (here / "all")), 0, {"6 cells also elsewhere, with the same result: 0-5"});
    BOOST_TEST(content_of(here / "all/tiny.csv") == content_of(here / "a/tiny.csv"));
    sql(here / "b", "UPDATE result SET v4 = '17' WHERE cell IN (1, 4)");
    ends(run_program(both + (here / "none")), 1, {"another result than elsewhere: 1, 4", "nothing was joined"});
    BOOST_TEST(!fs::exists(here / "none"));
    std::string const kept = content_of(here / "all/tiny.csv");
    ends(run_program("merge " + (here / "b") + " --output " + (here / "all")), 1, {"1, 4"});
    BOOST_TEST(sql(here / "all", "SELECT count(*) FROM result WHERE v4 = '17'") == "0\n");
    BOOST_TEST(content_of(here / "all/tiny.csv") == kept);
}

// A part killed before it began anything has nothing to join, and is no fault of the others.
BOOST_AUTO_TEST_CASE(a_part_that_was_never_begun) {
    temporary_directory const here;
    part("tiny --n 1:12", 1, 2, here / "1");
    fs::create_directory(here / "2");
    sql(here / "2", "PRAGMA journal_mode = WAL; VACUUM");
    BOOST_TEST(fs::exists(here / "2/results.db"));
    std::string const merge = "merge " + (here / "1") + " " + (here / "2") + " --output " + (here / "all");
    ends(run_program(merge), 4, {here / "2: no results were begun there", "6 of 12 cells are missing"});
    part("tiny --n 1:12", 2, 2, here / "2");
    ends(run_program(merge), 0);
    ends(run_program("merge " + (here / "3") + " --output " + (here / "none")), 2, {here / "3", "no results.db there"});
}

// A cell that failed for one reason and elsewhere for another contradicts itself as much as two values do.
BOOST_AUTO_TEST_CASE(two_failures_of_one_cell) {
    temporary_directory const here;
    for (std::string const place : {"a", "b"})
        ends(run_program("tiny --n 1:6 --fail 3 --print none --output " + (here / place)), 4);
    std::string const both = "merge " + (here / "a") + " " + (here / "b") + " --output ";
    ends(run_program(both + (here / "same")), 4, {"6 cells also elsewhere, with the same result: 0-5"});
    sql(here / "b", "UPDATE cell SET failure = 'n=3 took too long' WHERE number = 2");
    ends(run_program(both + (here / "none")), 1,
         {"1 cell with another result than elsewhere: 2", "nothing was joined"});
    BOOST_TEST(!fs::exists(here / "none"));
}

BOOST_AUTO_TEST_CASE(what_does_not_belong_together) {
    temporary_directory const here;
    ends(run_program("tiny --n 1:4 --print none --output " + (here / "a")), 0);
    ends(run_program("tiny --n 1:4 --seed 2 --print none --output " + (here / "seed")), 0);
    ends(run_program("tiny --n 1:4 --rows 2 --print none --output " + (here / "rows")), 0);
    ends(run_program("tiny --n 1:4 --print none --output " + (here / "study")), 0);
    sql(here / "study", "UPDATE description SET value = 'other' WHERE name = 'command'");
    std::string const a = "merge " + (here / "a") + " ";
    std::string const to = " --output " + (here / "all");
    ends(run_program(a + (here / "seed") + to), 2, {here / "seed", "--seed is '2' there and '1' here"});
    ends(run_program(a + (here / "rows") + to), 2, {here / "rows", "--rows is '2' there"});
    ends(run_program(a + (here / "study") + to), 2, {"the command is 'other' there and 'tiny' here"});
    ends(run_program("merge " + (here / "study") + to), 2, {"'other'"});
    ends(run_program(a + (here / "nothing") + to), 2, {here / "nothing"});
    ends(run_program(a + (here / "a") + to), 2, {"named twice"});
    ends(run_program("merge " + (here / "a")), 2, {"--output"});
    ends(run_program("merge --output " + (here / "all")), 2, {"DIR"});
    ends(run_program(a + " --output " + (here / "a")), 2, {"one of the directories to join"});
    BOOST_TEST(!fs::exists(here / "all"));
}

// What Slurm sets in task `id` of --array=first-last:step.
running::surroundings task(int id, int first, int last, int count, int step = 1) {
    running::surroundings around;
    auto const set = [&around](std::string const& name, int value) {
        around.environment.push_back("SLURM_ARRAY_TASK_" + name + "=" + std::to_string(value));
    };
    set("ID", id);
    set("MIN", first);
    set("MAX", last);
    set("COUNT", count);
    set("STEP", step);
    return around;
}

BOOST_AUTO_TEST_CASE(slurm_names_the_part) {
    std::string const study = "tiny --n 1:20 --print csv --shard ";
    std::string const second = run_program(study + "2/3").out;
    std::string const third = run_program(study + "3/3").out;
    for (std::string const form : {"auto", "auto/3"}) {
        BOOST_TEST(run_program(study + form, task(2, 1, 3, 3)).out == second);
        BOOST_TEST(run_program(study + form, task(2, 0, 2, 3)).out == third);
    }
    BOOST_TEST(run_program(study + "auto", task(1, 1, 1, 1)).out == run_program("tiny --n 1:20 --print csv").out);
    // Single tasks submitted again keep their part, and only the number of parts tells it.
    BOOST_TEST(run_program(study + "auto/3", task(2, 2, 2, 1)).out == second);
    BOOST_TEST(run_program(study + "auto/3", task(3, 2, 3, 2)).out == third);
    BOOST_TEST(run_program(study + "auto/20", task(7, 5, 7, 2, 2)).out == run_program(study + "7/20").out);
    for (running::surroundings const& partial : {task(5, 5, 7, 2, 2), task(7, 5, 7, 2, 2), task(5, 5, 5, 1),
                                                 task(1, 1, 5, 3, 2), task(0, 0, 20, 3, 10), task(1, 1, 7, 2)})
        ends(run_program(study + "auto", partial), 2, {"--shard auto", "not all of 1-M", "auto/M", "--array=1-M"});
    ends(run_program(study + "auto/3", task(4, 1, 4, 4)), 2, {"--shard", "task 4", "auto/3", "--array=1-3"});
    ends(run_program(study + "auto/3", task(3, 0, 3, 4)), 2, {"--shard", "task 3"});
    ends(run_program(study + "auto"), 2, {"SLURM_ARRAY_TASK_ID"});
    ends(run_program(study + "auto/3"), 2, {"SLURM_ARRAY_TASK_ID"});
    for (std::string const bad :
         {"0/4", "5/4", "4", "1/0", "-1/4", "a/b", "1/100001", "auto/0", "auto/x", "auto/", "auto/100001", "automatic"})
        ends(run_program(study + bad, task(1, 1, 3, 3)), 2, {"--shard"});
}

// A part that was begun goes on as what it was begun, however the task that does it was submitted.
BOOST_AUTO_TEST_CASE(slurm_goes_on_with_the_part_begun) {
    temporary_directory const here;
    auto const study = [&here](std::string const& form, std::string const& place) {
        return "tiny --n 1:20 --print csv --shard " + form + " --output " + (here / place);
    };
    std::string const fifth = run_program(study("auto", "5"), task(5, 1, 8, 8)).out;
    BOOST_TEST(fifth == run_program("tiny --n 1:20 --print csv --shard 5/8").out);
    for (std::string const form : {"auto", "auto/8"})
        for (running::surroundings const& again : {task(5, 5, 7, 2, 2), task(5, 5, 5, 1), task(5, 1, 8, 8)}) {
            outcome const resumed = run_program(study(form, "5"), again);
            ends(resumed, 0);
            BOOST_TEST(resumed.out == fifth);
        }
    // Tasks 0-7: task 5 is part 6, also when it alone is submitted again.
    std::string const sixth = run_program(study("auto", "from-0"), task(5, 0, 7, 8)).out;
    BOOST_TEST(sixth == run_program("tiny --n 1:20 --print csv --shard 6/8").out);
    for (std::string const form : {"auto", "auto/8"})
        BOOST_TEST(run_program(study(form, "from-0"), task(5, 5, 5, 1)).out == sixth);
    // Another number of parts, or another task in its place, is refused.
    ends(run_program(study("auto/9", "5"), task(5, 5, 5, 1)), 2, {"--shard is '5/8' there and '5/9' here"});
    ends(run_program(study("auto/8", "5"), task(7, 1, 8, 8)), 2, {"--shard is '5/8' there and '7/8' here"});
    ends(run_program(study("auto", "5"), task(7, 5, 7, 2, 2)), 2, {"--shard auto"});
}

// Four parts under GNU parallel; one is killed in the middle; the same line with --resume-failed mends it.
BOOST_AUTO_TEST_CASE(parallel_with_a_worker_killed) {
    if (!has("parallel")) {
        BOOST_TEST_MESSAGE("GNU parallel is not installed: not tried");
        return;
    }
    temporary_directory const here;
    std::string const study = "tiny --n 1:80 --rows 2";
    auto const parallel = [&](std::vector<std::string> const& more) {
        std::vector<std::string> words = {"parallel", "--will-cite", "-j", "4", "--joblog", here / "log"};
        words.insert(words.end(), more.begin(), more.end());
        for (std::string const& word :
             words_of(study + " --sleep 30 --threads 1 --print none --shard {}/4 --output " + (here / "part-{}")))
            words.push_back(word);
        words.insert(words.end(), {":::", "1", "2", "3", "4"});
        return words;
    };
    running sweep(parallel({}));
    std::string killed;
    for (int tries = 0; tries < 1000 && killed.empty(); ++tries) {
        std::this_thread::sleep_for(10ms);
        for (fs::directory_entry const& process : fs::directory_iterator("/proc")) {
            std::string command;
            try {
                command = content_of(process.path() / "cmdline");
            } catch (std::ios_base::failure const&) {
                continue;  // it has ended in the meantime
            }
            std::string const name = command.substr(0, command.find('\0'));
            if (name == program_argument(1) && command.find(here / "part-3") != std::string::npos &&
                fs::exists(here / "part-3/results.db")) {
                std::this_thread::sleep_for(100ms);
                killed = process.path().filename();
                kill(std::stoi(killed), SIGKILL);
                break;
            }
        }
    }
    BOOST_TEST(!killed.empty());
    BOOST_TEST(sweep.wait().status == 1);  // the number of jobs that failed
    std::string const merge = "merge " + (here / "part-1") + " " + (here / "part-2") + " " + (here / "part-3") + " " +
                              (here / "part-4") + " --output " + (here / "all");
    ends(run_program(merge), 4, {"cells are missing"});
    BOOST_TEST(running(parallel({"--resume-failed"})).wait().status == 0);
    ends(run_program(merge), 0);
    BOOST_TEST(content_of(here / "all/tiny.csv") == run_program(study + " --print csv").out);
}

BOOST_AUTO_TEST_CASE(failed_cells_stay_failed) {
    temporary_directory const here;
    for (std::string const index : {"1", "2"})
        run_program("tiny --n 1:6 --fail 4 --print none --shard " + index + "/2 --output " + (here / index));
    ends(run_program("merge " + (here / "1") + " " + (here / "2") + " --output " + (here / "all")), 4,
         {"cell 3 failed: n=4 is out of reach"});
}
