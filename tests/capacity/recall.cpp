// Recall from corrupted memories against the definition, against whole-state stability and in the clear cases.
#include <boost/test/unit_test.hpp>
#include <random>
#include <string>
#include <vector>

#include "capacity/crosstalk.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/recall.hpp"
#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

/// Eq. 4 in rationals on the same words, one neuron after the other, nothing kept from one decision to the next.
std::int64_t textbook(setting const& where, std::int64_t K, rational const& P, std::uint64_t seed,
                      std::int64_t trials) {
    auto const N = static_cast<std::size_t>(where.N);
    std::int64_t recalled = 0;
    for (std::int64_t t = 0; t < trials; ++t) {
        auto const trial = static_cast<std::uint64_t>(t);
        std::mt19937_64 own(mix_seed({seed, trial, 1}));
        std::mt19937_64 others(mix_seed({seed, trial}));
        std::mt19937_64 flips(mix_seed({seed, 3, N, trial + 1}));
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
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t i = 0; i < N; ++i) {
                rational field = 0;
                for (auto const& memory : zeta) {
                    std::int64_t rest = 0;
                    for (std::size_t j = 0; j < N; ++j) rest += j == i ? 0 : memory[j] * state[j];
                    field += memory[i] * difference(where, rest);
                }
                int const next = field >= 0 ? 1 : -1;
                changed = changed || next != state[i];
                state[i] = next;
            }
        }
        recalled += state == zeta[0] ? 1 : 0;
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
        setting const where{parse_interaction(F), N, n};
        recall_sample const drawn = recall(where, K, "0.2", 7, 0, 40);
        BOOST_TEST(drawn.trials == 40);
        BOOST_TEST(drawn.recalled == textbook(where, K, rational(1, 5), 7, 40),
                   F << " N=" << N << " K=" << K << " n=" << n);
    }
}

// Uncorrupted, a trial without ties is recalled exactly if all its bits are stable: the memories are the same.
BOOST_AUTO_TEST_CASE(recall_of_the_memory_itself_is_its_stability) {
    setting const where{{}, 30, 3};
    sample const drawn = draw(where, 61, 9, 0, 300);
    BOOST_REQUIRE(drawn.with_tie == 0);  // K odd, N even: no ties
    BOOST_TEST((drawn.stable >> 20) < 300);
    BOOST_TEST(recall(where, 61, "0", 9, 0, 300).recalled == (drawn.stable >> 20));
}

// All bits flipped: the mirror image is a fixed point for even n, and one update from the memory for odd n.
BOOST_AUTO_TEST_CASE(certain_flips_give_the_mirror_image) {
    BOOST_TEST(recall({{}, 40, 2}, 1, "1", 1, 0, 10).recalled == 0);
    BOOST_TEST(recall({{}, 40, 3}, 1, "1", 1, 0, 10).recalled == 10);
    BOOST_TEST(recall({parse_interaction("exponential"), 40, 1}, 4, "1/10", 1, 0, 10).recalled == 10);
}

BOOST_AUTO_TEST_CASE(capacity_shows) {
    BOOST_TEST(recall({{}, 100, 3}, 50, "0.1", 1, 0, 40).recalled >= 38);  // Eq. 3: 362 memories
    BOOST_TEST(recall({{}, 60, 2}, 60, "0.1", 1, 0, 40).recalled <= 4);    // far above 0.138 N
}

BOOST_AUTO_TEST_CASE(portions_add_up_and_bad_input_is_refused) {
    setting const where{{}, 30, 2};
    recall_sample parts = recall(where, 6, "1/4", 3, 0, 20);
    parts += recall(where, 6, "1/4", 3, 20, 30);
    BOOST_TEST(parts.trials == 50);
    BOOST_TEST(parts.recalled == recall(where, 6, "1/4", 3, 0, 50).recalled);
    answer const share = recall_estimate(parts, 12);
    BOOST_TEST(std::stod(share.lower) < std::stod(share.value));
    BOOST_TEST(std::stod(share.value) < std::stod(share.upper));
    for (std::string const corruption : {"-0.1", "1.01", "x", ""})
        BOOST_CHECK_THROW(static_cast<void>(recall(where, 6, corruption, 3, 0, 1)), usage_error);
    BOOST_CHECK_THROW(static_cast<void>(recall(where, 0, "0.1", 3, 0, 1)), usage_error);
    BOOST_CHECK_THROW(static_cast<void>(recall(where, 100'000'000, "0.1", 3, 0, 1)), usage_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
