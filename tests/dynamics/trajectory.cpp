// Trajectories of hidden neurons and of the modern Hopfield update against an independent program, and their laws.
#include "ulpfield/dynamics/trajectory.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <map>
#include <sstream>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;

namespace {

/// tests/data/dynamics/trajectories.csv: key -> values; `xi` lines are the memories.
struct reference {
    std::map<std::string, std::vector<std::string>> values;
    memory_patterns xi;
};

reference read_reference() {
    std::ifstream file(std::string(ULPFIELD_TEST_DATA) + "/dynamics/trajectories.csv");
    BOOST_REQUIRE(file.good());
    reference read;
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) continue;
        std::stringstream fields(line);
        std::string key;
        std::getline(fields, key, ',');
        std::vector<std::string> values;
        for (std::string value; std::getline(fields, value, ',');) values.push_back(value);
        if (key == "xi")
            rows.push_back(values);
        else
            read.values[key] = values;
    }
    bipolar_patterns xi(rows.size(), rows.front().size());
    for (std::size_t mu = 0; mu < rows.size(); ++mu)
        for (std::size_t i = 0; i < rows[mu].size(); ++i) xi.set(mu, i, std::stoi(rows[mu][i]));
    read.xi = xi;
    return read;
}

std::vector<ratio> ratios(std::vector<std::string> const& texts) {
    std::vector<ratio> values;
    for (std::string const& text : texts) values.push_back(*parse_ratio(text));
    return values;
}

/// |a - b| <= 2^-bits (1 + |b|) of two decimals.
bool agrees(std::string const& a, std::string const& b, int bits) {
    mpfr_value x(400);
    mpfr_value y(400);
    mpfr_set_str(x.get(), a.c_str(), 10, MPFR_RNDN);
    mpfr_set_str(y.get(), b.c_str(), 10, MPFR_RNDN);
    mpfr_value gap(400);
    mpfr_sub(gap.get(), x.get(), y.get(), MPFR_RNDN);
    mpfr_abs(y.get(), y.get(), MPFR_RNDN);
    mpfr_add_ui(y.get(), y.get(), 1, MPFR_RNDN);
    mpfr_div_2si(y.get(), y.get(), bits, MPFR_RNDN);
    return mpfr_cmpabs(gap.get(), y.get()) <= 0;
}

lagrangian L(char const* name) { return parse_lagrangian(name, ratio{1, 1}); }

trajectory_setting setting_of(reference const& known, std::string const& model, char const* format) {
    trajectory_setting setting;
    setting.format = parse_format(format);
    setting.xi = &known.xi;
    setting.I = ratios(known.values.at("I"));
    setting.v0 = ratios(known.values.at(model + " v0"));
    setting.h0 = ratios(known.values.at(model + " h0"));
    setting.tau_h = {1, 5};
    setting.Lv = L(model == "cubic" ? "tanh" : "identity");
    setting.Lh = L(model == "cubic" ? "rectified:3" : "softmax");
    setting.time = {4, 1};
    setting.every = 100;
    return setting;
}

trajectory run(trajectory_setting const& setting) { return run_trajectory(setting, {}); }

}  // namespace

BOOST_AUTO_TEST_CASE(runge_kutta_gives_the_known_trajectories) {
    reference const known = read_reference();
    for (std::string const model : {"cubic", "softmax"}) {
        trajectory const wide = run(setting_of(known, model, "mpfr:256"));
        BOOST_REQUIRE(wide.rows.size() == 5U);
        auto const value = [&](char const* key) { return known.values.at(model + " " + key).front(); };
        // Printed with 40 digits; 2^-125 is 2e-38.
        BOOST_TEST(agrees(wide.rows[0].energy, value("E0"), 125), wide.rows[0].energy);
        BOOST_TEST(agrees(wide.rows[0].formula, value("dEdt0"), 125), wide.rows[0].formula);
        BOOST_TEST(agrees(wide.rows[1].energy, value("E_t1"), 125), wide.rows[1].energy);
        BOOST_TEST(agrees(wide.rows[4].energy, value("E_t4"), 125), wide.rows[4].energy);
        for (std::size_t i = 0; i < wide.v.size(); ++i)
            BOOST_TEST(agrees(wide.v[i], known.values.at(model + " v_t4")[i], 120), wide.v[i]);
        for (std::size_t mu = 0; mu < wide.h.size(); ++mu)
            BOOST_TEST(agrees(wide.h[mu], known.values.at(model + " h_t4")[mu], 120), wide.h[mu]);
        BOOST_TEST(wide.rows[4].monotone);
        BOOST_TEST(wide.rows[4].status == "ok");
        BOOST_TEST(wide.rows[4].time == "4");
        // 400 steps of a contracting flow: some hundred roundings of the format, not thousands.
        for (auto const& [format, bits] : {std::pair("fp64", 40), std::pair("fp32", 11), std::pair("x87", 51)}) {
            trajectory const narrow = run(setting_of(known, model, format));
            BOOST_TEST(agrees(narrow.rows.back().energy, value("E_t4"), bits), format << narrow.rows.back().energy);
        }
    }
}

