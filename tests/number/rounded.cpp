// All operand pairs of the two fp8 formats for + - * / against exact rationals and the formats' code tables.

#include "ulpfield/number/rounded.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "support/coded_format.hpp"
#include "support/number_subject.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

/// The expected result: a code without sign (the first beyond the largest: overflow), a sign, or NaN.
struct expected_code {
    bool nan = false;
    bool negative = false;
    unsigned code = 0;
};

/// IEEE 754 arithmetic of two codes, in rationals. A format without infinities turns infinite results to NaN.
class code_arithmetic {
public:
    code_arithmetic(coded_format const& codes, bool infinities) : codes_(codes), infinities_(infinities) {}

    [[nodiscard]] expected_code operator()(char operation, unsigned a, unsigned b) const {
        bool const sign_a = codes_.negative(a);
        bool const sign_b = codes_.negative(b) != (operation == '-');
        bool const sign = sign_a != sign_b;
        if (nan(a) || nan(b)) return {.nan = true};
        switch (operation) {
            case '*':
                if ((infinite(a) && zero(b)) || (zero(a) && infinite(b))) return {.nan = true};
                if (infinite(a) || infinite(b)) return overflowing(sign);
                return rounded_code(rational(codes_.magnitude(a) * codes_.magnitude(b)), sign);
            case '/':
                if ((infinite(a) && infinite(b)) || (zero(a) && zero(b))) return {.nan = true};
                if (infinite(a) || zero(b)) return overflowing(sign_a != codes_.negative(b));
                if (infinite(b)) return {.negative = sign_a != codes_.negative(b)};
                return rounded_code(rational(codes_.magnitude(a) / codes_.magnitude(b)), sign_a != codes_.negative(b));
            default: {
                if (infinite(a) && infinite(b)) return sign ? expected_code{.nan = true} : overflowing(sign_a);
                if (infinite(a)) return overflowing(sign_a);
                if (infinite(b)) return overflowing(sign_b);
                rational const x = sign_a ? rational(-codes_.magnitude(a)) : codes_.magnitude(a);
                rational const y = sign_b ? rational(-codes_.magnitude(b)) : codes_.magnitude(b);
                rational const sum = x + y;
                // A zero sum is +0, but -0 + -0 = -0.
                if (sum == 0) return {.negative = zero(a) && zero(b) && sign_a && sign_b};
                return rounded_code(rational(abs(sum)), sum < 0);
            }
        }
    }

    [[nodiscard]] expected_code rounded_code(rational const& magnitude, bool negative) const {
        unsigned const code = codes_.nearest(magnitude);
        return code == codes_.beyond_largest() ? overflowing(negative) : expected_code{false, negative, code};
    }

    [[nodiscard]] double value(unsigned code) const {
        if (nan(code)) return std::nan("");
        double const magnitude =
            infinite(code) ? std::numeric_limits<double>::infinity() : static_cast<double>(codes_.magnitude(code));
        return codes_.negative(code) ? -magnitude : magnitude;
    }

    [[nodiscard]] bool matches(double computed, expected_code const& expected) const {
        if (expected.nan) return std::isnan(computed);
        double const magnitude = value(expected.code);
        return std::bit_cast<std::uint64_t>(computed) ==
               std::bit_cast<std::uint64_t>(expected.negative ? -magnitude : magnitude);
    }

private:
    [[nodiscard]] bool infinite(unsigned code) const {
        return infinities_ && (code & ~codes_.sign_bit()) == codes_.beyond_largest();
    }
    [[nodiscard]] bool nan(unsigned code) const { return !codes_.finite(code) && !infinite(code); }
    [[nodiscard]] bool zero(unsigned code) const { return (code & ~codes_.sign_bit()) == 0; }
    [[nodiscard]] expected_code overflowing(bool negative) const {
        return {!infinities_, negative, codes_.beyond_largest()};
    }

    coded_format const& codes_;
    bool infinities_;
};

/// All pairs for the four operations; `read` gives a result's value.
template <class Real, class Read>
void check_all_pairs(coded_format const& codes, bool infinities, Read const& read) {
    code_arithmetic const expected(codes, infinities);
    int mismatches = 0;
    auto const check = [&](char operation, unsigned a, unsigned b, double computed) {
        if (!expected.matches(computed, expected(operation, a, b)) && ++mismatches <= 5)
            BOOST_TEST_MESSAGE(std::hex << "codes 0x" << a << ' ' << operation << " 0x" << b << ": " << std::hexfloat
                                        << expected.value(a) << ' ' << operation << ' ' << expected.value(b)
                                        << " gives " << computed << std::dec << std::defaultfloat);
    };
    for (unsigned a = 0; a < codes.codes(); ++a)
        for (unsigned b = 0; b < codes.codes(); ++b) {
            Real const x(expected.value(a));
            Real const y(expected.value(b));
            check('+', a, b, read(x + y));
            check('-', a, b, read(x - y));
            check('*', a, b, read(x * y));
            check('/', a, b, read(x / y));
        }
    BOOST_TEST(mismatches == 0);
}

