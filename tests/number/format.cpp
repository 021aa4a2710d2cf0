// Names of --formats, accepted and rejected, and the numbers they stand for.

#include "ulpfield/number/format.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>
#include <vector>

#include "support/exact_rounding.hpp"
#include "support/mpfr_reference.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

std::string refusal(std::string_view text) {
    try {
        static_cast<void>(parse_format(text));
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "";
}

BOOST_AUTO_TEST_CASE(named_formats_have_the_numbers_of_their_standards) {
    std::ifstream file(ULPFIELD_TEST_DATA "/number/formats.csv");
    BOOST_REQUIRE(file.is_open());
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#') || line.starts_with("format,")) continue;
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
        BOOST_REQUIRE(cells.size() == 7U);
        BOOST_TEST_CONTEXT("row " << line) {
            number_format const format = parse_format(cells[0]);
            BOOST_TEST(format.name == cells[0]);
            BOOST_TEST(format.precision == std::stoi(cells[1]));
            BOOST_TEST(format.emin == std::stoi(cells[2]));
            BOOST_TEST(format.emax == std::stoi(cells[3]));
            BOOST_TEST(format.subnormals);
            BOOST_TEST((format.overflow == overflow_value::not_a_number) == (cells[0] == "fp8e4m3"));
            // The numbers that follow from them: each is itself when rounded, half the least goes to zero, and half a
            // last place above the largest overflows (in e4m3, where the largest is even, anything above that half).
            auto const exact = [](std::string const& text) {
                plain_mpfr value(200);
                mpfr_set_str(value, text.c_str(), 0, MPFR_RNDN);
                return exact_value(value);
            };
            rational const largest = exact(cells[4]);
            rational const half_step = power_of_two_exactly(format.emax - format.precision);
            rational const crumb = half_step / 1024;
            BOOST_TEST((round_exactly(largest, format).magnitude == largest));
            BOOST_TEST((round_exactly(largest + half_step - crumb, format).magnitude == largest));
            BOOST_TEST(!round_exactly(largest + half_step + crumb, format).magnitude.has_value());
            BOOST_TEST((exact(cells[5]) == power_of_two_exactly(format.emin)));
            rational const least = exact(cells[6]);
            BOOST_TEST((round_exactly(least, format).magnitude == least));
            BOOST_TEST((round_exactly(least / 2, format).magnitude == rational(0)));
        }
        ++rows;
    }
    BOOST_TEST(rows == named_formats().size());
}

/// p = M+1, emax = 2^(E-1)-1, emin = 1-emax (IEEE 754-2019 section 3.3).
BOOST_AUTO_TEST_CASE(every_e_and_m_is_accepted_and_means_what_ieee_says) {
    for (int e = 2; e <= 15; ++e)
        for (int m = 1; m <= 112; ++m) {
            std::string const name = "e" + std::to_string(e) + "m" + std::to_string(m);
            number_format const format = parse_format(name);
            std::int64_t emax = 1;
            for (int bit = 1; bit < e; ++bit) emax *= 2;
            emax -= 1;
            BOOST_TEST((format == number_format{name, m + 1, 1 - emax, emax, true, overflow_value::infinity}), name);
        }
}

BOOST_AUTO_TEST_CASE(ieee_formats_have_two_names) {
    struct {
        char const* name;
        char const* spelled_out;
    } const pairs[] = {{"fp8e5m2", "e5m2"}, {"bf16", "e8m7"},   {"fp16", "e5m10"},   {"tf32", "e8m10"},
                       {"fp32", "e8m23"},   {"fp64", "e11m52"}, {"fp128", "e15m112"}};
    for (auto const& [name, spelled_out] : pairs) {
        number_format format = parse_format(spelled_out);
        format.name = name;
        BOOST_TEST((format == parse_format(name)), name);
    }
    BOOST_TEST(parse_format("e4m3").emax == 7);  // IEEE-like, unlike fp8e4m3
}

BOOST_AUTO_TEST_CASE(mpfr_bits_from_2_to_100000_are_accepted) {
    for (int bits = 2; bits <= 100000; bits = bits < 2000 ? bits + 1 : bits + 997) {
        std::string const name = "mpfr:" + std::to_string(bits);
        number_format const format = parse_format(name);
        BOOST_TEST((format == number_format{name, bits, mpfr_emin, mpfr_emax, false, overflow_value::infinity}), name);
    }
    BOOST_TEST(parse_format("mpfr:100000").precision == 100000);
    BOOST_TEST((mpfr_emax == mpfr_get_emax() - 1 && mpfr_emin == mpfr_get_emin() - 1));
}

