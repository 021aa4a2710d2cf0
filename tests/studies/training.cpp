// What `train` and `tune` must show, and what they refuse.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "studies/compare/compare.hpp"
#include "studies/train/recall_table.hpp"
#include "studies/train/train.hpp"
#include "studies/tune/tune.hpp"
#include "support/run_study.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

using typed = std::map<std::string, std::string>;

std::vector<named_row> train(typed const& options) { return run_study(train_study(), options); }
std::vector<named_row> tune(typed const& options) { return run_study(tune_study(), options); }

double value_of(named_row const& values, std::string const& column) { return std::stod(values.at(column)); }

/// The message with which options are refused.
std::string refusal(study_entry const& entry, typed const& options) {
    try {
        static_cast<void>(run_study(entry, options));
    } catch (usage_error const& error) {
        return error.what();
    }
    return {};
}

void refused(typed const& options, std::vector<std::string> const& named) {
    for (study_entry const& entry : {train_study(), tune_study()}) {
        std::string const message = refusal(entry, options);
        for (std::string const& word : named)
            BOOST_TEST((message.find(word) != std::string::npos),
                       entry.name << " " << options.begin()->first << " " << options.begin()->second << ": '" << message
                                  << "' does not name '" << word << "'");
    }
}

/// A network small enough for any format.
typed small(typed more) {
    typed options = {{"--N", "20"}, {"--K", "10"}, {"--patterns", "4"}, {"--epochs", "60"}};
    more.merge(options);
    return more;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_network_learns_its_states) {
    // The paper's task (20 states of 100 neurons, n = 2 learns them perfectly), in both formulations: T_o = N T_m.
    for (auto const& [formulation, X] : {std::pair("modified", "5"), std::pair("original", "0.05")}) {
        auto const rows = train({{"--formulation", formulation},
                                 {"--inverse-temperature", X},
                                 {"--n", "2"},
                                 {"--K", "50"},
                                 {"--interaction", "leaky+:1/100"},
                                 {"--epochs", "200"},
                                 {"--every", "50"}});
        BOOST_REQUIRE(rows.size() == 5);
        BOOST_TEST(rows.front().at("epoch") == "0");
        BOOST_TEST(rows.front().at("step_max").empty());
        BOOST_TEST(rows.back().at("epoch") == "200");
        BOOST_TEST(rows.back().at("distance") == "0");
        BOOST_TEST(rows.back().at("status") == "ok");
        BOOST_TEST(value_of(rows.back(), "loss") < value_of(rows.front(), "loss") / 10);
    }
}

BOOST_AUTO_TEST_CASE(the_recall_table_tells_where_each_state_ended) {
    // Half learned: some states are recalled, some not.
    auto const planned =
        plan_study(train_study(), {{"--n", "3"}, {"--K", "50"}, {"--inverse-temperature", "2"}, {"--epochs", "20"}});
    held_rows const rows(*planned);
    double mean = 0;
    std::size_t recalled = 0;
    rows.for_each([&](std::uint64_t, row const& values) {
        bool const last = values[7] == "20";
        BOOST_TEST(values.back().empty() == !last);
        if (!last) return;
        auto const probes = parse_probes(values.back());
        BOOST_TEST(probes.size() == 20);
        BOOST_TEST(probes_text(probes) == values.back());
        for (probe_outcome const& each : probes) {
            mean += 2 * std::sqrt(static_cast<double>(each.bits)) / 20;
            recalled += each.recalled() ? 1 : 0;
        }
        BOOST_TEST(std::fabs(mean - std::stod(values[10])) < 1e-10, mean << " " << values[10]);
    });
    BOOST_TEST((recalled > 0 && recalled < 20), recalled);
    std::string const said = planned->judge(rows).sentences.front();
    BOOST_TEST((said.find(std::to_string(recalled) + " of 20 learned states") != std::string::npos), said);
    auto const files = planned->files(rows);
    BOOST_REQUIRE(files.size() == 1);
    BOOST_TEST(files[0].name == "train-recall.csv");
    std::istringstream lines(files[0].content);
    std::string line;
    std::getline(lines, line);
    BOOST_TEST(line == "formulation,format,interaction,n,N,K,repeat,state,bits,distance,sweeps,end");
    std::size_t count = 0;
    std::size_t ended_as_learned = 0;
    for (; std::getline(lines, line); ++count) {
        BOOST_TEST(line.starts_with("modified,fp64,polynomial,3,100,50,1," + std::to_string(count + 1) + ","), line);
        ended_as_learned += line.ends_with(",recalled") ? 1 : 0;
    }
    BOOST_TEST(count == 20);
    BOOST_TEST(ended_as_learned == recalled);
}

