// Where a trajectory ends: at the time asked for, whatever the step; and what an inverse temperature of 255^2 does.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>

#include "ulpfield/dynamics/trajectory.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;

namespace {

memory_patterns const& two_patterns() {
    static memory_patterns const xi = [] {
        bipolar_patterns patterns(2, 3);
        for (std::size_t mu = 0; mu < 2; ++mu)
            for (std::size_t i = 0; i < 3; ++i) patterns.set(mu, i, i == mu ? -1 : 1);
        return patterns;
    }();
    return xi;
}

trajectory_setting small_setting(ode_solver solver, ratio const& step, ratio const& time, std::uint64_t every) {
    trajectory_setting setting;
    setting.format = parse_format("fp32");
    setting.xi = &two_patterns();
    setting.v0 = {{1, 4}, {-1, 2}, {1, 8}};
    setting.h0 = {{1, 2}, {-1, 4}};
    setting.I.assign(3, {0, 1});
    setting.Lv = tanh_lagrangian{};
    setting.Lh = power_lagrangian{3, true};
    setting.solver = solver;
    setting.step = step;
    setting.time = time;
    setting.every = every;
    return setting;
}

std::vector<std::string> times(trajectory const& run) {
    std::vector<std::string> all;
    for (trajectory_row const& row : run.rows)
        if (row.monotone) all.push_back(row.time);
    return all;
}

std::vector<ratio> ratios(std::vector<std::string> const& decimals) {
    std::vector<ratio> values;
    for (std::string const& decimal : decimals) values.push_back(*parse_ratio(decimal));
    return values;
}

/// Modern Hopfield, started at memory mu (from 0).
trajectory_setting modern(memory_patterns const& xi, std::vector<ratio> v0, char const* format, ratio const& beta) {
    trajectory_setting setting;
    setting.format = parse_format(format);
    setting.xi = &xi;
    setting.v0 = std::move(v0);
    setting.modern = softmax_lagrangian{beta, true};
    setting.updates = 3;
    return setting;
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_solvers_end_at_the_time) {
    using list = std::vector<std::string>;
    for (ode_solver const solver : {ode_solver::runge_kutta_4, ode_solver::dormand_prince}) {
        // Ten steps, a row for every three.
        BOOST_TEST((times(run_trajectory(small_setting(solver, {1, 10}, {1, 1}, 3), {})) ==
                    list{"0", "0.3", "0.6", "0.9", "1"}));
        // Three steps and a third of one.
        BOOST_TEST((times(run_trajectory(small_setting(solver, {3, 10}, {1, 1}, 1), {})) ==
                    list{"0", "0.3", "0.6", "0.9", "1"}));
        BOOST_TEST((times(run_trajectory(small_setting(solver, {3, 10}, {1, 1}, 2), {})) == list{"0", "0.6", "1"}));
        // No row but the first and the last.
        BOOST_TEST((times(run_trajectory(small_setting(solver, {3, 10}, {1, 1}, 100), {})) == list{"0", "1"}));
        // Steps that divide: nothing is added.
        BOOST_TEST((times(run_trajectory(small_setting(solver, {1, 4}, {1, 1}, 2), {})) == list{"0", "0.5", "1"}));
    }
}

BOOST_AUTO_TEST_CASE(the_last_step_is_shorter) {
    ode_solver const rk4 = ode_solver::runge_kutta_4;
    trajectory const whole = run_trajectory(small_setting(rk4, {3, 10}, {1, 1}, 1), {});
    BOOST_TEST(whole.rows[3].step == "0.3");
    BOOST_TEST(whole.rows[4].step == "0.1");
    // The same as a step of 1/10 from where three steps of 3/10 end.
    trajectory const part = run_trajectory(small_setting(rk4, {3, 10}, {9, 10}, 1), {});
    trajectory_setting rest = small_setting(rk4, {1, 10}, {1, 10}, 1);
    rest.v0 = ratios(part.v);
    rest.h0 = ratios(part.h);
    trajectory const end = run_trajectory(rest, {});
    BOOST_TEST((whole.v == end.v));
    BOOST_TEST((whole.h == end.h));
    BOOST_TEST(whole.rows.back().energy == end.rows.back().energy);
    // It counts among the steps allowed.
    trajectory_setting limited = small_setting(rk4, {3, 10}, {1, 1}, 1);
    limited.most_steps = 3;
    trajectory const cut = run_trajectory(limited, {});
    BOOST_TEST(cut.rows.back().status == "limit");
    BOOST_TEST(cut.rows.back().time == "0.9");
}

BOOST_AUTO_TEST_CASE(the_shift_does_not_protect_the_product) {
    // beta |xi|^2 is about 65025 * 10 for these gray patterns: beyond fp16's 65504 before any shift. Wider formats stay
    // at the memory, E = |xi|^2/2 - |xi|^2.
    random_words words(20261131);
    real_patterns gray(3, 30);
    for (std::size_t mu = 0; mu < 3; ++mu)
        for (std::size_t i = 0; i < 30; ++i) gray.set(mu, i, static_cast<double>(words() % 256) / 255);
    memory_patterns const xi = gray;
    std::vector<ratio> start;
    double square = 0;
    for (std::size_t i = 0; i < 30; ++i) {
        auto const level = std::lround(gray.at(1, i) * 255);
        start.push_back(*parse_ratio(std::to_string(level) + "/255"));
        square += gray.at(1, i) * gray.at(1, i);
    }
    trajectory const narrow = run_trajectory(modern(xi, start, "fp16", {65025, 1}), {});
    BOOST_TEST(narrow.rows.front().status == "diverged");
    BOOST_TEST(narrow.rows.size() == 1U);
    for (char const* format : {"fp32", "fp64", "x87", "fp128", "mpfr:256"}) {
        trajectory const run = run_trajectory(modern(xi, start, format, {65025, 1}), {});
        BOOST_TEST(run.rows.back().status != "diverged", format);
        for (trajectory_row const& row : run.rows)
            BOOST_TEST(std::abs(std::stod(row.energy) + square / 2) < 1e-4, format << " " << row.energy);
    }
    // At beta = 10 the product stays below 65504.
    BOOST_TEST(run_trajectory(modern(xi, start, "fp16", {10, 1}), {}).rows.back().status != "diverged");
}

BOOST_AUTO_TEST_CASE(five_digits_at_the_inverse_temperature_of_their_levels) {
    char const* const directory = std::getenv("ULPFIELD_MNIST");
    if (directory == nullptr) {
        BOOST_TEST_MESSAGE("ULPFIELD_MNIST is not set: the real digits are not tested");
        return;
    }
    idx_images const digits =
        read_idx_images("ULPFIELD_MNIST", find_mnist("ULPFIELD_MNIST", directory).train_images, 5);
    real_patterns levels(5, 784);
    for (std::size_t mu = 0; mu < 5; ++mu)
        for (std::size_t i = 0; i < 784; ++i) levels.set(mu, i, digits.image(mu)[i] / 255.0);
    memory_patterns const xi = levels;
    std::vector<ratio> start;
    for (std::uint8_t const level : digits.image(3)) start.push_back(*parse_ratio(std::to_string(level) + "/255"));
    // Started at the fourth digit, -|xi|^2/2 = -29.20240676662821; it stays there.
    for (char const* format : {"fp32", "fp64", "fp128"}) {
        trajectory const run = run_trajectory(modern(xi, start, format, {65025, 1}), {});
        BOOST_TEST(run.rows.back().status == "stalled", format);
        for (trajectory_row const& row : run.rows)
            BOOST_TEST(std::abs(std::stod(row.energy) + 29.20240676662821) < 5e-5, format << " " << row.energy);
    }
    BOOST_TEST(run_trajectory(modern(xi, start, "fp16", {65025, 1}), {}).rows.front().status == "diverged");
}