BOOST_AUTO_TEST_CASE(exact_has_no_precision) {
    number_format const exact = parse_format("exact");
    BOOST_TEST(exact.exact());
    BOOST_TEST(exact.name == "exact");
    BOOST_TEST(!parse_format("mpfr:2").exact());
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused_with_what_is_accepted) {
    std::vector<std::string> const refused = {"",
                                              " ",
                                              "fp",
                                              "FP16",
                                              "Fp16",
                                              "fp16 ",
                                              " fp16",
                                              "fp 16",
                                              "fp17",
                                              "float",
                                              "double",
                                              "bfloat16",
                                              "fp8",
                                              "e4m3fn",
                                              "fp16,fp32",
                                              "e1m5",
                                              "e0m5",
                                              "e16m3",
                                              "e5m0",
                                              "e5m113",
                                              "e5m-1",
                                              "e-5m1",
                                              "e5",
                                              "e5m",
                                              "em10",
                                              "m10",
                                              "e",
                                              "m",
                                              "e05m10",
                                              "e5m010",
                                              "e5m10 ",
                                              "e5 m10",
                                              " e5m10",
                                              "e+5m10",
                                              "e5m+10",
                                              "E5M10",
                                              "e5M10",
                                              "E5m10",
                                              "e5m10m",
                                              "e5m10m3",
                                              "ee5m10",
                                              "e5mm10",
                                              "e5.0m10",
                                              "e0x5m10",
                                              "e5e5m10",
                                              "e99999999999999999999m3",
                                              "e5m99999999999999999999",
                                              "mpfr",
                                              "mpfr:",
                                              "mpfr:1",
                                              "mpfr:0",
                                              "mpfr:-53",
                                              "mpfr:+53",
                                              "mpfr: 53",
                                              "mpfr:53 ",
                                              "mpfr:0x10",
                                              "mpfr:053",
                                              "mpfr:1e3",
                                              "mpfr:53.0",
                                              "mpfr:100001",
                                              "mpfr:99999999999999999999",
                                              "mpfr:18446744073709551669",
                                              "mpfr:4294967349",
                                              "MPFR:53",
                                              "mpfr53",
                                              "mpfr;53",
                                              "mpfr::53",
                                              "mpfr:53:53",
                                              "Exact",
                                              "exact ",
                                              "exactly",
                                              "e5m10\n",
                                              "é5m10"};
    for (std::string const& name : refused) {
        std::string const message = refusal(name);
        BOOST_TEST_CONTEXT("format '" << name << "'") {
            BOOST_TEST(message.find("unknown format '") == 0U);
            BOOST_TEST(message.find("'" + name + "'") != std::string::npos);
            for (number_format const& accepted : named_formats())
                BOOST_TEST(message.find(accepted.name) != std::string::npos);
            for (char const* accepted : {"mpfr:BITS", "2..100000", "e<E>m<M>", "E 2..15", "M 1..112", "exact"})
                BOOST_TEST(message.find(accepted) != std::string::npos);
        }
    }
    BOOST_TEST(!refusal(std::string("fp16\0", 5)).empty());
    BOOST_TEST(refusal("mpfr:2").empty());
}

BOOST_AUTO_TEST_CASE(wider_means_every_value_of_the_other) {
    auto const wider = [](char const* a, char const* b) {
        return parse_format(a).at_least_as_wide_as(parse_format(b));
    };
    char const* const chain[] = {"fp8e5m2", "fp16", "tf32", "fp32", "fp64", "x87", "fp128", "mpfr:113", "exact"};
    for (std::size_t i = 0; i < std::size(chain); ++i)
        for (std::size_t j = 0; j < std::size(chain); ++j)
            BOOST_TEST(wider(chain[i], chain[j]) == (i >= j), chain[i] << " holds " << chain[j]);
    BOOST_TEST(!wider("bf16", "fp16"));
    BOOST_TEST(!wider("fp16", "bf16"));
    BOOST_TEST(!wider("e4m3", "fp8e4m3"));
    BOOST_TEST(wider("fp8e4m3", "e4m3"));
    BOOST_TEST(!wider("fp128", "mpfr:2"));
}

}  // namespace