BOOST_AUTO_TEST_CASE(dormand_prince_comes_to_the_same_place) {
    // Both integrate to about their tolerance: Runge-Kutta's error at step 1/100 is below 1e-4 of the energy.
    reference const known = read_reference();
    for (std::string const model : {"cubic", "softmax"})
        for (char const* format : {"fp32", "fp64", "mpfr:256"}) {
            trajectory_setting setting = setting_of(known, model, format);
            setting.solver = ode_solver::dormand_prince;
            trajectory const adaptive = run(setting);
            BOOST_TEST(adaptive.rows.back().status == "ok", format);
            BOOST_TEST(adaptive.rows.back().time == "4", format);
            BOOST_TEST(agrees(adaptive.rows.back().energy, known.values.at(model + " E_t4").front(), 13),
                       format << " " << adaptive.rows.back().energy);
        }
    // A smaller tolerance comes nearer: the exact solution from a tiny one.
    auto const energy_at = [&](std::int64_t denominator) {
        trajectory_setting setting = setting_of(known, "softmax", "mpfr:128");
        setting.solver = ode_solver::dormand_prince;
        setting.tolerance = {1, denominator};
        setting.time = {1, 1};
        return std::stod(run(setting).rows.back().energy);
    };
    double const exact = energy_at(1'000'000'000'000);
    double const coarse = std::abs(energy_at(100) - exact);
    double const fine = std::abs(energy_at(1'000'000) - exact);
    BOOST_TEST(fine < coarse / 50, fine << " " << coarse);
    BOOST_TEST(fine < 1e-5);
}

BOOST_AUTO_TEST_CASE(dormand_prince_works_in_formats_too_narrow_for_its_coefficients) {
    // 339200 is beyond fp16; step times coefficient is rounded once, so nothing overflows.
    reference const known = read_reference();
    trajectory_setting setting = setting_of(known, "softmax", "fp16");
    setting.solver = ode_solver::dormand_prince;
    setting.tolerance = {1, 100};
    trajectory const narrow = run(setting);
    BOOST_TEST(narrow.rows.back().status == "ok");
    BOOST_TEST(agrees(narrow.rows.back().energy, known.values.at("softmax E_t4").front(), 5),
               narrow.rows.back().energy);
}

BOOST_AUTO_TEST_CASE(a_step_too_long_for_tau_h_diverges_at_a_time) {
    // Runge-Kutta 4 is stable for real decay rates below 2.785 per step: tau_h = step/2 is, tau_h = step/3 is not.
    reference const known = read_reference();
    trajectory_setting setting = setting_of(known, "softmax", "fp64");
    setting.Lh = L("identity");
    setting.tau_v = {1000, 1};  // slow features: the decay of h alone
    setting.time = {40, 1};
    setting.tau_h = {1, 200};
    BOOST_TEST(run(setting).rows.back().status == "ok");
    setting.tau_h = {1, 300};
    for (char const* format : {"fp16", "fp32", "fp64", "mpfr:200"}) {
        setting.format = parse_format(format);
        trajectory const lost = run(setting);
        BOOST_TEST(lost.rows.back().status == "diverged", format);
        BOOST_TEST(std::stod(lost.rows.back().time) > 0.01, format);
        BOOST_TEST(std::stod(lost.rows.back().time) < 40, format);
        BOOST_TEST(!lost.rows.back().monotone, format);
    }
    // Long before anything overflows the energy is above its start, where no trajectory goes.
    setting.format = parse_format("fp64");
    setting.time = {1, 1};
    BOOST_TEST(run(setting).rows.back().status == "diverged");
    setting.tau_h = {1, 200};
    BOOST_TEST(run(setting).rows.back().status == "ok");
}

