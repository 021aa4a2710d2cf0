// Laws of the comparison: two ways to the same numbers count the same events, in every format, scaling and F.
#include "ulpfield/rule/comparison.hpp"

#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/number/lost_bits.hpp"
#include "ulpfield/number/rounded.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

char const* const formats[] = {"fp8e4m3", "fp8e5m2",   "bf16", "fp16", "tf32", "fp32",   "fp64",   "x87",
                               "fp128",   "e2m1:ieee", "e3m5", "e4m3", "e5m7", "e11m30", "mpfr:2", "mpfr:70"};
char const* const scalings[] = {"raw", "1/N", "/N", "2^-k", "log", "factored"};
char const* const interactions[] = {"polynomial", "rectified", "leaky:1/100", "leaky+:1/3", "exponential"};

comparison_counts counted(rule_setting const& setting, memory_patterns const& zeta, bipolar_state const& sigma) {
    comparison both(setting, std::holds_alternative<bipolar_patterns>(zeta));
    both.set_memories(zeta);
    comparison_counts counts;
    both.examine(sigma, counts, {});
    both.relax(sigma, update_order::sequential(sigma.size()), counts, {});
    return counts;
}

void check_same_columns(comparison_counts const& a, comparison_counts const& b, std::string const& where) {
    BOOST_TEST(a.decisions == b.decisions, where);
    BOOST_TEST(a.wrong == b.wrong, where << " wrong");
    BOOST_TEST(a.ties == b.ties, where << " ties");
    BOOST_TEST(a.ties_broken == b.ties_broken, where << " ties_broken");
    BOOST_TEST(a.overflow == b.overflow, where << " overflow");
    BOOST_TEST(a.nan == b.nan, where << " nan");
    BOOST_TEST(a.underflow == b.underflow, where << " underflow");
    BOOST_TEST(a.vanished == b.vanished, where << " vanished");
    BOOST_TEST((a.lost_bits == b.lost_bits), where << " bits_lost");
    BOOST_TEST(a.wrong_endings == b.wrong_endings, where << " wrong_endings");
}

std::string name_of(rule_setting const& setting, std::size_t N, std::size_t K) {
    return setting.format.name + " " + std::string(name(setting.scaling)) + " " + name(setting.F) +
           " N=" + std::to_string(N) + " K=" + std::to_string(K);
}

rule_setting setting_of(char const* format, char const* scaling, char const* F, random_words& words) {
    int const n = std::vector<int>{1, 2, 3, 4, 9, 20, 45}[words() % 7];
    power_method const power = words() % 3 == 0 ? power_method::pow : power_method::binary;
    return {parse_format(format), std::nullopt, parse_interaction(F, n), parse_scaling(scaling), power};
}

real_patterns as_real(bipolar_patterns const& bipolar) {
    real_patterns real(bipolar.K(), bipolar.N());
    for (std::size_t mu = 0; mu < bipolar.K(); ++mu)
        for (std::size_t i = 0; i < bipolar.N(); ++i) real.set(mu, i, bipolar.at(mu, i));
    return real;
}

/// Random entries, a third of them subnormal in the format or below it.
real_patterns with_tiny_entries(std::size_t K, std::size_t N, number_format const& format, random_words& words) {
    real_patterns patterns = random_real(K, N, words);
    int const least = static_cast<int>(std::max<std::int64_t>(format.emin, -1022));
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i)
            if (words() % 3 == 0)
                patterns.set(
                    mu, i,
                    std::ldexp(words() % 2 == 0 ? 1.0 : -0.75, std::min(0, least - static_cast<int>(words() % 5))));
    return patterns;
}

}  // namespace

BOOST_AUTO_TEST_CASE(sums_in_the_format_itself_are_no_wider_sums) {
    random_words words(20261101);
    for (char const* format : formats)
        for (char const* scaling : scalings)
            for (char const* F : interactions)
                for (bool const bipolar : {true, false}) {
                    rule_setting const setting = setting_of(format, scaling, F, words);
                    rule_setting accumulated = setting;
                    accumulated.accumulate = setting.format;
                    std::size_t const N = 1 + words() % 9;
                    std::size_t const K = 1 + words() % 4;
                    memory_patterns const zeta = bipolar
                                                     ? memory_patterns(random_bipolar(K, N, words))
                                                     : memory_patterns(with_tiny_entries(K, N, setting.format, words));
                    bipolar_state const sigma = random_state(N, words);
                    check_same_columns(counted(setting, zeta, sigma), counted(accumulated, zeta, sigma),
                                       name_of(setting, N, K) + (bipolar ? " bipolar" : " real"));
                }
}

