// --trials-table and --threshold: every trial in full, the same table on standard output and in the files.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "studies/capacity/capacity.hpp"
#include "studies/compare/compare.hpp"
#include "studies/converge/converge.hpp"
#include "studies/recall/recall.hpp"
#include "support/run_study.hpp"
#include "ulpfield/memory/random_patterns.hpp"
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

BOOST_AUTO_TEST_CASE(trials_of_recall) {
    std::map<std::string, std::string> typed = {
        {"--N", "20"}, {"--K", "5"}, {"--states", "corrupted:0.3"}, {"--trials", "12"}};
    auto const cells = run_study(recall_study(), typed);
    auto const trials = trials_of(recall_study(), typed);
    BOOST_REQUIRE(trials.size() == 12U);
    long wrong = 0;
    for (std::size_t t = 0; t < 12; ++t) {
        wrong += number(trials[t], "wrong");
        BOOST_TEST(trials[t].at("start") == std::to_string(1 + t % 5));
        BOOST_TEST(trials[t].at("end") == "fixed-point");
        BOOST_TEST(trials[t].at("energy_end") == trials[t].at("exact_energy_end"));
        // The energy does not rise.
        BOOST_TEST(std::stod(trials[t].at("energy_end")) <= std::stod(trials[t].at("energy_start")));
        if (trials[t].at("wrong") == "0") BOOST_TEST(trials[t].at("nearest") == trials[t].at("start"));
    }
    BOOST_TEST(std::abs(static_cast<double>(wrong) / 240 - std::stod(cells[0].at("bits_wrong"))) < 1e-6);
    typed["--trials-table"] = "yes";
    auto const files = files_of(recall_study(), typed);
    BOOST_TEST(files.contains("recall-trials.csv"));
    BOOST_TEST(files.contains("recall-states.npy"));
    // E = -(1/2) sum T_ij = -(K N^2 - K N)/2 of one memory
    temporary_file const memory("one.csv", "1,-1,1,1\n");
    auto const one =
        trials_of(recall_study(), {{"--memories", memory.path()}, {"--trials", "1"}, {"--threshold", "0.5"}});
    BOOST_TEST(one[0].at("energy_end") == "-7");  // -6 - 0.5 (1 - 1 + 1 + 1)
}

BOOST_AUTO_TEST_CASE(learned_couplings_beside_exact_arithmetic) {
    auto const rows = run_study(compare_study(), {{"--rule", "pseudo-inverse,storkey"},
                                                  {"--N", "24"},
                                                  {"--K", "6,23"},
                                                  {"--formats", "exact,fp64,fp16"},
                                                  {"--states", "memory"},
                                                  {"--trials", "4"}});
    for (named_row const& one : rows) {
        BOOST_TEST(one.at("n") == "2");
        BOOST_TEST(one.at("scaling") == "raw");
        if (one.at("format") == "exact") BOOST_TEST(one.at("wrong") == "0");
        // A memory's field is +-1 under the projection: rounding does not reach it.
        if (one.at("rule") == "pseudo-inverse") BOOST_TEST(one.at("wrong") == "0");
        if (one.at("rule") == "pseudo-inverse") BOOST_TEST(one.at("ties") == "0");
    }
    for (auto const& [option, text] :
         std::initializer_list<std::pair<char const*, char const*>>{{"--n", "3"},
                                                                    {"--scaling", "1/N"},
                                                                    {"--interaction", "rectified"},
                                                                    {"--power", "pow"},
                                                                    {"--states", "near-tie"},
                                                                    {"--N", "3000"}})
        BOOST_CHECK_THROW(static_cast<void>(plan_study(compare_study(), {{"--rule", "storkey"}, {option, text}})),
                          usage_error);
}

BOOST_AUTO_TEST_CASE(all_states_of_nine_neurons_updated_at_once) {
    // Five patterns, n = 2, all 512 states: every neuron at once by the sign of sum_mu zeta_i sum_{j != i} zeta_j
    // sigma_j, sign(0) = +1, until a state comes back. Counts of fixed points and cycles, by enumeration and by the
    // program.
    constexpr std::size_t N = 9;
    random_words words(20);
    bipolar_patterns const zeta = random_patterns(5, N, words);
    std::string memories;
    for (std::size_t mu = 0; mu < 5; ++mu)
        for (std::size_t i = 0; i < N; ++i) memories += std::to_string(zeta.at(mu, i)) + (i + 1 == N ? "\n" : ",");
    auto const state = [](unsigned number) {
        std::vector<int> sigma(N);
        for (std::size_t i = 0; i < N; ++i) sigma[i] = (number >> i & 1U) != 0 ? 1 : -1;
        return sigma;
    };
    auto const next = [&](std::vector<int> const& sigma) {
        std::vector<int> updated(N);
        for (std::size_t i = 0; i < N; ++i) {
            int field = 0;
            for (std::size_t mu = 0; mu < 5; ++mu)
                for (std::size_t j = 0; j < N; ++j)
                    if (j != i) field += zeta.at(mu, i) * zeta.at(mu, j) * sigma[j];
            updated[i] = field >= 0 ? 1 : -1;
        }
        return updated;
    };
    std::map<std::string, int> enumerated;
    std::string states;
    for (unsigned number = 0; number < 512; ++number) {
        std::vector<int> sigma = state(number);
        for (std::size_t i = 0; i < N; ++i) states += std::to_string(sigma[i]) + (i + 1 == N ? "\n" : ",");
        std::vector<std::vector<int>> seen;
        while (std::find(seen.begin(), seen.end(), sigma) == seen.end()) {
            seen.push_back(sigma);
            sigma = next(sigma);
        }
        auto const length = seen.end() - std::find(seen.begin(), seen.end(), sigma);
        ++enumerated[length == 1 ? "fixed-point" : "cycle:" + std::to_string(length)];
    }
    BOOST_TEST(enumerated["fixed-point"] > 0);
    BOOST_TEST(enumerated["cycle:2"] > 0);
    temporary_file const of_memories("five.csv", memories);
    temporary_file const of_states("all.csv", states);
    auto const trials = trials_of(compare_study(), {{"--memories", of_memories.path()},
                                                    {"--states", of_states.path()},
                                                    {"--n", "2"},
                                                    {"--formats", "exact,fp32"},
                                                    {"--scaling", "raw"},
                                                    {"--order", "synchronous"}});
    BOOST_REQUIRE(trials.size() == 1024U);
    std::map<std::string, std::map<std::string, int>> counted;
    for (named_row const& one : trials) ++counted[one.at("format")][one.at("end")];
    for (auto const& [format, ends] : counted) BOOST_TEST((ends == enumerated), format);
    auto const recalled =
        trials_of(recall_study(),
                  {{"--memories", of_memories.path()}, {"--states", of_states.path()}, {"--order", "synchronous"}});
    std::map<std::string, int> of_recall;
    for (named_row const& one : recalled) ++of_recall[one.at("end")];
    BOOST_TEST((of_recall == enumerated));
}

