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
#include "ulpfield/rule/network_energy.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

constexpr std::uint64_t few = 10'000;  // allocations: a millisecond or two

/// Stops a computation in the middle; false: it is too small to tell.
bool stops_in_the_middle(std::function<void(std::stop_token const&)> const& computation, std::string const& what) {
    std::uint64_t const work = work_of([&] { computation({}); });
    if (work < 4 * few) return false;
    stopped_work const stopped = stop_at(work / 2, computation);
    BOOST_TEST(stopped.interrupted, what << " of " << work << " allocations ran to its end");
    BOOST_TEST(stopped.after < few, what << " of " << work << " allocations");
    return true;
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
                static_cast<void>(dam_limit_law(statement, 3, true, {60, 60, 1, 1}, stop));
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
    std::map<std::string, std::map<std::string, std::string>> const sizes = {
        {"homogeneity", {}},
        {"update-scaling", {{"--N", "40,400"}, {"--K", "30"}, {"--n", "3"}}},
        {"exponential-scaling", {{"--N", "3"}, {"--K", "3:5"}}},
        {"exponential-shift", {{"--N", "40"}, {"--K", "30"}}},
        {"leaky-scaling", {{"--N", "9"}, {"--K", "3,4"}, {"--n", "3"}}},
        {"leaky-rescaled", {{"--N", "100"}, {"--K", "50"}, {"--n", "3"}}},
        {"hopfield", {{"--N", "100"}, {"--K", "50"}}},
        {"hopfield-self-coupling", {{"--N", "4"}, {"--K", "4"}}},
        {"energy-descent", {{"--N", "30"}, {"--K", "20"}, {"--n", "2"}}},
        {"relaxation-ends", {{"--N", "30"}, {"--K", "20"}, {"--n", "2"}}},
        {"synchronous-cycle", {{"--N", "4"}, {"--K", "3"}, {"--n", "2"}}},
        {"tie-parity", {{"--N", "5"}, {"--K", "5"}, {"--n", "3"}}},
        {"symmetry", {{"--N", "4"}, {"--K", "3"}, {"--n", "3"}}},
        {"stability-symmetry", {{"--N", "5"}, {"--K", "2"}, {"--n", "2"}}},
        {"energy-derivative", {{"--N", "5"}, {"--K", "4"}}},
        {"energy-descent-continuous", {{"--N", "5"}, {"--K", "4"}}},
        {"dam-limit", {{"--N", "20"}, {"--K", "10"}, {"--n", "3"}}},
        {"dam-limit-printed", {{"--N", "20"}, {"--K", "10"}, {"--n", "3"}}},
        {"dam-limit-rule", {{"--N", "5"}, {"--K", "4"}, {"--n", "3"}}},
        {"softmax-limit", {{"--N", "10"}, {"--K", "10"}}},
        {"learning-output", {{"--N", "20"}, {"--K", "20"}, {"--n", "3"}}},
        {"learning-gradient", {{"--N", "20"}, {"--K", "20"}, {"--n", "3"}}},
        {"learning-trajectory", {{"--N", "10"}, {"--K", "4"}, {"--n", "3"}}}};
    for (claim const& known : registered_claims()) {
        auto const size = sizes.find(known.name);
        BOOST_TEST_REQUIRE((size != sizes.end()), known.name << " has no size here");
        auto typed = size->second;
        typed["--claim"] = known.name;
        auto const uses_formats = std::find(known.options.begin(), known.options.end(), "--formats");
        if (uses_formats != known.options.end()) typed["--formats"] = "exact,mpfr:70";
        BOOST_TEST(stopped_cells(verify_study(), typed) > 0, known.name);
    }
}

BOOST_AUTO_TEST_CASE(one_network_of_a_claim) {
    // Learning in exact arithmetic, all within one network.
    BOOST_TEST(
        stopped_cells(
            verify_study(),
            {{"--claim", "learning-output"}, {"--formats", "exact"}, {"--n", "3"}, {"--N", "60"}, {"--K", "40"}}) > 0);
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
        recall_model const model = parse_recall_model("", name);
        bipolar_state sigma(40, 1);
        BOOST_CHECK_THROW(static_cast<void>(model.relax(xi, model.n, sigma, 100, stopped.get_token())), interrupted);
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
