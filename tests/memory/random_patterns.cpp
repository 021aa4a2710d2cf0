// Random patterns, the one law of corrupted states, and overlaps word by word.
#include "ulpfield/memory/random_patterns.hpp"

#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"

using namespace ulpfield;

BOOST_AUTO_TEST_CASE(overlaps_are_sums_of_products) {
    random_words words(20261111);
    for (std::size_t const N : {1U, 2U, 63U, 64U, 65U, 128U, 200U})
        for (std::size_t const K : {1U, 3U, 10U}) {
            bipolar_patterns const zeta = random_patterns(K, N, words);
            bipolar_state const sigma = test::random_state(N, words);
            std::vector<std::int32_t> const overlaps = zeta.overlaps(sigma);
            BOOST_REQUIRE(overlaps.size() == K);
            for (std::size_t mu = 0; mu < K; ++mu) {
                int sum = 0;
                for (std::size_t i = 0; i < N; ++i) sum += zeta.at(mu, i) * sigma[i];
                BOOST_TEST(overlaps[mu] == sum, "N=" << N << " K=" << K << " mu=" << mu);
            }
            bipolar_patterns one(1, N);
            for (std::size_t i = 0; i < N; ++i) one.set(0, i, sigma[i]);
            auto const row = one.row(0);
            BOOST_TEST((zeta.packed(sigma) == std::vector<std::uint64_t>(row.begin(), row.end())));
        }
    BOOST_CHECK_THROW(static_cast<void>(bipolar_patterns(2, 5).overlaps(bipolar_state(4, 1))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(random_bits_are_fair_and_rows_end_with_zeros) {
    random_words words(20261112);
    bipolar_patterns const zeta = random_patterns(400, 100, words);
    int plus = 0;
    for (std::size_t mu = 0; mu < 400; ++mu) {
        for (std::size_t i = 0; i < 100; ++i) plus += zeta.at(mu, i) > 0 ? 1 : 0;
        BOOST_TEST(zeta.row(mu)[1] >> 36 == 0U);
    }
    BOOST_TEST(std::abs(plus - 20000) < 500);  // five standard deviations of 100
    // The words themselves, the lowest bit first.
    random_words again(20261112);
    BOOST_TEST(zeta.row(0)[0] == again());
}

BOOST_AUTO_TEST_CASE(a_bit_is_flipped_below_its_probability) {
    flip_probability const half({1, 2});
    BOOST_TEST(half.flips((std::uint64_t{1} << 63) - 1));
    BOOST_TEST(!half.flips(std::uint64_t{1} << 63));
    BOOST_TEST(!flip_probability({0, 1}).flips(0));
    BOOST_TEST(flip_probability({1, 1}).flips(~std::uint64_t{0}));
    // floor(2^64/3) = 6148914691236517205
    flip_probability const third({1, 3});
    BOOST_TEST(third.flips(6148914691236517204U));
    BOOST_TEST(!third.flips(6148914691236517205U));
    BOOST_CHECK_THROW(flip_probability({-1, 2}), std::domain_error);
    BOOST_CHECK_THROW(flip_probability({3, 2}), std::domain_error);
    __extension__ using wide = unsigned __int128;
    BOOST_TEST(flip_probability::from_threshold(wide{1} << 64).flips(~std::uint64_t{0}));
    BOOST_CHECK_THROW(static_cast<void>(flip_probability::from_threshold((wide{1} << 64) + 1)), std::domain_error);
}

BOOST_AUTO_TEST_CASE(one_seed_N_trial_and_probability_give_one_state) {
    random_words words(20261113);
    bipolar_state const a = test::random_state(300, words);
    bipolar_state const b = test::random_state(300, words);
    auto const flips = [](bipolar_state const& from, bipolar_state const& to) {
        std::vector<std::size_t> places;
        for (std::size_t i = 0; i < from.size(); ++i)
            if (from[i] != to[i]) places.push_back(i);
        return places;
    };
    flip_probability const P({1, 5});
    // The flips do not depend on the pattern they are applied to.
    auto const places = flips(a, corrupted(a, P, 7, 3));
    BOOST_TEST((places == flips(b, corrupted(b, P, 7, 3))));
    BOOST_TEST((places != flips(a, corrupted(a, P, 7, 4))));
    BOOST_TEST((places != flips(a, corrupted(a, P, 8, 3))));
    // A larger P flips what a smaller one does.
    auto const more = flips(a, corrupted(a, flip_probability({2, 5}), 7, 3));
    BOOST_TEST(std::includes(more.begin(), more.end(), places.begin(), places.end()));
    BOOST_TEST((corrupted(a, flip_probability({0, 1}), 7, 3) == a));
    BOOST_TEST(flips(a, corrupted(a, flip_probability({1, 1}), 7, 3)).size() == 300U);
    std::size_t all = 0;
    for (std::uint64_t trial = 1; trial <= 200; ++trial) all += flips(a, corrupted(a, P, 1, trial)).size();
    BOOST_TEST(all > 12000U - 490U);  // five standard deviations of 98
    BOOST_TEST(all < 12000U + 490U);
}
