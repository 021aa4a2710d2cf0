// Relaxation takes the sign of a format's sum from bounds where they make it certain: always the sign of the sum that
// the definition computes (general_rule, operation by operation). Held on sums made to nearly cancel, where the exact
// sum is 0 and the computed one what its roundings leave.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/interactions.hpp"
#include "support/random_patterns.hpp"
#include "ulpfield/rule/format_rule.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

struct counts {
    int negative = 0;
    int decisions = 0;
};

/// Decisions of a few neurons, with flips between.
counts check_decisions(rule_setting const& setting, bipolar_patterns const& zeta, bipolar_state sigma,
                       std::size_t special, random_words& words) {
    auto const fast = make_format_rule(setting, true);
    auto const definition = make_format_rule(setting, false);
    memory_patterns const patterns = zeta;
    fast->set_memories(patterns);
    definition->set_memories(patterns);
    fast->set_state(sigma);
    definition->set_state(sigma);
    std::size_t const N = sigma.size();
    counts seen;
    for (std::size_t step = 0; step < 12; ++step) {
        std::size_t const i = step % 3 == 0 ? special : words() % N;
        int const value = definition->decide(i);
        BOOST_TEST(fast->decide(i) == value, setting.format.name << " " << name(setting.scaling) << " "
                                                                 << name(setting.F) << " N=" << N << " K=" << zeta.K()
                                                                 << " step " << step << " i=" << i);
        ++seen.decisions;
        seen.negative += value < 0 ? 1 : 0;
        if (step % 3 == 0) {
            mpfr_value const a = fast->field(i);
            mpfr_value const b = definition->field(i);
            bool const both_nan = mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0;
            BOOST_TEST((both_nan || mpfr_equal_p(a.get(), b.get()) != 0));
        }
        // Flips of the neuron in question keep its cancellations.
        std::size_t const turned = step % 3 == 2 ? special : words() % N;
        if (words() % 2 == 0) continue;
        sigma[turned] = static_cast<std::int8_t>(-sigma[turned]);
        fast->flip(turned);
        definition->flip(turned);
    }
    return seen;
}

/// Memories in pairs that differ at one neuron alone: at it the two terms of a pair cancel. In random order.
bipolar_patterns cancelling(std::size_t pairs, std::size_t N, std::size_t i, bipolar_state const& sigma,
                            random_words& words) {
    bipolar_patterns zeta(2 * pairs, N);
    std::vector<std::size_t> order(2 * pairs);
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    for (std::size_t k = order.size() - 1; k > 0; --k) std::swap(order[k], order[words() % (k + 1)]);
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        // Some near the state: terms of very different sizes.
        unsigned const nearness = static_cast<unsigned>(words() % 4);
        for (std::size_t j = 0; j < N; ++j) {
            bool const turned = nearness == 0 ? words() % 2 == 0 : words() % (4 * nearness) == 0;
            int const value = turned ? -sigma[j] : sigma[j];
            zeta.set(order[2 * pair], j, value);
            zeta.set(order[2 * pair + 1], j, j == i ? -value : value);
        }
    }
    return zeta;
}

constexpr char const* formats[] = {"x87",     "fp128",   "mpfr:70", "mpfr:256", "fp64",   "fp32", "bf16",
                                   "fp8e4m3", "fp8e5m2", "fp16",    "tf32",     "e11m30", "e3m9", "mpfr:11"};

}  // namespace

BOOST_AUTO_TEST_CASE(computed_signs_of_sums_that_nearly_cancel) {
    random_words words(20261129);
    counts all;
    for (char const* format : formats)
        for (argument_scaling const& scaling :
             {argument_scaling(raw{}), argument_scaling(reciprocal{}), argument_scaling(power_of_two{})})
            for (int const n : {2, 3, 7, 30})
                for (std::size_t const N : {5U, 64U, 70U}) {
                    bipolar_state const sigma = random_state(N, words);
                    std::size_t const i = words() % N;
                    rule_setting const setting{parse_format(format), std::nullopt, polynomial{n}, scaling};
                    auto const zeta = cancelling(1 + words() % 12, N, i, sigma, words);
                    counts const seen = check_decisions(setting, zeta, sigma, i, words);
                    all.decisions += seen.decisions;
                    all.negative += seen.negative;
                }
    // Both signs occur.
    BOOST_TEST(all.negative > all.decisions / 10);
    BOOST_TEST(all.negative < all.decisions * 9 / 10);
}