BOOST_AUTO_TEST_CASE(every_format_learns) {
    for (char const* format : {"bf16", "fp16", "tf32", "fp32", "fp64", "x87", "fp128", "mpfr:80", "e6m9"}) {
        auto const rows = train(small({{"--formats", format},
                                       {"--n", "2"},
                                       {"--inverse-temperature", "3"},
                                       {"--epochs", "20"},
                                       {"--every", "20"}}));
        BOOST_REQUIRE(rows.size() == 2);
        BOOST_TEST(rows.back().at("format") == format);
        BOOST_TEST(value_of(rows.back(), "loss") < value_of(rows.front(), "loss") / 2, format);
    }
}

BOOST_AUTO_TEST_CASE(files_written_can_be_read) {
    auto const directory = std::filesystem::temp_directory_path();
    std::string const memories = (directory / (std::to_string(::getpid()) + "-memories.npy")).string();
    std::string const gradient = (directory / (std::to_string(::getpid()) + "-gradient.npy")).string();
    typed const options = small({{"--save", memories}, {"--gradient", gradient}, {"--epochs", "30"}});
    static_cast<void>(train(options));
    memory_patterns const saved = read_patterns("--memories", memories);
    BOOST_TEST(count(saved) == 10);
    BOOST_TEST(neurons(saved) == 20);
    // compare takes them.
    auto const rows = run_study(compare_study(), {{"--memories", memories},
                                                  {"--n", "3"},
                                                  {"--formats", "fp64"},
                                                  {"--scaling", "1/N"},
                                                  {"--states", "random"},
                                                  {"--trials", "2"}});
    BOOST_TEST(rows.front().at("K") == "10");
    // The gradient without an epoch is that of the initial memories: the same file.
    auto const first = read_patterns("--initial", gradient);
    typed again = options;
    again["--epochs"] = "0";
    static_cast<void>(train(again));
    BOOST_TEST((std::get<real_patterns>(first) == std::get<real_patterns>(read_patterns("--initial", gradient))));
    // Memories go on learning where they stopped: one run of 30 is two of 15 (no decay, no momentum).
    typed half = small({{"--epochs", "15"}, {"--decay", "1"}, {"--save", memories}});
    static_cast<void>(train(half));
    half["--initial"] = memories;
    std::string const end = (directory / (std::to_string(::getpid()) + "-end.npy")).string();
    half["--save"] = end;
    half.erase("--K");
    static_cast<void>(train(half));
    typed whole = small({{"--epochs", "30"}, {"--decay", "1"}, {"--save", memories}});
    static_cast<void>(train(whole));
    BOOST_TEST((std::get<real_patterns>(read_patterns("--memories", end)) ==
                std::get<real_patterns>(read_patterns("--memories", memories))));
    for (std::string const& file : {memories, gradient, end}) std::filesystem::remove(file);
}

BOOST_AUTO_TEST_CASE(tune_rows_are_the_product_of_the_axes) {
    auto const rows = tune(small({{"--inverse-temperature", "0.5,2"},
                                  {"--learning-rate", "0.05:0.8:log3"},
                                  {"--n", "2,3"},
                                  {"--repeats", "2"},
                                  {"--formats", "fp32,fp64"},
                                  {"--epochs", "40"}}));
    BOOST_TEST(rows.size() == 2 * 2 * 2 * 2 * 3 * 2);
    std::set<std::string> rates;
    for (auto const& each : rows) {
        rates.insert(each.at("learning_rate"));
        BOOST_TEST(value_of(each, "epochs") <= 40);  // fewer where all memories press against the clamp
        BOOST_TEST(value_of(each, "recalled") <= 4);
        // 2 sqrt(h) for h differing bits, averaged: zero exactly if all are recalled.
        BOOST_TEST((each.at("distance") == "0") == (each.at("recalled") == "4"));
    }
    BOOST_TEST((rates == std::set<std::string>{"0.05", "0.2", "0.8"}));
}