BOOST_AUTO_TEST_CASE(a_network_of_ones_own) {
    // Memories (+,+,+), (+,-,-), (-,+,+), n = 2: at the first, u_1 = 4 (2 - 2 - 2) < 0; the other two are at rest.
    temporary_file const three("three.csv", "1,1,1\n1,-1,-1\n-1,1,1\n");
    auto const stable =
        run_study(capacity_study(), {{"--quantity", "stable"}, {"--memories", three.path()}, {"--n", "2"}});
    BOOST_REQUIRE(stable.size() == 1U);
    BOOST_TEST(stable[0].at("method") == "exact");
    BOOST_TEST(stable[0].at("value") == "0.666666666666667");
    BOOST_TEST(stable[0].at("N") == "3");
    BOOST_TEST(stable[0].at("K") == "3");
    auto const recall = [&](std::map<std::string, std::string> more) {
        more.merge(std::map<std::string, std::string>{
            {"--quantity", "recall"}, {"--memories", three.path()}, {"--n", "2"}, {"--trials", "9"}});
        return run_study(capacity_study(), more).at(0);
    };
    BOOST_TEST(recall({{"--corruption", "0"}}).at("value") == "0.666666666667");
    temporary_file const states("states.csv", "1,-1,-1\n-1,1,1\n1,1,1\n-1,1,1\n");
    BOOST_TEST(recall({{"--states", states.path()}, {"--trials", "4"}}).at("value") == "0.75");
    for (std::map<std::string, std::string> const& bad : std::vector<std::map<std::string, std::string>>{
             {{"--states", states.path()}, {"--trials", "3"}},
             {{"--states", states.path()}, {"--trials", "4"}, {"--corruption", "0.2"}},
             {{"--K", "4"}},
             {{"--quantity", "p-error"}},
             {{"--method", "monte-carlo"}},
             {{"--states", "random"}}})
        BOOST_CHECK_THROW(static_cast<void>(recall(bad)), usage_error);
    BOOST_CHECK_THROW(
        static_cast<void>(run_study(capacity_study(), {{"--quantity", "recall"}, {"--states", states.path()}})),
        usage_error);
}

BOOST_AUTO_TEST_CASE(convergence_of_a_network_of_ones_own) {
    // The three memories above, n = 2: the first is left, two of three trials stay. Its states file is its trials.
    temporary_file const three("three.csv", "1,1,1\n1,-1,-1\n-1,1,1\n");
    std::map<std::string, std::string> typed = {{"--memories", three.path()}, {"--n", "2"},
                                                {"--patterns", "9"},          {"--iterations", "0,5"},
                                                {"--update", "asynchronous"}, {"--epsilon", "0"}};
    std::map<std::string, std::string> recalled;
    for (named_row const& one : run_study(converge_study(), typed)) {
        BOOST_TEST(one.at("K") == "3");
        BOOST_TEST(one.at("N") == "3");
        BOOST_TEST(one.at("states") == "stored:memory");
        if (one.at("metric") == "recalled") recalled[one.at("iterations")] = one.at("value");
    }
    BOOST_TEST(recalled["0"] == "1");
    BOOST_TEST(recalled["5"].starts_with("0.6666"));
    temporary_file const states("two.csv", "1,-1,-1\n1,1,1\n");
    typed.erase("--patterns");
    typed["--states"] = states.path();
    for (named_row const& one : run_study(converge_study(), typed))
        if (one.at("metric") == "cvg-max-abs" && one.at("iterations") == "0") BOOST_TEST(one.at("value") == "3");
    for (auto const& [option, text] : std::initializer_list<std::pair<char const*, char const*>>{
             {"--patterns", "3"}, {"--K", "2"}, {"--networks", "iid"}, {"--states", "data"}, {"--mnist", "there"}}) {
        auto bad = typed;
        bad[option] = text;
        BOOST_CHECK_THROW(static_cast<void>(plan_study(converge_study(), bad)), usage_error);
    }
    BOOST_CHECK_THROW(
        static_cast<void>(plan_study(converge_study(), {{"--networks", "iid"}, {"--states", states.path()}})),
        usage_error);
}
