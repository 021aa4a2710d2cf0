// Minibatches: every epoch has a permutation of its own, and all permutations are equally likely.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "training/learning_constants.hpp"

using namespace ulpfield;

namespace {

training_setting setting_of(std::size_t batch, std::uint64_t seed) {
    training_setting setting;
    setting.batch = batch;
    setting.seed = seed;
    return setting;
}

using batches = std::vector<std::vector<std::size_t>>;

std::vector<std::size_t> joined(batches const& parts) {
    std::vector<std::size_t> all;
    for (auto const& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_epoch_takes_every_state_once) {
    for (std::size_t const P : {1U, 2U, 7U, 20U})
        for (std::size_t batch = 0; batch <= P + 1; ++batch) {
            batch_order order(setting_of(batch, 3), P);
            for (int epoch = 0; epoch < 4; ++epoch) {
                batches const parts = order.next_epoch();
                std::size_t const size = batch == 0 || batch >= P ? P : batch;
                BOOST_TEST(parts.size() == (P + size - 1) / size, "P " << P << " batch " << batch);
                for (std::size_t k = 0; k + 1 < parts.size(); ++k) BOOST_TEST(parts[k].size() == size);
                std::vector<std::size_t> states = joined(parts);
                if (size == P) BOOST_TEST(std::is_sorted(states.begin(), states.end()));
                std::sort(states.begin(), states.end());
                BOOST_TEST((states == order.all()), "P " << P << " batch " << batch);
            }
        }
}

BOOST_AUTO_TEST_CASE(all_permutations_are_equally_likely_in_any_epoch) {
    // 24 permutations of 4 states, 24,000 epochs: chi-squared with 23 degrees of freedom is above 52 with probability
    // 5e-4. By one seed over epochs, and in the first epoch over seeds.
    std::map<std::vector<std::size_t>, int> by_epoch;
    std::map<std::vector<std::size_t>, int> by_seed;
    batch_order order(setting_of(1, 1), 4);
    for (std::uint64_t k = 0; k < 24'000; ++k) {
        ++by_epoch[joined(order.next_epoch())];
        ++by_seed[joined(batch_order(setting_of(1, k), 4).next_epoch())];
    }
    for (auto const& counts : {by_epoch, by_seed}) {
        BOOST_TEST(counts.size() == 24U);
        double chi_squared = 0;
        for (auto const& [permutation, count] : counts) chi_squared += (count - 1000.0) * (count - 1000.0) / 1000;
        BOOST_TEST(chi_squared < 52);
        BOOST_TEST(chi_squared > 5);  // too even is no chance either: below with probability 2e-5
    }
}

BOOST_AUTO_TEST_CASE(epochs_and_seeds_do_not_share_a_permutation) {
    // Of 20 states: two of 40 equal ones by chance with probability 1e-15.
    std::set<std::vector<std::size_t>> seen;
    for (std::uint64_t const seed : {1U, 2U}) {
        batch_order order(setting_of(5, seed), 20);
        for (int epoch = 0; epoch < 20; ++epoch) seen.insert(joined(order.next_epoch()));
    }
    BOOST_TEST(seen.size() == 40U);
}

BOOST_AUTO_TEST_CASE(skipping_epochs_is_taking_them) {
    batch_order taken(setting_of(3, 9), 10);
    for (int epoch = 0; epoch < 5; ++epoch) static_cast<void>(taken.next_epoch());
    batch_order skipped(setting_of(3, 9), 10);
    skipped.skip(5);
    BOOST_TEST((taken.next_epoch() == skipped.next_epoch()));
    // The cut plays no part in the permutation.
    batch_order whole(setting_of(9, 9), 10);
    whole.skip(6);
    BOOST_TEST((joined(taken.next_epoch()) == joined(whole.next_epoch())));
}