BOOST_AUTO_TEST_CASE(matched_temperatures_give_the_same_map_and_equal_ones_do_not) {
    // Theorem 4.3.1 for homogeneous F, few enough epochs for rounding to stay small.
    for (char const* F : {"polynomial", "rectified"}) {
        typed const map = small({{"--inverse-temperature", "0.7,1.5,4"},
                                 {"--learning-rate", "0.05,0.2"},
                                 {"--interaction", F},
                                 {"--n", "3"},
                                 {"--repeats", "3"},
                                 {"--epochs", "10"}});
        typed matched = map;
        matched["--match-temperature"] = "yes";
        auto const rows = tune(matched);
        std::size_t const half = rows.size() / 2;
        for (std::size_t k = 0; k < half; ++k) {
            BOOST_TEST(rows[k].at("formulation") == "original");
            BOOST_TEST(rows[k + half].at("formulation") == "modified");
            BOOST_TEST(rows[k].at("distance") == rows[k + half].at("distance"), F << " row " << k);
            // X/N
            BOOST_TEST(std::fabs(20 * value_of(rows[k], "inverse_temperature") -
                                 value_of(rows[k + half], "inverse_temperature")) < 1e-9);
        }
        auto const plain = tune(map);  // the same X in both
        std::size_t same = 0;
        for (std::size_t k = 0; k < half; ++k) same += plain[k].at("loss") == plain[k + half].at("loss") ? 1U : 0U;
        BOOST_TEST(same < half);
    }
}

BOOST_AUTO_TEST_CASE(leaky_maps_coincide_only_with_a_mapped_epsilon) {
    typed const map = small({{"--inverse-temperature", "0.7,1.5"},
                             {"--learning-rate", "0.05,0.2"},
                             {"--interaction", "leaky+:1/100"},
                             {"--n", "5"},
                             {"--repeats", "3"},
                             {"--epochs", "10"},
                             {"--match-temperature", "yes"},
                             {"--probe-scaling", "trained"}});
    for (char const* mapping : {"same", "as-modified", "as-original"}) {
        typed mapped = map;
        mapped["--leak"] = mapping;
        auto const rows = tune(mapped);
        std::size_t const half = rows.size() / 2;
        std::size_t alike = 0;
        for (std::size_t k = 0; k < half; ++k)
            // Ten epochs amplify rounding by far less than 1e6.
            alike += std::fabs(value_of(rows[k], "loss") - value_of(rows[k + half], "loss")) < 1e-6 ? 1U : 0U;
        BOOST_TEST((alike == half) == (mapping != std::string("same")), mapping << ": " << alike << " of " << half);
    }
}

BOOST_AUTO_TEST_CASE(statuses_are_told_and_nothing_is_a_silent_number) {
    // fp16 overflows at once; no number stands for the distance.
    auto const diverged = tune(small({{"--formulation", "original"},
                                      {"--formats", "fp16"},
                                      {"--n", "20"},
                                      {"--initial", "uniform:0.9:1"},
                                      {"--inverse-temperature", "1"},
                                      {"--learning-rate", "1"},
                                      {"--repeats", "1"}}));
    BOOST_TEST(diverged.front().at("status") == "diverged:1");
    BOOST_TEST(diverged.front().at("distance").empty());
    BOOST_TEST(diverged.front().at("recalled").empty());
    BOOST_TEST(diverged.front().at("loss") == "nan");
    // The public code's absolute floor: n = 60 stands still, a relative one does not.
    typed const high = {{"--n", "60"}, {"--epochs", "20"}, {"--every", "20"}};
    typed floored = high;
    floored["--floor"] = "1e-30";
    BOOST_TEST(train(floored).back().at("status").starts_with("stalled"));
    floored["--floor"] = "relative:1e-200";
    BOOST_TEST(train(floored).back().at("status") == "rests:17");  // all memories press against the clamp
    BOOST_TEST(train(high).back().at("status") == "rests:17");
}

