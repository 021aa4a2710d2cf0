// Training as a whole: Theorem 4.3.1 in 300 bits over 100 epochs, every option, probing with compare's update rule.
#include "ulpfield/training/trainer.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "rule/format_decisions.hpp"
#include "training/training_cases.hpp"
#include "ulpfield/number/parse_rational.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/training/initial_memories.hpp"
#include "ulpfield/training/training_run.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

struct small_network {
    std::size_t N = 12;
    std::size_t K = 5;
    std::size_t P = 3;
    std::vector<double> zeta;
    training_states states;
};

small_network draw(std::uint64_t seed, double size = 0.5) {
    random_words words(seed);
    small_network net{.zeta = {}, .states = training_states::autoassociative(3, 12, random_signs(words, 36))};
    net.zeta = random_entries(words, net.K * net.N, size);
    return net;
}

std::vector<double> learned(training_setting const& setting, small_network const& net, int epochs) {
    auto const network = make_trainer(setting, net.states);
    network->set_memories(net.K, net.zeta);
    for (int t = 0; t < epochs; ++t) static_cast<void>(network->epoch({}));
    return network->memories();
}

/// The largest difference of two networks' memories, exactly.
double apart(trainer const& a, trainer const& b) {
    auto const x = a.exact_memories();
    auto const y = b.exact_memories();
    mpfr_value difference(64);
    double largest = 0;
    for (std::size_t e = 0; e < x.size(); ++e) {
        mpfr_sub(difference.get(), x[e].get(), y[e].get(), MPFR_RNDN);
        largest = std::max(largest, std::fabs(mpfr_get_d(difference.get(), MPFR_RNDN)));
    }
    return largest;
}

double parted_by(training_setting original, training_setting modified, small_network const& net, int epochs) {
    original.formulation = learning_formulation::original;
    modified.formulation = learning_formulation::modified;
    auto const a = make_trainer(original, net.states);
    auto const b = make_trainer(modified, net.states);
    a->set_memories(net.K, net.zeta);
    b->set_memories(net.K, net.zeta);
    double worst = 0;
    for (int t = 0; t < epochs; ++t) {
        static_cast<void>(a->epoch({}));
        static_cast<void>(b->epoch({}));
        worst = std::max(worst, apart(*a, *b));
    }
    return worst;
}

training_setting in_wide(interaction const& F) {
    training_setting setting;
    setting.format = bits(300);
    setting.F = F;
    setting.momentum = {1, 2};
    setting.learning_rate = {1, 5};
    return setting;
}

}  // namespace

BOOST_AUTO_TEST_CASE(theorem_4_3_1_holds_over_a_hundred_epochs) {
    // 300 bits: rounding of 2^-300 = 5e-91 is amplified by training; 1e-60 leaves 30 digits for that.
    small_network const net = draw(1);
    for (interaction const& F : {interaction(polynomial{3}), interaction(rectified{2}), interaction(polynomial{8})}) {
        training_setting modified = in_wide(F);
        modified.inverse_temperature = {9, 10};
        training_setting original = modified;
        original.inverse_temperature = {9, 120};  // X/N: T_original = N T_modified
        BOOST_TEST(parted_by(original, modified, net, 100) < 1e-60, name(F));
        // The same T in both is another network.
        original.inverse_temperature = modified.inverse_temperature;
        BOOST_TEST(parted_by(original, modified, net, 100) > 1e-3, name(F));
    }
}

BOOST_AUTO_TEST_CASE(leaky_formulations_become_each_other_only_with_mapped_epsilon) {
    small_network const net = draw(2);
    for (int slope : {-1, 1}) {
        training_setting modified = in_wide(leaky{.n = 4, .slope = slope});
        modified.inverse_temperature = {9, 10};
        training_setting original = modified;
        original.inverse_temperature = {9, 120};
        BOOST_TEST(parted_by(original, modified, net, 60) > 1e-3, slope);
        original.epsilon = leak::mapped;
        BOOST_TEST(parted_by(original, modified, net, 60) < 1e-60, slope);
        original.epsilon = leak::same;
        modified.epsilon = leak::mapped;
        BOOST_TEST(parted_by(original, modified, net, 60) < 1e-60, slope);
    }
}

