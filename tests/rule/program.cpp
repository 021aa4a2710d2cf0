// A program's arithmetic: what must come out whatever the numbers, and where it is void.
#include <boost/test/unit_test.hpp>

#include "rule/program_check.hpp"
#include "support/random_patterns.hpp"
#include "ulpfield/memory/stored_patterns.hpp"
#include "ulpfield/number/rounded.hpp"
#include "ulpfield/rule/comparison.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

char const* const memory_orders[] = {"sequential", "reverse",  "pairwise", "torch",    "blocks:3", "lanes:4",
                                     "kahan",      "neumaier", "once",     "two-sums", "blocks:1"};

std::vector<double> fields(rule_setting const& setting, memory_patterns const& zeta, bipolar_state const& sigma) {
    auto const rule = make_format_rule(setting, std::holds_alternative<bipolar_patterns>(zeta));
    rule->set_memories(zeta);
    rule->examine(sigma, {});
    std::vector<double> all;
    for (std::size_t i = 0; i < sigma.size(); ++i) all.push_back(mpfr_get_d(rule->value(i).get(), MPFR_RNDN));
    return all;
}

/// The field as examine and as relaxation computes it.
void check_same_in_relaxation(rule_setting const& setting, memory_patterns const& zeta, bipolar_state sigma) {
    auto const rule = make_format_rule(setting, std::holds_alternative<bipolar_patterns>(zeta));
    rule->set_memories(zeta);
    auto const start = sigma;
    rule->set_state(start);
    for (std::size_t i = 0; i < sigma.size(); i += 2) {
        sigma[i] = static_cast<std::int8_t>(-sigma[i]);
        rule->set(i, sigma[i]);
    }
    std::vector<double> const expected = fields(setting, zeta, sigma);
    for (std::size_t i = 0; i < sigma.size(); ++i)
        BOOST_TEST(mpfr_get_d(rule->field(i).get(), MPFR_RNDN) == expected[i]);
}

rule_setting with(char const* format, int n, program_arithmetic program, char const* scaling = "raw") {
    rule_setting setting{parse_format(format), std::nullopt, polynomial{n}, parse_scaling(scaling)};
    setting.program = std::move(program);
    return setting;
}

}  // namespace

// Integers below 2^53: no order rounds, so all give the definition's field.
BOOST_AUTO_TEST_CASE(orders_of_exact_terms_are_one) {
    random_words words(1);
    memory_patterns const zeta = random_bipolar(40, 17, words);
    bipolar_state const sigma = random_bipolar(1, 17, words).state(0);
    auto const expected = fields({parse_format("fp64"), std::nullopt, polynomial{5}, raw{}}, zeta, sigma);
    for (char const* order : memory_orders)
        for (char const* similarity : {"reverse", "pairwise", "kahan", "hopper", "openblas-haswell", "dpbf16"})
            for (bool const inside : {false, true})
                for (bool const contract : {false, true}) {
                    program_arithmetic program{parse_memory_sum(order), parse_similarity_sum(similarity), inside,
                                               contract};
                    if (auto* unit = std::get_if<unit_similarity>(&program.similarity.by))
                        unit->operands = parse_format("bf16");
                    BOOST_TEST(fields(with("fp64", 5, program), zeta, sigma) == expected, order << " " << similarity);
                }
}

// The exact sum of the format's own terms, rounded once: with mpfr:2000 nothing is left to round, so it is exact Eq. 4
// of the memories.
BOOST_AUTO_TEST_CASE(once_in_a_wide_format_is_exact) {
    random_words words(2);
    for (int round = 0; round < 20; ++round) {
        memory_patterns const zeta = random_real(6, 9, words);
        bipolar_state const sigma = random_bipolar(1, 9, words).state(0);
        program_arithmetic program{parse_memory_sum("once"), parse_similarity_sum("once")};
        comparison both(with("mpfr:20000", 3, program), false);
        both.set_memories(zeta);
        comparison_counts counts;
        both.examine(sigma, counts, {});
        both.relax(sigma, update_order::sequential(9), counts, {});
        BOOST_TEST(counts.wrong == 0U);
        BOOST_TEST(counts.wrong_endings == 0U);
        BOOST_TEST(counts.largest_lost_bits() == 0);
    }
}