BOOST_AUTO_TEST_CASE(every_epoch_asked_for_has_a_row_whatever_the_training_does) {
    // Networks that learn on, come to rest (the third repeat in epoch 22), stall and diverge.
    typed const resting = {{"--n", "4"},
                           {"--inverse-temperature", "1.5"},
                           {"--learning-rate", "0.5"},
                           {"--K", "40"},
                           {"--initial", "uniform:0:1"},
                           {"--repeats", "3"},
                           {"--epochs", "200"},
                           {"--every", "50"}};
    typed const diverging = small({{"--formulation", "original"},
                                   {"--formats", "fp16"},
                                   {"--n", "20"},
                                   {"--initial", "uniform:0.9:1"},
                                   {"--inverse-temperature", "1"},
                                   {"--epochs", "7"},
                                   {"--every", "3"}});
    typed const stalling = {{"--n", "60"}, {"--floor", "1e-30"}, {"--epochs", "7"}, {"--every", "3"}};
    auto const check = [](typed const& options, std::vector<std::string> const& epochs) {
        auto const rows = train(options);
        BOOST_REQUIRE(rows.size() % epochs.size() == 0);
        for (std::size_t k = 0; k < rows.size(); ++k) BOOST_TEST(rows[k].at("epoch") == epochs[k % epochs.size()]);
        return rows;
    };
    auto const rested = check(resting, {"0", "50", "100", "150", "200"});
    BOOST_TEST(rested.size() == 15U);
    for (std::size_t k = 11; k < 15; ++k) {
        BOOST_TEST(rested[k].at("status") == "rests:22");
        BOOST_TEST(rested[k].at("step_max") == "0");
        BOOST_TEST(rested[k].at("loss") == rested[11].at("loss"));
        BOOST_TEST(rested[k].at("distance") == rested[11].at("distance"));
    }
    for (named_row const& diverged : check(diverging, {"0", "3", "6", "7"})) {
        BOOST_TEST(diverged.at("status") == "diverged:0");  // the loss of the initial memories is NaN
        BOOST_TEST(diverged.at("loss") == "nan");
        BOOST_TEST(diverged.at("step_max") == (diverged.at("epoch") == "0" ? "" : "nan"));
    }
    for (named_row const& stalled : check(stalling, {"0", "3", "6", "7"}))
        if (stalled.at("epoch") != "0") BOOST_TEST(stalled.at("status").starts_with("stalled"), stalled.at("status"));
    // What is said of it, in words; tune's epochs are those done.
    auto const planned = plan_study(train_study(), resting);
    std::string const said = planned->judge(held_rows(*planned)).sentences.back();
    BOOST_TEST((said.find("since epoch 22") != std::string::npos), said);
    typed map = resting;
    map.erase("--every");
    map["--formulation"] = "modified";
    map["--patterns"] = "20";
    auto const tuned = tune(map);
    BOOST_TEST(tuned.back().at("epochs") == "22");
    BOOST_TEST(tuned.back().at("status") == "ok");
}

BOOST_AUTO_TEST_CASE(numbers_have_the_digits_that_tell_those_of_their_format_apart) {
    std::set<std::string> losses;
    for (auto const& [format, digits] : {std::pair("fp64", 17U), std::pair("fp128", 36U), std::pair("mpfr:256", 79U)}) {
        auto const rows = train(small({{"--formats", format}, {"--epochs", "3"}, {"--every", "1"}}));
        std::size_t longest = 0;
        for (auto const& values : rows)
            for (char const* const column : {"loss", "step_max"}) {
                std::string text = values.at(column);
                text = text.substr(0, text.find('e'));
                std::erase(text, '.');
                longest = std::max(longest, text.size() - std::min(text.find_first_not_of('0'), text.size()));
            }
        BOOST_TEST(longest == digits, format);
        losses.insert(rows.back().at("loss"));
    }
    BOOST_TEST(losses.size() == 3U);  // fp64, fp128 and mpfr:256 of one run do not read alike
    // A loss that was written is the loss that was computed: 17 digits give the double back.
    auto const rows = train(small({{"--epochs", "2"}, {"--every", "1"}, {"--evaluation", "definition"}}));
    auto const wide = train(small({{"--epochs", "0"}, {"--formats", "mpfr:53"}}));
    BOOST_TEST(std::stod(rows.front().at("loss")) == std::stod(wide.front().at("loss")));
}