BOOST_AUTO_TEST_CASE(a_subnormal_entry_is_an_input) {
    // 1 + 1 + 1e-40 rounds to 2 in fp32: nothing computed is subnormal, whatever type the sum has.
    real_patterns zeta(1, 3);
    zeta.set(0, 0, 1);
    zeta.set(0, 1, 1);
    zeta.set(0, 2, 1e-40);
    for (char const* accumulate : {"", "fp32", "fp64", "mpfr:100"}) {
        rule_setting setting{parse_format("fp32"), std::nullopt, polynomial{2}, raw{}};
        if (*accumulate != '\0') setting.accumulate = parse_format(accumulate);
        BOOST_TEST(counted(setting, zeta, state_of("+++")).underflow == 0, accumulate);
    }
    // What a wider sum keeps is subnormal once it is an argument of F: 1e-40 itself, N = 1.
    real_patterns alone(1, 1);
    alone.set(0, 0, 1e-40);
    rule_setting wider{parse_format("fp32"), parse_format("fp64"), polynomial{2}, raw{}};
    BOOST_TEST(counted(wider, alone, state_of("+")).underflow == 1);
}

BOOST_AUTO_TEST_CASE(real_memories_of_plus_and_minus_one_are_bipolar) {
    random_words words(20261102);
    for (char const* format : formats)
        for (char const* scaling : scalings)
            for (char const* F : interactions)
                for (int const size : {0, 1}) {
                    rule_setting const setting = setting_of(format, scaling, F, words);
                    // The second size is beyond the integers of the narrow formats, and N beyond their largest number.
                    std::size_t const N = size == 0 ? 1 + words() % 12 : 40 + words() % 10;
                    std::size_t const K = 1 + words() % 5;
                    bipolar_patterns const zeta = random_bipolar(K, N, words);
                    bipolar_state const sigma = words() % 2 == 0 ? zeta.state(0) : random_state(N, words);
                    check_same_columns(counted(setting, zeta, sigma), counted(setting, as_real(zeta), sigma),
                                       name_of(setting, N, K));
                }
}

BOOST_AUTO_TEST_CASE(a_constant_beyond_the_largest_number_counts_in_every_decision) {
    // fp8e4m3 ends at 448, e4m3 at 240: N = 500 is NaN in the one, infinite in the other.
    std::size_t const N = 500;
    bipolar_patterns ones(1, N);
    for (std::size_t i = 0; i < N; ++i) ones.set(0, i, 1);
    real_patterns nearly = as_real(ones);
    nearly.set(0, N - 1, 0.999999);
    bipolar_state const sigma(N, 1);
    for (auto const& [format, nan] : {std::pair("fp8e4m3", N), std::pair("e4m3", std::size_t{0})}) {
        rule_setting const setting{parse_format(format), std::nullopt, polynomial{3}, division{}};
        for (memory_patterns const& zeta :
             {memory_patterns(ones), memory_patterns(as_real(ones)), memory_patterns(nearly)}) {
            comparison_counts const counts = counted(setting, zeta, sigma);
            BOOST_TEST(counts.overflow == N, format);
            BOOST_TEST(counts.nan == nan, format);
        }
    }
    // A constant that underflows is an input: 1/500 is subnormal in fp8e4m3.
    rule_setting const reciprocals{parse_format("fp8e4m3"), std::nullopt, polynomial{1}, reciprocal{}};
    comparison_counts const counts = counted(reciprocals, ones, sigma);
    BOOST_TEST(counts.overflow == 0);
    BOOST_TEST(counts.nan == 0);
}

BOOST_AUTO_TEST_CASE(an_exact_value_beyond_the_largest_number_has_its_sign) {
    // fp8e4m3 has no infinity: the place beyond +-448 is told apart by the exact sign alone.
    fp8e4m3 const nan(1000.0);
    for (int const sign : {1, -1}) {
        BOOST_TEST(lost_bits(fp8e4m3(sign * 448.0), nan, sign) == 1);
        BOOST_TEST(lost_bits(fp8e4m3(sign * 416.0), nan, sign) == log2_position(std::int64_t{2}));
        BOOST_TEST(lost_bits(fp8e4m3(sign * 256.0), nan, sign) == 3);
        BOOST_TEST(lost_bits(fp8e4m3(-sign * 448.0), nan, sign) == 4);
    }
    // 100 memories with u_1 = -+16 each: the sum of +-15 stagnates at +-256 (256 + 15 is below 272), seven steps from
    // the exact +-1600 beyond the largest.
    for (int const own : {1, -1}) {
        bipolar_patterns zeta(100, 5);
        for (std::size_t mu = 0; mu < 100; ++mu)
            for (std::size_t i = 0; i < 5; ++i) zeta.set(mu, i, i == 0 ? own : 1);
        rule_setting const setting{parse_format("fp8e4m3"), std::nullopt, polynomial{2}, raw{}};
        for (bool const bipolar : {true, false}) {
            memory_patterns const patterns = bipolar ? memory_patterns(zeta) : memory_patterns(as_real(zeta));
            auto const rule = make_format_rule(setting, bipolar);
            rule->set_memories(patterns);
            rule->examine(bipolar_state(5, 1), {});
            BOOST_TEST(mpfr_cmp_si(rule->value(0).get(), own * 256) == 0);
            mpfr_value beyond(4);
            mpfr_set_nan(beyond.get());
            BOOST_TEST(rule->lost_bits(0, beyond.get(), own) == 3);
        }
    }
}

