// The generic update rule, energy and relaxation, in exact arithmetic and in formats.
#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/rounded.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

template <class Interaction>
int exact_decision(Interaction const& F, format_memory<rational> const& zeta, bipolar_state const& sigma,
                   std::size_t i) {
    return decide(exact_energy_difference(F, rational(1), zeta, sigma, i));
}

/// One trajectory: memories, start, what must come out.
struct trajectory {
    int n;
    std::vector<std::string> memories;
    std::string start;
    std::vector<int> fields;
    std::string final_state;
    std::uint64_t sweeps;
};

}  // namespace

BOOST_AUTO_TEST_CASE(field_is_the_energy_difference) {
    // u_i = E(sigma_i = -1) - E(sigma_i = +1), for bipolar and real memories and every algebraic F.
    random_words words(20260201);
    for (bool const real_memories : {false, true})
        for (int trial = 0; trial < 40; ++trial) {
            std::size_t const N = 1 + words() % 9;
            std::size_t const K = 1 + words() % 5;
            memory_patterns const patterns = real_memories ? memory_patterns(random_real(K, N, words))
                                                           : memory_patterns(random_bipolar(K, N, words));
            format_memory<rational> const zeta(patterns);
            bipolar_state sigma = random_state(N, words);
            std::size_t const i = words() % N;
            for (char const* text : {"polynomial", "rectified", "leaky:1/100", "leaky+:1/3"})
                std::visit(
                    [&](auto const& F) {
                        if constexpr (is_algebraic<std::remove_cvref_t<decltype(F)>>) {
                            bipolar_state up = sigma;
                            bipolar_state down = sigma;
                            up[i] = 1;
                            down[i] = -1;
                            rational const expected = energy<rational>(F, zeta, down) - energy<rational>(F, zeta, up);
                            BOOST_TEST(exact_energy_difference(F, rational(1), zeta, sigma, i) == expected,
                                       text << " N=" << N << " K=" << K << " trial " << trial);
                        }
                    },
                    parse_interaction(text, 1 + static_cast<int>(words() % 6)));
        }
}