BOOST_AUTO_TEST_CASE(the_loss_of_the_memories_is_told_beside_the_formats_own) {
    // 2000 terms near 1 at the start: bf16's sum stands still at 256 while the network learns.
    typed const options = {{"--formats", "bf16"},          {"--n", "3"},       {"--K", "50"},
                           {"--inverse-temperature", "2"}, {"--epochs", "30"}, {"--every", "30"},
                           {"--exact-loss", "yes"}};
    auto const rows = train(options);
    BOOST_REQUIRE(rows.size() == 2);
    BOOST_TEST(rows[0].at("loss") == "256");
    BOOST_TEST(value_of(rows[0], "exact_loss") > 1900);
    BOOST_TEST(value_of(rows[1], "exact_loss") < value_of(rows[0], "exact_loss") / 2);
    auto const planned = plan_study(train_study(), options);
    auto const columns = planned->columns();
    BOOST_TEST(columns[columns.size() - 2].name == "exact_loss");  // the last one shown
    held_rows const held(*planned);
    BOOST_TEST((planned->judge(held).sentences.front().find("exactly)") != std::string::npos));
    BOOST_TEST((planned->figures(held).front().script.find("dashtype 3") != std::string::npos));
    typed without = options;
    without.erase("--exact-loss");
    BOOST_TEST(train(without)[1].count("exact_loss") == 0U);
}

BOOST_AUTO_TEST_CASE(a_cycle_is_counted_and_measured_at_the_member_reached_first) {
    // Few memories that have hardly learned: all at once, some states go to and fro.
    typed const probing = {
        {"--N", "20"},     {"--K", "3"},       {"--patterns", "20"}, {"--n", "2"},
        {"--epochs", "1"}, {"--repeats", "3"}, {"--every", "1"},     {"--probe-order", "synchronous"}};
    auto const planned = plan_study(train_study(), probing);
    held_rows const rows(*planned);
    std::size_t cycles = 0;
    rows.for_each([&](std::uint64_t, row const& values) {
        for (probe_outcome const& probe : parse_probes(values.back())) {
            if (probe.end != relaxation_end::cycle) continue;
            ++cycles;
            BOOST_TEST(!probe.recalled());
        }
    });
    BOOST_REQUIRE(cycles > 0);
    std::size_t said = 0;
    for (std::string const& sentence : planned->judge(rows).sentences)
        if (std::size_t const at = sentence.find(" end in a cycle"); at != std::string::npos)
            said += std::stoul(sentence.substr(sentence.rfind(' ', at - 1) + 1));
    BOOST_TEST(said == cycles);
}

