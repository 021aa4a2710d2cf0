// Recall from corrupted memories against the definition, against whole-state stability and in the clear cases.
#include <boost/test/unit_test.hpp>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/recall.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/capacity/stored.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

/// Eq. 4 in rationals on the same words, one neuron after the other, nothing kept from one decision to the next.
/// Ties decide as the rule says; sweeps go on for as long as any of these networks could need.
std::int64_t textbook(setting const& where, std::int64_t K, rational const& P, std::uint64_t seed, std::int64_t trials,
                      tie_rule tie = tie_rule::plus) {
    auto const N = static_cast<std::size_t>(where.N);
    std::int64_t recalled = 0;
    for (std::int64_t t = 0; t < trials; ++t) {
        auto const trial = static_cast<std::uint64_t>(t);
        std::mt19937_64 own(mix_seed({seed, trial, 1}));
        std::mt19937_64 others(mix_seed({seed, trial}));
        std::mt19937_64 flips(mix_seed({seed, 3, N, trial + 1}));  // the law of `corrupted`
        std::vector<std::vector<int>> zeta(static_cast<std::size_t>(K), std::vector<int>(N));
        for (std::size_t mu = 0; mu < zeta.size(); ++mu)
            for (std::size_t i = 0; i < N; i += 64) {
                std::uint64_t const word = mu == 0 ? own() : others();
                for (std::size_t j = i; j < std::min(N, i + 64); ++j)
                    zeta[mu][j] = ((word >> (j - i) & 1) != 0 ? 1 : -1) * (mu == 0 ? 1 : zeta[0][j]);
            }
        std::vector<int> state = zeta[0];
        for (int& value : state)
            if (rational(integer(flips()), integer(1) << 64) < P) value = -value;
        bool changed = true;
        for (int sweep = 0; changed && sweep < 200; ++sweep) {
            changed = false;
            for (std::size_t i = 0; i < N; ++i) {
                rational field = 0;
                for (auto const& memory : zeta) {
                    std::int64_t rest = 0;
                    for (std::size_t j = 0; j < N; ++j) rest += j == i ? 0 : memory[j] * state[j];
                    field += memory[i] * difference(where, rest);
                }
                int const present = state[i];
                int next = field > 0 ? 1 : -1;
                if (field == 0)
                    next = tie == tie_rule::plus    ? 1
                           : tie == tie_rule::minus ? -1
                           : tie == tie_rule::keep  ? present
                           : tie == tie_rule::flip  ? -present
                                                    : 0;
                changed = changed || next != state[i];
                state[i] = next;
            }
        }
        recalled += !changed && state == zeta[0] ? 1 : 0;
    }
    return recalled;
}

BOOST_AUTO_TEST_SUITE(recall_from_corrupted_states)

BOOST_AUTO_TEST_CASE(every_trial_ends_as_by_the_definition) {
    for (auto const& [F, N, K, n] : {std::tuple{"polynomial", 12, 4, 2},
                                     {"polynomial", 9, 6, 3},
                                     {"rectified", 10, 8, 2},
                                     {"leaky:1/3", 9, 5, 2},
                                     {"leaky+:1/7", 9, 6, 3},
                                     {"polynomial", 8, 6, 40},
                                     {"polynomial", 70, 10, 2}}) {
        setting const where = test::setting_of(F, N, n);
        recall_sample const drawn = recall(where, K, test::number("0.2"), 7, 0, 40);
        BOOST_TEST(drawn.trials == 40);
        BOOST_TEST(drawn.recalled == textbook(where, K, rational(1, 5), 7, 40),
                   F << " N=" << N << " K=" << K << " n=" << n);
    }
}

// Ties of even K, also from and to the third value 0, and flips that never rest.
BOOST_AUTO_TEST_CASE(every_trial_ends_as_its_tie_rule_says) {
    std::set<std::int64_t> counts;
    for (tie_rule const tie : {tie_rule::plus, tie_rule::minus, tie_rule::keep, tie_rule::zero, tie_rule::flip})
        for (auto const& [F, N, K, n] : {std::tuple{"polynomial", 11, 4, 2},
                                         {"polynomial", 9, 4, 3},
                                         {"rectified", 8, 3, 2},
                                         {"leaky:1/3", 9, 4, 2}}) {
            setting const where = test::setting_of(F, N, n);
            std::int64_t const recalled = recall(where, K, test::number("0.1"), 7, 0, 60, {}, tie).recalled;
            BOOST_TEST(recalled == textbook(where, K, rational(1, 10), 7, 60, tie),
                       F << " N=" << N << " K=" << K << " n=" << n << " tie=" << static_cast<int>(tie));
            if (N == 11) counts.insert(recalled);
        }
    BOOST_TEST(counts.size() >= 3U);  // the rules differ
}

