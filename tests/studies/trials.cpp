// --trials-table and --threshold: every trial in full, the same table on standard output and in the files.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "studies/compare/compare.hpp"
#include "studies/recall/recall.hpp"
#include "support/run_study.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<named_row> trials_of(study_entry const& entry, std::map<std::string, std::string> typed) {
    typed["--trials-table"] = "yes";
    auto const planned = plan_study(entry, typed);
    auto const table = planned->printed();
    BOOST_REQUIRE(table.has_value());
    std::vector<named_row> all;
    held_rows(*planned).for_each([&](std::uint64_t, row const& cell) {
        for (row const& values : table->rows(cell)) {
            BOOST_REQUIRE(values.size() == table->columns.size());
            named_row& named = all.emplace_back();
            for (std::size_t k = 0; k < values.size(); ++k) named[table->columns[k].name] = values[k];
        }
    });
    return all;
}

std::map<std::string, std::string> files_of(study_entry const& entry, std::map<std::string, std::string> const& typed) {
    auto const planned = plan_study(entry, typed);
    std::map<std::string, std::string> files;
    for (result_file const& file : planned->files(held_rows(*planned))) files[file.name] = file.content;
    return files;
}

}  // namespace

BOOST_AUTO_TEST_CASE(three_neurons_by_hand) {
    // Memories (+,+,+), (+,-,-), state (-,+,+), n = 2: u_1 = 4 (2 - 2) = 0, an exact tie, u_2 = u_3 = 4 (0 + 2) = 8.
    // Neuron 1 becomes +1: memory 1. E = -sum <zeta, sigma>^2: -(1 + 9) before, -(9 + 1) after.
    temporary_file const memories("three.csv", "1,1,1\n1,-1,-1\n");
    temporary_file const state("state.csv", "-1,1,1\n");
    std::map<std::string, std::string> const typed = {{"--memories", memories.path()},
                                                      {"--states", state.path()},
                                                      {"--n", "2"},
                                                      {"--formats", "fp16,exact"},
                                                      {"--scaling", "raw,1/N"}};
    auto const rows = run_study(compare_study(), typed);
    BOOST_TEST(rows[0].at("ties") == "1");
    BOOST_TEST(rows[0].at("wrong") == "0");
    auto const trials = trials_of(compare_study(), typed);
    BOOST_REQUIRE(trials.size() == 4U);
    for (named_row const& one : trials) {
        BOOST_TEST(one.at("trial") == "1");
        BOOST_TEST(one.at("start") == "1");
        BOOST_TEST(one.at("wrong") == "0");
        BOOST_TEST(one.at("wrong_neurons") == "");
        BOOST_TEST(one.at("sweeps") == "2");
        BOOST_TEST(one.at("end") == "fixed-point");
        BOOST_TEST(one.at("nearest") == "1");
        BOOST_TEST(one.at("overlap") == "1");
        BOOST_TEST(one.at("exact_end") == "fixed-point");
        BOOST_TEST(one.at("exact_energy_start") == "-10");
        BOOST_TEST(one.at("exact_energy_end") == "-10");
    }
    BOOST_TEST(trials[0].at("energy_end") == "-10");
}

BOOST_AUTO_TEST_CASE(wrong_neurons_are_named_and_counted_as_the_cell_counts_them) {
    std::map<std::string, std::string> const typed = {
        {"--n", "2,20"}, {"--formats", "fp16,fp32"},           {"--scaling", "raw,/N"}, {"--N", "30"},
        {"--K", "7"},    {"--states", "random,corrupted:0.2"}, {"--trials", "9"}};
    auto const cells = run_study(compare_study(), typed);
    auto const trials = trials_of(compare_study(), typed);
    BOOST_REQUIRE(trials.size() == 9 * cells.size());
    bool any = false;
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        long wrong = 0;
        for (std::size_t t = 0; t < 9; ++t) {
            named_row const& one = trials[9 * cell + t];
            for (char const* const key : {"format", "scaling", "n", "states"})
                BOOST_TEST(one.at(key) == cells[cell].at(key));
            std::string const& names = one.at("wrong_neurons");
            long const named = names.empty() ? 0 : 1 + std::count(names.begin(), names.end(), ' ');
            BOOST_TEST(named == number(one, "wrong"));
            wrong += named;
            any = any || named > 0;
            BOOST_TEST(one.at("start") == (one.at("states") == "random" ? "" : std::to_string(1 + t % 7)));
        }
        BOOST_TEST(wrong == number(cells[cell], "wrong"));
    }
    BOOST_TEST(any);
}

