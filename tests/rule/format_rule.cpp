// The fast rule of bipolar memories must give the definition's bits: decisions, events and values of general_rule
// (memory/energy_difference.hpp operation by operation) in every format, scaling and interaction function.
#include "ulpfield/rule/format_rule.hpp"

#include <boost/test/unit_test.hpp>

#include "rule/oracle_instance.hpp"
#include "rule/rule_instance.hpp"
#include "support/interactions.hpp"
#include "support/random_patterns.hpp"
#include "support/rounded_format.hpp"
#include "ulpfield/number/random_draws.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/oracle.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

/// The rule of a setting whose F is one of the list, or a function of the tests' own in some formats.
std::unique_ptr<format_rule> rule_of(rule_setting const& setting, bool bipolar) {
    return make_format_rule(setting, bipolar);
}
std::unique_ptr<format_rule> rule_of(rule_setting_of<wavy_cubic> const& setting, bool bipolar) {
    if (setting.accumulate)
        return make_rule_in<mpfr_real<format_role::working>, mpfr_real<format_role::accumulating>>(setting, bipolar);
    if (setting.format.name == "fp8e4m3") return make_rule_in<fp8e4m3, fp8e4m3>(setting, bipolar);
    if (setting.format.name == "fp64") return make_rule_in<double, double>(setting, bipolar);
    return make_rule_in<mpfr_real<format_role::working>, mpfr_real<format_role::working>>(setting, bipolar);
}

template <class Interaction>
auto setting_of(Interaction const& F, std::string const& format, argument_scaling const& scaling,
                power_method power = power_method::binary, std::optional<number_format> accumulate = std::nullopt) {
    if constexpr (std::is_same_v<Interaction, wavy_cubic>)
        return rule_setting_of<wavy_cubic>{parse_format(format), accumulate, F, scaling, power};
    else
        return rule_setting{parse_format(format), accumulate, F, scaling, power};
}
std::string text_of(interaction const& F) { return name(F); }
std::string text_of(wavy_cubic const& F) { return F.name(); }
std::unique_ptr<oracle> oracle_of(interaction const& F, memory_patterns const& zeta) {
    return make_oracle(F, {1, 1}, zeta);
}
std::unique_ptr<oracle> oracle_of(wavy_cubic const& F, memory_patterns const& zeta) {
    return make_oracle_of(F, {1, 1}, zeta);
}