BOOST_AUTO_TEST_CASE(fast_and_definition_learn_alike_while_rounding_is_small) {
    small_network const net = draw(3);
    for (char const* name : {"polynomial", "rectified", "leaky+:1/100", "exponential"}) {
        training_setting setting;
        setting.format = parse_format("fp64");
        setting.F = parse_interaction(name, 3);
        setting.batch = 2;
        setting.momentum = {1, 4};
        setting.floor = {*parse_rational("1e-30"), false};
        setting.clamp_from = 2;
        setting.clamp_to = 9;
        std::vector<double> const fast = learned(setting, net, 10);
        setting.order = evaluation::definition;
        std::vector<double> const slow = learned(setting, net, 10);
        // Ten normalised steps from differences of 1e-15: 1e-9 leaves a factor of ten an epoch for amplification at
        // most.
        for (std::size_t e = 0; e < fast.size(); ++e)
            BOOST_TEST(std::fabs(fast[e] - slow[e]) < 1e-9, name << " entry " << e);
    }
}

BOOST_AUTO_TEST_CASE(every_option_has_an_effect) {
    small_network const net = draw(4);
    training_setting const plain = [] {
        training_setting setting;
        setting.format = parse_format("fp64");
        setting.F = leaky{.n = 3};
        setting.formulation = learning_formulation::original;
        setting.inverse_temperature = {1, 13};
        setting.learning_rate = {1, 2};
        return setting;
    }();
    std::vector<double> const base = learned(plain, net, 5);
    auto const differs = [&](char const* what, auto const& change) {
        training_setting changed = plain;
        change(changed);
        BOOST_TEST((learned(changed, net, 5) != base), what);
    };
    using setting = training_setting;
    differs("formulation", [](setting& s) { s.formulation = learning_formulation::modified; });
    differs("convention 1/(nT)", [](setting& s) { s.convention = beta_convention::over_n; });
    differs("convention 1/T", [](setting& s) { s.convention = beta_convention::reciprocal; });
    differs("leak", [](setting& s) { s.epsilon = leak::mapped; });
    differs("temperature", [](setting& s) { s.inverse_temperature = {1, 12}; });
    differs("m", [](setting& s) { s.m = 2; });
    differs("rate", [](setting& s) { s.learning_rate = {1, 3}; });
    differs("decay", [](setting& s) { s.decay = {9, 10}; });
    differs("momentum", [](setting& s) { s.momentum = {1, 10}; });
    differs("normalise", [](setting& s) { s.normalise = step_normalisation::none; });
    differs("floor", [](setting& s) { s.floor.value = 100; });
    differs("relative floor", [](setting& s) { s.floor = {1, true}; });
    differs("clamp", [](setting& s) { s.clamp_to = 0; });
    differs("clamped range", [](setting& s) { s.clamp_from = 6; });
    differs("batch", [](setting& s) { s.batch = 1; });
    differs("evaluation", [](setting& s) { s.order = evaluation::definition; });
    differs("format", [](setting& s) { s.format = parse_format("fp32"); });
    differs("interaction", [](setting& s) { s.F = polynomial{3}; });
    differs("n", [](setting& s) { s.F = leaky{.n = 4}; });
    training_setting batched = plain;
    batched.batch = 1;
    std::vector<double> const first = learned(batched, net, 5);
    BOOST_TEST((learned(batched, net, 5) == first), "the same seed gives the same bytes");
    batched.seed = 2;
    BOOST_TEST((learned(batched, net, 5) != first), "the seed decides the order of minibatches");
}