BOOST_AUTO_TEST_CASE(partial_sums_that_become_subnormal_count) {
    // e3m5 is normal from 1/4 on. With 2^-k at N = 8, n = 2 the terms of R = 7, 5 are 7/16 and 5/16: normal, their
    // difference is not.
    random_words words(20261103);
    int only_in_sums = 0;
    for (char const* format : {"e3m5", "e3m7", "e4m5", "fp8e4m3"})
        for (int trial = 0; trial < 200; ++trial) {
            std::size_t const N = 8;
            std::size_t const K = 2 + words() % 3;
            rule_setting const setting{parse_format(format), std::nullopt,
                                       polynomial{2 + static_cast<int>(words() % 3)}, power_of_two{}};
            bipolar_patterns zeta(K, N);
            bipolar_state const sigma = random_state(N, words);
            for (std::size_t mu = 0; mu < K; ++mu) {
                std::size_t const differing = words() % (N + 2);
                for (std::size_t i = 0; i < N; ++i) zeta.set(mu, i, i == differing ? -sigma[i] : sigma[i]);
            }
            auto const examined = [&](memory_patterns const& patterns, bool bipolar) {
                auto rule = make_format_rule(setting, bipolar);
                rule->set_memories(patterns);
                rule->examine(sigma, {});
                return rule;
            };
            memory_patterns const all = zeta;
            auto const fast = examined(all, true);
            auto const definition = examined(all, false);
            for (std::size_t i = 0; i < N; ++i) {
                BOOST_TEST(fast->examined(i).underflow == definition->examined(i).underflow, format << " i=" << i);
                bool in_a_term = false;
                for (std::size_t mu = 0; mu < K; ++mu) {
                    bipolar_patterns one(1, N);
                    for (std::size_t j = 0; j < N; ++j) one.set(0, j, zeta.at(mu, j));
                    in_a_term = in_a_term || examined(memory_patterns(one), false)->examined(i).underflow;
                }
                if (in_a_term) BOOST_TEST(fast->examined(i).underflow, format);
                only_in_sums += !in_a_term && fast->examined(i).underflow ? 1 : 0;
            }
        }
    BOOST_TEST(only_in_sums > 200);
}

BOOST_AUTO_TEST_CASE(median_and_maximum_of_the_bits_lost) {
    random_words words(20261104);
    for (int trial = 0; trial < 300; ++trial) {
        comparison_counts counts;
        std::vector<double> bits;
        std::size_t const kinds = 1 + words() % 5;
        for (std::size_t kind = 0; kind < kinds; ++kind) {
            auto const lost = static_cast<int>(words() % 12);
            std::uint64_t const decisions = 1 + words() % 6;
            counts.lost_bits[log2_position((std::int64_t{1} << lost) - 1)] += decisions;
            counts.decisions += decisions;
            bits.insert(bits.end(), decisions, lost);
        }
        std::sort(bits.begin(), bits.end());
        std::size_t const middle = bits.size() / 2;
        double const median = bits.size() % 2 != 0 ? bits[middle] : (bits[middle - 1] + bits[middle]) / 2;
        BOOST_TEST(counts.median_lost_bits() == median);
        BOOST_TEST(counts.largest_lost_bits() == bits.back());
    }
    BOOST_TEST(comparison_counts{}.median_lost_bits() == 0);
    BOOST_TEST(comparison_counts{}.largest_lost_bits() == 0);
    // log2 3, to the nearest double
    comparison_counts two_steps;
    two_steps.decisions = 1;
    two_steps.lost_bits[log2_position(std::int64_t{2})] = 1;
    BOOST_TEST(two_steps.median_lost_bits() == 0x1.95c01a39fbd68p+0);
}
