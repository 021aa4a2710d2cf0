// Networks of which some neurons are trained: the feed-forward rule's gradient against central differences, the fast
// trainer against the definition, answers, temperature ramps, and what a checkpoint keeps.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "training/training_cases.hpp"
#include "ulpfield/training/training_run.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

constexpr std::size_t pixels = 9;
constexpr std::size_t classes = 3;
constexpr std::size_t N = pixels + classes;

/// Real pixels in [-1, 1], class neurons -1, one answer +1.
training_states class_states(random_words& words, std::size_t P) {
    std::vector<double> states;
    std::vector<double> answers;
    for (std::size_t a = 0; a < P; ++a) {
        for (double const x : random_entries(words, pixels)) states.push_back(x);
        std::size_t const label = words() % classes;
        for (std::size_t c = 0; c < classes; ++c) {
            states.push_back(-1);
            answers.push_back(c == label ? 1 : -1);
        }
    }
    return {P, N, pixels, N, std::move(states), std::move(answers)};
}

std::vector<std::size_t> first_of(std::size_t P) {
    std::vector<std::size_t> all(P);
    for (std::size_t a = 0; a < P; ++a) all[a] = a;
    return all;
}

training_setting setting_of(std::string const& F, int n, learning_rule rule) {
    training_setting setting;
    setting.format = parse_format("fp64");
    setting.F = parse_interaction(F, n);
    setting.rule = rule;
    setting.inverse_temperature = {6, 1};
    setting.momentum = {1, 2};
    setting.clamp_to = pixels;
    setting.seed = 5;
    return setting;
}

constexpr char const* functions[] = {"polynomial", "rectified", "leaky:1/10", "leaky+:1/10", "exponential"};

}  // namespace

BOOST_AUTO_TEST_CASE(the_feed_forward_gradient_is_the_derivative_of_its_loss) {
    format_scope<format_role::working> const scope(bits(300));
    random_words words(20261122);
    constexpr std::size_t K = 4;
    for (char const* const F_name : functions)
        for (int const n : {1, 2, 3, 6}) {
            training_setting setting = setting_of(F_name, n, learning_rule::feed_forward);
            setting.m = 1 + n % 2;
            training_states const states = class_states(words, 3);
            learned_memories<wide> zeta = memories_of<wide>(K, N, random_entries(words, K * N));
            auto const all = first_of(3);
            learning_constants const constants = constants_of(setting, N);
            with_interaction<wide>(setting, N, [&](auto const& F) {
                learning_definition<wide, std::remove_cvref_t<decltype(F)>> const rule(
                    F, nearest<wide>(constants.b), nearest<wide>(constants.B), setting.m, learned_states<wide>(states),
                    setting.rule);
                learned_memories<wide> gradient(K, N);
                static_cast<void>(rule.loss(zeta, all, gradient));
                // h = 1e-30: the quotient errs by about h^2 and by 2^-300/h, both below 1e-58. Overlaps of random real
                // states are nowhere near the kinks at 0.
                wide const h = wide_of("1e-30");
                for (std::size_t i = 0; i < N; ++i)
                    for (std::size_t mu = 0; mu < K; ++mu) {
                        wide const before = zeta.neuron(i)[mu];
                        zeta.neuron(i)[mu] = before + h;
                        wide const above = rule.loss(zeta, all);
                        zeta.neuron(i)[mu] = before - h;
                        wide const below = rule.loss(zeta, all);
                        zeta.neuron(i)[mu] = before;
                        double const error =
                            std::fabs(as_double((above - below) / (wide(2) * h) - gradient.neuron(i)[mu]));
                        BOOST_TEST(error < 1e-50, F_name << " n=" << n << " i=" << i << " mu=" << mu);
                    }
            });
        }
}

BOOST_AUTO_TEST_CASE(the_feed_forward_field_is_the_first_order_of_the_exact_one) {
    // F(x + z) - F(x - z) = 2 z F'(x) + O(z^3): with class weights a thousandth as large the two rules part a million
    // times less (z^2 relative); the other class neurons add a relative z.
    format_scope<format_role::working> const scope(bits(300));
    random_words words(7);
    constexpr std::size_t K = 4;
    training_states const states = class_states(words, 1);
    std::vector<double> const entries = random_entries(words, K * N);
    double parted[2] = {};
    for (int const small : {0, 1}) {
        std::vector<double> scaled = entries;
        for (std::size_t mu = 0; mu < K; ++mu)
            for (std::size_t i = pixels; i < N; ++i) scaled[mu * N + i] *= small == 0 ? 0x1p-10 : 0x1p-20;
        learned_memories<wide> const zeta = memories_of<wide>(K, N, scaled);
        std::vector<wide> u[2] = {std::vector<wide>(classes, wide(0)), std::vector<wide>(classes, wide(0))};
        for (learning_rule const rule : {learning_rule::exact, learning_rule::feed_forward}) {
            learned_states<wide> const learned(states);
            learning_definition<wide, polynomial> const definition(polynomial{4}, wide(1), wide(1), 1, learned, rule);
            definition.fields(zeta, learned.state(0), u[rule == learning_rule::exact ? 0 : 1]);
        }
        for (std::size_t c = 0; c < classes; ++c)
            parted[small] = std::max(parted[small], std::fabs(as_double((u[0][c] - u[1][c]) / u[0][c])));
    }
    // Relative difference: linear in the weights' size, by the other class neurons.
    BOOST_TEST(parted[0] > 0);
    BOOST_TEST(parted[1] < parted[0] / 500, parted[1] << " against " << parted[0]);
    BOOST_TEST(parted[1] > parted[0] / 2000);
}

