// What `dynamics` must show: the findings of studies/dynamics/README.md, and what it refuses.
#include "studies/dynamics/dynamics.hpp"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "studies/dynamics/verdict.hpp"
#include "support/run_study.hpp"
#include "ulpfield/files/idx_file.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<named_row> dynamics(std::map<std::string, std::string> const& typed) {
    return run_study(dynamics_study(), typed);
}

/// The last row of a format.
named_row last(std::vector<named_row> const& rows, std::string const& format) {
    named_row found;
    for (named_row const& each : rows)
        if (each.at("format") == format) found = each;
    return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(narrow_formats_see_the_energy_rise_first) {
    auto const rows = dynamics({{"--model", "tanh/rectified:3"},
                                {"--solver", "rk4"},
                                {"--formats", "bf16,fp32,fp64,mpfr:256"},
                                {"--time", "4"}});
    std::map<std::string, double> risen;
    for (named_row const& each : rows)
        if (each.at("monotone") == "no" && !risen.contains(each.at("format")))
            risen[each.at("format")] = std::stod(each.at("time"));
    BOOST_TEST(risen.contains("bf16"));
    BOOST_TEST(risen.contains("fp32"));
    BOOST_TEST(risen.contains("fp64"));
    BOOST_TEST(!risen.contains("mpfr:256"));
    BOOST_TEST(risen["bf16"] < risen["fp32"]);
    BOOST_TEST(risen["fp32"] < risen["fp64"]);
    // The quotient and the formula are one number, up to the quotient's error of second order in the step.
    for (named_row const& each : rows)
        if (each.at("format") == "mpfr:256") {
            double const quotient = std::stod(each.at("dE_dt"));
            double const formula = std::stod(each.at("dE_dt_formula"));
            BOOST_TEST(std::abs(quotient - formula) < 0.1 * std::abs(formula), each.at("time"));
        }
}

BOOST_AUTO_TEST_CASE(a_step_below_half_a_place_stalls_far_from_the_equilibrium) {
    auto const rows =
        dynamics({{"--model", "identity/softmax"}, {"--solver", "rk4"}, {"--formats", "fp8e4m3,bf16,fp64"}});
    BOOST_TEST(last(rows, "fp8e4m3").at("status") == "stalled");
    BOOST_TEST(last(rows, "bf16").at("status") == "stalled");
    BOOST_TEST(last(rows, "fp64").at("status") == "ok");
    BOOST_TEST(std::stod(last(rows, "fp8e4m3").at("energy")) > std::stod(last(rows, "fp64").at("energy")) + 5);
}

BOOST_AUTO_TEST_CASE(the_shift_prevents_overflow) {
    for (std::string const model : {"modern", "modern-unshifted"})
        for (std::string const beta : {"10", "50"}) {
            auto const rows =
                dynamics({{"--model", model}, {"--formats", "bf16,fp16,fp32,fp64"}, {"--beta", beta}, {"--v0", "1"}});
            for (char const* format : {"bf16", "fp16", "fp32", "fp64"}) {
                bool const lost = model == "modern-unshifted" && !(format == std::string("fp64") && beta == "10");
                BOOST_TEST((last(rows, format).at("status") == "diverged") == lost,
                           model << " " << format << " " << beta);
            }
        }
}

BOOST_AUTO_TEST_CASE(every_pair_of_lagrangians_runs_in_every_kind_of_format) {
    std::string models;
    for (std::string const v : {"identity", "tanh", "rectified:2", "softmax", "spherical"})
        for (std::string const h : {"identity", "rectified:2", "softmax", "softmax-unshifted", "spherical"})
            models += (models.empty() ? "" : ",") + v + "/" + h;
    auto const rows = dynamics({{"--model", models},
                                {"--formats", "fp8e5m2,tf32,x87,fp128,mpfr:90,e6m9"},
                                {"--N", "3"},
                                {"--K", "2"},
                                {"--time", "1/10"}});
    // Wide formats: the energy is nowhere above its start, up to rounding (it is constant where rectified feature
    // neurons are silent and the hidden ones spherical).
    std::size_t ended = 0;
    double first = 0;
    for (named_row const& each : rows) {
        std::string const& format = each.at("format");
        if (each.at("time") == "0.1" && each.at("status") == "ok") ++ended;
        if (each.at("time") == "0") first = std::stod(each.at("energy"));
        if (format == "x87" || format == "fp128" || format == "mpfr:90")
            BOOST_TEST(std::stod(each.at("energy")) <= first + 1e-15 * (1 + std::abs(first)),
                       each.at("model") << " " << format << " " << each.at("time"));
    }
    BOOST_TEST(ended >= 25U * 2 * 3);
}

BOOST_AUTO_TEST_CASE(a_network_of_a_file_and_given_states_are_taken) {
    temporary_file const xi("xi.csv", "-1,-1,-1,1,1\n-1,1,1,-1,-1\n1,1,1,-1,-1\n1,1,1,1,1\n");
    std::map<std::string, std::string> const known = {{"--memories", xi.path()},
                                                      {"--inputs", "0.1,0.4,0.2,0.0,0.3"},
                                                      {"--v0", "-0.4,-0.8,0.6,0.2,-0.2"},
                                                      {"--h0", "-0.5,0.75,0.25,-0.25"},
                                                      {"--formats", "fp64"}};
    auto with = [&](std::map<std::string, std::string> more) {
        more.insert(known.begin(), known.end());
        return dynamics(more);
    };
    // E(0) = 1.30440024297941, dE/dt(0) = -23.5005442426948 (tests/data/dynamics).
    auto const rows = with({{"--model", "tanh/rectified:3"}, {"--solver", "rk4"}});
    BOOST_TEST(rows[0].at("energy").substr(0, 14) == "1.304400242979");
    BOOST_TEST(rows[0].at("dE_dt_formula").substr(0, 14) == "-23.5005442426");
    BOOST_CHECK_THROW(with({{"--N", "6"}}), usage_error);
    BOOST_CHECK_THROW(with({{"--K", "3"}}), usage_error);
}

BOOST_AUTO_TEST_CASE(bad_values_are_refused) {
    for (auto const& [option, text] :
         std::initializer_list<std::pair<char const*, char const*>>{{"--tau-v", "0"},
                                                                    {"--tau-h", "-1"},
                                                                    {"--tau-h", "nan"},
                                                                    {"--step", "0"},
                                                                    {"--step", "5"},
                                                                    {"--step", "1e-12"},
                                                                    {"--time", "0"},
                                                                    {"--beta", "0"},
                                                                    {"--beta", "inf"},
                                                                    {"--tolerance", "0"},
                                                                    {"--inputs", "nan"},
                                                                    {"--inputs", "1,2"},
                                                                    {"--v0", "1,inf"},
                                                                    {"--h0", "x"},
                                                                    {"--formats", "exact"},
                                                                    {"--model", "cubic"},
                                                                    {"--model", "tanh/x"},
                                                                    {"--solver", "euler"},
                                                                    {"--every", "0"},
                                                                    {"--updates", "0"},
                                                                    {"--max-steps", "0"},
                                                                    {"--N", "0"},
                                                                    {"--memories", "/nonexistent.csv"}})
        BOOST_CHECK_THROW(dynamics({{option, text}}), usage_error);
}

BOOST_AUTO_TEST_CASE(the_verdict_names_times_and_thresholds) {
    auto const planned = plan_study(dynamics_study(), {});
    held_rows const rows({{"identity/softmax", "fp16", "rk4", "0.01", "0", "-1", "-1", "-1", "yes", "ok"},
                          {"identity/softmax", "fp16", "rk4", "0.01", "0.25", "-1.5", "-1", "-1", "no", "ok"},
                          {"identity/softmax", "fp16", "rk4", "0.01", "0.5", "nan", "nan", "nan", "no", "diverged"},
                          {"identity/softmax", "fp64", "rk4", "0.01", "0", "-1", "-1", "-1", "yes", "ok"}},
                         planned->columns());
    std::vector<std::string> const text = dynamics_verdict(rows, {}).sentences;
    BOOST_REQUIRE(text.size() == 2U);
    BOOST_TEST(
        text[0] ==
        "identity/softmax by rk4: the computed energy first rises at t = 0.25 in fp16, never in fp64; neighbouring "
        "numbers at the last energy are apart by 0.0009766 in fp16, 2.22e-16 in fp64; fp16 diverged at t = 0.5.");
    BOOST_TEST((text[1].find("11.09 in fp16, 709.78 in fp64") != std::string::npos), text[1]);
}

BOOST_AUTO_TEST_CASE(a_start_is_a_memory_a_corrupted_one_or_a_file) {
    std::map<std::string, std::string> typed = {{"--model", "modern"}, {"--formats", "fp64"}, {"--beta", "10"}};
    typed["--v0"] = "memory:3";
    auto const at_memory = dynamics(typed);
    BOOST_TEST(at_memory[0].at("nearest") == "3");
    BOOST_TEST(at_memory[0].at("distance") == "0");
    BOOST_TEST(at_memory.back().at("nearest") == "3");
    typed["--v0"] = "corrupted:0";
    BOOST_TEST(dynamics(typed)[0].at("nearest") == "1");
    typed["--v0"] = "corrupted:1";  // -xi^1, sqrt(4 N) = 8 from xi^1
    BOOST_TEST(std::stod(dynamics(typed)[0].at("distance")) <= 8.0);
    std::string row;
    for (int i = 0; i < 16; ++i) row += (i == 0 ? "" : ",") + std::string("2.5");
    temporary_file const file("start.csv", row + "\n");
    typed["--v0"] = file.path();
    // E of any start is that of the same numbers typed.
    std::string const energy = dynamics(typed)[0].at("energy");
    typed["--v0"] = "2.5";
    auto const typed_numbers = dynamics(typed);
    BOOST_TEST(typed_numbers[0].at("energy") == energy);
    BOOST_TEST(!typed_numbers[0].contains("nearest"));
    for (std::string const& bad : {std::string("memory:0"), std::string("memory:5"), std::string("memory:x"),
                                   std::string("corrupted:2"), std::string("no-such-file.npy"), std::string("")}) {
        typed["--v0"] = bad;
        BOOST_CHECK_THROW(dynamics(typed), usage_error);
    }
    temporary_file const short_file("short.csv", "1,2,3\n");
    typed["--v0"] = short_file.path();
    BOOST_CHECK_THROW(dynamics(typed), usage_error);
}

BOOST_AUTO_TEST_CASE(the_first_five_digits_of_mnist) {
    // Over 255, beta = 65025, from memory 4: softmax is 1 at the memory itself, E = v.v/2 - v.v = -29.2024, and it
    // stays. fp16: beta times an overlap of 58 is beyond 65504 before any shift.
    char const* const directory = std::getenv("ULPFIELD_MNIST");
    if (directory == nullptr) {
        BOOST_TEST_MESSAGE("ULPFIELD_MNIST is not set: the real digits are not tested");
        return;
    }
    idx_images const five = read_idx_images("ULPFIELD_MNIST", find_mnist("ULPFIELD_MNIST", directory).train_images, 5);
    std::string text;
    for (std::size_t mu = 0; mu < 5; ++mu)
        for (std::size_t i = 0; i < 784; ++i)
            text += fmt::format("{}{}", five.image(mu)[i] / 255.0, i == 783 ? "\n" : ",");
    temporary_file const memories("five.csv", text);
    auto const rows = dynamics({{"--model", "modern"},
                                {"--memories", memories.path()},
                                {"--beta", "65025"},
                                {"--v0", "memory:4"},
                                {"--formats", "fp16,bf16,fp32,fp64,mpfr:200"}});
    for (char const* const format : {"fp32", "fp64", "mpfr:200"}) {
        named_row const end = last(rows, format);
        BOOST_TEST(end.at("status") == "stalled", format);
        BOOST_TEST(std::abs(std::stod(end.at("energy")) + 29.2024) < 0.0001, format << " " << end.at("energy"));
        BOOST_TEST(end.at("nearest") == "4", format);
        BOOST_TEST(std::stod(end.at("distance")) < 1e-6, format);
    }
    BOOST_TEST(last(rows, "fp16").at("status") == "diverged");
    BOOST_TEST(last(rows, "fp16").at("energy") == "nan");
}