template <class Setting>
void check_same(Setting const& setting, std::size_t N, std::size_t K, random_words& words) {
    if (std::holds_alternative<largest_shift>(setting.scaling)) return;  // a program's rule in either case
    memory_patterns const patterns = random_bipolar(K, N, words);
    auto const fast = rule_of(setting, true);
    auto const definition = rule_of(setting, false);
    auto const exact = oracle_of(setting.F, patterns);
    fast->set_memories(patterns);
    definition->set_memories(patterns);
    std::string const where = setting.format.name + (setting.accumulate ? "+" + setting.accumulate->name : "") + " " +
                              std::string(name(setting.scaling)) + " " + text_of(setting.F) +
                              " N=" + std::to_string(N) + " K=" + std::to_string(K);
    bipolar_state sigma =
        words() % 2 == 0 ? std::get<bipolar_patterns>(patterns).state(words() % K) : random_state(N, words);
    fast->examine(sigma, {});
    definition->examine(sigma, {});
    exact->set_state(sigma);
    for (std::size_t i = 0; i < N; ++i) {
        decision const a = fast->examined(i);
        decision const b = definition->examined(i);
        BOOST_TEST(a.value == b.value, where << " i=" << i);
        BOOST_TEST(a.zero == b.zero, where << " i=" << i);
        BOOST_TEST(a.overflow == b.overflow, where << " overflow, i=" << i);
        BOOST_TEST(a.nan == b.nan, where << " nan, i=" << i);
        BOOST_TEST(a.underflow == b.underflow, where << " underflow, i=" << i);
        mpfr_value const correct = exact->round(i, setting.accumulate.value_or(setting.format));
        BOOST_TEST(fast->lost_bits(i, correct.get(), exact->sign(i)) ==
                       definition->lost_bits(i, correct.get(), exact->sign(i)),
                   where << " value, i=" << i);
    }
    // Relaxation: neurons in order and out of order, with flips in between.
    fast->set_state(sigma);
    definition->set_state(sigma);
    for (std::size_t step = 0; step < std::min<std::size_t>(N, 40); ++step) {
        std::size_t const i = words() % 4 != 0 ? step : words() % N;
        int const value = definition->decide(i);
        BOOST_TEST(fast->decide(i) == value, where << " relaxing, step " << step << " i=" << i);
        if (value == sigma[i] && words() % 8 != 0) continue;
        sigma[i] = static_cast<std::int8_t>(-sigma[i]);
        fast->flip(i);
        definition->flip(i);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(fast_rule_has_the_bits_of_the_definition) {
    random_words words(20260401);
    for (char const* format : {"fp8e4m3", "fp8e5m2", "bf16", "fp16", "tf32", "fp32", "fp64", "x87", "fp128", "e5m7",
                               "e8m24", "e2m1:ieee", "e3m5", "e4m20", "e11m30", "mpfr:2", "mpfr:70"})
        for (argument_scaling const& scaling : all_scalings())
            for_each_function(std::vector<int>{1, 2, 3, 4, 9, 20, 45}[words() % 7], [&](auto const& F) {
                power_method const power = words() % 3 == 0 ? power_method::pow : power_method::binary;
                check_same(setting_of(F, format, scaling, power), 1 + words() % 24, 1 + words() % 6, words);
            });
}

BOOST_AUTO_TEST_CASE(fast_rule_has_the_bits_of_the_definition_in_unusual_formats) {
    random_words words(20261201);
    auto const check = [&](char const* name, std::size_t N) {
        for (argument_scaling const& scaling : all_scalings())
            for (interaction const& F : every_interaction(std::vector<int>{1, 2, 3, 9, 20}[words() % 5])) {
                if (words() % 3 != 0) continue;
                rule_setting const setting{rounded_format(name), std::nullopt, F, scaling,
                                           words() % 3 == 0 ? power_method::pow : power_method::binary};
                check_same(setting, N, 1 + words() % 5, words);
            }
    };
    for (char const* name : unusual_formats) check(name, 1 + words() % 24);
    for (char const* name : unusual_roundings) check(name, 1 + words() % 24);
    // Sums that stagnate, and those that do not because ties go away from 2^p.
    for (char const* name : {"e4m3fnuz", "e5m2:sat", "fp8e4m3 zero", "e5m2 away", "e5m2 odd", "e4m3fn:flush"})
        check(name, 40 + words() % 30);
}

/// Integers against C's: every similarity, power, difference and sum modulo 2^32 or 2^64, or saturated.
BOOST_AUTO_TEST_CASE(integers_compute_as_machines_do) {
    random_words words(20261202);
    for (char const* name : {"int32", "int64", "int8sat", "int16sat", "int32sat"})
        for (int const n : {2, 3, 7, 12})
            for (std::size_t const N : {9U, 40U, 300U}) {
                number_format const format = parse_format(name);
                auto const kept = [&](__int128 x) -> __int128 {
                    __int128 const bound = static_cast<__int128>(1) << format.precision;
                    if (format.saturates()) return std::clamp(x, -bound, bound - 1);
                    __int128 const span = 2 * bound;
                    return ((x + bound) % span + span) % span - bound;
                };
                memory_patterns const patterns = random_bipolar(4, N, words);
                auto const& zeta = std::get<bipolar_patterns>(patterns);
                // A state near a memory: similarities large enough to overflow.
                bipolar_state sigma = zeta.state(0);
                for (std::size_t i = 0; i < N; i += 7) sigma[i] = static_cast<std::int8_t>(-sigma[i]);
                auto const rule = make_format_rule({format, std::nullopt, polynomial{n}, raw{}}, true);
                rule->set_memories(patterns);
                rule->examine(sigma, {});
                auto const power = [&](__int128 x) {
                    __int128 result = x;
                    for (int bit = static_cast<int>(std::bit_width(static_cast<unsigned>(n))) - 2; bit >= 0; --bit) {
                        result = kept(result * result);
                        if ((n >> bit & 1) != 0) result = kept(result * x);
                    }
                    return result;
                };
                for (std::size_t i = 0; i < N; ++i) {
                    __int128 sum = 0;
                    for (std::size_t mu = 0; mu < 4; ++mu) {
                        __int128 R = 0;
                        for (std::size_t j = 0; j < N; ++j)
                            if (j != i) R = kept(R + zeta.at(mu, j) * sigma[j]);
                        sum = kept(sum + kept(power(kept(R + zeta.at(mu, i))) - power(kept(R - zeta.at(mu, i)))));
                    }
                    mpfr_value const got = rule->value(i);
                    BOOST_TEST(mpfr_get_sj(got.get(), MPFR_RNDN) == static_cast<std::int64_t>(sum),
                               name << " n=" << n << " N=" << N << " i=" << i);
                }
            }
}

BOOST_AUTO_TEST_CASE(what_integers_cannot_compute_is_refused) {
    number_format const format = parse_format("int32");
    auto const why = [&](interaction const& F, argument_scaling const& scaling, bool bipolar,
                         power_method power = power_method::binary) {
        return refusal({format, std::nullopt, F, scaling, power}, bipolar);
    };
    BOOST_TEST(why(polynomial{3}, raw{}, true).empty());
    BOOST_TEST(why(rectified{3}, energy_comparison{}, true).empty());
    BOOST_TEST(!why(polynomial{3}, raw{}, false).empty());
    BOOST_TEST(!why(polynomial{3}, reciprocal{}, true).empty());
    BOOST_TEST(!why(exponential{}, raw{}, true).empty());
    BOOST_TEST(!why(parse_interaction("leaky:1/100", 3), raw{}, true).empty());
    BOOST_TEST(!why(polynomial{3}, raw{}, true, power_method::pow).empty());
    BOOST_CHECK_THROW(static_cast<void>(make_format_rule({format, std::nullopt, exponential{}, raw{}}, true)),
                      std::invalid_argument);
}

/// A sum of stochastic roundings is random, but of (key, neuron, rounding) alone.
BOOST_AUTO_TEST_CASE(stochastic_rounding_depends_on_the_key_alone) {
    random_words words(20261203);
    memory_patterns const patterns = random_bipolar(20, 30, words);
    bipolar_state const sigma = random_state(30, words);
    number_format const format = rounded_format("bf16 stochastic:8");
    auto const values = [&](std::uint64_t key) {
        auto const rule = make_format_rule({format, std::nullopt, polynomial{5}, reciprocal{}}, true);
        rule->set_memories(patterns);
        random_draws const draws(key);
        rule->examine(sigma, {});
        std::vector<double> all;
        for (std::size_t i = 0; i < sigma.size(); ++i) all.push_back(mpfr_get_d(rule->value(i).get(), MPFR_RNDN));
        return all;
    };
    BOOST_TEST(values(1) == values(1), boost::test_tools::per_element());
    BOOST_TEST((values(1) != values(2)));
}

BOOST_AUTO_TEST_CASE(sums_that_stagnate_at_two_to_the_p) {
    // N - 1 > 2^p: the sequential sum of +-1 stops growing at 2^p.
    random_words words(20260402);
    for (char const* format : {"fp8e4m3", "fp8e5m2", "bf16", "e5m3", "mpfr:3"})
        for (argument_scaling const& scaling : all_scalings())
            for_each_function(std::vector<int>{1, 2, 3, 7}[words() % 4], [&](auto const& F) {
                if (words() % 3 != 0) return;
                std::size_t const N = format == std::string("bf16") ? 270 : 40 + words() % 60;
                check_same(setting_of(F, format, scaling), N, 2, words);
            });
}

BOOST_AUTO_TEST_CASE(wider_sums) {
    random_words words(20260403);
    for (auto const& [format, accumulate] :
         {std::pair("fp16", "fp32"), std::pair("bf16", "fp32"), std::pair("fp8e4m3", "fp16"),
          std::pair("fp8e5m2", "bf16"), std::pair("fp32", "fp64")})
        for (argument_scaling const& scaling : all_scalings())
            for_each_function(2 + static_cast<int>(words() % 5), [&](auto const& F) {
                check_same(setting_of(F, format, scaling, power_method::binary, parse_format(accumulate)),
                           1 + words() % 24, 1 + words() % 4, words);
            });
}

BOOST_AUTO_TEST_CASE(fast_rule_has_the_bits_of_the_definition_over_several_words_of_neurons) {
    random_words words(20260406);
    for (char const* format : {"fp8e4m3", "bf16", "fp16", "tf32", "fp32", "fp64", "e5m7", "e9m20", "x87"})
        for (argument_scaling const& scaling :
             {argument_scaling(raw{}), argument_scaling(reciprocal{}), argument_scaling(power_of_two{})})
            for (int const n : {3, 20})
                check_same(setting_of(interaction(polynomial{n}), format, scaling), 60 + words() % 80, 1 + words() % 8,
                           words);
}

BOOST_AUTO_TEST_CASE(logarithmic_sums_have_the_bits_of_the_definition_over_several_words_of_neurons) {
    // Neurons of one word with different largest logarithms, logarithms that are NaN or infinite, F that is 0.
    random_words words(20260407);
    for (char const* format : {"fp8e4m3", "e5m7", "bf16", "fp16", "fp32", "fp64", "e9m20", "mpfr:70"})
        for (interaction const& F : {interaction(polynomial{3}), interaction(polynomial{100}),
                                     interaction(rectified{4}), interaction(exponential{})})
            for (int trial = 0; trial < 2; ++trial)
                check_same(setting_of(F, format, logarithmic{}), 1 + words() % 100, 1 + words() % 6, words);
}

BOOST_AUTO_TEST_CASE(formats_of_the_same_numbers_are_the_same) {
    // e5m10 is fp16, e8m23 fp32, e11m52 fp64: the compiled format and the run-time one decide alike.
    random_words words(20260404);
    for (auto const& [one, other] : {std::pair("fp16", "e5m10"), std::pair("fp32", "e8m23"),
                                     std::pair("fp64", "e11m52"), std::pair("fp128", "e15m112")}) {
        memory_patterns const patterns = random_bipolar(5, 30, words);
        auto const a = make_format_rule({parse_format(one), std::nullopt, polynomial{4}, reciprocal{}}, true);
        auto const b = make_format_rule({parse_format(other), std::nullopt, polynomial{4}, reciprocal{}}, true);
        bipolar_state const sigma = random_state(30, words);
        auto const exact = make_oracle(polynomial{4}, {1, 30}, patterns);
        exact->set_state(sigma);
        for (auto const& rule : {a.get(), b.get()}) {
            rule->set_memories(patterns);
            rule->examine(sigma, {});
        }
        for (std::size_t i = 0; i < 30; ++i) {
            mpfr_value const correct = exact->round(i, parse_format(one));
            BOOST_TEST(a->lost_bits(i, correct.get(), exact->sign(i)) == b->lost_bits(i, correct.get(), exact->sign(i)),
                       one);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_setting_that_never_rounds_is_exact_when_run) {
    // `compare` leaves these to the oracle: the rule itself must agree with it, value for value, without events.
    random_words words(20260405);
    int settings = 0;
    for (char const* format : {"fp16", "fp32", "fp64", "x87", "fp128", "e8m24", "mpfr:256"})
        for (argument_scaling const& scaling : all_scalings())
            for (interaction const& F : every_interaction(1))
                for (int trial = 0; trial < 20; ++trial) {
                    std::size_t const N = 1 + words() % 40;
                    std::size_t const K = 1 + words() % 12;
                    rule_setting const setting{parse_format(format), std::nullopt,
                                               of_order(F, 1 + static_cast<int>(words() % 20)), scaling};
                    if (!never_rounds(setting, N, K)) continue;
                    ++settings;
                    memory_patterns const patterns = random_bipolar(K, N, words);
                    auto const rule = make_format_rule(setting, true);
                    auto const exact = make_oracle(setting.F, alpha(scaling, static_cast<std::int64_t>(N)), patterns);
                    bipolar_state const sigma =
                        words() % 2 == 0 ? std::get<bipolar_patterns>(patterns).state(0) : random_state(N, words);
                    rule->set_memories(patterns);
                    rule->examine(sigma, {});
                    exact->set_state(sigma);
                    for (std::size_t i = 0; i < N; ++i) {
                        decision const made = rule->examined(i);
                        BOOST_TEST(made.value == (exact->sign(i) >= 0 ? 1 : -1));
                        BOOST_TEST(made.zero == (exact->sign(i) == 0));
                        BOOST_TEST((!made.overflow && !made.nan && !made.underflow),
                                   format << " " << name(scaling) << " N=" << N << " K=" << K);
                        BOOST_TEST(rule->lost_bits(i, exact->round(i, setting.format).get(), exact->sign(i)) == 0);
                    }
                }
    BOOST_TEST(settings > 200);
}
