// Learned couplings: the projection by its laws, Storkey's rule by its definition in rationals, fields in formats by
// the formats' own numbers.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/random_patterns.hpp"
#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/rule/coupling_rule.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

rational at(couplings const& W, std::size_t i, std::size_t j) { return {W.at(i, j), W.denominator}; }

real_patterns eighths(std::size_t K, std::size_t N, random_words& words) {
    real_patterns zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i)
            zeta.set(mu, i, static_cast<double>(static_cast<int>(words() % 17) - 8) / 8);
    return zeta;
}

/// The definition, term by term.
std::vector<rational> storkey_by_definition(format_memory<rational> const& zeta) {
    std::size_t const N = zeta.N();
    std::vector<rational> W(N * N, 0);
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        auto const h = [&](std::size_t i, std::size_t j) {
            rational sum = 0;
            for (std::size_t k = 0; k < N; ++k)
                if (k != i && k != j) sum += W[i * N + k] * zeta[mu][k];
            return sum;
        };
        std::vector<rational> next = W;
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j)
                next[i * N + j] += (zeta[mu][i] * zeta[mu][j] - zeta[mu][i] * h(j, i) - h(i, j) * zeta[mu][j]) / N;
        W = next;
    }
    return W;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_projection_keeps_every_memory_and_is_idempotent) {
    random_words words(2);
    std::size_t const N = 12;
    for (std::size_t const K : {1U, 2U, 5U, 11U, 12U, 20U})
        for (bool const bipolar : {true, false}) {
            memory_patterns const zeta =
                bipolar ? memory_patterns(random_bipolar(K, N, words)) : memory_patterns(eighths(K, N, words));
            couplings const W = learn(hopfield_rule::pseudo_inverse, zeta);
            format_memory<rational> const entries(zeta);
            BOOST_TEST(W.rank <= std::min(K, N));
            rational trace = 0;
            for (std::size_t i = 0; i < N; ++i) {
                trace += at(W, i, i);
                for (std::size_t j = 0; j < N; ++j) {
                    BOOST_TEST((W.at(i, j) == W.at(j, i)));
                    rational square = 0;
                    for (std::size_t k = 0; k < N; ++k) square += at(W, i, k) * at(W, k, j);
                    BOOST_TEST((square == at(W, i, j)));
                }
                for (std::size_t mu = 0; mu < K; ++mu) {
                    rational field = 0;
                    for (std::size_t j = 0; j < N; ++j) field += at(W, i, j) * entries[mu][j];
                    BOOST_TEST((field == entries[mu][i]));
                }
            }
            BOOST_TEST((trace == rational(W.rank)));
            couplings const zero_diagonal = learn(hopfield_rule::kanter_sompolinsky, zeta);
            for (std::size_t i = 0; i < N; ++i) BOOST_TEST(zero_diagonal.at(i, i).is_zero());
            BOOST_TEST((zero_diagonal.at(0, 1) == W.at(0, 1)));
        }
}

BOOST_AUTO_TEST_CASE(dependent_memories_count_once) {
    // The third memory is minus the first, the fourth is the second again, zero is no memory.
    real_patterns zeta(5, 4);
    double const rows[5][4] = {{1, 1, -1, -1}, {1, -1, 1, -1}, {-1, -1, 1, 1}, {1, -1, 1, -1}, {0, 0, 0, 0}};
    for (std::size_t mu = 0; mu < 5; ++mu)
        for (std::size_t i = 0; i < 4; ++i) zeta.set(mu, i, rows[mu][i]);
    couplings const W = learn(hopfield_rule::pseudo_inverse, zeta);
    BOOST_TEST(W.rank == 2U);
    // Two orthogonal rows of norm 4: W = (a a^T + b b^T)/4.
    for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j)
            BOOST_TEST(
                (at(W, i, j) == rational(static_cast<int>(rows[0][i] * rows[0][j] + rows[1][i] * rows[1][j]), 4)));
}