// Terms of the definition, summed in the order by hand.
BOOST_AUTO_TEST_CASE(orders_of_the_sum_over_memories) {
    random_words words(3);
    for (char const* order : {"reverse", "pairwise", "torch", "blocks:3", "lanes:4", "neumaier", "once"})
        for (bool const bipolar : {true, false}) {
            std::size_t const K = 37;
            memory_patterns const zeta =
                bipolar ? memory_patterns(random_bipolar(K, 30, words)) : memory_patterns(random_real(K, 30, words));
            bipolar_state const sigma = random_bipolar(1, 30, words).state(0);
            program_arithmetic program;
            program.sum = parse_memory_sum(order);
            auto const seen = fields(with("fp32", 12, program), zeta, sigma);
            for (std::size_t i = 0; i < 30; ++i) {
                std::vector<float> terms;
                for (std::size_t mu = 0; mu < K; ++mu) {
                    auto const at = [&](std::size_t j) {
                        return static_cast<float>(
                            std::visit([&](auto const& p) { return static_cast<double>(p.at(mu, j)); }, zeta));
                    };
                    float R = 0;
                    for (std::size_t j = 0; j < 30; ++j)
                        if (j != i) R += static_cast<float>(sigma[j]) * at(j);
                    terms.push_back(binary_power(at(i) + R, 12) - binary_power(-at(i) + R, 12));
                }
                float const expected = sum::summed<float>(parse_memory_sum(order).order, terms);
                BOOST_TEST(seen[i] == static_cast<double>(expected), order << " neuron " << i);
            }
            check_same_in_relaxation(with("fp32", 12, program), zeta, sigma);
        }
}

// F(a) and F(b) summed apart: bipolar memories by a table, real ones with the same entries by the definition.
BOOST_AUTO_TEST_CASE(two_sums_by_table_and_by_definition) {
    random_words words(7);
    for (char const* format : {"fp16", "bf16", "fp32", "fp64"})
        for (char const* scaling : {"raw", "1/N", "2^-3"}) {
            bipolar_patterns const zeta = random_bipolar(25, 20, words);
            real_patterns real(25, 20);
            for (std::size_t mu = 0; mu < 25; ++mu)
                for (std::size_t i = 0; i < 20; ++i) real.set(mu, i, zeta.at(mu, i));
            bipolar_state const sigma = random_bipolar(1, 20, words).state(0);
            program_arithmetic program;
            program.sum = parse_memory_sum("two-sums");
            for (int const n : {2, 5, 9}) {
                auto const by_table = fields(with(format, n, program, scaling), zeta, sigma);
                auto const by_definition = fields(with(format, n, program, scaling), real, sigma);
                for (std::size_t i = 0; i < 20; ++i)
                    BOOST_TEST(
                        (by_table[i] == by_definition[i] || (std::isnan(by_table[i]) && std::isnan(by_definition[i]))),
                        format << " " << scaling << " n = " << n);
            }
        }
}

BOOST_AUTO_TEST_CASE(neuron_inside_or_outside_the_similarity) {
    random_words words(4);
    memory_patterns const zeta = random_real(5, 30, words);
    bipolar_state const sigma = random_bipolar(1, 30, words).state(0);
    program_arithmetic program;
    program.self_inside = true;
    auto const seen = fields(with("fp32", 3, program), zeta, sigma);
    bool differs = false;
    auto const outside = fields(with("fp32", 3, {}), zeta, sigma);
    for (std::size_t i = 0; i < 30; ++i) {
        float u = 0;
        for (std::size_t mu = 0; mu < 5; ++mu) {
            float up = 0;
            float down = 0;
            for (std::size_t j = 0; j < 30; ++j) {
                auto const z = static_cast<float>(std::get<real_patterns>(zeta).at(mu, j));
                up += j == i ? z : z * static_cast<float>(sigma[j]);
                down += j == i ? -z : z * static_cast<float>(sigma[j]);
            }
            u += binary_power(up, 3) - binary_power(down, 3);
        }
        BOOST_TEST(seen[i] == static_cast<double>(u));
        differs = differs || seen[i] != outside[i];
    }
    BOOST_TEST(differs);
}

// fma(a, a, -(b b)) for n = 2; fma(a a, a, -(b b b)) for n = 3, as g++ -mfma contracts it.
BOOST_AUTO_TEST_CASE(contracted_powers) {
    random_words words(5);
    memory_patterns const zeta = random_real(1, 12, words);
    bipolar_state const sigma = random_bipolar(1, 12, words).state(0);
    for (int const n : {1, 2, 3}) {
        program_arithmetic program;
        program.contract = true;
        auto const seen = fields(with("fp64", n, program), zeta, sigma);
        for (std::size_t i = 0; i < 12; ++i) {
            double const z = std::get<real_patterns>(zeta).at(0, i);
            double R = 0;
            for (std::size_t j = 0; j < 12; ++j)
                if (j != i) R += std::get<real_patterns>(zeta).at(0, j) * sigma[j];
            double const a = z + R;
            double const b = -z + R;
            double const expected = n == 1   ? a - b
                                    : n == 2 ? std::fma(a, a, -(b * b))
                                             : std::fma(a * a, a, -(b * b * b));
            BOOST_TEST(seen[i] == expected, "n = " << n);
        }
    }
}