BOOST_AUTO_TEST_CASE(an_even_slower_step_stalls_and_too_many_steps_are_a_limit) {
    reference const known = read_reference();
    trajectory_setting setting = setting_of(known, "softmax", "fp16");
    setting.step = {1, 100000};
    setting.time = {1, 1};
    trajectory const stalled = run(setting);
    BOOST_TEST(stalled.rows.back().status == "stalled");
    setting = setting_of(known, "softmax", "fp64");
    setting.most_steps = 150;
    trajectory const limited = run(setting);
    BOOST_TEST(limited.rows.back().status == "limit");
    BOOST_TEST(limited.rows.back().time == "1.5");
    setting.solver = ode_solver::dormand_prince;
    setting.most_steps = 3;
    BOOST_TEST(run(setting).rows.back().status == "limit");
}

BOOST_AUTO_TEST_CASE(fast_hidden_neurons_approach_their_limit_at_first_order) {
    // |v(t; tau_h) - v(t; 0)| = O(tau_h): differences of successive halvings halve. h starts at its limit xi v, so that
    // no initial layer is in the way.
    reference const known = read_reference();
    std::vector<double> first;
    for (std::int64_t const denominator : {20, 40, 80, 160}) {
        trajectory_setting setting = setting_of(known, "softmax", "mpfr:128");
        setting.tau_h = {1, denominator};
        setting.h0 = {{6, 10}, {2, 10}, {-6, 10}, {-6, 10}};
        setting.step = {1, 400};
        setting.time = {1, 1};
        first.push_back(std::stod(run(setting).rows.back().energy));
    }
    double const before = first[1] - first[0];
    double const middle = first[2] - first[1];
    double const after = first[3] - first[2];
    BOOST_TEST(before / middle > 1.7, before / middle);
    BOOST_TEST(before / middle < 2.3, before / middle);
    BOOST_TEST(middle / after > 1.85, middle / after);
    BOOST_TEST(middle / after < 2.15, middle / after);
}

BOOST_AUTO_TEST_CASE(the_update_gives_the_known_states) {
    reference const known = read_reference();
    trajectory_setting setting = setting_of(known, "softmax", "mpfr:256");
    setting.modern = softmax_lagrangian{};
    setting.every = 1;
    setting.updates = 1;
    trajectory const one = run(setting);
    for (std::size_t i = 0; i < one.v.size(); ++i)
        BOOST_TEST(agrees(one.v[i], known.values.at("update v1")[i], 125), one.v[i]);
    setting.updates = 20;
    trajectory const twenty = run(setting);
    for (std::size_t i = 0; i < twenty.v.size(); ++i)
        BOOST_TEST(agrees(twenty.v[i], known.values.at("update v20")[i], 120), twenty.v[i]);
    for (std::size_t t = 0; t < known.values.at("update E").size(); ++t)
        BOOST_TEST(agrees(twenty.rows[t].energy, known.values.at("update E")[t], 125), twenty.rows[t].energy);
    BOOST_TEST(twenty.rows.back().monotone);
}