// A single neuron under x^2 has no field: its memories rest under half of the rules that decide a sign.
BOOST_AUTO_TEST_CASE(stored_memories_rest_as_their_tie_rule_says) {
    bipolar_patterns zeta(2, 1);
    zeta.set(0, 0, 1);
    zeta.set(1, 0, -1);
    shared_patterns const both(zeta);
    auto const share = [&](tie_rule tie) { return stable_share(polynomial{2}, both, 3, {}, tie).text(); };
    BOOST_TEST(share(tie_rule::plus) == "0.5");
    BOOST_TEST(share(tie_rule::minus) == "0.5");
    BOOST_TEST(share(tie_rule::keep) == "1");
    BOOST_TEST(share(tie_rule::zero) == "0");
    BOOST_TEST(share(tie_rule::flip) == "0");
    auto const recalled = [&](tie_rule tie) {
        return recall_stored(polynomial{2}, both, nullptr, 0, 1, 0, 10, {}, tie).recalled;
    };
    BOOST_TEST(recalled(tie_rule::minus) == 5);
    BOOST_TEST(recalled(tie_rule::keep) == 10);
    BOOST_TEST(recalled(tie_rule::flip) == 0);
}

// Uncorrupted, a trial without ties is recalled exactly if all its bits are stable: the memories are the same.
BOOST_AUTO_TEST_CASE(recall_of_the_memory_itself_is_its_stability) {
    setting const where = test::power(30, 3);
    sample const drawn = draw(where, 61, 9, 0, 300);
    BOOST_REQUIRE(drawn.with_tie == 0);  // K odd, N even: no ties
    BOOST_TEST((drawn.stable >> 20) < 300);
    BOOST_TEST(recall(where, 61, test::number("0"), 9, 0, 300).recalled == (drawn.stable >> 20));
}

// All bits flipped: the mirror image is a fixed point for even n, and one update from the memory for odd n.
BOOST_AUTO_TEST_CASE(certain_flips_give_the_mirror_image) {
    BOOST_TEST(recall(test::power(40, 2), 1, test::number("1"), 1, 0, 10).recalled == 0);
    BOOST_TEST(recall(test::power(40, 3), 1, test::number("1"), 1, 0, 10).recalled == 10);
    BOOST_TEST(recall(test::setting_of("exponential", 40, 1), 4, test::number("1/10"), 1, 0, 10).recalled == 10);
}

BOOST_AUTO_TEST_CASE(capacity_shows) {
    BOOST_TEST(recall(test::power(100, 3), 50, test::number("0.1"), 1, 0, 40).recalled >= 38);  // Eq. 3: 362 memories
    BOOST_TEST(recall(test::power(60, 2), 60, test::number("0.1"), 1, 0, 40).recalled <= 4);    // far above 0.138 N
}

BOOST_AUTO_TEST_CASE(portions_add_up_and_bad_input_is_refused) {
    setting const where = test::power(30, 2);
    recall_sample parts = recall(where, 6, test::number("1/4"), 3, 0, 20);
    parts += recall(where, 6, test::number("1/4"), 3, 20, 30);
    BOOST_TEST(parts.trials == 50);
    BOOST_TEST(parts.recalled == recall(where, 6, test::number("1/4"), 3, 0, 50).recalled);
    answer const share = recall_estimate(parts, 12);
    BOOST_TEST(std::stod(share.bounds->lower.text()) < std::stod(share.text()));
    BOOST_TEST(std::stod(share.text()) < std::stod(share.bounds->upper.text()));
    for (std::string const corruption : {"-0.1", "1.01"})
        BOOST_CHECK_THROW(static_cast<void>(recall(where, 6, test::number(corruption), 3, 0, 1)),
                          std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(recall(where, 0, test::number("0.1"), 3, 0, 1)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(recall(where, 100'000'000, test::number("0.1"), 3, 0, 1)),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
