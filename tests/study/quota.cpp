// A quota that is used up in the middle of a run. Arguments: the program, the library that plays the file system.
#include <boost/test/unit_test.hpp>

#include "support/tiny_program.hpp"

using namespace ulpfield::test;

BOOST_AUTO_TEST_CASE(a_used_up_quota_is_called_so_and_loses_nothing) {
    temporary_directory const here;
    std::string const study = "tiny --n 1:300 --rows 5 --print none --output " + (here / "a");
    // From before the first file to well into the results; each run gets a little further.
    for (int const bytes : {0, 4'000, 60'000, 100'000, 120'000, 200'000}) {
        outcome const full = run_program(
            study, running::surroundings{{"LD_PRELOAD=" + program_argument(2), "QUOTA_BYTES=" + std::to_string(bytes)},
                                         RLIM_INFINITY});
        BOOST_TEST(full.status == 5, bytes << ": " << full.err);
        BOOST_TEST((full.err.find("the disk quota of this user is used up") != std::string::npos),
                   bytes << ": " << full.err);
        BOOST_TEST((full.err.find("the same command resumes") != std::string::npos), full.err);
    }
    BOOST_TEST(run_program(study).status == 0);
    BOOST_TEST(content_of(here / "a/tiny.csv") == run_program("tiny --n 1:300 --rows 5 --print csv").out);
}