BOOST_AUTO_TEST_CASE(files_hold_what_is_printed_and_the_end_states) {
    std::map<std::string, std::string> typed = {
        {"--n", "3"}, {"--formats", "fp32"},  {"--scaling", "raw"}, {"--N", "10"},
        {"--K", "2"}, {"--states", "memory"}, {"--trials", "3"},    {"--trials-table", "yes"}};
    auto const files = files_of(compare_study(), typed);
    BOOST_REQUIRE(files.size() == 2U);
    std::string const& csv = files.at("compare-trials.csv");
    BOOST_TEST(csv.substr(0, csv.find('\n')) ==
               "format,scaling,interaction,n,N,K,states,trial,start,wrong,wrong_neurons,sweeps,end,nearest,overlap,"
               "exact_end,energy_start,energy_end,exact_energy_start,exact_energy_end");
    BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') == 4);
    std::string const& npy = files.at("compare-states.npy");
    BOOST_TEST(npy.starts_with("\x93NUMPY"));
    BOOST_TEST(npy.find("'shape': (3, 10)") != std::string::npos);
    BOOST_TEST(npy.find("'descr': '|i1'") != std::string::npos);
    BOOST_REQUIRE(npy.size() % 64 == 30U);
    for (char const entry : npy.substr(npy.size() - 30)) BOOST_TEST((entry == 1 || entry == -1));
    typed["--N"] = "10,12";
    auto const several = files_of(compare_study(), typed);
    BOOST_TEST(several.contains("compare-states-N10.npy"));
    BOOST_TEST(several.contains("compare-states-N12.npy"));
    typed["--relax"] = "no";
    auto const unrelaxed = files_of(compare_study(), typed);
    BOOST_TEST(unrelaxed.size() == 1U);
    typed["--trials-table"] = "no";
    BOOST_TEST(files_of(compare_study(), typed).empty());
}

BOOST_AUTO_TEST_CASE(a_threshold_decides_and_shifts_the_energy) {
    // The three neurons again: u = (0, 8, 8). b = -1 makes neuron 1 stay -1; b_2 = -8 ties neuron 2, b_3 < -8 flips 3.
    temporary_file const memories("three.csv", "1,1,1\n1,-1,-1\n");
    temporary_file const state("state.csv", "-1,1,1\n");
    temporary_file const bias("bias.txt", "# of every neuron\n-1/3, -8\n-8.000000000000000000000000000001\n");
    std::map<std::string, std::string> typed = {
        {"--memories", memories.path()},  {"--states", state.path()},    {"--n", "2"},
        {"--formats", "exact,fp64,fp16"}, {"--scaling", "raw,1/N,2^-k"}, {"--threshold", bias.path()}};
    auto const rows = run_study(compare_study(), typed);
    for (named_row const& one : rows) {
        BOOST_TEST(one.at("ties") == "1");
        BOOST_TEST(one.at("threshold") == bias.path());
    }
    BOOST_TEST(rows[0].at("wrong") == "0");  // exact
    BOOST_TEST(rows[1].at("wrong") == "0");  // exact, 1/N: the bias is scaled too
    // 10^-30 is lost where the bias is rounded: neuron 3 is tied and decided +1.
    BOOST_TEST(rows[3].at("wrong") == "1");
    BOOST_TEST(rows[3].at("vanished") == "1");
    auto const trials = trials_of(compare_study(), typed);
    BOOST_TEST(trials[0].at("energy_start") == trials[0].at("exact_energy_start"));
    BOOST_TEST(trials[3].at("wrong_neurons") == "3");
    typed["--threshold"] = "-0.5";
    auto const constant = trials_of(compare_study(), typed);
    // E - (1/2)(-0.5)(-1 + 1 + 1) = -10 + 0.25
    BOOST_TEST(constant[0].at("exact_energy_start") == "-9.75");
    typed["--threshold"] = "0";
    typed.erase("--trials-table");
    for (named_row const& one : run_study(compare_study(), typed)) BOOST_TEST(one.at("wrong") == "0");
}

BOOST_AUTO_TEST_CASE(thresholds_that_do_not_fit_are_refused) {
    temporary_file const two("two.txt", "1 2\n");
    temporary_file const word("word.txt", "1 two\n");
    temporary_file const none("none.txt", "# nothing\n");
    for (std::string const& text : {two.path(), word.path(), none.path(), std::string("half"), std::string("nan"),
                                    std::string("inf"), std::string("1e"), std::string()})
        BOOST_CHECK_THROW(static_cast<void>(plan_study(compare_study(), {{"--threshold", text}, {"--N", "3"}})),
                          usage_error);
    BOOST_CHECK_THROW(static_cast<void>(plan_study(compare_study(), {{"--threshold", "1"}, {"--scaling", "log"}})),
                      usage_error);
}