double read_mpfr_real(working_real const& value) { return mpfr_get_d(value.get(), MPFR_RNDN); }

BOOST_AUTO_TEST_CASE(e4m3_code_table_has_the_values_of_the_ocp_specification) {
    coded_format const& codes = e4m3_codes();
    BOOST_TEST(codes.magnitude(0x7E) == 448);
    BOOST_TEST(codes.magnitude(0x08) == rational(1, 64));
    BOOST_TEST(codes.magnitude(0x07) == rational(7, 512));
    BOOST_TEST(codes.magnitude(0x01) == rational(1, 512));
    BOOST_TEST(!codes.finite(0x7F));
    BOOST_TEST(!codes.finite(0xFF));
}

BOOST_AUTO_TEST_CASE(e5m2_code_table_has_the_values_of_the_ocp_specification) {
    coded_format const& codes = e5m2_codes();
    BOOST_TEST(codes.magnitude(0x7B) == 57344);
    BOOST_TEST(codes.magnitude(0x04) == rational(1, 16384));
    BOOST_TEST(codes.magnitude(0x03) == rational(3, 65536));
    BOOST_TEST(codes.magnitude(0x01) == rational(1, 65536));
    BOOST_TEST(!codes.finite(0x7C));
}

BOOST_AUTO_TEST_CASE(e4m3_all_pairs) {
    check_all_pairs<fp8e4m3>(e4m3_codes(), false, [](fp8e4m3 x) { return x.to_double(); });
}

BOOST_AUTO_TEST_CASE(e5m2_all_pairs) {
    check_all_pairs<fp8e5m2>(e5m2_codes(), true, [](fp8e5m2 x) { return x.to_double(); });
}

BOOST_AUTO_TEST_CASE(e4m3_all_pairs_in_mpfr_real) {
    format_scope<format_role::working> const scope(parse_format("fp8e4m3"));
    check_all_pairs<working_real>(e4m3_codes(), false, read_mpfr_real);
}

BOOST_AUTO_TEST_CASE(e5m2_all_pairs_as_the_run_time_format_e5m2) {
    small_format_scope const scope(parse_format("e5m2"));
    check_all_pairs<small_float>(e5m2_codes(), true, [](small_float x) { return x.to_double(); });
}

/// What has no infinity says NaN: 448 is the largest, 464 the tie to it, everything above is lost.
BOOST_AUTO_TEST_CASE(e4m3_overflow_is_nan) {
    BOOST_TEST(fp8e4m3(464.0).to_double() == 448.0);
    BOOST_TEST(is_nan(fp8e4m3(std::nextafter(464.0, 500.0))));
    BOOST_TEST(is_nan(fp8e4m3(std::numeric_limits<double>::infinity())));
    BOOST_TEST(is_nan(fp8e4m3(1) / fp8e4m3(0)));
    BOOST_TEST(is_nan(-(fp8e4m3(448) + fp8e4m3(448))));
}

/// The general oracle used for wider formats agrees with the code tables.
BOOST_AUTO_TEST_CASE(round_exactly_agrees_with_the_code_tables) {
    for (char const* name : {"fp8e4m3", "fp8e5m2"}) {
        bool const infinities = std::string_view(name) == "fp8e5m2";
        coded_format const& codes = infinities ? e5m2_codes() : e4m3_codes();
        number_format const format = parse_format(name);
        for (unsigned code = 0; code < codes.beyond_largest(); ++code)
            for (int part = 0; part <= 8; ++part) {
                rational const x =
                    codes.magnitude(code) + rational(part, 8) * (codes.magnitude(code + 1) - codes.magnitude(code));
                unsigned const nearest = codes.nearest(x);
                exactly_rounded const result = round_exactly(x, format);
                BOOST_TEST(result.magnitude.has_value() == (nearest != codes.beyond_largest()));
                if (result.magnitude) BOOST_TEST((*result.magnitude == codes.magnitude(nearest)), name << ' ' << x);
            }
    }
}

}  // namespace