BOOST_AUTO_TEST_CASE(storkeys_rule_is_its_definition) {
    random_words words(4);
    for (bool const bipolar : {true, false}) {
        memory_patterns const zeta =
            bipolar ? memory_patterns(random_bipolar(4, 7, words)) : memory_patterns(eighths(3, 6, words));
        std::size_t const N = neurons(zeta);
        couplings const W = learn(hopfield_rule::storkey, zeta);
        std::vector<rational> const right = storkey_by_definition(format_memory<rational>(zeta));
        for (std::size_t i = 0; i < N; ++i)
            for (std::size_t j = 0; j < N; ++j) BOOST_TEST((at(W, i, j) == (i == j ? rational(0) : right[i * N + j])));
    }
}

BOOST_AUTO_TEST_CASE(hebbs_couplings) {
    bipolar_patterns zeta(2, 3);
    for (std::size_t i = 0; i < 3; ++i) zeta.set(0, i, 1), zeta.set(1, i, i == 0 ? 1 : -1);
    couplings const W = learn(hopfield_rule::hebb, zeta);
    BOOST_TEST((at(W, 0, 0) == 0));
    BOOST_TEST((at(W, 0, 1) == 0));
    BOOST_TEST((at(W, 1, 2) == 2));
    for (char const* const text : {"hebb", "pseudo-inverse", "kanter-sompolinsky", "storkey"})
        BOOST_TEST(name(*parse_hopfield_rule(text)) == text);
    BOOST_TEST(!parse_hopfield_rule("Hebb").has_value());
}

BOOST_AUTO_TEST_CASE(fields_in_fp32_are_those_of_float) {
    random_words words(6);
    std::size_t const N = 15;
    auto const W = std::make_shared<couplings const>(learn(hopfield_rule::pseudo_inverse, random_bipolar(9, N, words)));
    number_format const fp32 = parse_format("fp32");
    auto const rule = make_coupling_rule(W, fp32, fp32);
    auto const exact = make_coupling_oracle(W);
    for (int trial = 0; trial < 20; ++trial) {
        bipolar_state sigma = random_bipolar(1, N, words).state(0);
        rule->examine(sigma, {});
        rule->set_state(sigma);
        exact->set_state(sigma);
        for (std::size_t i = 0; i < N; ++i) {
            float sum = 0;
            rational right = 0;
            for (std::size_t j = 0; j < N; ++j) {
                mpfr_value entry(24);
                mpfr_set_q(entry.get(), at(*W, i, j).backend().data(), MPFR_RNDN);
                sum += static_cast<float>(sigma[j]) * mpfr_get_flt(entry.get(), MPFR_RNDN);
                right += sigma[j] * at(*W, i, j);
            }
            BOOST_TEST(mpfr_get_flt(rule->value(i).get(), MPFR_RNDN) == sum);
            BOOST_TEST(mpfr_get_flt(rule->field(i).get(), MPFR_RNDN) == sum);
            BOOST_TEST(rule->decide(i) == (sum >= 0 ? 1 : -1));
            BOOST_TEST((*exact->rational_value(i) == right));
            BOOST_TEST(exact->sign(i) == right.sign());
        }
        std::size_t const j = words() % N;
        sigma[j] = static_cast<std::int8_t>(-sigma[j]);
        exact->flip(j);
        rational right = 0;
        for (std::size_t k = 0; k < N; ++k) right += sigma[k] * at(*W, 0, k);
        BOOST_TEST((*exact->rational_value(0) == right));
    }
}

BOOST_AUTO_TEST_CASE(energies_fall_by_twice_the_field_without_its_own_part) {
    // W = 0 but for one pair: E = -w sigma_1 sigma_2 - b_1 sigma_1.
    couplings one{2, {0, 3, 3, 0}, 4, 1};
    number_format const exact = parse_format("exact");
    auto const shared = std::make_shared<couplings const>(one);
    std::vector<rational> const bias{rational(1, 2), rational(0)};
    BOOST_TEST(coupling_energy_text(shared, exact, exact, bipolar_state{1, 1}, bias) == "-1.25");
    BOOST_TEST(coupling_energy_text(shared, exact, exact, bipolar_state{1, -1}, bias) == "0.25");
    number_format const fp16 = parse_format("fp16");
    BOOST_TEST(coupling_energy_text(shared, fp16, fp16, bipolar_state{1, 1}, bias) == "-1.25");
    BOOST_TEST(coupling_energy_text(shared, exact, exact, bipolar_state{0, 1}, bias) == "0");
}
