// --extend: a longer list keeps the cells that are there, and gives the bytes of the whole command; --store-file.
// Argument 1: the program.
#include <algorithm>
#include <sstream>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

namespace {

void ends(outcome const& result, int status, std::string const& said = {}) {
    BOOST_TEST(result.status == status, result.status << " instead of " << status << "; said: " << result.err);
    BOOST_TEST((result.err.find(said) != std::string::npos), "'" << said << "' is not in: " << result.err);
}

// Cells that the last run computed.
std::string computed_last(std::string const& directory) {
    std::string const text = content_of(directory + "/provenance.json");
    std::string const key = "\"cells_computed\": ";
    std::size_t const at = text.rfind(key) + key.size();
    return text.substr(at, text.find_first_not_of("0123456789", at) - at);
}

std::string const network = "compare --N 20 --K 4 --trials 3 --scaling raw ";

}  // namespace

BOOST_AUTO_TEST_CASE(new_values_are_added_and_old_cells_are_kept) {
    temporary_directory const here;
    std::string const a = here / "a";
    ends(run_program(network + "--n 2,3 --formats fp16,fp64 --print none --output " + a), 0);
    BOOST_TEST(computed_last(a) == "8");
    ends(run_program(network + "--n 2,3,5 --formats fp16,fp64 --print none --output " + a), 2, "--extend");
    ends(run_program(network + "--n 2,3,5 --formats fp16,fp64 --print none --extend --output " + a), 0);
    BOOST_TEST(computed_last(a) == "4");
    BOOST_TEST(content_of(a + "/compare.csv") ==
               run_program(network + "--n 2,3,5 --formats fp16,fp64 --print csv").out);
    // The new value alone: what is not typed is as it was there.
    ends(run_program("compare --formats fp8e4m3 --print none --extend --output " + a), 0);
    BOOST_TEST(computed_last(a) == "6");
    std::string const whole = run_program(network + "--n 2,3,5 --formats fp16,fp64,fp8e4m3 --print csv").out;
    BOOST_TEST(content_of(a + "/compare.csv") == whole);
    // Nothing new, and again as the whole command.
    ends(run_program("compare --n 3 --print none --extend --output " + a), 0);
    BOOST_TEST(content_of(a + "/compare.csv") == whole);
    ends(run_program(network + "--n 2,3,5 --formats fp16,fp64,fp8e4m3 --print none --output " + a), 0);
    BOOST_TEST(computed_last(a) == "0");
    // An order of the values is that of the command, where it names all.
    ends(run_program(network + "--n 7,5,3,2 --formats fp64,fp8e4m3,fp16 --print none --extend --output " + a), 0);
    BOOST_TEST(computed_last(a) == "6");
    BOOST_TEST(content_of(a + "/compare.csv") ==
               run_program(network + "--n 7,5,3,2 --formats fp64,fp8e4m3,fp16 --print csv").out);
}

BOOST_AUTO_TEST_CASE(a_list_that_adds_a_column_is_added) {
    temporary_directory const here;
    std::string const a = here / "a";
    ends(run_program(network + "--n 3 --formats fp16 --print none --output " + a), 0);
    ends(run_program("compare --tie minus --print none --extend --output " + a), 0);
    BOOST_TEST(computed_last(a) == "2");
    BOOST_TEST(content_of(a + "/compare.csv") ==
               run_program(network + "--n 3 --formats fp16 --tie plus,minus --print csv").out);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_cells_is_refused) {
    temporary_directory const here;
    std::string const a = here / "a";
    ends(run_program(network + "--n 2 --formats fp16 --print none --output " + a), 0);
    std::string const before = content_of(a + "/results.db");
    ends(run_program("compare --trials 4 --extend --output " + a), 2, "--trials is '3' there and '4' here");
    ends(run_program("compare --seed 2 --extend --output " + a), 2, "--seed");
    ends(run_program("xor --extend --output " + a), 2, "the command");
    ends(run_program("compare --extend --force --output " + a), 2, "--force");
    ends(run_program("compare --extend --shard 1/2 --output " + a), 2, "merge");
    ends(run_program("compare --extend"), 2, "--output");
    BOOST_TEST((content_of(a + "/results.db") == before));
    // Where there is nothing yet, it starts.
    ends(run_program(network + "--n 2 --formats fp16 --print none --extend --output " + (here / "b")), 0);
    BOOST_TEST(content_of(here / "b/compare.csv") == content_of(a + "/compare.csv"));
}

BOOST_AUTO_TEST_CASE(every_study_extends) {
    temporary_directory const here;
    struct extended {
        char const* name;
        std::string before, more, whole;
    };
    for (extended const& of : {
             extended{"xor", "--n 1:3", "--n 5", "--n 1:3,5"},
             extended{"formats", "--formats fp16", "--formats mpfr:9", "--formats fp16,mpfr:9"},
             extended{"boundary", "--N 20 --K 3 --formats fp16", "--N 30", "--N 20,30 --K 3 --formats fp16"},
             extended{"recall", "--model hopfield --N 20 --K 2 --trials 5", "--model dam:3 --K 4",
                      "--model hopfield,dam:3 --N 20 --K 2,4 --trials 5"},
             extended{"capacity", "--quantity mean --N 20 --n 2", "--n 3 --N 30", "--quantity mean --N 20,30 --n 2,3"},
             extended{"train", "--N 10 --K 3 --patterns 2 --epochs 4", "--formats fp32 --repeats 2",
                      "--N 10 --K 3 --patterns 2 --epochs 4 --formats fp64,fp32 --repeats 2"},
             extended{"verify", "--claim tie-parity --formats exact", "--formats fp16 --claim homogeneity",
                      "--claim tie-parity,homogeneity --formats exact,fp16"},
         }) {
        std::string const to = here / of.name;
        std::string const name = std::string(of.name) + ' ';
        ends(run_program(name + of.before + " --print none --output " + to), 0);
        ends(run_program(name + of.more + " --print none --extend --output " + to), 0);
        BOOST_TEST(content_of(to + '/' + of.name + ".csv") == run_program(name + of.whole + " --print csv").out,
                   of.name);
    }
}

BOOST_AUTO_TEST_CASE(the_database_lies_elsewhere) {
    temporary_directory const here;
    std::string const study = network + "--n 2 --formats fp16 --print none --output ";
    std::string const kept = " --store-file " + (here / "stores/mine.db");
    ends(run_program(study + (here / "out") + kept), 0);
    BOOST_TEST(fs::exists(here / "stores/mine.db"));
    BOOST_TEST(!fs::exists(here / "out/results.db"));
    BOOST_TEST(!fs::exists(here / "stores/mine.lock"));
    std::string const table = content_of(here / "out/compare.csv");
    fs::remove_all(here / "out");  // as Snakemake does before a rule runs
    ends(run_program(study + (here / "out") + kept), 0);
    BOOST_TEST(computed_last(here / "out") == "0");
    BOOST_TEST(content_of(here / "out/compare.csv") == table);
    ends(run_program("report " + (here / "stores/mine.db")), 2, "--output");
    ends(run_program("report " + (here / "stores/mine.db") + " --output " + (here / "page")), 0);
    BOOST_TEST(content_of(here / "page/compare.csv") == table);
    ends(run_program("merge " + (here / "stores/mine.db") + " --output " + (here / "joined")), 0);
    BOOST_TEST(content_of(here / "joined/compare.csv") == table);
    ends(run_program("compare --store-file x.db"), 2, "--output");
    ends(run_program(study + (here / "out") + " --store-file " + here.path().string()), 2, "directory");
}