// A memory of zeros has no field: the state stays, vanishes (5 components by 1), becomes all +1 or all -1, or turns for
// ever. A field of NaN (4^12 is beyond fp16, the loss is not) keeps it or spreads.
BOOST_AUTO_TEST_CASE(ties_and_nan_decide_as_asked_in_probes) {
    typed const none = {
        {"--N", "5"},      {"--K", "1"},          {"--patterns", "1"},         {"--n", "2"},
        {"--epochs", "0"}, {"--formats", "fp32"}, {"--initial", "normal:0:0"}, {"--tie", "plus,minus,keep,zero,flip"}};
    for (std::string const order : {"fast", "definition"}) {
        typed options = none;
        options["--evaluation"] = order;
        auto const planned = plan_study(train_study(), options);
        held_rows const held(*planned);
        auto const rows = train(options);
        BOOST_REQUIRE(rows.size() == 5U);
        std::map<std::string, double> distance;
        std::map<std::string, std::string> status;
        for (named_row const& at : rows) {
            distance[at.at("tie")] = value_of(at, "distance");
            status[at.at("tie")] = at.at("status");
        }
        // Of five bits so many are -1, the others +1.
        auto const squares = [&](char const* tie) { return std::lround(distance[tie] * distance[tie]); };
        BOOST_TEST(squares("plus") + squares("minus") == 20);
        BOOST_TEST(distance["keep"] == 0);
        BOOST_TEST(squares("zero") == 5);
        BOOST_TEST(status["keep"] == "ok");
        BOOST_TEST(status["flip"] == "limit");
        std::string const table = planned->files(held).front().content;
        BOOST_TEST((table.find("state,bits,distance,sweeps,end,tie\n") != std::string::npos));
        BOOST_TEST((table.find(",1,5,2.2360679775,2,recalled") == std::string::npos));
        BOOST_TEST((table.find(",1,5,2.2360679775,2,elsewhere,zero\n") != std::string::npos), table);
        BOOST_TEST((table.find(",1,0,0,1,recalled,keep\n") != std::string::npos), table);
        auto const sentences = planned->judge(held).sentences;
        BOOST_REQUIRE(sentences.size() == 5U);
        BOOST_TEST(sentences[2].starts_with("tie keep: epoch 0"), sentences[2]);
    }
    typed const overflow = {{"--N", "5"},
                            {"--K", "1"},
                            {"--patterns", "2"},
                            {"--n", "12"},
                            {"--epochs", "0"},
                            {"--formats", "fp16"},
                            {"--clamp", "none"},
                            {"--initial", "normal:20:0"},
                            {"--inverse-temperature", "0.01"},
                            {"--repeats", "1"},
                            {"--learning-rate", "0.1"},
                            {"--formulation", "modified"},
                            {"--nan", "keep,nan"}};
    auto const rows = tune(overflow);
    BOOST_REQUIRE(rows.size() == 2U);
    BOOST_TEST(rows[0].at("nan") == "keep");
    BOOST_TEST(rows[0].at("distance") == "0");
    BOOST_TEST(rows[0].at("recalled") == "2");
    BOOST_TEST(rows[1].at("distance") == "nan");
    BOOST_TEST(rows[1].at("recalled") == "0");
    refused({{"--tie", "never"}}, {"--tie", "never", "keep"});
}

BOOST_AUTO_TEST_CASE(hyperparameters_may_have_all_the_digits_of_a_double) {
    auto const rows = tune(small({{"--formulation", "modified"},
                                  {"--n", "2"},
                                  {"--inverse-temperature", "0.0021544346900318843,1/3"},
                                  {"--learning-rate", "0.30000000000000004,1e-20"},
                                  {"--repeats", "1"}}));
    BOOST_REQUIRE(rows.size() == 4);
    BOOST_TEST(rows[0].at("inverse_temperature") == "0.0021544346900318843");
    BOOST_TEST(rows[2].at("inverse_temperature") == "0.3333333333333333");
    BOOST_TEST(rows[0].at("learning_rate") == "0.30000000000000004");
    BOOST_TEST(rows[1].at("learning_rate") == "1e-20");
    // 0.3 and the double next to it are two values, and are recorded as what they are.
    auto const parameters =
        plan_study(tune_study(), {{"--learning-rate", "0.3,0.30000000000000004,1/3"}})->parameters();
    auto const recorded = std::find_if(parameters.begin(), parameters.end(),
                                       [](auto const& each) { return each.first == "--learning-rate"; });
    BOOST_TEST(recorded->second == "0.3,0.30000000000000004,1/3");
}