BOOST_AUTO_TEST_CASE(computed_signs_of_one_memory_and_one_neuron) {
    random_words words(20261130);
    for (char const* format : formats)
        for (argument_scaling const& scaling :
             {argument_scaling(raw{}), argument_scaling(reciprocal{}), argument_scaling(power_of_two{})})
            for (interaction const& F : every_interaction(3))
                for (auto const& [N, K] : {std::pair<std::size_t, std::size_t>{1, 1}, {1, 3}, {66, 1}}) {
                    if (words() % 3 != 0) continue;
                    rule_setting const setting{parse_format(format), std::nullopt, F, scaling};
                    check_decisions(setting, random_bipolar(K, N, words), random_state(N, words), 0, words);
                }
}

/// One memory near the state against many whose terms are each below half a last place of its own, or above.
BOOST_AUTO_TEST_CASE(computed_signs_where_one_term_holds_against_the_others) {
    random_words words(20261201);
    for (char const* format : formats)
        for (int trial = 0; trial < 24; ++trial) {
            std::size_t const N = 20 + words() % 50;
            std::size_t const K = 2 + words() % 120;
            bipolar_state const sigma = random_state(N, words);
            bipolar_patterns zeta(K, N);
            std::size_t const leader = words() % K;
            std::size_t const i = words() % N;
            std::size_t const off = N / 2 - words() % (N / 3);
            for (std::size_t mu = 0; mu < K; ++mu)
                for (std::size_t j = 0; j < N; ++j) {
                    // The others agree on all but `off` neurons or so, and disagree at i.
                    bool const turned = mu == leader ? j % 16 == 3 : words() % N < off;
                    bool const differs = j == i ? mu != leader : turned;
                    zeta.set(mu, j, differs ? -sigma[j] : sigma[j]);
                }
            argument_scaling const scaling = trial % 3 == 0   ? argument_scaling(raw{})
                                             : trial % 3 == 1 ? argument_scaling(reciprocal{})
                                                              : argument_scaling(power_of_two{});
            rule_setting const setting{parse_format(format), std::nullopt,
                                       polynomial{2 + static_cast<int>(words() % 9)}, scaling};
            check_decisions(setting, zeta, sigma, i, words);
        }
}

/// Terms at either end of the range: sums that overflow, terms that are infinite, NaN or subnormal.
BOOST_AUTO_TEST_CASE(computed_signs_at_the_ends_of_the_range) {
    random_words words(20261202);
    for (char const* format : {"fp8e4m3", "fp8e5m2", "fp16", "bf16", "fp32", "fp64", "x87", "fp128", "e3m9"})
        for (std::size_t const N : {9U, 65U})
            for (int n = 1; n < 200; n = n * 3 / 2 + 1) {
                bipolar_state const sigma = random_state(N, words);
                std::size_t const i = words() % N;
                auto const zeta = cancelling(1 + words() % 8, N, i, sigma, words);
                for (argument_scaling const& scaling :
                     {argument_scaling(raw{}), argument_scaling(reciprocal{}), argument_scaling(power_of_two{})}) {
                    rule_setting const setting{parse_format(format), std::nullopt, polynomial{n}, scaling};
                    check_decisions(setting, zeta, sigma, i, words);
                }
            }
    // Beyond a double's range, where x87, fp128 and mpfr still hold them.
    for (char const* format : {"x87", "fp128", "mpfr:64"})
        for (int const n : {400, 2500}) {
            bipolar_state const sigma = random_state(70, words);
            auto const zeta = cancelling(6, 70, 3, sigma, words);
            for (argument_scaling const& scaling : {argument_scaling(raw{}), argument_scaling(reciprocal{})})
                check_decisions({parse_format(format), std::nullopt, polynomial{n}, scaling}, zeta, sigma, 3, words);
        }
}

