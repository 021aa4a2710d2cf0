// What `boundary` must print: the columns, what is empty and what is 0, and values that follow from a format's numbers
// by hand.
#include "studies/boundary/boundary.hpp"

#include <boost/test/unit_test.hpp>

#include "studies/compare/compare.hpp"
#include "support/run_study.hpp"
#include "ulpfield/number/error.hpp"

using namespace ulpfield;
using namespace ulpfield::study;
using namespace ulpfield::test;

namespace {

std::vector<named_row> boundary(std::map<std::string, std::string> const& typed) {
    return run_study(boundary_study(), typed);
}

/// n of a quantity, one N, K, format and formulation asked for; both columns must agree.
std::string order_of(std::map<std::string, std::string> typed, std::string const& quantity) {
    typed["--quantity"] = quantity;
    auto const rows = boundary(typed);
    BOOST_REQUIRE(rows.size() == 1);
    BOOST_TEST(rows[0].at("quantity") == quantity);
    BOOST_TEST(rows[0].at("n_predicted") == rows[0].at("n_observed"));
    return rows[0].at("n_predicted");
}

std::map<std::string, std::string> setting(std::string const& format, std::string const& scaling, std::string const& N,
                                           std::string const& F = "polynomial", std::string const& K = "1000") {
    return {{"--formats", format}, {"--scaling", scaling}, {"--N", N}, {"--interaction", F}, {"--K", K}};
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_are_the_product_in_order) {
    auto const rows =
        boundary({{"--formats", "fp16,fp32"}, {"--scaling", "raw,1/N"}, {"--N", "9,100"}, {"--K", "1,20"}});
    BOOST_TEST(rows.size() == 2 * 2 * 2 * 2 * 5);
    BOOST_TEST(rows[0].at("quantity") == "finite-term");
    BOOST_TEST(rows[4].at("quantity") == "zero-term");
    BOOST_TEST(rows[5].at("K") == "20");
    BOOST_TEST(rows[10].at("N") == "100");
    BOOST_TEST(rows[20].at("scaling") == "1/N");
    BOOST_TEST(rows[40].at("format") == "fp32");
    for (named_row const& at : rows) BOOST_TEST(at.at("n_predicted") == at.at("n_observed"));
}

BOOST_AUTO_TEST_CASE(values_by_hand) {
    // 100^19 < 2^128 < 100^20; 1000 * 100^17 = 10^37 < 2^128; 100^-18 > 2^-126 > 100^-19; 100^-23 <= 2^-150 < 100^-22.
    BOOST_TEST(order_of(setting("fp32", "raw", "100"), "finite-term") == "19");
    BOOST_TEST(order_of(setting("fp32", "raw", "100"), "finite-sum") == "17");
    BOOST_TEST(order_of(setting("fp32", "1/N", "100"), "subnormal-term") == "19");
    BOOST_TEST(order_of(setting("fp32", "1/N", "100"), "zero-term") == "23");
    // 2^-7n < 2^-126 from n = 19 on; 2^-7n <= 2^-150 from n = 22 on.
    BOOST_TEST(order_of(setting("fp32", "2^-k", "100"), "subnormal-term") == "19");
    BOOST_TEST(order_of(setting("fp32", "2^-k", "100"), "zero-term") == "22");
    auto with_root = setting("fp64", "1/N", "100");
    with_root["--similarity"] = "sqrt";
    BOOST_TEST(order_of(with_root, "zero-term") == "324");
    // x^n rounded once, and the chain of products that rounds 28^-3420 = 14.4 steps to 14 first.
    with_root["--formats"] = "x87";
    with_root["--N"] = "784";
    BOOST_TEST(order_of(with_root, "zero-term") == "3422");
    with_root["--power"] = "binary";
    BOOST_TEST(order_of(with_root, "zero-term") == "3421");
    BOOST_TEST(order_of(setting("fp64", "raw", "20"), "exact-terms") == "16");
    // 1/N is no binary fraction; 2^-k is one: 49^9 < 2^53 < 49^10, as raw.
    BOOST_TEST(order_of(setting("fp64", "1/N", "100"), "exact-terms") == "0");
    BOOST_TEST(order_of(setting("fp64", "2^-k", "100"), "exact-terms") == "9");
    BOOST_TEST(order_of(setting("fp64", "1/N", "64"), "exact-terms") == "10");  // 31^10 < 2^53 < 31^11
}

BOOST_AUTO_TEST_CASE(no_limit_is_empty_and_no_order_is_zero) {
    BOOST_TEST(order_of(setting("fp32", "1/N", "100"), "finite-term") == "");
    BOOST_TEST(order_of(setting("fp32", "raw", "100"), "subnormal-term") == "");
    BOOST_TEST(order_of(setting("mpfr:64", "raw", "1000"), "finite-term") == "");
    BOOST_TEST(order_of(setting("fp16", "raw", "100000"), "finite-term") == "0");
    BOOST_TEST(order_of(setting("fp8e4m3", "raw", "784"), "finite-term") == "0");  // no infinity: NaN is not finite
    BOOST_TEST(order_of(setting("fp16", "1/N", "1000000"), "zero-term") == "2");   // 10^-6 is subnormal, its square 0
    for (char const* quantity : {"finite-term", "finite-sum", "exact-terms", "subnormal-term", "zero-term"})
        BOOST_TEST(order_of(setting("exact", "1/N", "100"), quantity) == "");
}

BOOST_AUTO_TEST_CASE(functions_and_formulations_that_are_no_powers) {
    // The exponential has no order: finite for all n or for none. e^88 < 2^128 < e^89, e^11 < 65520 < e^12.
    BOOST_TEST(order_of(setting("fp32", "raw", "88", "exponential", "1"), "finite-term") == "");
    BOOST_TEST(order_of(setting("fp32", "raw", "89", "exponential", "1"), "finite-term") == "0");
    BOOST_TEST(order_of(setting("fp16", "raw", "11", "exponential", "1"), "finite-term") == "");
    BOOST_TEST(order_of(setting("fp16", "raw", "11", "exponential", "2"), "finite-sum") == "0");
    BOOST_TEST(order_of(setting("fp64", "raw", "10", "exponential"), "exact-terms") == "0");
    // Held as a logarithm e^x is exact; relative to the largest, e^(1-N) underflows for all n or for none.
    BOOST_TEST(order_of(setting("fp32", "log", "100", "exponential"), "exact-terms") == "");
    BOOST_TEST(order_of(setting("fp32", "log", "80", "exponential"), "subnormal-term") == "");
    BOOST_TEST(order_of(setting("fp32", "log", "100", "exponential"), "subnormal-term") == "1");
    // n log 100 in fp16: 65504 / 4.605 = 14224, and n has 11 bits: steps of 8 there.
    int const last = std::stoi(order_of(setting("fp16", "log", "100"), "finite-term"));
    BOOST_TEST(last > 14200);
    BOOST_TEST(last < 14250);
    // The log formulation underflows where 1/N does: (1/100)^n.
    BOOST_TEST(order_of(setting("fp32", "log", "100"), "subnormal-term") == "19");
    // A leak that is no binary fraction is rounded, a dyadic one is not.
    BOOST_TEST(order_of(setting("fp64", "raw", "20", "leaky:1/100"), "exact-terms") == "0");
    BOOST_TEST(order_of(setting("fp64", "raw", "20", "leaky:1/4"), "exact-terms") == "16");
    // The factored form has elementary functions: nothing is exact beyond luck.
    BOOST_TEST(order_of(setting("fp64", "factored", "100"), "exact-terms") == "0");
    BOOST_TEST(order_of(setting("fp64", "factored", "100"), "finite-term") == "154");
}

BOOST_AUTO_TEST_CASE(advice_is_one_row_a_format) {
    auto const rows = boundary({{"--advise", ""}, {"--N", "100"}, {"--K", "1000"}, {"--n", "10"}});
    BOOST_TEST(rows.size() == 10);
    std::map<std::string, named_row> by_format;
    for (named_row const& at : rows) by_format[at.at("format")] = at;
    // 49^10 has 57 bits; 1000 (100^10 - 98^10) <= 2^(64+10).
    for (auto const& [format, at] : by_format) BOOST_TEST(at.at("bits") == "64", format);
    BOOST_TEST(by_format.at("x87").at("raw") == "exact");
    BOOST_TEST(by_format.at("fp128").at("2^-k") == "exact");
    BOOST_TEST(by_format.at("fp128").at("1/N") == "safe");
    BOOST_TEST(by_format.at("fp64").at("raw") == "safe");
    BOOST_TEST(by_format.at("fp16").at("raw") == "overflow");
    BOOST_TEST(by_format.at("fp16").at("1/N") == "underflow");
    BOOST_TEST(by_format.at("fp8e4m3").at("raw") == "similarity");
    BOOST_TEST(by_format.at("exact").at("1/N") == "exact");
    BOOST_TEST(by_format.at("fp16").at("k_least") == "");
    // fp32: 2^-10k 1000 100^10 < 2^128 and 2^10 2^-10k >= 2^-103.
    BOOST_TEST(by_format.at("fp32").at("k_least") == "-5");
    BOOST_TEST(by_format.at("fp32").at("k_most") == "11");
    auto const exponential = boundary({{"--advise", ""},
                                       {"--N", "20"},
                                       {"--K", "10"},
                                       {"--n", "1"},
                                       {"--interaction", "exponential"},
                                       {"--formats", "fp64"}});
    BOOST_TEST(exponential[0].at("bits") == "");
    BOOST_TEST(exponential[0].at("1/N") == "another-rule");
    BOOST_TEST(exponential[0].at("log") == "safe");
    BOOST_TEST(exponential[0].at("k_least") == "");
}

// The power of two that the sentences name is one that --scaling takes and that the same advice calls safe.
BOOST_AUTO_TEST_CASE(the_shift_advised_is_one_that_is_taken) {
    auto const advised = [](std::string const& scaling) {
        return plan_study(boundary_study(), {{"--advise", ""},
                                             {"--N", "100"},
                                             {"--K", "1000"},
                                             {"--n", "10"},
                                             {"--formats", "fp32"},
                                             {"--scaling", scaling}});
    };
    auto const planned = advised("raw");
    std::string const said = planned->judge(held_rows(*planned)).sentences.back();
    std::string const mark = "--scaling 2^-";
    std::size_t const at = said.rfind(mark);
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(said.substr(at, mark.size() + 2) == mark + "1)");  // of -5..11 the least that is no multiplication by 1
    auto const same = advised("2^-1");
    held_rows const rows(*same);
    rows.for_each([&](std::uint64_t, row const& values) { BOOST_TEST(rows["2^-1"](values) == "safe"); });
}

BOOST_AUTO_TEST_CASE(what_is_advised_as_exact_is_exact_in_compare) {
    auto const advised = boundary({{"--advise", ""}, {"--N", "20"}, {"--K", "9"}, {"--n", "6"}});
    int exact = 0;
    for (named_row const& at : advised)
        for (char const* scaling : {"raw", "1/N", "/N", "2^-k", "log", "factored"}) {
            if (at.at(scaling) != "exact" && at.at(scaling) != "safe") continue;
            auto const rows = run_study(compare_study(), {{"--formats", at.at("format")},
                                                          {"--scaling", scaling},
                                                          {"--N", "20"},
                                                          {"--K", "9"},
                                                          {"--n", "6"},
                                                          {"--states", "memory,random,near-tie,corrupted:0.2"},
                                                          {"--trials", "20"},
                                                          {"--relax", "no"}});
            for (named_row const& row : rows) {
                std::string const where = at.at("format") + " " + scaling + " " + row.at("states");
                for (char const* none : {"overflow", "nan", "underflow"}) BOOST_TEST(row.at(none) == "0", where);
                if (at.at(scaling) != "exact") continue;
                ++exact;
                for (char const* none : {"wrong", "ties_broken", "vanished", "bits_lost_max"})
                    BOOST_TEST(row.at(none) == "0", where << " " << none);
            }
        }
    BOOST_TEST(exact >= 4 * 9);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
    auto const refused = [](std::map<std::string, std::string> const& typed) {
        BOOST_CHECK_THROW(boundary(typed), usage_error);
    };
    refused({{"--n", "3"}});
    refused({{"--advise", ""}});
    refused({{"--advise", ""}, {"--N", "100"}, {"--K", "20"}});
    refused({{"--advise", ""}, {"--N", "100,200"}, {"--K", "20"}, {"--n", "3"}});
    refused({{"--advise", ""}, {"--N", "100"}, {"--K", "20"}, {"--n", "3"}, {"--quantity", "finite-term"}});
    refused({{"--advise", ""}, {"--N", "100"}, {"--K", "20"}, {"--n", "3"}, {"--similarity", "2"}});
    refused({{"--advise", ""}, {"--N", "100"}, {"--K", "20"}, {"--n", "3"}, {"--interaction", "polynomial,rectified"}});
    refused({{"--advise", ""}, {"--N", "100"}, {"--K", "20"}, {"--n", "3"}, {"--power", "pow"}});
    refused({{"--similarity", "0"}});
    refused({{"--similarity", "-1"}});
    refused({{"--similarity", "root"}});
    refused({{"--quantity", "finite"}});
    refused({{"--formats", "mpfr:5000"}, {"--scaling", "factored"}});
}