BOOST_AUTO_TEST_CASE(one_update_retrieves_separated_patterns) {
    // Ramsauer et al. Theorem 4 at v = xi^1: |xi^T softmax(beta xi v) - xi^1| <= 2 (K-1) e^(-beta Delta) M, Delta the
    // separation of xi^1, M = sqrt N.
    random_words words(5);
    bipolar_patterns patterns(8, 32);
    for (std::size_t mu = 0; mu < 8; ++mu)
        for (std::size_t i = 0; i < 32; ++i) patterns.set(mu, i, (words() >> 40 & 1) != 0 ? 1 : -1);
    int separation = 64;
    for (std::size_t mu = 1; mu < 8; ++mu) {
        int overlap = 0;
        for (std::size_t i = 0; i < 32; ++i) overlap += patterns.at(0, i) * patterns.at(mu, i);
        separation = std::min(separation, 32 - overlap);
    }
    memory_patterns const xi = patterns;
    for (int const beta : {1, 2}) {  // quarters
        trajectory_setting setting;
        setting.format = parse_format("mpfr:400");
        setting.xi = &xi;
        setting.modern = softmax_lagrangian{{beta, 4}, true};
        setting.updates = 1;
        for (std::size_t i = 0; i < 32; ++i) setting.v0.push_back({patterns.at(0, i), 1});
        trajectory const one = run(setting);
        double squares = 0;
        for (std::size_t i = 0; i < 32; ++i) squares += std::pow(std::stod(one.v[i]) - patterns.at(0, i), 2);
        double const bound = 2 * 7 * std::exp(-0.25 * beta * separation) * std::sqrt(32.0);
        BOOST_TEST(std::sqrt(squares) <= bound * (1 + 1e-9),
                   "beta " << beta << "/4: " << std::sqrt(squares) << " " << bound);
        BOOST_TEST(std::sqrt(squares) > 0);
    }
}

BOOST_AUTO_TEST_CASE(exponentials_overflow_where_predicted_and_the_shift_prevents_it) {
    // One neuron, one memory: h = v. e^v is finite up to ln of the format's largest number.
    memory_patterns const xi = [] {
        bipolar_patterns one(1, 1);
        one.set(0, 0, 1);
        return memory_patterns(one);
    }();
    for (auto const& [format, last] :
         {std::pair("fp16", 11.09), std::pair("fp32", 88.72), std::pair("bf16", 88.72), std::pair("fp64", 709.78)}) {
        BOOST_TEST(std::abs(exponential_overflow(parse_format(format)) - last) < 0.006, format);
        for (bool const shifted : {true, false})
            for (int const side : {-1, 1}) {
                trajectory_setting setting;
                setting.format = parse_format(format);
                setting.xi = &xi;
                setting.modern = softmax_lagrangian{{1, 1}, shifted};
                // A percent to either side: further than a step of bf16.
                setting.v0 = {{static_cast<std::int64_t>(last * (100 + side)), 100}};
                std::string const status = run(setting).rows.back().status;
                bool const overflows = !shifted && side > 0;
                BOOST_TEST((status == "diverged") == overflows,
                           format << " " << shifted << " " << side << " " << status);
            }
    }
    BOOST_TEST(std::abs(exponential_overflow(parse_format("fp8e4m3")) - std::log(464.0)) < 1e-12);
    BOOST_TEST(std::isfinite(exponential_overflow(parse_format("mpfr:256"))));
}

BOOST_AUTO_TEST_CASE(the_shifted_update_is_accurate_in_every_format) {
    // One update of N = 5, K = 4 against 256 bits: each component is a weighted mean of +-1. Its error is a few of the
    // overlaps' rounding errors (N roundings of numbers up to N), times the weights: below 64 unit roundoffs here.
    reference const known = read_reference();
    trajectory_setting setting = setting_of(known, "softmax", "mpfr:256");
    setting.modern = softmax_lagrangian{};
    setting.updates = 1;
    trajectory const exact = run(setting);
    for (char const* format : {"bf16", "fp16", "tf32", "fp32", "fp64", "x87", "fp128", "mpfr:64", "e8m15"}) {
        setting.format = parse_format(format);
        trajectory const rounded = run(setting);
        for (std::size_t i = 0; i < exact.v.size(); ++i)
            BOOST_TEST(agrees(rounded.v[i], exact.v[i], setting.format.precision - 6),
                       format << " " << rounded.v[i] << " " << exact.v[i]);
    }
}

BOOST_AUTO_TEST_CASE(neighbouring_numbers_are_told_apart_by_their_last_place) {
    BOOST_TEST(last_place(parse_format("fp32"), "-4084.9") == "0.0002441");  // 2^-12
    BOOST_TEST(last_place(parse_format("fp16"), "1") == "0.0009766");        // 2^-10
    BOOST_TEST(last_place(parse_format("fp16"), "0") == "5.96e-08");         // 2^-24
    BOOST_TEST(last_place(parse_format("fp16"), "nan").empty());
}
