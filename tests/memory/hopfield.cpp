// The classical Hopfield network: its energy, its weights, and its equality with F = x^2.
#include "ulpfield/memory/hopfield.hpp"

#include <boost/test/unit_test.hpp>

#include "support/random_patterns.hpp"
#include "ulpfield/interaction/polynomial.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/memory/relaxation.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

/// T_ij = sum_mu xi_i xi_j, as a matrix.
std::vector<std::vector<int>> weights(bipolar_patterns const& xi, bool self_coupling) {
    std::vector<std::vector<int>> T(xi.N(), std::vector<int>(xi.N()));
    for (std::size_t i = 0; i < xi.N(); ++i)
        for (std::size_t j = 0; j < xi.N(); ++j)
            for (std::size_t mu = 0; mu < xi.K() && (self_coupling || i != j); ++mu)
                T[i][j] += xi.at(mu, i) * xi.at(mu, j);
    return T;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fields_and_energy_are_those_of_the_hebbian_matrix) {
    random_words words(21);
    for (int trial = 0; trial < 50; ++trial)
        for (bool const self_coupling : {false, true}) {
            std::size_t const N = 1 + uniform_below(words, 130);
            std::size_t const K = 1 + uniform_below(words, 9);
            bipolar_patterns const xi = random_bipolar(K, N, words);
            bipolar_state sigma = random_state(N, words);
            hopfield_network network(xi, self_coupling);
            network.set_state(sigma);
            auto const T = weights(xi, self_coupling);
            for (std::size_t step = 0; step < 5; ++step) {
                std::int64_t twice = 0;
                for (std::size_t i = 0; i < N; ++i) {
                    std::int64_t field = 0;
                    for (std::size_t j = 0; j < N; ++j) field += T[i][j] * sigma[j];
                    twice -= field * sigma[i];
                    BOOST_TEST(network.field(i) == field, "N=" << N << " K=" << K << " i=" << i);
                }
                BOOST_TEST(network.twice_energy() == twice, "N=" << N << " K=" << K);
                // dE = -(change of sigma_i) field_i without self-coupling; with it K more: T_ii drops out of E.
                std::size_t const i = uniform_below(words, N);
                std::int64_t const field =
                    network.field(i) - (self_coupling ? static_cast<std::int64_t>(K) * sigma[i] : 0);
                std::int64_t const before = network.twice_energy();
                std::int64_t const change = -2 * sigma[i];
                network.flip(i);
                sigma[i] = static_cast<std::int8_t>(-sigma[i]);
                BOOST_TEST(network.twice_energy() - before == -2 * change * field);
                BOOST_TEST((network.state() == sigma));
            }
        }
}

BOOST_AUTO_TEST_CASE(it_is_the_dense_associative_memory_of_order_two) {
    // u_i = 4 field_i, decision by decision, and E(DAM) = -sum <xi, sigma>^2 = 2 E - K N.
    random_words words(22);
    for (int trial = 0; trial < 30; ++trial) {
        std::size_t const N = 1 + uniform_below(words, 20);
        std::size_t const K = 1 + uniform_below(words, 8);
        bipolar_patterns const xi = random_bipolar(K, N, words);
        bipolar_state const sigma = random_state(N, words);
        hopfield_network network(xi, false);
        network.set_state(sigma);
        format_memory<rational> const zeta{memory_patterns(xi)};
        for (std::size_t i = 0; i < N; ++i) {
            rational const u = exact_energy_difference(polynomial{2}, rational(1), zeta, sigma, i);
            BOOST_TEST((u == 4 * network.field(i)), "N=" << N << " K=" << K << " i=" << i);
            BOOST_TEST(network.decide(i) == decide(u));
        }
        BOOST_TEST((energy(polynomial{2}, zeta, sigma) == network.twice_energy() - static_cast<std::int64_t>(K * N)));
    }
}

BOOST_AUTO_TEST_CASE(relaxation_lowers_the_energy_and_ends) {
    random_words words(23);
    for (int trial = 0; trial < 30; ++trial) {
        std::size_t const N = 64;
        bipolar_patterns const xi = random_bipolar(20, N, words);
        bipolar_state sigma = random_state(N, words);
        hopfield_network network(xi, false);
        network.set_state(sigma);
        std::int64_t last = network.twice_energy();
        auto const outcome = relax_asynchronously(
            sigma, update_order::sequential(N), 1000, [&](std::size_t i) { return network.decide(i); },
            [&](std::size_t i) {
                network.flip(i);
                BOOST_TEST(network.twice_energy() <= last);
                last = network.twice_energy();
            });
        BOOST_TEST((outcome.end == relaxation_end::fixed_point));
    }
}

BOOST_AUTO_TEST_CASE(self_coupling_changes_decisions) {
    // {(1,1),(1,1),(1,-1)}, state (1,-1), neuron 1: field -1 without W_ii (u = -4), +2 with it.
    bipolar_patterns const xi = patterns_of({"++", "++", "+-"});
    hopfield_network without(xi, false);
    hopfield_network with(xi, true);
    without.set_state(state_of("+-"));
    with.set_state(state_of("+-"));
    BOOST_TEST(without.field(0) == -1);
    BOOST_TEST(with.field(0) == 2);
}
