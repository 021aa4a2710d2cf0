// One neuron's rule in views must be the rule itself: in a format bit for bit what format_rule computes, in exact
// arithmetic what rationals and the oracle give.
#include "ulpfield/rule/local_rule.hpp"

#include <boost/test/unit_test.hpp>

#include "number/value_text.hpp"
#include "rule/local_rule_instance.hpp"
#include "rule/oracle_instance.hpp"
#include "rule/rule_instance.hpp"
#include "support/interactions.hpp"
#include "support/random_patterns.hpp"
#include "support/rounded_format.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/rounded.hpp"
#include "ulpfield/rule/exact_difference.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/homogeneity.hpp"
#include "ulpfield/rule/network_energy.hpp"
#include "ulpfield/rule/oracle.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

int similarity_of(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t mu, std::size_t i) {
    int R = 0;
    for (std::size_t j = 0; j < zeta.N(); ++j)
        if (j != i) R += zeta.at(mu, j) * sigma[j];
    return R;
}

void push_all(local_rule& rule, bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t i) {
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) rule.push({zeta.at(mu, i), similarity_of(zeta, sigma, mu, i)});
}

}  // namespace

BOOST_AUTO_TEST_CASE(bits_are_those_of_the_format_rule) {
    random_words words(20261101);
    struct same_scaling {
        char const* scaling;
        scaling_way way;
    };
    using Real = mpfr_real<format_role::working>;
    for (char const* format : {"fp8e4m3", "fp8e5m2", "bf16", "fp16", "fp32", "fp64", "x87", "e4m20", "mpfr:70"})
        for (auto const& [scaling_name, way] :
             {same_scaling{"raw", scaling_way::multiplied}, same_scaling{"1/N", scaling_way::multiplied},
              same_scaling{"2^-k", scaling_way::multiplied}, same_scaling{"/N", scaling_way::divided},
              same_scaling{"log", scaling_way::shifted}})
            for_each_function(std::vector<int>{1, 2, 3, 5, 9}[words() % 5], [&]<class Interaction>(
                                                                                Interaction const& F) {
                std::size_t const N = 1 + words() % 7;
                std::size_t const K = 1 + words() % 6;
                number_format const numbers = parse_format(format);
                argument_scaling const scaling = parse_scaling(scaling_name);
                memory_patterns const patterns = random_bipolar(K, N, words);
                auto const& zeta = std::get<bipolar_patterns>(patterns);
                bipolar_state const sigma = random_state(N, words);
                auto const rule = [&] {
                    if constexpr (std::is_same_v<Interaction, wavy_cubic>)
                        return make_rule_in<Real, Real>(rule_setting_of<wavy_cubic>{numbers, {}, F, scaling}, true);
                    else
                        return make_format_rule({numbers, std::nullopt, F, scaling}, true);
                }();
                rule->set_memories(patterns);
                rule->examine(sigma, {});
                ratio const factor = alpha(scaling, static_cast<std::int64_t>(N));
                auto const local = make_local_rule_of(F, {numbers, {}, factor, way}, static_cast<int>(N));
                for (std::size_t i = 0; i < N; ++i) {
                    std::string const where = std::string(format) + " " + F.name() + " " + scaling_name +
                                              " N=" + std::to_string(N) + " K=" + std::to_string(K) +
                                              " i=" + std::to_string(i);
                    push_all(*local, zeta, sigma, i);
                    decision const expected = rule->examined(i);
                    mpfr_value const a = local->value();
                    mpfr_value const b = rule->value(i);
                    bool const same =
                        mpfr_equal_p(a.get(), b.get()) != 0 || (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
                    BOOST_TEST(same, where);
                    BOOST_TEST(local->decision() == expected.value, where);
                    BOOST_TEST((local->sign() == 0) == expected.zero, where);
                    BOOST_TEST(local->left_range() == (expected.overflow || expected.nan || expected.underflow), where);
                    for (std::size_t mu = 0; mu < K; ++mu) local->pop();
                }
            });
}

BOOST_AUTO_TEST_CASE(bits_are_those_of_the_format_rule_in_unusual_formats) {
    random_words words(20261204);
    auto const check = [&](number_format const& format, char const* scaling_name, scaling_way way) {
        for (interaction const& F : every_interaction(std::vector<int>{1, 2, 3, 5, 9}[words() % 5])) {
            std::size_t const N = 1 + words() % 5;
            std::size_t const K = 1 + words() % 6;
            if (!holds_similarities(format, static_cast<int>(N))) continue;
            argument_scaling const scaling = parse_scaling(scaling_name);
            memory_patterns const patterns = random_bipolar(K, N, words);
            bipolar_state const sigma = random_state(N, words);
            auto const rule = make_format_rule({format, std::nullopt, F, scaling}, true);
            rule->set_memories(patterns);
            rule->examine(sigma, {});
            auto const local =
                make_local_rule({format, F, alpha(scaling, static_cast<std::int64_t>(N)), way}, static_cast<int>(N));
            for (std::size_t i = 0; i < N; ++i) {
                push_all(*local, std::get<bipolar_patterns>(patterns), sigma, i);
                mpfr_value const a = local->value();
                mpfr_value const b = rule->value(i);
                bool const same =
                    mpfr_equal_p(a.get(), b.get()) != 0 || (mpfr_nan_p(a.get()) != 0 && mpfr_nan_p(b.get()) != 0);
                decision const expected = rule->examined(i);
                std::string const where = format.name + " " + name(F) + " " + scaling_name + " N=" + std::to_string(N) +
                                          " K=" + std::to_string(K) + " i=" + std::to_string(i);
                BOOST_TEST(same, where);
                // An alpha that becomes 0 leaves the range here, and is an input there.
                bool const left = expected.overflow || expected.nan || expected.underflow;
                bool const scaled = scaling_name == std::string("1/N");
                BOOST_TEST((local->left_range() == left || (scaled && local->left_range())), where);
                for (std::size_t mu = 0; mu < K; ++mu) local->pop();
            }
        }
    };
    for (auto const& [scaling, way] :
         {std::pair("raw", scaling_way::multiplied), std::pair("1/N", scaling_way::multiplied),
          std::pair("/N", scaling_way::divided), std::pair("log", scaling_way::shifted)}) {
        for (char const* text : unusual_formats) check(rounded_format(text), scaling, way);
        for (char const* text : unusual_roundings) check(rounded_format(text), scaling, way);
    }
}

BOOST_AUTO_TEST_CASE(exact_sums_are_those_of_rationals_and_of_the_oracle) {
    random_words words(20261102);
    for (int trial = 0; trial < 40; ++trial)
        for_each_function(1 + static_cast<int>(words() % 6), [&]<class Interaction>(Interaction const& F) {
            std::size_t const N = 1 + words() % 8;
            std::size_t const K = 1 + words() % 5;
            ratio const alpha = trial % 3 == 0   ? ratio{1, 1}
                                : trial % 3 == 1 ? ratio{1, 1 + static_cast<std::int64_t>(words() % 9)}
                                                 : ratio{5, 7};
            memory_patterns const patterns = random_bipolar(K, N, words);
            auto const& zeta = std::get<bipolar_patterns>(patterns);
            bipolar_state const sigma = random_state(N, words);
            std::string const where = F.name() + " alpha " + alpha.text() + " trial " + std::to_string(trial);
            auto const local = make_local_rule_of(F, {{.name = "exact"}, {}, alpha}, static_cast<int>(N));
            auto const exact = make_oracle_of(F, alpha, patterns);
            exact->set_state(sigma);
            for (std::size_t i = 0; i < N; ++i) {
                push_all(*local, zeta, sigma, i);
                BOOST_TEST(local->sign() == exact->sign(i), where);
                if constexpr (rational_valued<Interaction>) {
                    rational const u =
                        exact_energy_difference(F, exact_ratio(alpha), format_memory<rational>(patterns), sigma, i);
                    BOOST_TEST(local->text() == u.str(), where);
                }
                for (std::size_t mu = 0; mu < K; ++mu) local->pop();
            }
        });
}

BOOST_AUTO_TEST_CASE(exact_differences_are_those_of_rationals) {
    random_words words(20261104);
    for (int trial = 0; trial < 20; ++trial)
        for (interaction const& any : every_interaction(1 + static_cast<int>(words() % 6))) {
            memory_patterns const patterns = random_bipolar(1 + words() % 5, 1 + words() % 8, words);
            bipolar_state const sigma = random_state(neurons(patterns), words);
            std::visit(
                [&]<class Interaction>(Interaction const& F) {
                    if constexpr (rational_valued<Interaction>) {
                        rational const u =
                            exact_energy_difference(F, rational(5, 7), format_memory<rational>(patterns), sigma, 0);
                        BOOST_TEST(exact_difference(any, {5, 7}, patterns, sigma, 0).text == u.str());
                    } else {
                        BOOST_CHECK_THROW(static_cast<void>(exact_difference(any, {5, 7}, patterns, sigma, 0)),
                                          std::invalid_argument);
                    }
                },
                any);
        }
}

BOOST_AUTO_TEST_CASE(a_format_that_does_not_hold_the_similarities_is_refused) {
    BOOST_TEST(holds_similarities(parse_format("fp8e5m2"), 8));
    BOOST_TEST(!holds_similarities(parse_format("fp8e5m2"), 9));  // 9 = 1001 has 4 bits
    BOOST_TEST(holds_similarities(parse_format("e2m1:ieee"), 3));
    BOOST_TEST(!holds_similarities(parse_format("e2m1:ieee"), 4));  // largest number 3
    BOOST_TEST(holds_similarities(parse_format("fp64"), 1'000'000));
    polynomial const F{2};
    BOOST_CHECK_THROW(static_cast<void>(make_local_rule({parse_format("fp8e5m2"), F}, 9)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(make_local_rule({parse_format("fp64"), F, {0, 1}}, 3)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(make_local_rule({parse_format("fp64"), F, {2, 3}, scaling_way::divided}, 3)),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(energies_are_those_of_the_definition) {
    random_words words(20261103);
    for (int trial = 0; trial < 40; ++trial) {
        std::size_t const N = 1 + words() % 9;
        std::size_t const K = 1 + words() % 5;
        polynomial const F{1 + static_cast<int>(words() % 6)};
        memory_patterns const zeta = random_bipolar(K, N, words);
        bipolar_state const a = random_state(N, words);
        bipolar_state const b = random_state(N, words);
        // A native type beside the one that emulates it.
        auto const in_fp16 = make_energy({parse_format("fp16"), F}, zeta);
        fp16 const Ea = energy<fp16>(F, format_memory<fp16>(zeta), a);
        fp16 const Eb = energy<fp16>(F, format_memory<fp16>(zeta), b);
        mpfr_value decimal(11);
        mpfr_set_d(decimal.get(), Ea.to_double(), MPFR_RNDN);
        BOOST_TEST(in_fp16->text(a) == decimal_text(decimal.get(), telling_digits(11)));
        bool const finite = observed<fp16>::finite(Ea) && observed<fp16>::finite(Eb);
        BOOST_TEST(in_fp16->order(a, b).has_value() == finite);
        if (finite) BOOST_TEST(*in_fp16->order(a, b) == (Ea < Eb ? -1 : Ea > Eb ? 1 : 0));
        auto const exact = make_energy({{.name = "exact"}, F}, zeta);
        rational const difference = energy<rational>(F, format_memory<rational>(zeta), a) -
                                    energy<rational>(F, format_memory<rational>(zeta), b);
        BOOST_TEST(*exact->order(a, b) == difference.sign());
        // u_i = E(sigma_i = -1) - E(sigma_i = +1), the exponential included.
        auto const of_exponential = make_energy({{.name = "exact"}, exponential{}}, zeta);
        auto const oracle_of_exponential = make_oracle(exponential{}, {1, 1}, zeta);
        oracle_of_exponential->set_state(a);
        bipolar_state up = a;
        bipolar_state down = a;
        up[0] = 1;
        down[0] = -1;
        BOOST_TEST(*of_exponential->order(down, up) == oracle_of_exponential->sign(0));
    }
}

BOOST_AUTO_TEST_CASE(homogeneity_of_single_values) {
    number_format const exact{.name = "exact"};
    // (3/7 * 5/2)^3 = 3375/2744
    homogeneity const cube = check_homogeneity(polynomial{3}, 3, {3, 7}, {5, 2}, exact);
    BOOST_TEST(cube.equal);
    BOOST_TEST(cube.scaled == "3375/2744");
    // leaky: F(-1/3) = 1/300, (1/3)^2 F(-1) = 1/900
    homogeneity const slope = check_homogeneity(leaky{2, {1, 100}, -1}, 2, {1, 3}, {-1, 1}, exact);
    BOOST_TEST(!slope.equal);
    BOOST_TEST(slope.scaled == "1/300");
    BOOST_TEST(slope.expected == "1/900");
    // e^0 = 1 and (1/3)^2 e^0 = 1/9
    BOOST_TEST(!check_homogeneity(exponential{}, 2, {1, 3}, {0, 1}, exact).equal);
    BOOST_TEST(check_homogeneity(exponential{}, 2, {1, 1}, {5, 1}, exact).equal);
    // A power of two moves the exponent only, 1/3 rounds.
    number_format const fp32 = parse_format("fp32");
    for (int x = 1; x < 50; ++x) BOOST_TEST(check_homogeneity(polynomial{5}, 5, {1, 8}, {x, 1}, fp32).equal, x);
    BOOST_TEST(!check_homogeneity(polynomial{5}, 5, {1, 3}, {1, 1}, fp32).equal);
    BOOST_TEST(check_homogeneity(polynomial{7}, 7, {1, 3}, {100, 1}, parse_format("fp16")).left_range);
}

BOOST_AUTO_TEST_CASE(hebbian_fields) {
    // {(1,1),(1,1),(1,-1)}, state (1,-1), i = 1: Eq. 4 / 4 = -1, with W_ii = 3: +2.
    memory_patterns const zeta = patterns_of({"++", "++", "+-"});
    bipolar_state const sigma = state_of("+-");
    BOOST_TEST(hebbian_field(zeta, sigma, 0, false).text == "-1");
    BOOST_TEST(hebbian_field(zeta, sigma, 0, true).text == "2");
    BOOST_TEST(exact_difference(polynomial{2}, {1, 1}, zeta, sigma, 0).text == "-4");
    BOOST_TEST(is_hebbian(zeta, sigma, 0));
}

BOOST_AUTO_TEST_CASE(decimal_texts) {
    mpfr_value x(53);
    auto const text = [&x](double value, int digits) {
        mpfr_set_d(x.get(), value, MPFR_RNDN);
        return decimal_text(x.get(), digits);
    };
    BOOST_TEST(text(0.5, 17) == "0.5");
    BOOST_TEST(text(-99, 17) == "-99");
    BOOST_TEST(text(1500, 3) == "1500");
    BOOST_TEST(text(0.0625, 17) == "0.0625");
    BOOST_TEST(text(-0x1p-54, 17) == "-5.5511151231257827e-17");
    BOOST_TEST(text(1e300, 5) == "1e+300");
    BOOST_TEST(text(12.5, 17) == "12.5");
    mpfr_set_nan(x.get());
    BOOST_TEST(decimal_text(x.get(), 5) == "nan");
}
