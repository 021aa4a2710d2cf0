// --config: what wins, what is refused. Argument 1: the program.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

std::string written(temporary_directory const& here, std::string const& name, std::string const& text) {
    std::ofstream(here / name, std::ios::binary) << text;
    return here / name;
}

/// Exit status 2 and one line that names --config, the file and these words.
void refused(std::string const& file, std::vector<std::string> words) {
    outcome const result = run_program("tiny --print csv --config " + file);
    BOOST_TEST(result.status == 2, file << ": " << result.status << ": " << result.err);
    BOOST_TEST(result.out.empty());
    BOOST_TEST(std::count(result.err.begin(), result.err.end(), '\n') == 1, result.err);
    words.insert(words.end(), {"--config: ", file});
    for (std::string const& word : words)
        BOOST_TEST((result.err.find(word) != std::string::npos), "'" << word << "' is not in " << result.err);
}

}  // namespace

// Each option by itself: what is typed wins over the file, what is not is taken from it.
BOOST_AUTO_TEST_CASE(what_is_typed_wins) {
    temporary_directory const here;
    std::string const file =
        written(here, "a.toml", "n = [2, 3]\nrows = 2\nprint = \"csv\"\nawkward = true\nseed = 7\n");
    std::string const from_file = run_program("tiny --config " + file).out;
    BOOST_TEST(from_file == run_program("tiny --n 2,3 --rows 2 --print csv --awkward --seed 7").out);
    BOOST_TEST(run_program("tiny --n 5 --config " + file).out ==
               run_program("tiny --n 5 --rows 2 --print csv --awkward --seed 7").out);
    BOOST_TEST(run_program("tiny --config " + file + " --rows 1 --seed 8 --print json").out ==
               run_program("tiny --n 2,3 --rows 1 --print json --awkward --seed 8").out);
    std::string const plain = written(here, "b.ini", "[tiny]\nn = 2:4 ; a range\nprint = csv\nawkward = false\n");
    BOOST_TEST(run_program("tiny --config " + plain).out == run_program("tiny --n 2:4 --print csv").out);
    BOOST_TEST(run_program("tiny --n 2 --print csv --config " + written(here, "empty", "")).out ==
               run_program("tiny --n 2 --print csv").out);
}

BOOST_AUTO_TEST_CASE(what_a_file_must_not_say) {
    temporary_directory const here;
    auto const bad = [&here](std::string const& text, std::vector<std::string> const& words) {
        refused(written(here, "bad", text), words);
    };
    bad("n = 3\nN = 4\n", {"line 2", "unknown key 'N'", "ulpfield tiny"});
    bad("[compare]\nn = 3\n", {"line 2", "compare.n"});
    bad("config = other\n", {"line 1", "'config'"});
    bad("n = 3\nn = 4\n", {"line 2", "twice"});
    bad("awkward = yes\n", {"line 1", "true or false"});
    bad("n\n", {"line 1", "key = value"});
    bad("\n\nn = \"3\n", {"line 3", "the quote is not closed"});
    bad("n = 'a' b\n", {"line 1", "something follows"});
    bad("n = [1, 2\nrows = 1\n", {"array"});
    bad("n =\n", {"line 1", "missing"});
    bad("[open\n", {"line 1", "section"});
}

// Only a text file of bounded size is read, and nothing is waited for.
BOOST_AUTO_TEST_CASE(what_is_no_configuration_file) {
    temporary_directory const here;
    refused("/dev/zero", {"not a regular file"});

    refused(here.path().string(), {"is a directory"});
    refused(here / "nothing", {"No such file"});
    BOOST_REQUIRE(mkfifo((here / "fifo").c_str(), 0600) == 0);
    refused(here / "fifo", {"not a regular file"});
    written(here, "sparse", "n = 3\n");
    BOOST_REQUIRE(truncate((here / "sparse").c_str(), off_t{1} << 31) == 0);
    refused(here / "sparse", {"larger than 16 MiB"});
    std::string const nul = written(here, "nul", std::string("n = 2\noutput = \"") + (here / "a") + '\0' + "b\"\n");
    refused(nul, {"NUL", "line 2"});
    BOOST_TEST(!fs::exists(here / "a"));
    if (geteuid() != 0) {
        fs::permissions(written(here, "mine", "n = 2\n"), fs::perms::none);
        refused(here / "mine", {"Permission denied"});
    }
}
