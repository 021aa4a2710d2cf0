// What `xor` must show: Yang 2020's truth table by closed forms, in exact arithmetic and in every format.
#include "studies/xor/xor.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdint>

#include "support/run_study.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<named_row> truth_table(std::map<std::string, std::string> const& typed) {
    return run_study(xor_study(), typed);
}

std::int64_t power_of_three(int n) { return n == 0 ? 1 : 3 * power_of_three(n - 1); }

std::string hundredths(std::int64_t value) {
    std::string text = std::to_string(value < 0 ? -value : value);
    while (text.size() < 3) text.insert(0, "0");
    text.insert(text.size() - 2, ".");
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return (value < 0 ? "-" : "") + text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(energies_and_recall_follow_the_closed_forms) {
    // Overlaps of a memory: 3, -1, -1, -1; of the opposite of one: -3, 1, 1, 1. So (leaky with eps = 1/100):
    //   polynomial: E(memory) = -(3^n + 3 (-1)^n), E(other) = -((-3)^n + 3): n even constant and all ties
    //   rectified: -3^n, -3    leaky: -(3^n + 3 eps), -(3 + 3 eps)
    auto const rows = truth_table({{"--formats", "exact"}, {"--n", "1:7"}});
    BOOST_TEST(rows.size() == 21U);
    for (named_row const& values : rows) {
        int const n = static_cast<int>(number(values, "n"));
        std::int64_t const big = power_of_three(n);
        std::string const& F = values.at("interaction");
        bool const even = n % 2 == 0;
        if (F == "polynomial") {
            BOOST_TEST(values.at("energy_memory") == std::to_string(-(big + (even ? 3 : -3))), "n=" << n);
            BOOST_TEST(values.at("energy_other") == std::to_string(even ? -(big + 3) : big - 3), "n=" << n);
        } else if (F == "rectified") {
            BOOST_TEST(values.at("energy_memory") == std::to_string(-big), "n=" << n);
            BOOST_TEST(values.at("energy_other") == "-3", "n=" << n);
        } else {
            BOOST_TEST(values.at("energy_memory") == hundredths(-100 * big - 3), "n=" << n);
            // The opposite of a memory: 1 at three of them, and eps 3 at the one it opposes.
            BOOST_TEST(values.at("energy_other") == hundredths(-303), "n=" << n);
        }
        bool const tied = F == "polynomial" ? even || n == 1 : n == 1;
        BOOST_TEST(values.at("ties") == (tied ? "4" : "0"), F << " n=" << n);
        BOOST_TEST(values.at("correct") == (tied ? "2" : "4"), F << " n=" << n);
        BOOST_TEST(values.at("of") == "4");
    }
}

BOOST_AUTO_TEST_CASE(a_hundredth_power_is_printed_whole) {
    auto const rows = truth_table({{"--formats", "exact"}, {"--n", "100,101"}});
    // 3^100 + 3 and 3^101 - 3, from an independent program.
    BOOST_TEST(rows[0].at("energy_memory") == "-515377520732011331036461129765621272702107522004");
    BOOST_TEST(rows[0].at("energy_other") == rows[0].at("energy_memory"));
    BOOST_TEST(rows[1].at("energy_memory") == "-1546132562196033993109383389296863818106322566000");
    BOOST_TEST(rows[1].at("energy_other") == "1546132562196033993109383389296863818106322566000");
    BOOST_TEST(rows[2].at("energy_memory") == "-515377520732011331036461129765621272702107522001");
    BOOST_TEST(rows[4].at("energy_memory") == "-515377520732011331036461129765621272702107522001.03");
}

BOOST_AUTO_TEST_CASE(overflow_spares_the_answer_where_all_infinities_have_one_sign) {
    // 3^n overflows fp16 from n = 11, bf16 and fp32 from 81, fp64 from 647 (3^n >= 2^(emax+1)). With odd n the memories
    // of similarity +-2 to the inputs both add z infinity, z the answer; with even n they are +-infinity, whose sum is
    // NaN and decides -1: the two answers -1 are right, and exact arithmetic had ties, decided +1.
    for (auto const& [format, first] :
         {std::pair("fp16", 11), std::pair("bf16", 81), std::pair("fp32", 81), std::pair("fp64", 647)}) {
        auto const rows = truth_table({{"--formats", format},
                                       {"--n", std::to_string(first - 2) + ":" + std::to_string(first + 1)},
                                       {"--interaction", "polynomial"}});
        for (std::size_t k = 0; k < 4; ++k) {
            BOOST_TEST(rows[k].at("correct") == (k % 2 == 0 ? "4" : "2"), format << " n=" << rows[k].at("n"));
            BOOST_TEST((rows[k].at("energy_memory") == "-inf") == (k >= 2), format << " n=" << rows[k].at("n"));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_format_and_formulation_recalls_a_low_odd_order) {
    std::string const functions = "polynomial,rectified,leaky,leaky+,exponential";
    auto const check = [](std::vector<named_row> const& rows) {
        for (named_row const& values : rows)
            BOOST_TEST(values.at("correct") == "4",
                       values.at("format") << " " << values.at("scaling") << " " << values.at("interaction"));
    };
    check(truth_table({{"--formats", "bf16,fp16,tf32,fp32,fp64,x87,fp128,mpfr:100,e5m7,exact"},
                       {"--n", "3"},
                       {"--interaction", functions},
                       {"--scaling", "raw,1/N,/N,2^-k,log,factored"}}));
    check(truth_table({{"--formats", "fp8e4m3,fp8e5m2"}, {"--n", "3"}, {"--interaction", functions}}));
}

BOOST_AUTO_TEST_CASE(energies_in_a_format_are_rounded_by_it) {
    // n = 7 by square and multiply: bf16 (8 bits) rounds 729 to 728 and 2184 to 2176 (a tie, to even); three times -1
    // is below half a step of 16 each. fp16 (11 bits, steps of 2): 2187 to 2188, and 2187 to 2188 again, three times.
    auto const rows = truth_table({{"--formats", "bf16,fp16,fp32"}, {"--n", "7"}, {"--interaction", "polynomial"}});
    BOOST_TEST(rows[0].at("energy_memory") == "-2176");
    BOOST_TEST(rows[1].at("energy_memory") == "-2188");
    BOOST_TEST(rows[2].at("energy_memory") == "-2184");
    // 1/N: (3 alpha)^2 + 3 alpha^2 is 4/3, correctly rounded to 40 digits in exact arithmetic; e^3 + 3/e likewise
    // (value from an independent program).
    auto const third =
        truth_table({{"--formats", "exact"}, {"--n", "2"}, {"--interaction", "polynomial"}, {"--scaling", "1/N"}});
    BOOST_TEST(third[0].at("energy_memory") == "-1.333333333333333333333333333333333333333");
    auto const exponential = truth_table({{"--formats", "exact,fp64"}, {"--n", "2"}, {"--interaction", "exponential"}});
    BOOST_TEST(exponential[0].at("energy_memory") == "-21.18917524670199470571510096506610049933");
    BOOST_TEST(exponential[1].at("energy_memory").substr(0, 16) == "-21.189175246701");
    BOOST_TEST(exponential[0].at("correct") == "4");
}

BOOST_AUTO_TEST_CASE(bad_values_are_refused) {
    for (auto const& [option, text] : {std::pair("--n", "0"), std::pair("--interaction", "cubic"),
                                       std::pair("--formats", "fp17"), std::pair("--scaling", "1/n")})
        BOOST_CHECK_THROW(truth_table({{option, text}}), usage_error);
}