BOOST_AUTO_TEST_CASE(the_fast_trainer_learns_classes_as_the_definition_does) {
    random_words words(3);
    for (learning_rule const rule : {learning_rule::exact, learning_rule::feed_forward})
        for (char const* const F_name : functions)
            for (int const n : {1, 2, 5}) {
                training_setting setting = setting_of(F_name, n, rule);
                training_states const states = class_states(words, 7);
                constexpr std::size_t K = 6;
                std::vector<double> const zeta = random_entries(words, K * N);
                auto const fast = make_trainer(setting, states);
                setting.order = evaluation::definition;
                auto const slow = make_trainer(setting, states);
                fast->set_memories(K, zeta);
                slow->set_memories(K, zeta);
                std::string const where = std::string(F_name) + " n=" + std::to_string(n);
                // Some hundred operations of fp64 on numbers of the size of 1 to 100.
                BOOST_TEST(std::fabs(in_double(fast->loss()) - in_double(slow->loss())) <=
                               1e-12 * (1 + in_double(slow->loss())),
                           where);
                auto const a = fast->gradient();
                auto const b = slow->gradient();
                double largest = 0;
                for (double const each : b) largest = std::max(largest, std::fabs(each));
                BOOST_TEST(largest > 0, where);
                for (std::size_t e = 0; e < a.size(); ++e)
                    BOOST_TEST(std::fabs(a[e] - b[e]) <= 1e-11 * largest, where << " entry " << e);
                BOOST_TEST((fast->strongest(states, {}) == slow->strongest(states, {})), where);
            }
}

BOOST_AUTO_TEST_CASE(many_states_are_taken_in_parts) {
    // 2500 states: three parts; the gradient is the sum of the parts' own.
    random_words words(11);
    constexpr std::size_t K = 5;
    training_states const states = class_states(words, 2500);
    std::vector<double> const zeta = random_entries(words, K * N);
    for (learning_rule const rule : {learning_rule::exact, learning_rule::feed_forward}) {
        training_setting setting = setting_of("rectified", 3, rule);
        auto const fast = make_trainer(setting, states);
        setting.order = evaluation::definition;
        auto const slow = make_trainer(setting, states);
        fast->set_memories(K, zeta);
        slow->set_memories(K, zeta);
        auto const a = fast->gradient();
        auto const b = slow->gradient();
        double largest = 0;
        for (double const each : b) largest = std::max(largest, std::fabs(each));
        // Sums of 2500 terms: 2500 u of their size.
        for (std::size_t e = 0; e < a.size(); ++e) BOOST_TEST(std::fabs(a[e] - b[e]) <= 1e-10 * largest);
        BOOST_TEST(fast->strongest(states, {}).size() == 2500U);
        BOOST_TEST((fast->strongest(states, {}) == slow->strongest(states, {})));
    }
}

BOOST_AUTO_TEST_CASE(a_field_that_is_no_number_is_no_answer) {
    // fp32, F = x^40: overlaps of about 12 overflow (12^40 > 3.4e38), infinity - infinity.
    training_setting setting = setting_of("polynomial", 40, learning_rule::exact);
    setting.formulation = learning_formulation::original;
    training_states const states(1, N, pixels, N, std::vector<double>{1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1},
                                 {1, -1, -1});
    for (char const* const format : {"fp32", "fp64"}) {
        setting.format = parse_format(format);
        for (evaluation const order : {evaluation::fast, evaluation::definition}) {
            setting.order = order;
            auto const network = make_trainer(setting, states);
            std::vector<double> zeta(N, 1.0);
            for (std::size_t i = pixels; i < N; ++i) zeta[i] = -0.5 - 0.1 * static_cast<double>(i - pixels);
            network->set_memories(1, zeta);
            std::size_t const answer = network->strongest(states, {}).front();
            if (std::string(format) == "fp32")
                BOOST_TEST(first_nan(answer, 10).has_value());
            else
                BOOST_TEST(answer == 0U);  // the least negative class weight
        }
    }
}