BOOST_AUTO_TEST_CASE(bad_hyperparameters_are_refused) {
    refused({{"--inverse-temperature", "1e-151"}}, {"--inverse-temperature", "1e-150"});
    refused({{"--initial", "normal:0:1e400"}}, {"--initial", "1e400", "1e150"});
    refused({{"--initial", "uniform:-1e151:1"}}, {"--initial", "1e150"});
    refused({{"--floor", "1e1001"}}, {"--floor", "1e1000"});
    refused({{"--floor", "1e-1001"}}, {"--floor", "1e-1000"});
    refused({{"--inverse-temperature", "0"}}, {"--inverse-temperature", "above 0"});
    refused({{"--inverse-temperature", "-1"}}, {"--inverse-temperature"});
    refused({{"--inverse-temperature", "nan"}}, {"--inverse-temperature"});
    refused({{"--learning-rate", "-0.1"}}, {"--learning-rate", "-0.1"});
    refused({{"--m", "0"}}, {"--m"});
    refused({{"--m", "1.5"}}, {"--m"});
    refused({{"--K", "0"}}, {"--K"});
    refused({{"--N", "100000"}, {"--K", "251"}}, {"--K", "251", "25000000"});  // one above what the store can keep
    refused({{"--patterns", "0"}}, {"--patterns"});
    refused({{"--epochs", "-1"}}, {"--epochs"});
    refused({{"--repeats", "0"}}, {"--repeats"});
    refused({{"--n", "0"}}, {"--n"});
    refused({{"--n", "1001"}}, {"--n"});
    refused({{"--preset", "figure-99"}}, {"--preset", "figure-99", "list"});
    refused({{"--formulation", "other"}}, {"--formulation", "other", "original"});
    refused({{"--beta-convention", "T"}}, {"--beta-convention"});
    // beta' of an F without n is X whatever the convention.
    refused({{"--formulation", "original"}, {"--interaction", "exponential"}, {"--beta-convention", "1/T"}},
            {"--beta-convention", "exponential", "X"});
    refused({{"--formats", "exact"}}, {"--formats", "tanh"});
    refused({{"--clamp", "5:2"}}, {"--clamp"});
    refused({{"--clamp", "1:101"}}, {"--clamp", "N = 100"});
    refused({{"--initial", "normal:0"}}, {"--initial"});
    refused({{"--initial", "uniform:1:0"}}, {"--initial"});
    refused({{"--initial", "no-such-file.npy"}}, {"--initial"});
    refused({{"--patterns", "no-such-file.npy"}}, {"--patterns"});
    refused({{"--normalise", "column"}}, {"--normalise"});
    refused({{"--floor", "-1"}}, {"--floor"});
    refused({{"--floor", "1e-30"}, {"--normalise", "none"}}, {"--floor", "--normalise"});
    refused({{"--batch", "21"}}, {"--batch"});
    refused({{"--batch", "0"}}, {"--batch"});
    refused({{"--momentum", "-1"}}, {"--momentum"});
    refused({{"--decay", "x"}}, {"--decay"});
    refused({{"--leak", "as-modified"}}, {"--leak"});
    refused({{"--leak", "as-modified"},
             {"--interaction", "leaky"},
             {"--formulation", "original"},
             {"--beta-convention", "1/T"}},
            {"--leak", "1/T"});
    refused({{"--leak", "as-original"}, {"--interaction", "leaky"}, {"--formulation", "original"}},
            {"--leak", "modified"});
    refused({{"--match-temperature", "yes"}, {"--formulation", "modified"}}, {"--match-temperature"});
    BOOST_TEST((refusal(train_study(), {{"--save", "x.npy"}, {"--n", "2,3"}}).find("--save") != std::string::npos));
    BOOST_TEST((refusal(train_study(), {{"--save", "x.txt"}}).find(".npy") != std::string::npos));
    BOOST_TEST((refusal(tune_study(), {{"--learning-rate", "1:0.1:log5"}}).find("downwards") != std::string::npos));
    BOOST_TEST((refusal(tune_study(), {{"--learning-rate", "0.1:1"}}).find("--learning-rate") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(presets_are_listed_and_what_is_typed_wins) {
    auto const listed = tune({{"--preset", "list"}});
    std::set<std::string> names;
    for (auto const& each : listed) names.insert(each.at("preset"));
    for (int figure : {1, 2, 3, 4, 7, 12, 13, 20, 21, 27, 28, 33})
        BOOST_TEST(names.contains("figure-" + std::to_string(figure)), figure);
    for (auto const& each : listed) BOOST_TEST(!each.at("guesses").empty());
    auto const rows = tune({{"--preset", "figure-27"},
                            {"--N", "12"},
                            {"--K", "4"},
                            {"--patterns", "2"},
                            {"--epochs", "1"},
                            {"--repeats", "1"}});
    BOOST_TEST(rows.front().at("n") == "100");
    BOOST_TEST(rows.front().at("N") == "12");
    BOOST_TEST(rows.front().at("interaction") == "leaky+:1/100");
    BOOST_TEST(train({{"--preset", "figure-14"}, {"--N", "12"}, {"--K", "4"}, {"--patterns", "2"}, {"--epochs", "1"}})
                   .front()
                   .at("n") == "3");
}