BOOST_AUTO_TEST_CASE(clamped_entries_stay_and_others_leave) {
    small_network const net = draw(5);
    training_setting setting;
    setting.format = parse_format("fp64");
    setting.F = polynomial{2};
    setting.learning_rate = {3, 1};
    setting.clamp_from = 0;
    setting.clamp_to = 6;
    std::vector<double> const memories = learned(setting, net, 3);
    double outside = 0;
    for (std::size_t mu = 0; mu < net.K; ++mu)
        for (std::size_t i = 0; i < net.N; ++i) {
            double const size = std::fabs(memories[mu * net.N + i]);
            if (i < 6)
                BOOST_TEST(size <= 1);
            else
                outside = std::max(outside, size);
        }
    BOOST_TEST(outside > 1);
}

BOOST_AUTO_TEST_CASE(probes_follow_the_update_rule_of_compare) {
    // format_rule is Eq. 4 (raw) and Eq. 13 (1/N) in a format; the original probes by the one, the modified by the
    // other.
    random_words words(20260414);
    for (char const* format : {"bf16", "fp16", "fp32", "fp64", "fp128", "mpfr:70", "e6m9"})
        for (auto const formulation : {learning_formulation::original, learning_formulation::modified}) {
            small_network const net = draw(words());
            training_setting setting;
            setting.format = parse_format(format);
            setting.F = parse_interaction(words() % 2 == 0 ? "polynomial" : "leaky+:1/100", 3);
            setting.formulation = formulation;
            setting.order = evaluation::definition;
            auto const network = make_trainer(setting, net.states);
            network->set_memories(net.K, net.zeta);
            real_patterns memories(net.K, net.N);
            for (std::size_t mu = 0; mu < net.K; ++mu)
                for (std::size_t i = 0; i < net.N; ++i) memories.set(mu, i, net.zeta[mu * net.N + i]);
            memory_patterns const patterns = memories;
            bool const raw_rule = formulation == learning_formulation::original;
            auto const rule = make_format_rule({setting.format, std::nullopt, setting.F,
                                                parse_scaling(raw_rule ? "raw" : "1/N"), power_method::binary},
                                               false);
            rule->set_memories(patterns);
            bipolar_state sigma(net.N);
            for (auto& value : sigma) value = words() % 2 == 0 ? 1 : -1;
            bipolar_state expected = sigma;
            rule->set_state(expected);
            auto const outcome = relax_asynchronously(
                expected, update_order::sequential(net.N), most_probe_sweeps,
                [&](std::size_t i) { return rule->decide(i); }, [&](std::size_t i) { rule->flip(i); });
            auto const probed = network->relax(sigma, probe_scaling::paper, false);
            BOOST_TEST((sigma == expected), format);
            BOOST_TEST((probed.sweeps == outcome.sweeps), format);
        }
}

BOOST_AUTO_TEST_CASE(fast_probes_end_where_the_definition_ends) {
    random_words words(20260415);
    for (int round = 0; round < 40; ++round) {
        small_network const net = draw(words(), 1);
        training_setting setting;
        setting.format = parse_format(round % 2 == 0 ? "fp64" : "fp32");
        setting.F = parse_interaction(round % 3 == 0 ? "rectified" : "polynomial", 2 + round % 7);
        auto const fast = make_trainer(setting, net.states);
        setting.order = evaluation::definition;
        auto const slow = make_trainer(setting, net.states);
        fast->set_memories(net.K, net.zeta);
        slow->set_memories(net.K, net.zeta);
        for (bool const synchronous : {false, true})
            for (auto const scaling : {probe_scaling::paper, probe_scaling::trained}) {
                bipolar_state a(net.N);
                for (auto& value : a) value = words() % 2 == 0 ? 1 : -1;
                bipolar_state b = a;
                auto const ends_a = fast->relax(a, scaling, synchronous);
                auto const ends_b = slow->relax(b, scaling, synchronous);
                // Random real memories: no tie, every field far above rounding.
                BOOST_TEST((a == b), "round " << round);
                BOOST_TEST((ends_a.sweeps == ends_b.sweeps), "round " << round);
            }
    }
}

