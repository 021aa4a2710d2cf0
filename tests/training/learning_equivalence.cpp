// Theorem 4.3.1: in exact arithmetic for one step, in 200 bits over 100 epochs, and where each format parts.
#include "ulpfield/training/learning_equivalence.hpp"

#include <boost/test/unit_test.hpp>

#include "training/training_cases.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

struct drawn_case {
    std::size_t N;
    std::size_t K;
    training_states states;
    std::vector<double> zeta;
};

drawn_case draw_case(random_words& words) {
    std::size_t const N = 2 + words() % 8;
    std::size_t const K = 1 + words() % 5;
    std::size_t const P = 1 + words() % 3;
    auto states = training_states::autoassociative(P, N, random_signs(words, P * N));
    return {N, K, std::move(states), random_entries(words, K * N)};
}

training_setting with(interaction const& F, rational const& X) {
    training_setting setting;
    setting.F = F;
    setting.inverse_temperature = X;
    return setting;
}

}  // namespace

BOOST_AUTO_TEST_CASE(one_step_is_exactly_the_same_for_homogeneous_functions) {
    random_words words(20260420);
    for (int round = 0; round < 40; ++round) {
        drawn_case const c = draw_case(words);
        int const n = 1 + static_cast<int>(words() % 12);
        rational const X{1 + static_cast<std::int64_t>(words() % 30), 1 + static_cast<std::int64_t>(words() % 20)};
        for (interaction const& F : {interaction(polynomial{n}), interaction(rectified{n})}) {
            auto const pair = matched_pair(with(F, X), c.N);
            exact_equivalence const compared = compare_exactly(pair, c.states, c.K, c.zeta);
            BOOST_TEST(compared.outputs == c.states.P() * c.N);
            BOOST_TEST(compared.factors == 2 * c.states.P() * c.N * c.K);
            BOOST_TEST(compared.outputs_different == 0, name(F) << " n=" << n << " N=" << c.N << " X=" << X.str());
            BOOST_TEST(compared.factors_different == 0, name(F) << " n=" << n << " N=" << c.N << " X=" << X.str());
            BOOST_TEST(largest_gradient_difference(pair, 300, c.states, c.K, c.zeta) < 1e-80);
        }
    }
}

BOOST_AUTO_TEST_CASE(leaky_and_exponential_functions_break_it) {
    random_words words(20260421);
    std::uint64_t different = 0;
    for (int round = 0; round < 20; ++round) {
        drawn_case const c = draw_case(words);
        int const n = 2 + static_cast<int>(words() % 6);
        for (int slope : {-1, 1}) {
            auto pair = matched_pair(with(leaky{.n = n, .slope = slope}, {7, 10}), c.N);
            auto const compared = compare_exactly(pair, c.states, c.K, c.zeta);
            different += compared.outputs_different;
            if (compared.outputs_different != 0) {
                BOOST_REQUIRE(compared.output.has_value());
                BOOST_TEST(compared.output->original != compared.output->modified);
                BOOST_TEST(largest_gradient_difference(pair, 300, c.states, c.K, c.zeta) > 0.0);
            }
            // The mapped epsilon mends it, either way.
            pair.original.epsilon = leak::mapped;
            BOOST_TEST(compare_exactly(pair, c.states, c.K, c.zeta).outputs_different == 0);
            BOOST_TEST(compare_exactly(pair, c.states, c.K, c.zeta).factors_different == 0);
            pair.original.epsilon = leak::same;
            pair.modified.epsilon = leak::mapped;
            BOOST_TEST(compare_exactly(pair, c.states, c.K, c.zeta).outputs_different == 0);
        }
        auto const pair = matched_pair(with(exponential{}, {7, 10}), c.N);
        BOOST_TEST(largest_gradient_difference(pair, 300, c.states, c.K, c.zeta) > 0.0);
    }
    BOOST_TEST(different > 20);
}

BOOST_AUTO_TEST_CASE(other_conventions_of_beta_break_it) {
    random_words words(20260422);
    drawn_case const c = draw_case(words);
    for (auto const convention : {beta_convention::over_n, beta_convention::reciprocal}) {
        auto pair = matched_pair(with(polynomial{3}, {7, 10}), c.N);
        pair.original.convention = convention;
        BOOST_TEST(compare_exactly(pair, c.states, c.K, c.zeta).outputs_different > 0);
    }
}

BOOST_AUTO_TEST_CASE(formats_part_where_their_range_ends) {
    // beta' = 1/T^n at T = 100: 1e-38 is subnormal in fp32 at n = 19, 1e-46 is zero at n = 23 (2^-149 = 1.4e-45): the
    // original then has no gradient, the modified one learns.
    random_words words(20260423);
    std::size_t const N = 100;
    auto const states = training_states::autoassociative(2, N, random_signs(words, 2 * N));
    std::vector<double> const zeta = random_entries(words, 2 * N, 0.5);
    training_setting setting = with(polynomial{23}, {1, 1});
    setting.format = parse_format("fp32");
    auto const parted = follow(matched_pair(setting, N), states, 2, zeta, 5, 1e-3, {});
    BOOST_TEST(parted.original_status == "stalled");
    BOOST_TEST(parted.modified_status == "ok");
    BOOST_REQUIRE(parted.beyond.has_value());
    BOOST_TEST(*parted.beyond == 1);
    // fp64 has the range for it, and agrees for some epochs.
    setting.format = parse_format("fp64");
    auto const together = follow(matched_pair(setting, N), states, 2, zeta, 5, 1e-3, {});
    BOOST_TEST(!together.beyond.has_value());
    BOOST_TEST(together.first_bit.has_value());
    BOOST_TEST(together.largest_difference < 1e-6);
    // 200 bits: the same over 100 epochs.
    setting.format = bits(200);
    random_words small_words(20260424);
    drawn_case const c = draw_case(small_words);
    setting.F = polynomial{9};
    setting.momentum = {1, 2};
    auto const wide_run = follow(matched_pair(setting, c.N), c.states, c.K, c.zeta, 100, 1e-30, {});
    BOOST_TEST(!wide_run.beyond.has_value());
    BOOST_TEST(wide_run.largest_difference < 1e-30);
}
