// What `recall` must show: the Hopfield network's loss of memories around 0.138 N, and e^x beside e^(x/N).
#include "studies/recall/recall.hpp"

#include <boost/test/unit_test.hpp>

#include "studies/compare/states.hpp"
#include "support/run_study.hpp"
#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<named_row> recall(std::map<std::string, std::string> const& typed) {
    return run_study(recall_study(), typed);
}

double real(named_row const& values, std::string const& column) { return std::stod(values.at(column)); }

}  // namespace

BOOST_AUTO_TEST_CASE(hopfield_loses_its_memories_beyond_the_critical_load) {
    // Amit, Gutfreund, Sompolinsky: overlap above 0.967 up to K/N = 0.138, a spin glass of overlap about 0.35 beyond;
    // at N = 1000 the change is spread over 0.14 to 0.19.
    auto const rows = recall({{"--N", "1000"}, {"--load", "0.1,0.25"}, {"--trials", "20"}});
    BOOST_TEST(real(rows[0], "retrieved") == 1.0);
    BOOST_TEST(real(rows[0], "overlap") > 0.99);
    BOOST_TEST(real(rows[1], "retrieved") < 0.2);
    BOOST_TEST(real(rows[1], "overlap") > 0.2);
    BOOST_TEST(real(rows[1], "overlap") < 0.5);
    // Below N/(4 ln N) = 36 of 1000 nearly every memory is a fixed point itself.
    auto const few = recall({{"--N", "1000"}, {"--K", "30"}, {"--trials", "40"}});
    BOOST_TEST(real(few[0], "perfect") == 1.0);
    BOOST_TEST(few[0].at("sweeps") == "1");
}

BOOST_AUTO_TEST_CASE(hopfield_is_the_dense_associative_memory_of_order_two) {
    auto const rows = recall({{"--model", "hopfield,dam:2"},
                              {"--N", "40,65"},
                              {"--K", "3,6,9"},
                              {"--states", "memory,corrupted:0.2"},
                              {"--trials", "20"}});
    BOOST_REQUIRE(rows.size() == 24U);
    for (std::size_t k = 0; k < 12; ++k)
        for (auto const& [column, text] : rows[k])
            if (column != "model") BOOST_TEST(rows[12 + k].at(column) == text, column);
}

BOOST_AUTO_TEST_CASE(the_scaled_exponential_recalls_nothing_where_the_exponential_recalls_everything) {
    // N = 100, K = 10 (an independent program, 20 runs each): e^x 20/20 up to 30 % flips, e^(x/N) 0/20 even from the
    // memory itself. K <= 2 never flips.
    auto const rows = recall({{"--model", "exponential,exponential/N"},
                              {"--N", "100"},
                              {"--K", "2,10"},
                              {"--states", "memory,corrupted:0.2"},
                              {"--trials", "20"}});
    BOOST_REQUIRE(rows.size() == 8U);
    for (std::size_t k = 0; k < 4; ++k) BOOST_TEST(real(rows[k], "perfect") == 1.0);
    BOOST_TEST(real(rows[4], "perfect") == 1.0);  // K = 2, from the memory
    BOOST_TEST(real(rows[6], "perfect") == 0.0);  // K = 10
    BOOST_TEST(real(rows[7], "perfect") == 0.0);
}

BOOST_AUTO_TEST_CASE(loads_are_rounded_to_the_nearest_memory) {
    auto const rows = recall({{"--N", "10"}, {"--load", "0.01,0.14,0.15,1/4,0.26"}, {"--trials", "1"}});
    std::vector<std::string> K;
    for (named_row const& each : rows) K.push_back(each.at("K"));
    // 0.1 -> 1 (at least one), 1.4 -> 1 (the same cell), 1.5 -> 2, 2.5 -> 3, 2.6 -> 3.
    BOOST_TEST((K == std::vector<std::string>{"1", "2", "3"}));
}

BOOST_AUTO_TEST_CASE(bad_values_are_refused) {
    for (auto const& [option, text] :
         std::initializer_list<std::pair<char const*, char const*>>{{"--model", "modern"},
                                                                    {"--model", "dam:0"},
                                                                    {"--model", "dam:x"},
                                                                    {"--N", "0"},
                                                                    {"--K", "0"},
                                                                    {"--load", "0"},
                                                                    {"--load", "-1"},
                                                                    {"--load", "nan"},
                                                                    {"--states", "random"},
                                                                    {"--states", "corrupted:2"},
                                                                    {"--trials", "0"}})
        BOOST_CHECK_THROW(recall({{option, text}}), usage_error);
    BOOST_CHECK_THROW(recall({{"--K", "3"}, {"--load", "0.1"}}), usage_error);
    BOOST_CHECK_THROW(recall({{"--N", "100000"}, {"--load", "1"}}), usage_error);
}

