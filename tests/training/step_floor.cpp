// The floor of a normalised step, absolute and relative, as both trainers take it.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "training/fast_kernels.hpp"
#include "training/training_cases.hpp"
#include "ulpfield/training/trainer.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

constexpr std::size_t N = 3;
constexpr std::size_t K = 2;
// V of two memories: largest components 1 and 100.
constexpr double velocity[K][N] = {{0.5, -1, 0.25}, {100, 25, -50}};

/// The memories, 0 before, after a step of rate 1 along V: V over its divisor.
std::vector<double> stepped_by_definition(step_floor const& floor, double scale) {
    training_setting setting;
    setting.floor = floor;
    setting.clamp_to = 0;
    learned_memories<double> zeta(K, N);
    learned_memories<double> V(K, N);
    learned_memories<double> gradient(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) gradient.neuron(i)[mu] = -scale * velocity[mu][i];
    learning_step<double> const step(0.0, nearest<double>(floor.value), setting);
    static_cast<void>(step(zeta, V, gradient, 1.0));
    std::vector<double> rows;
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) rows.push_back(zeta.neuron(i)[mu]);
    return rows;
}

template <class Real>
std::vector<double> stepped_by_kernel(step_floor const& floor, double scale) {
    std::size_t const width = fast_lanes<Real>;
    std::vector<Real> zeta(N * width);
    std::vector<Real> V(N * width);
    std::vector<Real> gradient(N * width);
    std::vector<Real> divisor(width);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) gradient[i * width + mu] = static_cast<Real>(-scale * velocity[mu][i]);
    fast_step<Real> step{
        .floor = static_cast<Real>(nearest<double>(floor.value)), .relative = floor.relative, .rate = 1};
    best_fast_kernels<Real>().step(step, zeta.data(), V.data(), gradient.data(), N, K, width, divisor.data());
    std::vector<double> rows;
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) rows.push_back(static_cast<double>(zeta[i * width + mu]));
    return rows;
}

void expect(step_floor const& floor, double scale, std::vector<double> const& divisors) {
    std::vector<double> expected;
    for (std::size_t mu = 0; mu < K; ++mu)
        for (double const v : velocity[mu]) expected.push_back(scale * v / divisors[mu]);
    BOOST_TEST((stepped_by_definition(floor, scale) == expected), "definition, scale " << scale);
    BOOST_TEST((stepped_by_kernel<double>(floor, scale) == expected), "fp64, scale " << scale);
    std::vector<double> in_float;
    for (double const value : expected) in_float.push_back(static_cast<double>(static_cast<float>(value)));
    BOOST_TEST((stepped_by_kernel<float>(floor, scale) == in_float), "fp32, scale " << scale);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_divisor_is_at_least_the_floor) {
    expect({}, 1, {1, 100});
    expect({16, false}, 1, {16, 100});
    expect({200, false}, 1, {200, 200});
    // Relative: 1/4 of the largest component of all memories, 100.
    expect({{1, 4}, true}, 1, {25, 100});
    expect({{1, 128}, true}, 1, {1, 100});
    expect({2, true}, 1, {200, 200});
}

BOOST_AUTO_TEST_CASE(a_relative_floor_does_not_see_the_scale_of_the_loss) {
    for (double const scale : {0x1p-20, 8.0, 0x1p20}) {
        expect({{1, 4}, true}, scale, {25 * scale, 100 * scale});
        expect({16, false}, scale, {std::max(scale, 16.0), std::max(100 * scale, 16.0)});
    }
}

BOOST_AUTO_TEST_CASE(both_trainers_take_the_floor_of_the_setting) {
    // One epoch from known memories: zeta + rate V / max(max |V|, floor), V = -gradient.
    random_words words(20261129);
    constexpr std::size_t neurons = 12;
    constexpr std::size_t memories = 5;
    auto const states = training_states::autoassociative(3, neurons, random_signs(words, 3 * neurons));
    std::vector<double> const zeta = random_entries(words, memories * neurons, 0.5);
    for (evaluation const order : {evaluation::fast, evaluation::definition})
        for (bool const relative : {false, true})
            for (rational const& value : {rational{0}, rational{1, 4}, rational{3, 4}, rational{5}}) {
                training_setting setting;
                setting.format = parse_format("fp64");
                setting.F = polynomial{3};
                setting.clamp_to = 0;
                setting.order = order;
                setting.floor = {value, relative};
                auto const network = make_trainer(setting, states);
                network->set_memories(memories, zeta);
                std::vector<double> const gradient = network->gradient();
                double overall = 0;
                for (double const g : gradient) overall = std::max(overall, std::fabs(g));
                double const floor = nearest<double>(value) * (relative ? overall : 1);
                static_cast<void>(network->epoch({}));
                std::vector<double> const moved = network->memories();
                for (std::size_t mu = 0; mu < memories; ++mu) {
                    double divisor = floor;
                    for (std::size_t i = 0; i < neurons; ++i)
                        divisor = std::max(divisor, std::fabs(gradient[mu * neurons + i]));
                    for (std::size_t i = 0; i < neurons; ++i) {
                        std::size_t const e = mu * neurons + i;
                        BOOST_TEST(std::fabs(moved[e] - (zeta[e] - 0.1 * gradient[e] / divisor)) < 1e-14,
                                   "relative " << relative << " floor " << floor << " entry " << e);
                    }
                }
            }
}