BOOST_AUTO_TEST_CASE(powers_by_other_methods) {
    using enum power_method;
    BOOST_TEST(power(1.1, 5, multiply) == (((1.1 * 1.1) * 1.1) * 1.1) * 1.1);
    BOOST_TEST(power(-3.0, 3, exp_log) == -std::exp2(3 * std::log2(3.0)));
    BOOST_TEST(power(0.0, 3, exp_log) == 0);
    BOOST_TEST(power(-2.0, 4, exp_log) == 16);
    // 1.1 in fp16 is 1.099609375; its cube 1.32957... is exact in no step of fp16 and rounded once from fp32.
    fp16 const x(1.1);
    BOOST_TEST(
        power(x, 3, wide).to_double() ==
        fp16(static_cast<double>(static_cast<float>(x.to_double() * x.to_double() * x.to_double()))).to_double());
    BOOST_TEST(power(1.1, 3, wide) == elementary::pow(1.1, 3));  // fp64 holds fp32
}

// What storing loses is what the file of rounded memories shows.
BOOST_AUTO_TEST_CASE(stored_memories_are_the_rounded_ones) {
    random_words words(6);
    for (char const* store : {"fp8e4m3", "bf16", "fp16"})
        for (char const* scaling : {"raw", "2^-k"})
            for (int round = 0; round < 10; ++round) {
                real_patterns zeta(5, 20);
                for (std::size_t mu = 0; mu < 5; ++mu)
                    for (std::size_t i = 0; i < 20; ++i)
                        zeta.set(mu, i, static_cast<double>(words() >> 11) * 0x1p-52 - 1);
                bipolar_state const sigma = random_bipolar(1, 20, words).state(0);
                memory_patterns const kept = stored_patterns(zeta, parse_format(store));
                rule_setting const setting{parse_format("fp32"), std::nullopt, polynomial{3}, parse_scaling(scaling)};
                comparison given(setting, false, {}, parse_format(store));
                given.set_memories(memory_patterns(zeta));
                comparison rounded(setting, false);
                rounded.set_memories(kept);
                comparison_counts a;
                comparison_counts b;
                given.examine(sigma, a, {});
                rounded.examine(sigma, b, {});
                BOOST_TEST(a.wrong_rounded == b.wrong, store << " " << scaling);
                comparison exactly({parse_format("exact"), std::nullopt, polynomial{3}, parse_scaling(scaling)}, false,
                                   {}, parse_format(store));
                exactly.set_memories(memory_patterns(zeta));
                comparison_counts c;
                exactly.examine(sigma, c, {});
                BOOST_TEST(c.wrong_rounded == 0U);
            }
}

// N = 2, K = 1, n = 2: all neurons at once go round between (1, -1) and (-1, 1); one by one they come to rest.
BOOST_AUTO_TEST_CASE(synchronous_updates_cycle) {
    bipolar_patterns zeta(1, 2);
    zeta.set(0, 0, 1);
    zeta.set(0, 1, 1);
    rule_setting const setting{parse_format("fp32"), std::nullopt, polynomial{2}, raw{}};
    comparison both(setting, true);
    both.set_memories(memory_patterns(zeta));
    for (auto const& [block, cycles] : {std::pair<std::size_t, std::uint64_t>(1, 0), {2, 1}, {100, 1}}) {
        comparison_counts counts;
        both.relax({1, -1}, update_order::blocks(2, block), counts, {});
        BOOST_TEST(counts.cycles == cycles);
        BOOST_TEST(counts.wrong_endings == 0U);
    }
}

BOOST_AUTO_TEST_CASE(combinations_without_a_meaning_are_refused) {
    auto const refused = [](rule_setting const& setting, std::size_t N) {
        BOOST_CHECK_THROW(check_program(setting, N), std::invalid_argument);
    };
    program_arithmetic program;
    program.sum = parse_memory_sum("two-sums");
    refused(with("fp32", 3, program, "log"), 10);
    refused(with("fp32", 3, program, "factored"), 10);
    check_program(with("fp32", 3, program, "energy"), 10);
    program = {};
    program.contract = true;
    refused(with("fp32", 3, program, "log"), 10);
    rule_setting by_pow = with("fp32", 3, program);
    by_pow.power = power_method::pow;
    refused(by_pow, 10);
    rule_setting leaky = with("fp32", 3, program);
    leaky.F = parse_interaction("exponential", 1);
    refused(leaky, 10);
    program = {{}, parse_similarity_sum("openblas-haswell:gemv")};
    check_program(with("fp32", 3, program), 12);
    refused(with("fp32", 3, program), 13);
    refused(with("fp16", 3, program), 12);
    program = {{}, {unit_similarity{"volta", parse_format("fp64")}}};
    refused(with("fp32", 3, program), 12);
    check_program(with("exact", 3, program), 12);
    for (char const* text : {"", "two-sums", "volt", "openblas-", "lanes:3", "blocks:0"})
        BOOST_CHECK_THROW(static_cast<void>(parse_similarity_sum(text)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(parse_memory_sum("hopper")), std::invalid_argument);
}