BOOST_AUTO_TEST_CASE(a_checkpoint_keeps_all_that_is_to_come) {
    random_words words(23);
    constexpr std::size_t K = 4;
    training_states const states = class_states(words, 10);
    std::vector<double> const zeta = random_entries(words, K * N);
    for (char const* const format : {"fp64", "fp32", "bf16", "fp16", "x87", "fp128", "mpfr:80", "e6m9"})
        for (learning_rule const rule : {learning_rule::exact, learning_rule::feed_forward})
            for (std::uint64_t const ramp : {0U, 7U}) {
                training_setting setting = setting_of("rectified", 3, rule);
                setting.format = parse_format(format);
                setting.batch = 4;
                setting.decay = {9, 10};
                setting.ramp_epochs = ramp;
                setting.ramp_from = {2, 1};
                training_run whole(setting, states, K, zeta);
                training_run first(setting, states, K, zeta);
                for (int t = 0; t < 9; ++t) whole.advance({});
                for (int t = 0; t < 4; ++t) first.advance({});
                std::string const text = first.checkpoint();
                training_run second(setting, states, K, std::vector<double>(K * N));
                second.resume(text);
                BOOST_TEST(second.epoch() == 4U);
                BOOST_TEST(second.checkpoint() == text);
                auto const resumed = second.look(std::nullopt, {});
                auto const kept = first.look(std::nullopt, {});
                BOOST_TEST(mpfr_equal_p(resumed.loss.get(), kept.loss.get()) != 0);
                BOOST_TEST(mpfr_equal_p(resumed.largest_step.get(), kept.largest_step.get()) != 0);
                for (int t = 0; t < 5; ++t) second.advance({});
                // The text has every bit of memories and V.
                BOOST_TEST((second.checkpoint() == whole.checkpoint()), format << " ramp " << ramp);
            }
}

BOOST_AUTO_TEST_CASE(damaged_checkpoints_are_refused) {
    random_words words(29);
    training_states const states = class_states(words, 3);
    training_run run(setting_of("polynomial", 2, learning_rule::exact), states, 2, random_entries(words, 2 * N));
    run.advance({});
    std::string const text = run.checkpoint();
    for (std::string const& damaged :
         {std::string(), text.substr(0, text.size() - 1), text + " 0", text.substr(0, text.size() / 2), "x" + text})
        BOOST_CHECK_THROW(run.resume(damaged), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_ramp_ends_at_its_temperature) {
    // T = 1/X: from 1/2 to 1/6 in 4 epochs: 1/2, 5/12, 1/3, 1/4, 1/6, 1/6.
    training_setting setting = setting_of("polynomial", 2, learning_rule::exact);
    setting.ramp_epochs = 4;
    setting.ramp_from = {2, 1};
    rational const expected[] = {2, rational(12) / 5, 3, 4, 6, 6};
    for (std::uint64_t epoch = 0; epoch < 6; ++epoch)
        BOOST_TEST((constants_of(setting, N, epoch).b == rational(expected[epoch] / rational(N))), epoch);
    // One that goes nowhere is none.
    random_words words(31);
    training_states const states = class_states(words, 5);
    std::vector<double> const zeta = random_entries(words, 3 * N);
    setting.ramp_from = setting.inverse_temperature;
    training_run level(setting, states, 3, zeta);
    setting.ramp_epochs = 0;
    training_run none(setting, states, 3, zeta);
    setting.ramp_epochs = 4;
    setting.ramp_from = {2, 1};
    training_run ramped(setting, states, 3, zeta);
    for (int t = 0; t < 3; ++t) {
        level.advance({});
        none.advance({});
        ramped.advance({});
    }
    BOOST_TEST((level.network().memories() == none.network().memories()));
    BOOST_TEST((ramped.network().memories() != none.network().memories()));
}

BOOST_AUTO_TEST_CASE(weights_that_are_not_clamped_leave_the_interval) {
    random_words words(37);
    training_states const states = class_states(words, 12);
    std::vector<double> const zeta = random_entries(words, 4 * N);
    for (char const* const format : {"fp64", "fp32", "bf16", "mpfr:60"}) {
        training_setting setting = setting_of("rectified", 3, learning_rule::exact);
        setting.format = parse_format(format);
        setting.learning_rate = {1, 2};
        training_run run(setting, states, 4, zeta);
        for (int t = 0; t < 10; ++t) run.advance({});
        double largest = 0;
        auto const memories = run.network().memories();
        for (std::size_t mu = 0; mu < 4; ++mu)
            for (std::size_t i = 0; i < N; ++i) {
                double const size = std::fabs(memories[mu * N + i]);
                if (i < pixels)
                    BOOST_TEST(size <= 1, format << " pixel " << i);
                else
                    largest = std::max(largest, size);
            }
        BOOST_TEST(largest > 1, format);
    }
}
