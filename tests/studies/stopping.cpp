// Asked to stop in the middle, every computation of verify, dynamics, recall and boundary ends soon: after few further
// allocations, the count of work that is the same on every machine.
#include <boost/test/unit_test.hpp>

#include "studies/boundary/boundary.hpp"
#include "studies/dynamics/dynamics.hpp"
#include "studies/recall/network_model.hpp"
#include "studies/recall/recall.hpp"
#include "studies/verify/claims.hpp"
#include "studies/verify/verify.hpp"
#include "support/run_study.hpp"
#include "support/work_meter.hpp"
#include "ulpfield/dynamics/continuous_laws.hpp"
#include "ulpfield/dynamics/trajectory.hpp"
#include "ulpfield/rule/exact_difference.hpp"
#include "ulpfield/rule/near_tie.hpp"
#include "ulpfield/rule/network_energy.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

constexpr std::uint64_t few = 100'000;  // allocations: some ten milliseconds

/// Asks a computation to stop at three points on its way; false: it ends before the first of them.
bool stops_in_the_middle(std::function<void(std::stop_token const&)> const& computation, std::string const& what) {
    bool asked = false;
    for (std::uint64_t const at : {3'000U, 100'000U, 400'000U}) {
        stopped_work const stopped = stop_at(at, computation);
        if (!stopped.asked) break;
        asked = true;
        BOOST_TEST(stopped.after < few, what << " asked to stop at allocation " << at);
    }
    return asked;
}

/// How many cells of a study were large enough to be stopped in the middle.
int stopped_cells(study_entry const& entry, std::map<std::string, std::string> const& typed) {
    auto const planned = plan_study(entry, typed);
    int stopped = 0;
    for (std::uint64_t cell = 0; cell < planned->cells(); ++cell)
        stopped +=
            stops_in_the_middle([&](std::stop_token const& stop) { static_cast<void>(planned->run(cell, stop)); },
                                entry.name + " " + typed.begin()->second + " cell " + std::to_string(cell))
                ? 1
                : 0;
    return stopped;
}

bipolar_patterns random_memories(std::size_t K, std::size_t N) {
    random_words words(20261121);
    bipolar_patterns zeta(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) zeta.set(mu, i, (words() & 1) != 0 ? 1 : -1);
    return zeta;
}

}  // namespace

BOOST_AUTO_TEST_CASE(exact_differences_and_energies) {
    memory_patterns const zeta = random_memories(200, 200);
    bipolar_state const sigma(200, 1);
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) {
            static_cast<void>(exact_difference(polynomial{3}, {1, 7}, zeta, sigma, 0, stop));
        },
        "exact_difference"));
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) {
            static_cast<void>(
                scales_by_power(leaky{3, {1, 100}, -1}, leaky{3, {1, 4900}, -1}, {1, 7}, 3, zeta, sigma, 0, stop));
        },
        "scales_by_power"));
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) { static_cast<void>(is_hebbian(zeta, sigma, 0, stop)); }, "is_hebbian"));
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) { static_cast<void>(hebbian_field(zeta, sigma, 0, true, stop)); },
        "hebbian_field"));
    bipolar_state other = sigma;
    other[0] = -1;
    for (char const* format : {"exact", "mpfr:200"})
        BOOST_TEST(stops_in_the_middle(
            [&](std::stop_token const& stop) {
                auto const energy = make_energy({parse_format(format), polynomial{3}, {1, 7}}, zeta, stop);
                static_cast<void>(energy->order(sigma, other));
            },
            format));
}

BOOST_AUTO_TEST_CASE(near_ties) {
    for (interaction const& F : {interaction(polynomial{40}), interaction(exponential{})})
        for (std::uint64_t const trial : {2U, 3U})  // by descent, by cancelling pairs
            BOOST_TEST(stops_in_the_middle(
                [&](std::stop_token const& stop) { static_cast<void>(make_near_tie(F, 2001, 2001, 1, trial, stop)); },
                name(F) + " trial " + std::to_string(trial)));
    memory_patterns const zeta = random_memories(200, 200);
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) { static_cast<void>(near_tie_state(exponential{}, zeta, 1, 1, stop)); },
        "near_tie_state"));
}

BOOST_AUTO_TEST_CASE(laws_of_the_continuous_models) {
    // One network each: its memories, its sums and its Lagrangians.
    law_cases const one{200, 200, 1, 1};
    law_cases const neurons{5000, 1, 1, 1};
    auto const L = [](char const* name) { return parse_lagrangian(name, ratio{1, 1}); };
    for (law_cases const& size : {one, neurons})
        for (char const* name : {"identity", "tanh", "rectified:3", "softmax", "spherical"})
            BOOST_TEST(stops_in_the_middle(
                [&](std::stop_token const& stop) {
                    static_cast<void>(energy_derivative_law(L(name), L("identity"), size, stop));
                },
                name));
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) {
            static_cast<void>(energy_descent_law(L("identity"), L("softmax"), one, stop));
        },
        "energy_descent_law"));
    for (auto const statement : {dam_limit_statement::energy, dam_limit_statement::rule})
        BOOST_TEST(stops_in_the_middle(
            [&](std::stop_token const& stop) {
                static_cast<void>(dam_limit_law(statement, 3, true, {100, 100, 1, 1}, stop));
            },
            "dam_limit_law"));
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) {
            static_cast<void>(softmax_limit_law({1, 1}, one, stop));
        },
        "softmax_limit_law"));
}