BOOST_AUTO_TEST_CASE(corrupted_states_follow_the_one_law) {
    state_source const source = parse_states("--states", "corrupted:0.2");
    for (std::uint64_t trial = 1; trial <= 7; ++trial) {
        memory_patterns const memories = draw_memories(5, 100, 3, trial);
        bipolar_state const stored = std::get<bipolar_patterns>(memories).state((trial - 1) % 5);
        bipolar_state const state = draw_state(source, memories, 3, trial);
        BOOST_TEST((state == corrupted(stored, flip_probability({1, 5}), 3, trial)));
        BOOST_TEST((state != stored));
    }
}

// F = x^2 without self-coupling decides as the Hebbian network, under every tie rule, order and in a format that does
// not round.
BOOST_AUTO_TEST_CASE(rules_and_formats_of_a_program) {
    for (char const* tie : {"plus", "minus", "keep", "zero"})
        for (char const* order : {"sequential", "random", "synchronous", "blocks:7"}) {
            auto const rows = recall({{"--model", "hopfield,dam:2"},
                                      {"--N", "40"},
                                      {"--K", "3,9"},
                                      {"--states", "corrupted:0.2"},
                                      {"--tie", tie},
                                      {"--order", order},
                                      {"--formats", "exact,fp32"},
                                      {"--trials", "20"}});
            BOOST_REQUIRE(rows.size() == 8U);
            for (std::size_t k = 0; k < 4; ++k)
                for (char const* column : {"perfect", "overlap", "sweeps"})
                    BOOST_TEST(rows[k].at(column) == rows[k + 4].at(column), tie << " " << order << " " << column);
            for (std::size_t k = 0; k < 8; k += 2)
                BOOST_TEST(rows[k].at("overlap") == rows[k + 1].at("overlap"), tie << " " << order << " exact, fp32");
        }
    BOOST_CHECK_THROW(recall({{"--model", "hopfield-self"}, {"--formats", "fp32"}, {"--N", "10"}, {"--K", "2"}}),
                      usage_error);
    BOOST_CHECK_NO_THROW(
        recall({{"--model", "hopfield-self"}, {"--tie", "zero"}, {"--N", "10"}, {"--K", "2"}, {"--trials", "2"}}));
}

BOOST_AUTO_TEST_CASE(the_pseudo_inverse_keeps_every_independent_memory) {
    // Personnaz et al. 1985: 0 errors up to K = N; the Hebbian network has lost them. Kanter & Sompolinsky's couplings
    // without W_ii do the same below K = N.
    auto const rows = recall(
        {{"--rule", "hebb,pseudo-inverse,kanter-sompolinsky"}, {"--N", "30"}, {"--K", "10,29,30"}, {"--trials", "5"}});
    BOOST_REQUIRE(rows.size() == 9U);
    for (named_row const& one : rows) {
        if (one.at("rule") == "pseudo-inverse") BOOST_TEST(real(one, "perfect") == 1.0);
        if (one.at("rule") == "kanter-sompolinsky" && one.at("K") != "30") BOOST_TEST(real(one, "perfect") == 1.0);
        if (one.at("rule") == "hebb" && one.at("K") != "10") BOOST_TEST(real(one, "perfect") < 0.5);
    }
}

BOOST_AUTO_TEST_CASE(storkeys_rule_holds_more_than_hebbs) {
    auto const rows = recall({{"--rule", "hebb,storkey"}, {"--N", "60"}, {"--K", "9"}, {"--trials", "20"}});
    BOOST_TEST(real(rows[1], "perfect") > real(rows[0], "perfect"));
}

BOOST_AUTO_TEST_CASE(hebb_in_formats_and_from_real_memories_is_the_hopfield_network) {
    std::map<std::string, std::string> typed = {
        {"--N", "40"}, {"--K", "6"}, {"--states", "corrupted:0.2"}, {"--trials", "8"}};
    auto const exact = recall(typed);
    typed["--formats"] = "exact,fp16,fp64";  // integers of 6 bits: nothing rounds
    auto const rows = recall(typed);
    BOOST_REQUIRE(rows.size() == 3U);
    for (named_row const& one : rows)
        for (char const* const column : {"perfect", "retrieved", "overlap", "sweeps"})
            BOOST_TEST(one.at(column) == exact[0].at(column));
}