BOOST_AUTO_TEST_CASE(order_two_is_hopfield_without_self_coupling) {
    // n = 2: u_i = 4 sum_mu zeta_i sum_{j != i} zeta_j sigma_j, for real memories as well.
    random_words words(20260202);
    for (int trial = 0; trial < 50; ++trial) {
        std::size_t const N = 1 + words() % 8;
        std::size_t const K = 1 + words() % 5;
        format_memory<rational> const zeta(memory_patterns(random_real(K, N, words)));
        bipolar_state const sigma = random_state(N, words);
        for (std::size_t i = 0; i < N; ++i) {
            rational hebbian = 0;
            for (std::size_t mu = 0; mu < K; ++mu) hebbian += zeta[mu][i] * similarity<rational>(zeta[mu], sigma, i);
            BOOST_TEST(exact_energy_difference(polynomial{2}, rational(1), zeta, sigma, i) == 4 * hebbian);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_format_wide_enough_is_exact) {
    // Whatever the formulation without division: 2000 bits hold every intermediate of these cases.
    format_scope<format_role::working> const scope(parse_format("mpfr:2000"));
    using precise = mpfr_real<format_role::working>;
    random_words words(20260203);
    for (int trial = 0; trial < 30; ++trial) {
        std::size_t const N = 1 + words() % 8;
        std::size_t const K = 1 + words() % 4;
        memory_patterns const patterns = random_real(K, N, words);
        format_memory<rational> const exact(patterns);
        format_memory<precise> const zeta(patterns);
        bipolar_state const sigma = random_state(N, words);
        std::size_t const i = words() % N;
        polynomial const F{1 + static_cast<int>(words() % 7)};
        rational const u = exact_energy_difference(F, rational(1), exact, sigma, i);
        auto const computed = energy_difference<precise>(F, raw{}, power_method::binary, zeta, sigma, i);
        BOOST_TEST(mpfr_cmp_q(computed.get(), u.backend().data()) == 0,
                   "N=" << N << " K=" << K << " n=" << F.n << " u=" << u);
    }
}

BOOST_AUTO_TEST_CASE(reference_trajectory_in_exact_arithmetic) {
    // N=10, K=3, n=3; memories from the LCG x -> 6364136223846793005 x + 1442695040888963407, seed 2; start: memory 1
    // with its first 3 bits flipped. Computed with exact rationals.
    trajectory const t{3,
                       {"+++----+-+", "+++++----+", "-------++-"},
                       "-------+-+",
                       {8, 8, 8, -200, -200, -264, -264, 200, 184, -184},
                       "+++----+-+",
                       2};
    format_memory<rational> const zeta(memory_patterns(patterns_of(t.memories)));
    polynomial const F{t.n};
    bipolar_state sigma = state_of(t.start);
    for (std::size_t i = 0; i < sigma.size(); ++i)
        BOOST_TEST(exact_energy_difference(F, rational(1), zeta, sigma, i) == t.fields[i], "neuron " << i);
    BOOST_TEST(energy<rational>(F, zeta, sigma) == -272);
    auto const outcome = relax_asynchronously(
        sigma, update_order::sequential(sigma.size()), 100,
        [&](std::size_t i) { return exact_decision(F, zeta, sigma, i); }, [](std::size_t) {});
    BOOST_TEST((outcome.end == relaxation_end::fixed_point));
    BOOST_TEST(outcome.sweeps == t.sweeps);
    BOOST_TEST(signs_of(sigma) == t.final_state);
    BOOST_TEST(energy<rational>(F, zeta, sigma) == -1064);
}

BOOST_AUTO_TEST_CASE(energy_never_rises_asynchronously) {
    random_words words(20260204);
    for (int trial = 0; trial < 60; ++trial) {
        std::size_t const N = 2 + words() % 7;
        std::size_t const K = 1 + words() % 5;
        format_memory<rational> const zeta(memory_patterns(random_bipolar(K, N, words)));
        bipolar_state sigma = random_state(N, words);
        std::visit(
            [&](auto const& F) {
                if constexpr (is_algebraic<std::remove_cvref_t<decltype(F)>>) {
                    rational before = energy<rational>(F, zeta, sigma);
                    auto const outcome = relax_asynchronously(
                        sigma, update_order::random(N, words()), 1000,
                        [&](std::size_t i) { return exact_decision(F, zeta, sigma, i); },
                        [&](std::size_t) {
                            rational const after = energy<rational>(F, zeta, sigma);
                            BOOST_TEST(after <= before, F.name() << " trial " << trial);
                            before = after;
                        });
                    BOOST_TEST((outcome.end == relaxation_end::fixed_point));
                }
            },
            parse_interaction(trial % 2 == 0 ? "leaky:1/10" : "polynomial", 1 + static_cast<int>(words() % 5)));
    }
}

BOOST_AUTO_TEST_CASE(synchronous_updates_can_cycle) {
    // N=3, K=2, n=2: (-1,1,1) -> (1,-1,-1) <-> (1,1,1).
    format_memory<rational> const zeta(memory_patterns(patterns_of({"+-+", "--+"})));
    bipolar_state sigma = state_of("-++");
    auto const outcome = relax_synchronously(sigma, 100, [&](bipolar_state const& now) {
        bipolar_state next(now.size());
        for (std::size_t i = 0; i < now.size(); ++i)
            next[i] = static_cast<std::int8_t>(exact_decision(polynomial{2}, zeta, now, i));
        return next;
    });
    BOOST_TEST((outcome.end == relaxation_end::cycle));
    BOOST_TEST(outcome.cycle_length == 2);
    BOOST_TEST(signs_of(sigma) == "+--");  // the member reached first
}

BOOST_AUTO_TEST_CASE(asynchronous_cycles_and_limits_are_told) {
    // A rule that turns neuron 0 whenever asked never ends: sequentially a cycle of 2 sweeps, at random the limit.
    bipolar_state sigma(3, 1);
    auto const contrary = [&](std::size_t i) { return i == 0 ? -sigma[0] : sigma[i]; };
    auto const cycle = relax_asynchronously(sigma, update_order::sequential(3), 1000, contrary, [](std::size_t) {});
    BOOST_TEST((cycle.end == relaxation_end::cycle));
    BOOST_TEST(cycle.cycle_length % 2 == 0);
    auto const limit = relax_asynchronously(sigma, update_order::random(3, 1), 17, contrary, [](std::size_t) {});
    BOOST_TEST((limit.end == relaxation_end::limit));
    BOOST_TEST(limit.sweeps == 17);
}

BOOST_AUTO_TEST_CASE(random_orders_are_permutations_and_repeatable) {
    auto const sweeps = [] {
        update_order order = update_order::random(50, 7);
        std::vector<std::vector<std::uint32_t>> result;
        for (int sweep = 0; sweep < 3; ++sweep) {
            auto const neurons = order.next_sweep();
            result.emplace_back(neurons.begin(), neurons.end());
        }
        return result;
    };
    auto const once = sweeps();
    BOOST_TEST((once == sweeps()));
    BOOST_TEST((once[0] != once[1]));
    for (auto neurons : once) {
        std::sort(neurons.begin(), neurons.end());
        for (std::uint32_t i = 0; i < 50; ++i) BOOST_TEST(neurons[i] == i);
    }
}

BOOST_AUTO_TEST_CASE(nan_decides_minus_one_and_zero_plus_one) {
    BOOST_TEST(decide(0.0) == 1);
    BOOST_TEST(decide(-0.0) == 1);
    BOOST_TEST(decide(std::numeric_limits<double>::quiet_NaN()) == -1);
    BOOST_TEST(decide(fp16(-1)) == -1);
}