BOOST_AUTO_TEST_CASE(a_step_of_a_trajectory) {
    memory_patterns const xi = random_memories(100, 200);
    trajectory_setting setting;
    setting.format = parse_format("mpfr:70");
    setting.xi = &xi;
    setting.v0.assign(200, {1, 64});
    setting.h0.assign(100, {1, 64});
    setting.I.assign(200, {0, 1});
    setting.Lv = tanh_lagrangian{};
    setting.Lh = softmax_lagrangian{{1, 1}, true};
    setting.time = setting.step;
    for (ode_solver const solver : {ode_solver::runge_kutta_4, ode_solver::dormand_prince}) {
        setting.solver = solver;
        BOOST_TEST(stops_in_the_middle(
            [&](std::stop_token const& stop) { static_cast<void>(run_trajectory(setting, stop)); }, "a step"));
    }
    setting.modern = softmax_lagrangian{{1, 1}, true};
    setting.updates = 1;
    BOOST_TEST(stops_in_the_middle(
        [&](std::stop_token const& stop) { static_cast<void>(run_trajectory(setting, stop)); }, "an update"));
}

BOOST_AUTO_TEST_CASE(every_claim) {
    // Sizes at which a cell is more than a few sums.
    std::map<std::string, std::map<std::string, std::string>> const larger = {
        {"update-scaling", {{"--N", "4,400"}, {"--K", "4,30"}, {"--n", "3"}}},
        {"exponential-scaling", {{"--N", "3"}, {"--K", "5"}}},
        {"exponential-shift", {{"--N", "4,40"}, {"--K", "3,30"}}},
        {"leaky-rescaled", {{"--N", "4,100"}, {"--K", "2,50"}, {"--n", "3"}}},
        {"hopfield", {{"--N", "100"}, {"--K", "50"}}},
        {"energy-descent", {{"--N", "30"}, {"--K", "20"}, {"--n", "2"}}},
        {"relaxation-ends", {{"--N", "30"}, {"--K", "20"}, {"--n", "2"}}},
        {"stability-symmetry", {{"--N", "5"}, {"--K", "2"}, {"--n", "2"}}},
        {"learning-output", {{"--N", "20"}, {"--K", "20"}, {"--n", "3"}}},
        {"learning-gradient", {{"--N", "20"}, {"--K", "20"}, {"--n", "3"}}}};
    for (claim const& known : registered_claims()) {
        auto const size = larger.find(known.name);
        auto typed = size != larger.end() ? size->second : std::map<std::string, std::string>{};
        typed["--claim"] = known.name;
        auto const uses_formats = std::find(known.options.begin(), known.options.end(), "--formats");
        if (uses_formats != known.options.end()) typed["--formats"] = "exact,mpfr:70";
        BOOST_TEST(stopped_cells(verify_study(), typed) > 0, known.name);
    }
}

BOOST_AUTO_TEST_CASE(relaxations_of_recall) {
    BOOST_TEST(stopped_cells(recall_study(), {{"--model", "dam:3,exponential"},
                                              {"--N", "40"},
                                              {"--K", "20"},
                                              {"--states", "corrupted:0.3"},
                                              {"--trials", "2000"}}) > 0);
    // The relaxation itself allocates nothing: its loop looks at the token before its first neuron.
    memory_patterns const xi = random_memories(20, 40);
    std::stop_source stopped;
    stopped.request_stop();
    for (char const* name : {"hopfield", "hopfield-self", "dam:3", "exponential", "exponential/N"}) {
        bipolar_state sigma(40, 1);
        BOOST_CHECK_THROW(
            {
                recall_network network({.model = parse_recall_model("", name)}, shared_patterns(xi),
                                       stopped.get_token());
                static_cast<void>(network.relax(sigma, update_order::sequential(40), 100));
            },
            interrupted);
        BOOST_TEST((sigma == bipolar_state(40, 1)), name);
    }
}

BOOST_AUTO_TEST_CASE(orders_of_boundary) {
    BOOST_TEST(stopped_cells(boundary_study(), {{"--interaction", "polynomial,exponential,leaky:1/100"},
                                                {"--formats", "mpfr:70,fp16,fp64"},
                                                {"--scaling", "raw,1/N,log,factored"},
                                                {"--N", "100"},
                                                {"--K", "20"}}) > 0);
}