BOOST_AUTO_TEST_CASE(states_after_an_examination_and_other_memories) {
    random_words words(20261203);
    for (char const* format : {"x87", "fp64", "bf16", "mpfr:70"}) {
        rule_setting const setting{parse_format(format), std::nullopt, polynomial{5}, raw{}};
        auto const fast = make_format_rule(setting, true);
        auto const definition = make_format_rule(setting, false);
        for (int trial = 0; trial < 6; ++trial) {
            memory_patterns const patterns = random_bipolar(1 + words() % 9, trial < 3 ? 30 : 67, words);
            std::size_t const N = trial < 3 ? 30 : 67;
            fast->set_memories(patterns);
            definition->set_memories(patterns);
            bipolar_state sigma = random_state(N, words);
            fast->set_state(sigma);
            fast->flip(1);
            sigma = random_state(N, words);
            fast->examine(sigma, {});
            definition->examine(sigma, {});
            for (std::size_t i = 0; i < N; ++i) BOOST_TEST(fast->examined(i).value == definition->examined(i).value);
            for (auto const& rule : {fast.get(), definition.get()}) rule->set_state(sigma);
            for (std::size_t i = 0; i < N; ++i) {
                BOOST_TEST(fast->decide(i) == definition->decide(i));
                if (i % 7 != 0) continue;
                fast->flip(i);
                definition->flip(i);
            }
        }
    }
}

/// A sum that overflows although its exact value is a finite number of the other sign: A + A - A - A - A.
BOOST_AUTO_TEST_CASE(computed_signs_of_sums_that_overflow_on_the_way) {
    random_words words(20261204);
    for (char const* format : {"fp8e5m2", "fp16", "bf16", "fp32", "fp64", "x87", "fp128", "e5m11"}) {
        number_format const of = parse_format(format);
        int cases = 0;
        for (int N = 3; N < 90 && cases < 4; ++N) {
            // A = N^n - (N - 2)^n, a little below 2^(emax + 1), above half of it
            auto const n = static_cast<int>(static_cast<double>(of.emax + 1) / std::log2(N) - 0.05);
            double const share = n < 1 ? 0 : 1 - std::pow(1 - 2.0 / N, n);
            double const size = n * std::log2(N) + std::log2(share) - static_cast<double>(of.emax);
            if (n < 1 || size < 0.02 || size > 0.8) continue;
            ++cases;
            bipolar_state const sigma = random_state(static_cast<std::size_t>(N), words);
            bipolar_patterns zeta(5, sigma.size());
            for (std::size_t mu = 0; mu < 5; ++mu)
                for (std::size_t j = 0; j < sigma.size(); ++j) zeta.set(mu, j, mu > 1 && j == 1 ? -sigma[j] : sigma[j]);
            rule_setting const setting{of, std::nullopt, polynomial{n}, raw{}};
            check_decisions(setting, zeta, sigma, 1, words);
        }
        BOOST_TEST(cases > 0, format);
    }
}

/// Bit for bit MPFR's sums, of terms of any sizes.
BOOST_AUTO_TEST_CASE(sums_of_mpfr_numbers_are_those_of_the_definition) {
    random_words words(20261205);
    for (int const bits : {2, 11, 53, 63, 64, 65, 113, 128, 129, 200, 256, 300, 384, 449, 512, 513})
        for (argument_scaling const& scaling : {argument_scaling(raw{}), argument_scaling(reciprocal{}),
                                                argument_scaling(power_of_two{}), argument_scaling(logarithmic{})})
            for (int const n : {3, 30, 1000}) {
                std::size_t const N = 1 + words() % 70;
                if (bits < 7 && N > std::size_t{1} << bits) continue;
                rule_setting const setting{parse_format("mpfr:" + std::to_string(bits)), std::nullopt, polynomial{n},
                                           scaling};
                bipolar_state const sigma = random_state(N, words);
                memory_patterns const patterns = cancelling(1 + words() % 9, N, words() % N, sigma, words);
                auto const fast = make_format_rule(setting, true);
                auto const definition = make_format_rule(setting, false);
                for (auto const& rule : {fast.get(), definition.get()}) {
                    rule->set_memories(patterns);
                    rule->examine(sigma, {});
                }
                for (std::size_t i = 0; i < N; ++i) {
                    mpfr_value const a = fast->value(i);
                    mpfr_value const b = definition->value(i);
                    bool const both_nan = mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0;
                    BOOST_TEST((both_nan || mpfr_equal_p(a.get(), b.get()) != 0),
                               bits << " " << name(scaling) << " n=" << n << " N=" << N << " i=" << i);
                }
            }
}
