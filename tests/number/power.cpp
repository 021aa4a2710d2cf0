// binary_power squares and multiplies, most significant bit first, every product rounded.

#include "ulpfield/number/power.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <utility>

#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

/// A number that writes down the product it is: x, (xx), ((xx)x), ...
struct spelled {
    std::string text = "x";
    spelled() = default;
    explicit spelled(int) {}
    explicit spelled(std::string product) : text(std::move(product)) {}
    friend spelled operator*(spelled const& a, spelled const& b) { return spelled('(' + a.text + b.text + ')'); }
    [[maybe_unused]] friend spelled operator+(spelled const& a, spelled const&) { return a; }
    [[maybe_unused]] friend spelled operator-(spelled const& a, spelled const&) { return a; }
    [[maybe_unused]] friend spelled operator/(spelled const& a, spelled const&) { return a; }
    [[maybe_unused]] friend spelled operator-(spelled const& a) { return a; }
    [[maybe_unused]] friend auto operator<=>(spelled const&, spelled const&) = default;
};

/// The expansion by its recursion: x^(2k) = (x^k)^2, x^(2k+1) = (x^k)^2 x.
std::string expansion(int n) {
    if (n == 1) return "x";
    std::string const half = expansion(n / 2);
    std::string const square = '(' + half + half + ')';
    return n % 2 == 0 ? square : '(' + square + "x)";
}

BOOST_AUTO_TEST_CASE(binary_power_multiplies_in_the_stated_order) {
    BOOST_TEST(binary_power(spelled(), 2).text == "(xx)");
    BOOST_TEST(binary_power(spelled(), 3).text == "((xx)x)");
    BOOST_TEST(binary_power(spelled(), 5).text == "(((xx)(xx))x)");
    BOOST_TEST(binary_power(spelled(), 6).text == "(((xx)x)((xx)x))");
    BOOST_TEST(binary_power(spelled(), 7).text == "((((xx)x)((xx)x))x)");
    for (int n = 1; n <= 600; ++n) BOOST_TEST(binary_power(spelled(), n).text == expansion(n), n);
}

/// n = 11 = 1011: square, square and multiply, square and multiply; in each format, bit for bit.
BOOST_AUTO_TEST_CASE_TEMPLATE(every_product_is_rounded, Real, all_types) {
    using conversion = parts_conversion<Real>;
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 9);
        plain_mpfr expected(128), computed(128);
        for (int i = 0; i < 300; ++i) {
            Real const x = conversion::make(numbers.anything());
            Real const x2 = x * x;
            Real const x4 = x2 * x2;
            Real const x5 = x4 * x;
            Real const x10 = x5 * x5;
            conversion::read(expected, x10 * x);
            conversion::read(computed, binary_power(x, 11));
            BOOST_TEST(same_number(computed, expected), format.name << ' ' << hexadecimal(expected));
            conversion::read(computed, power(x, 11, power_method::binary));
            BOOST_TEST(same_number(computed, expected), format.name << ' ' << hexadecimal(expected));
            conversion::read(expected, elementary::pow(x, 11));
            conversion::read(computed, power(x, 11, power_method::pow));
            BOOST_TEST(same_number(computed, expected), format.name << ' ' << hexadecimal(expected));
        }
    });
}

/// binary and pow differ: two roundings of 1.1^3 in fp32 are not one (by the exact cube and by hand).
BOOST_AUTO_TEST_CASE(the_two_methods_differ_where_the_roundings_do) {
    int different = 0;
    for (int i = 1; i < 1000; ++i) {
        float const x = 1.0F + static_cast<float>(i) / 1024.0F;
        if (power(x, 7, power_method::binary) != power(x, 7, power_method::pow)) ++different;
    }
    BOOST_TEST(different > 100);
}

BOOST_AUTO_TEST_CASE(exact_types_are_exact_by_either_method) {
    rational const x(-7, 3);
    rational product = 1;
    integer whole = 1;
    for (int n = 1; n <= 200; ++n) {
        product *= x;
        whole *= -13;
        for (power_method const method : {power_method::binary, power_method::pow}) {
            BOOST_TEST((power(x, n, method) == product), n);
            BOOST_TEST((power(integer(-13), n, method) == whole), n);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_exponent_below_one_is_refused) {
    for (int const n : {0, -1, std::numeric_limits<int>::min()}) {
        BOOST_CHECK_THROW(static_cast<void>(binary_power(2.0, n)), std::invalid_argument);
        BOOST_CHECK_THROW(static_cast<void>(binary_power(rational(2), n)), std::invalid_argument);
        BOOST_CHECK_THROW(static_cast<void>(power(2.0, n, power_method::binary)), std::invalid_argument);
        BOOST_CHECK_THROW(static_cast<void>(power(2.0, n, power_method::pow)), std::invalid_argument);
    }
}

}  // namespace