BOOST_AUTO_TEST_CASE(a_threshold_beyond_every_field_decides_alone) {
    // |h_i| <= K (N - 1): one memory of two neurons can not hold against b = 2, but against b = 1/2.
    temporary_file const memory("pair.csv", "-1,-1\n");
    for (auto const& [b, perfect] :
         {std::pair("2", "0"), std::pair("0.5", "1"), std::pair("-2", "1"), std::pair("1", "0")})
        BOOST_TEST(recall({{"--memories", memory.path()}, {"--trials", "1"}, {"--threshold", b}})[0].at("perfect") ==
                   perfect);
}

BOOST_AUTO_TEST_CASE(temperature_melts_a_memory_and_a_seed_is_one_trajectory) {
    // T of the theory times N (W has no 1/N): far below T_c = N nothing changes, far above the overlap is lost.
    std::map<std::string, std::string> typed = {{"--N", "100"}, {"--K", "2"}, {"--trials", "10"}, {"--sweeps", "20"}};
    typed["--temperature"] = "10";
    auto const cold = recall(typed);
    BOOST_TEST(real(cold[0], "overlap") > 0.99);
    BOOST_TEST(cold[0].at("temperature") == "10");
    BOOST_TEST(cold[0].at("sweeps") == "20");
    typed["--temperature"] = "1e4";
    auto const hot = recall(typed);
    BOOST_TEST(std::abs(real(hot[0], "overlap")) < 0.2);
    auto const again = recall(typed);
    BOOST_TEST(hot[0].at("overlap") == again[0].at("overlap"));
    typed["--model"] = "exponential,dam:3";
    typed["--temperature"] = "0.001";
    for (named_row const& one : recall(typed)) BOOST_TEST(real(one, "perfect") == 1.0);
}

BOOST_AUTO_TEST_CASE(files_of_memories_and_states) {
    temporary_file const memories("three.csv", "1,1,1\n1,-1,-1\n");
    temporary_file const states("two.csv", "-1,1,1\n1,-1,1\n");
    auto const rows = recall({{"--memories", memories.path()}, {"--states", states.path()}});
    BOOST_TEST(rows[0].at("N") == "3");
    BOOST_TEST(rows[0].at("K") == "2");
    BOOST_TEST(rows[0].at("trials") == "2");
    for (auto const& [option, text] : std::initializer_list<std::pair<char const*, char const*>>{
             {"--load", "0.1"}, {"--K", "3"}, {"--N", "4"}, {"--trials", "1"}, {"--limit", "3"}})
        BOOST_CHECK_THROW(recall({{"--memories", memories.path()}, {"--states", states.path()}, {option, text}}),
                          usage_error);
}

BOOST_AUTO_TEST_CASE(options_without_a_part_are_refused) {
    for (std::map<std::string, std::string> const& typed : std::vector<std::map<std::string, std::string>>{
             {{"--sweeps", "5"}},
             {{"--limit", "5"}},
             {{"--temperature", "-1"}},
             {{"--temperature", "warm"}},
             {{"--temperature", "1"}, {"--formats", "fp16"}},
             {{"--rule", "storkey"}, {"--model", "dam:2"}},
             {{"--rule", "perceptron"}},
             {{"--rule", "storkey"}, {"--N", "5000"}},
             {{"--formats", "fp16"}, {"--N", "5000"}, {"--K", "2"}, {"--trials-table", "yes"}}})
        BOOST_CHECK_THROW(recall(typed), usage_error);
}

BOOST_AUTO_TEST_CASE(formats_that_cannot_compute_a_model_are_refused) {
    for (std::map<std::string, std::string> typed :
         {std::map<std::string, std::string>{{"--model", "exponential"}, {"--formats", "int32"}},
          {{"--model", "dam:2"}, {"--store", "e8m0"}},
          {{"--model", "dam:2"}, {"--formats", "fp32"}, {"--similarity-sum", "volta"}}}) {
        typed.insert({{"--N", "10"}, {"--K", "2"}, {"--trials", "2"}});
        BOOST_CHECK_THROW(recall(typed), usage_error);
    }
}
