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
            std::string name = "e" + std::to_string(e) + "m" + std::to_string(m);
            // Without more words these three are OCP's.
            if (name == "e2m1" || name == "e2m3" || name == "e3m2") name += ":ieee";
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
                                              "fp8",
                                              "e4m3fm",
                                              "e4m3fn:",
                                              "e4m3fn:sat:sat",
                                              "e4m3fn:ieee",
                                              "e4m3fn:noinf",
                                              "fp16:flush:flush-before",
                                              "fp16:emin=1",
                                              "fp16:emin=",
                                              "fp16:emin=-0",
                                              "fp16:emin=-14.0",
                                              "fp16:emax=-1",
                                              "fp16:emin=-10000000",
                                              "fp16:Sat",
                                              "e8m0:flush",
                                              "int32:sat",
                                              "int8",
                                              "int16",
                                              "exact:sat",
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

/// Options in one order, whatever was typed; other names of formats.
BOOST_AUTO_TEST_CASE(options_and_other_names) {
    std::pair<char const*, char const*> const names[] = {{"float32", "fp32"},
                                                         {"single", "fp32"},
                                                         {"float64", "fp64"},
                                                         {"double", "fp64"},
                                                         {"float16", "fp16"},
                                                         {"half", "fp16"},
                                                         {"bfloat16", "bf16"},
                                                         {"half:sat:flush", "fp16:flush:sat"},
                                                         {"e5m10:flush:emin=-24", "e5m10:emin=-24:flush"},
                                                         {"e5m10:sat:emax=20:emin=0", "e5m10:emin=0:emax=20:sat"},
                                                         {"mpfr:53:sat", "mpfr:53:sat"},
                                                         {"e2m1:sat:ieee", "e2m1:ieee:sat"},
                                                         {"fp16:sat:noinf", "fp16:noinf:sat"}};
    for (auto const& [typed, name] : names) BOOST_TEST(parse_format(typed).name == name);
    number_format const own = parse_format("e5m10:emin=-24:flush-before:sat");
    BOOST_TEST((own.precision == 11 && own.emin == -24 && own.emax == 15 && !own.subnormals && own.saturates() &&
                own.flush == flush_rule::before_rounding && own.has_infinity()));
    BOOST_TEST(parse_format("e2m1").emax == 2);
    BOOST_TEST(parse_format("e2m1:ieee").emax == 1);
    BOOST_TEST(refusal("e4m3fm").find("did you mean 'e4m3fn'?") != std::string::npos);
    BOOST_TEST(refusal("fp16:stat").find("did you mean 'sat'?") != std::string::npos);
    BOOST_TEST(refusal("bfloat61").find("did you mean 'bfloat16'?") != std::string::npos);
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
