// What ties and NaN decide, states of {-1, 0, +1}, and the definition as a program of default axes.
#include <boost/test/unit_test.hpp>

#include "rule/definition_oracle.hpp"
#include "support/random_patterns.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/oracle.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

char const* const interactions[] = {"polynomial", "rectified", "leaky:1/100", "leaky+:1/3", "exponential"};

bipolar_state mirrored(bipolar_state sigma) {
    for (std::int8_t& value : sigma) value = static_cast<std::int8_t>(-value);
    return sigma;
}

bipolar_patterns mirrored(bipolar_patterns const& zeta) {
    bipolar_patterns result(zeta.K(), zeta.N());
    for (std::size_t mu = 0; mu < zeta.K(); ++mu)
        for (std::size_t i = 0; i < zeta.N(); ++i) result.set(mu, i, -zeta.at(mu, i));
    return result;
}

comparison_counts counted(rule_setting const& setting, memory_patterns const& zeta, bipolar_state const& sigma,
                          decision_rule const& decision) {
    comparison both(setting, std::holds_alternative<bipolar_patterns>(zeta), decision);
    both.set_memories(zeta);
    comparison_counts counts;
    both.examine(sigma, counts, {});
    both.relax(sigma, update_order::sequential(sigma.size()), counts, {});
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_CASE(definition_and_oracle_decide_alike) {
    random_words words(20261129);
    for (char const* F : interactions)
        for (int const n : {1, 2, 3, 7})
            for (bool const bipolar : {true, false}) {
                interaction const function = parse_interaction(F, n);
                memory_patterns const zeta =
                    bipolar ? memory_patterns(random_bipolar(4, 9, words)) : memory_patterns(random_real(4, 9, words));
                bipolar_state const sigma = random_bipolar(1, 9, words).state(0);
                auto const oracle = make_oracle(function, {1, 3}, zeta);
                auto const definition = make_definition_oracle(function, {1, 3}, zeta);
                oracle->set_state(sigma);
                definition->set_state(sigma);
                for (std::size_t i = 0; i < 9; ++i) {
                    BOOST_TEST(oracle->sign(i) == definition->sign(i, 0), F << " n = " << n);
                    // A tolerance above every |u| makes all of them ties.
                    BOOST_TEST(definition->sign(i, rational(1000000000)) == 0);
                }
            }
}

// N = 5, K = 3, F = x^n by integers of the language.
BOOST_AUTO_TEST_CASE(definition_takes_a_third_value) {
    random_words words(20261130);
    for (int const n : {1, 2, 3, 4})
        for (int round = 0; round < 50; ++round) {
            bipolar_patterns const zeta = random_bipolar(3, 5, words);
            std::vector<std::int8_t> sigma(5);
            for (std::int8_t& value : sigma) value = static_cast<std::int8_t>(static_cast<int>(words() % 3) - 1);
            auto const definition = make_definition_oracle(polynomial{n}, {1, 1}, zeta);
            definition->set_state(std::vector<std::int8_t>(5, 1));
            for (std::size_t i = 0; i < 5; ++i) definition->set(i, sigma[i]);
            for (std::size_t i = 0; i < 5; ++i) {
                std::int64_t u = 0;
                for (std::size_t mu = 0; mu < 3; ++mu) {
                    std::int64_t R = 0;
                    for (std::size_t j = 0; j < 5; ++j) R += j == i ? 0 : zeta.at(mu, j) * sigma[j];
                    std::int64_t up = 1;
                    std::int64_t down = 1;
                    for (int k = 0; k < n; ++k) {
                        up *= R + zeta.at(mu, i);
                        down *= R - zeta.at(mu, i);
                    }
                    u += up - down;
                }
                BOOST_TEST(definition->sign(i, 0) == (u > 0) - (u < 0));
            }
        }
}

// With n even u_i(-sigma) = -u_i(sigma); with n odd u_i(-zeta) = -u_i(zeta): plus and minus change places.
BOOST_AUTO_TEST_CASE(tie_minus_is_tie_plus_in_the_mirror) {
    random_words words(20261201);
    for (char const* format : {"fp8e4m3", "bf16", "fp16", "fp32", "exact"})
        for (char const* scaling : {"raw", "1/N", "2^-k"})
            for (int const n : {2, 3, 4, 5}) {
                bipolar_patterns const zeta = random_bipolar(4, 12, words);
                bipolar_state const sigma = random_bipolar(1, 12, words).state(0);
                rule_setting const setting{parse_format(format), std::nullopt, polynomial{n}, parse_scaling(scaling)};
                auto const plus = counted(setting, zeta, sigma, {});
                auto const minus = n % 2 == 0 ? counted(setting, zeta, mirrored(sigma), {.tie = tie_rule::minus})
                                              : counted(setting, mirrored(zeta), sigma, {.tie = tie_rule::minus});
                if (plus.nan != 0) continue;
                BOOST_TEST(plus.wrong == minus.wrong, format << " " << scaling << " n = " << n);
                BOOST_TEST(plus.ties == minus.ties);
                BOOST_TEST(plus.ties_broken == minus.ties_broken);
                // A mirrored state relaxes to the mirrored end; mirrored memories of odd n mirror no trajectory.
                if (n % 2 == 0) BOOST_TEST(plus.wrong_endings == minus.wrong_endings);
            }
}

BOOST_AUTO_TEST_CASE(exact_arithmetic_is_never_wrong) {
    random_words words(20261202);
    for (tie_rule const tie : {tie_rule::plus, tie_rule::minus, tie_rule::keep, tie_rule::zero, tie_rule::flip})
        for (char const* T : {"0", "8", "100"})
            for (char const* F : {"polynomial", "rectified", "leaky:1/2"})
                for (int round = 0; round < 10; ++round) {
                    bipolar_patterns const zeta = random_bipolar(3, 8, words);
                    bipolar_state const sigma = random_bipolar(1, 8, words).state(0);
                    rule_setting const setting{parse_format(round % 2 == 0 ? "exact" : "fp64"), std::nullopt,
                                               parse_interaction(F, 2), raw{}};
                    auto const counts = counted(setting, zeta, sigma, {.tie = tie, .tolerance = rational(T)});
                    BOOST_TEST(counts.wrong == 0U);
                    BOOST_TEST(counts.ties_broken == 0U);
                    BOOST_TEST(counts.wrong_endings == 0U, F << " T = " << T);
                }
}

// fp16, n = 30: every field is infinity - infinity. Under `keep` all states are stable.
BOOST_AUTO_TEST_CASE(nan_decides_as_asked) {
    random_words words(20261203);
    bipolar_patterns const zeta = random_bipolar(5, 10, words);
    bipolar_state const sigma = zeta.state(0);
    rule_setting const setting{parse_format("fp16"), std::nullopt, polynomial{30}, raw{}};
    auto const oracle = make_oracle(setting.F, {1, 1}, zeta);
    oracle->set_state(sigma);
    std::uint64_t plus = 0;
    std::uint64_t unstable = 0;
    for (std::size_t i = 0; i < 10; ++i) {
        plus += oracle->sign(i) >= 0 ? 1U : 0U;
        unstable += (oracle->sign(i) >= 0 ? 1 : -1) != sigma[i] ? 1U : 0U;
    }
    BOOST_TEST(counted(setting, zeta, sigma, {}).nan == 10U);
    BOOST_TEST(counted(setting, zeta, sigma, {.nan = nan_rule::minus}).wrong == plus);
    BOOST_TEST(counted(setting, zeta, sigma, {.nan = nan_rule::plus}).wrong == 10 - plus);
    BOOST_TEST(counted(setting, zeta, sigma, {.nan = nan_rule::keep}).wrong == unstable);
    BOOST_TEST(counted(setting, zeta, sigma, {.nan = nan_rule::zero}).wrong == 10U);
    BOOST_TEST(counted(setting, zeta, sigma, {.nan = nan_rule::nan}).wrong == 10U);
}

BOOST_AUTO_TEST_CASE(program_of_default_axes_is_the_definition) {
    random_words words(20261204);
    for (char const* format : {"fp8e4m3", "fp8e5m2", "bf16", "fp16", "tf32", "fp32", "fp64", "e3m5", "mpfr:70", "x87"})
        for (char const* scaling : {"raw", "1/N", "/N", "2^-k", "log", "factored", "energy"})
            for (char const* F : interactions)
                for (bool const bipolar : {true, false}) {
                    int const n = std::vector<int>{1, 2, 3, 9, 20}[words() % 5];
                    memory_patterns const zeta = bipolar ? memory_patterns(random_bipolar(4, 11, words))
                                                         : memory_patterns(random_real(4, 11, words));
                    bipolar_state const sigma = random_bipolar(1, 11, words).state(0);
                    rule_setting setting{parse_format(format), std::nullopt, parse_interaction(F, n),
                                         parse_scaling(scaling)};
                    auto const plain = make_format_rule(setting, bipolar);
                    setting.program.emplace();
                    auto const program = make_format_rule(setting, bipolar);
                    plain->set_memories(zeta);
                    program->set_memories(zeta);
                    plain->examine(sigma, {});
                    program->examine(sigma, {});
                    std::string const where = std::string(format) + " " + scaling + " " + F + " n=" + std::to_string(n);
                    for (std::size_t i = 0; i < 11; ++i) {
                        mpfr_value const a = plain->value(i);
                        mpfr_value const b = program->value(i);
                        bool const same = mpfr_equal_p(a.get(), b.get()) != 0 ||
                                          (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
                        BOOST_TEST(same, where);
                        decision const x = plain->examined(i);
                        decision const y = program->examined(i);
                        BOOST_TEST((x.overflow == y.overflow && x.nan == y.nan && x.underflow == y.underflow), where);
                    }
                }
}