// Bipolar memories of an even number tie often, in whole numbers that every order of operations adds exactly; and
// fp16 has NaN at 12^12. The rule of compare follows the same decision rule on its own.
BOOST_AUTO_TEST_CASE(probes_decide_ties_and_nan_as_asked) {
    random_words words(20261129);
    std::size_t tied = 0;
    std::size_t third = 0;
    std::size_t not_numbers = 0;
    for (int round = 0; round < 120; ++round) {
        small_network net = draw(words());
        net.K = 4;
        net.zeta.assign(net.K * net.N, 1.0);
        for (double& entry : net.zeta) entry = words() % 2 == 0 ? 1 : -1;
        bool const overflows = round % 3 == 0;
        training_setting setting;
        setting.format = parse_format(overflows ? "fp16" : round % 3 == 1 ? "fp32" : "fp64");
        setting.F = polynomial{overflows ? 12 : 2};
        setting.formulation = learning_formulation::original;
        decision_rule const by{.tie = static_cast<tie_rule>(round % 5), .nan = static_cast<nan_rule>(round / 5 % 5)};
        bipolar_state start(net.N);
        for (auto& value : start) value = words() % 2 == 0 ? 1 : -1;

        bipolar_state expected = start;
        memory_patterns const patterns = [&] {
            real_patterns memories(net.K, net.N);
            for (std::size_t mu = 0; mu < net.K; ++mu)
                for (std::size_t i = 0; i < net.N; ++i) memories.set(mu, i, net.zeta[mu * net.N + i]);
            return memories;
        }();
        format_decisions rule({setting.format, std::nullopt, setting.F, parse_scaling("raw"), power_method::binary},
                              false, by, {});
        rule.set_memories(shared_patterns(patterns));
        rule.set_state(expected);
        relax_asynchronously(
            expected, update_order::sequential(net.N), most_probe_sweeps, [&](std::size_t i) { return rule.decide(i); },
            [&](std::size_t i) { rule.set(i, expected[i]); });
        for (auto const order : {evaluation::definition, evaluation::fast}) {
            setting.order = order;
            auto const network = make_trainer(setting, net.states);
            network->set_memories(net.K, net.zeta);
            if (!by.bipolar() && !network->third_values()) {
                bipolar_state sigma = start;
                BOOST_CHECK_THROW(
                    static_cast<void>(network->relax(sigma, probe_scaling::paper, false, most_probe_sweeps, by)),
                    std::invalid_argument);
                continue;
            }
            bipolar_state sigma = start;
            static_cast<void>(network->relax(sigma, probe_scaling::paper, false, most_probe_sweeps, by));
            BOOST_TEST((sigma == expected), "round " << round);
            bipolar_state plain = start;
            static_cast<void>(network->relax(plain, probe_scaling::paper, false));
            tied += plain != sigma ? 1U : 0U;
            third += std::count(sigma.begin(), sigma.end(), std::int8_t{0}) != 0 ? 1U : 0U;
            not_numbers += std::count(sigma.begin(), sigma.end(), nan_value) != 0 ? 1U : 0U;
        }
    }
    BOOST_TEST(tied > 20U);
    BOOST_TEST(third > 5U);
    BOOST_TEST(not_numbers > 5U);
}

// A memory of zeros has no field: every state stays, vanishes or turns as ties decide.
BOOST_AUTO_TEST_CASE(ends_of_probes_have_their_distance) {
    std::size_t const N = 4;
    std::vector<double> const learned{1, 1, 1, -1};
    for (auto const order : {evaluation::definition, evaluation::fast}) {
        training_setting setting;
        setting.format = parse_format("fp64");
        setting.F = polynomial{2};
        setting.order = order;
        training_states const states = training_states::autoassociative(1, N, learned);
        auto const look = [&](tie_rule tie) {
            training_run run(setting, states, 1, std::vector<double>(N, 0.0));
            return run.look(probe_setting{.decision = {.tie = tie}}, {});
        };
        auto const distance = [&](tie_rule tie) { return mpfr_get_d(look(tie).distance->get(), MPFR_RNDN); };
        BOOST_TEST(distance(tie_rule::plus) == 2);  // one bit
        BOOST_TEST(distance(tie_rule::minus) == 2 * std::sqrt(3.0));
        BOOST_TEST(distance(tie_rule::keep) == 0);
        BOOST_TEST(distance(tie_rule::zero) == 2);  // four components by 1
        BOOST_TEST(look(tie_rule::keep).recalled == 1U);
        BOOST_TEST(look(tie_rule::zero).probes[0].zeros == 4U);
        BOOST_TEST((look(tie_rule::flip).probes[0].end == relaxation_end::cycle));
        BOOST_TEST(look(tie_rule::flip).cycling == 1U);
    }
}

