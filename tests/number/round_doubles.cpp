// Doubles rounded many at a time are those of MPFR, one by one.
#include "ulpfield/number/round_doubles.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/random_words.hpp"

using namespace ulpfield;

namespace {

double by_mpfr(number_format const& format, double x) {
    mpfr_value const value =
        round_once(format, [x](mpfr_ptr result, mpfr_rnd_t how) { return mpfr_set_d(result, x, how); });
    return mpfr_nan_p(value.get()) != 0 ? std::numeric_limits<double>::quiet_NaN() : mpfr_get_d(value.get(), MPFR_RNDN);
}

// Any bits; numbers in and around the format's range; its ties and their neighbours; the ends of the double.
std::vector<double> numbers_for(number_format const& format) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> all = {0.0,
                               -0.0,
                               infinity,
                               -infinity,
                               std::nan(""),
                               -std::nan(""),
                               5e-324,
                               -5e-324,
                               448,
                               464,
                               -480,
                               std::numeric_limits<double>::max(),
                               std::numeric_limits<double>::min()};
    random_words words(19);
    auto const range = static_cast<std::uint64_t>(format.emax - format.emin + format.precision + 8);
    for (int k = 0; k < 3000; ++k) {
        all.push_back(std::bit_cast<double>(words()));
        int const e =
            static_cast<int>(format.emin) - format.precision - 3 + static_cast<int>(uniform_below(words, range));
        double const tie =
            std::ldexp(static_cast<double>(words() >> (62U - static_cast<unsigned>(format.precision))), e);
        for (double const x : {tie, std::nextafter(tie, infinity), -std::nextafter(tie, 0.0)}) all.push_back(x);
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_format_that_a_double_holds) {
    for (char const* const name : {"fp8e4m3", "fp8e5m2", "bf16", "fp16", "tf32", "fp32", "fp64", "e2m1", "e3m2", "e8m7",
                                   "e10m3", "e2m40", "e8m52", "e11m20", "e11m51"}) {
        number_format const format = parse_format(name);
        std::vector<double> const x = numbers_for(format);
        std::vector<double> rounded(x.size());
        round_doubles(format, x, std::span(rounded));
        std::size_t wrong = 0;
        for (std::size_t k = 0; k < x.size(); ++k)
            if (std::bit_cast<std::uint64_t>(rounded[k]) != std::bit_cast<std::uint64_t>(by_mpfr(format, x[k])) &&
                ++wrong < 5)
                BOOST_ERROR(std::string(name) << ": " << x[k] << " became " << rounded[k]);
        if (held_by_float(format)) {
            std::vector<float> small(x.size());
            round_doubles(format, x, std::span(small));
            for (std::size_t k = 0; k < x.size(); ++k)
                BOOST_REQUIRE(std::bit_cast<std::uint64_t>(double(small[k])) ==
                              std::bit_cast<std::uint64_t>(rounded[k]));
        }
    }
}

// IEEE 754 binary16 by its definition: sign, 5 bits of exponent, 10 of the significand.
BOOST_AUTO_TEST_CASE(every_half) {
    std::vector<double> x;
    std::vector<std::uint16_t> bits;
    for (std::uint32_t word = 0; word < 0x10000; ++word) {
        int const e = static_cast<int>(word >> 10U & 31U);
        int const m = static_cast<int>(word & 1023U);
        if (e == 31 && m != 0) continue;
        double const size = e == 31  ? std::numeric_limits<double>::infinity()
                            : e == 0 ? std::ldexp(m, -24)
                                     : std::ldexp(1024 + m, e - 25);
        x.push_back((word & 0x8000U) != 0 ? -size : size);
        bits.push_back(static_cast<std::uint16_t>(word));
    }
    std::vector<std::uint16_t> rounded(x.size());
    round_doubles(parse_format("fp16"), x, std::span(rounded));
    BOOST_TEST(rounded == bits);
}

BOOST_AUTO_TEST_CASE(formats_beyond_the_result) {
    std::vector<double> const x = {1};
    std::vector<double> doubles(1);
    std::vector<float> floats(1);
    std::vector<std::uint16_t> halves(1);
    for (char const* const name : {"exact", "x87", "fp128", "mpfr:24", "e12m3", "e11m53"})
        BOOST_CHECK_THROW(round_doubles(parse_format(name), x, std::span(doubles)), std::invalid_argument);
    for (char const* const name : {"fp64", "e9m3", "e8m24"})
        BOOST_CHECK_THROW(round_doubles(parse_format(name), x, std::span(floats)), std::invalid_argument);
    for (char const* const name : {"bf16", "tf32", "e5m11"})
        BOOST_CHECK_THROW(round_doubles(parse_format(name), x, std::span(halves)), std::invalid_argument);
    doubles.resize(2);
    BOOST_CHECK_THROW(round_doubles(parse_format("fp16"), x, std::span(doubles)), std::invalid_argument);
}
