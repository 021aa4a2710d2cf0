// The loss of memories with 256 bits: the definition's, at every F, in less time; what a narrow format makes of it.
#include "ulpfield/training/exact_loss.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "training/training_cases.hpp"
#include "ulpfield/training/training_run.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

BOOST_AUTO_TEST_CASE(it_is_the_loss_of_the_definition) {
    random_words words(20261130);
    for (char const* const F : {"polynomial", "rectified", "leaky:1/100", "leaky+:1/10", "exponential"})
        for (auto const formulation : {learning_formulation::original, learning_formulation::modified}) {
            std::size_t const N = 9;
            std::size_t const K = 4;
            auto const states = training_states::autoassociative(3, N, random_signs(words, 3 * N));
            std::vector<double> const zeta = random_entries(words, K * N);
            training_setting setting;
            setting.format = bits(300);
            setting.F = parse_interaction(F, 4);
            setting.formulation = formulation;
            setting.inverse_temperature = {1, 2};
            setting.m = 2;
            auto const definition = make_trainer(setting, states);
            definition->set_memories(K, zeta);
            mpfr_value const right = definition->loss();
            mpfr_value difference(256);
            setting.format = parse_format("bf16");  // plays no part
            mpfr_value const loss = exact_loss(setting, states, K, definition->exact_memories());
            mpfr_sub(difference.get(), loss.get(), right.get(), MPFR_RNDN);
            mpfr_div(difference.get(), difference.get(), right.get(), MPFR_RNDN);
            BOOST_TEST(std::fabs(in_double(difference)) < 1e-70, F);  // 2^-256 = 9e-78, some hundred operations
            BOOST_CHECK_THROW(static_cast<void>(exact_loss(setting, states, K + 1, definition->exact_memories())),
                              std::invalid_argument);
        }
}

BOOST_AUTO_TEST_CASE(a_sum_that_stands_still_in_bf16_does_not_hide_what_is_learned) {
    // 20 states of 100 neurons, 2000 terms near 1: the sum of bf16 stops at 256.
    random_words words(5);
    auto const states = training_states::autoassociative(20, 100, random_signs(words, 2000));
    std::vector<double> const zeta = random_entries(words, 50 * 100, 0.1);
    training_setting setting;
    setting.format = parse_format("bf16");
    setting.F = polynomial{3};
    setting.inverse_temperature = {2, 1};
    training_run run(setting, states, 50, zeta);
    BOOST_TEST(in_double(run.look(std::nullopt, {}).loss) == 256);
    double const before = in_double(exact_loss(setting, states, 50, run.network().exact_memories()));
    for (int epoch = 0; epoch < 30; ++epoch) run.advance({});
    double const after = in_double(exact_loss(setting, states, 50, run.network().exact_memories()));
    BOOST_TEST((before > 1900 && before < 2100), before);
    BOOST_TEST(after < before / 2, after);
}