BOOST_AUTO_TEST_CASE(divergence_and_standstill_are_told) {
    small_network const net = draw(6);
    training_setting setting;
    setting.format = parse_format("fp16");
    setting.formulation = learning_formulation::original;
    setting.inverse_temperature = {1, 1};
    setting.F = polynomial{12};
    std::vector<double> const ones(net.K * net.N, 1.0);
    // 12^12 is beyond fp16: infinity minus infinity.
    training_run diverging(setting, training_states::autoassociative(1, 12, std::vector<double>(12, 1.0)), net.K, ones);
    diverging.advance({});
    auto const seen = diverging.look(probe_setting{}, {});
    BOOST_TEST((seen.status == training_status::diverged));
    BOOST_TEST(status_text(seen) == "diverged:1");
    BOOST_TEST(!seen.distance.has_value());
    BOOST_TEST(diverging.over());
    // All memories answer with a negative overlap: rectified F has no gradient.
    setting.format = parse_format("fp64");
    setting.F = rectified{3};
    std::vector<double> const minus(net.K * net.N, -1.0);
    training_run still(setting, training_states::autoassociative(1, 12, std::vector<double>(12, 1.0)), net.K, minus);
    still.advance({});
    BOOST_TEST(status_text(still.look(probe_setting{}, {})) == "stalled");
    BOOST_TEST(still.over());
    // A floor above every gradient.
    setting.F = polynomial{2};
    setting.floor.value = 1000000;
    training_run floored(setting, net.states, net.K, net.zeta);
    floored.advance({});
    BOOST_TEST(status_text(floored.look(std::nullopt, {})) == "stalled");
    BOOST_TEST(!floored.over());
    setting.floor = {};
    training_run fine(setting, net.states, net.K, net.zeta);
    fine.advance({});
    BOOST_TEST(status_text(fine.look(std::nullopt, {})) == "ok");
}

BOOST_AUTO_TEST_CASE(initial_memories_follow_their_law) {
    std::size_t const count = 40000;
    auto const normal = draw_values({initial_law::kind::normal, {-3, 10}, {3, 10}}, count, 5);
    double sum = 0;
    double square = 0;
    double beyond = 0;
    for (double const x : normal) {
        sum += x;
        square += (x + 0.3) * (x + 0.3);
        beyond += std::fabs(x + 0.3) > 0.6 ? 1 : 0;
    }
    double const n = static_cast<double>(count);
    // Five standard errors: 0.3/sqrt n; 0.09 sqrt(2/n); P(|z| > 2) = 0.0455.
    BOOST_TEST(std::fabs(sum / n + 0.3) < 5 * 0.3 / std::sqrt(n));
    BOOST_TEST(std::fabs(square / n - 0.09) < 5 * 0.09 * std::sqrt(2 / n));
    BOOST_TEST(std::fabs(beyond / n - 0.0455) < 5 * std::sqrt(0.0455 / n));
    auto const even = draw_values({initial_law::kind::uniform, {-1, 2}, {1, 1}}, count, 5);
    BOOST_TEST(*std::min_element(even.begin(), even.end()) >= -0.5);
    BOOST_TEST(*std::max_element(even.begin(), even.end()) < 1);
    BOOST_TEST((draw_values({}, 7, 1) != draw_values({}, 7, 2)));
}
