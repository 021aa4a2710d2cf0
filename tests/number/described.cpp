// Formats given as data, in both of their types: published vectors of the small formats and of the rounding modes, and
// every pair of codes of every format of at most 8 bits for + - * / in every mode against exact values.

#include "ulpfield/number/described.hpp"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "support/code_rounding.hpp"
#include "support/number_subject.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

bool same(double x, double y) {
    return (std::isnan(x) && std::isnan(y)) || (x == y && std::signbit(x) == std::signbit(y));
}

double as_double(described x) { return x.to_double(); }
double as_double(working_real const& x) { return mpfr_get_d(x.get(), MPFR_RNDN); }

std::vector<double> const& values_of(std::string const& name) {
    static std::map<std::string, std::vector<double>> const all = [] {
        std::map<std::string, std::vector<double>> values;
        for (test_data::table_row const& row : test_data::read_table("number/small_format_codes.csv"))
            values[row.at("format")].push_back(code_rounding::fp32(row.at("fp32")));
        return values;
    }();
    return all.at(name);
}

double value_of(std::string const& name, std::string const& code) {
    return values_of(name).at(static_cast<std::size_t>(std::stoul(code, nullptr, 16)));
}

/// A double converted to the format by each of the two types.
struct published_conversion {
    double described_value;
    double mpfr_value;
};
published_conversion convert_in(number_format const& format, double x, std::optional<std::uint64_t> key = {}) {
    described_scope const small(format);
    format_scope<format_role::working> const big(format);
    published_conversion result{};
    {
        random_draws const draws(key.value_or(0));
        result.described_value = as_double(described(x));
    }
    random_draws const draws(key.value_or(0));
    result.mpfr_value = as_double(working_real(x));
    return result;
}

BOOST_AUTO_TEST_CASE(small_formats_have_the_codes_of_ml_dtypes) {
    for (char const* name :
         {"e3m4", "e4m3", "e4m3fn", "e4m3fnuz", "e4m3b11fnuz", "e5m2", "e5m2fnuz", "e8m0", "e2m3", "e3m2", "e2m1"}) {
        number_format const format = parse_format(name);
        described_scope const scope(format);
        double largest = 0;
        int nan_codes = 0;
        int infinities = 0;
        for (double const value : values_of(name)) {
            nan_codes += std::isnan(value) ? 1 : 0;
            infinities += std::isinf(value) ? 1 : 0;
            if (std::isfinite(value)) largest = std::max(largest, value);
            if (!std::isnan(value)) BOOST_TEST(same(as_double(described(value)), value), name << ' ' << value);
        }
        described const most(largest);
        BOOST_TEST(number_traits<described>::ordinal(most) + 1 == number_traits<described>::ordinal_beyond_largest());
        BOOST_TEST((infinities == 2) == format.has_infinity(), name);
        BOOST_TEST((nan_codes != 0) == format.has_nan(), name);
    }
}

BOOST_AUTO_TEST_CASE(conversions_from_fp32_are_those_of_ml_dtypes) {
    int wrong = 0;
    for (test_data::table_row const& row : test_data::read_table("number/small_format_conversions.csv")) {
        std::string const& name = row.at("format");
        double const x = code_rounding::fp32(row.at("fp32"));
        bool const undefined = std::isnan(x) && !parse_format(name).has_nan();
        bool const quirk = name == "e8m0" && x > 0x1p-127 && x < 0x1.8p-127;
        if (undefined || quirk) continue;
        for (bool const saturating : {false, true}) {
            double const expected = value_of(name, row.at(saturating ? "saturated" : "code"));
            published_conversion const got = convert_in(parse_format(name + (saturating ? ":sat" : "")), x);
            if (!same(got.described_value, expected) || !same(got.mpfr_value, expected)) {
                if (++wrong <= 5)
                    BOOST_TEST_MESSAGE(name << (saturating ? ":sat " : " ") << x << ": " << got.described_value << ", "
                                            << got.mpfr_value << ", expected " << expected);
            }
        }
    }
    BOOST_TEST(wrong == 0);
}

/// A key whose first 8 random bits are r.
std::uint64_t key_of(std::uint64_t r) {
    for (std::uint64_t key = 0;; ++key) {
        random_draws const draws(key);
        if (random_draws::next(8) == r) return key;
    }
}

BOOST_AUTO_TEST_CASE(rounding_modes_have_the_codes_of_their_definitions) {
    std::map<std::string, rounding_mode> const modes = {
        {"nearest", rounding_mode::nearest}, {"away", rounding_mode::away}, {"zero", rounding_mode::zero},
        {"up", rounding_mode::up},           {"down", rounding_mode::down}, {"odd", rounding_mode::odd}};
    int wrong = 0;
    for (test_data::table_row const& row : test_data::read_table("number/rounding_modes.csv")) {
        std::string const& name = row.at("format");
        double const x = std::strtod(row.at("x").c_str(), nullptr);
        auto const compare = [&](number_format const& format, std::string const& column,
                                 std::optional<std::uint64_t> key) {
            double const expected = value_of(name, row.at(column));
            published_conversion const got = convert_in(format, x, key);
            if (!same(got.described_value, expected) || !same(got.mpfr_value, expected)) {
                if (++wrong <= 5)
                    BOOST_TEST_MESSAGE(name << ' ' << column << ' ' << x << ": " << got.described_value << ", "
                                            << got.mpfr_value << ", expected " << expected);
            }
        };
        for (auto const& [column, mode] : modes)
            for (bool const saturating : {false, true}) {
                number_format format = parse_format(name + (saturating ? ":sat" : ""));
                format.rounding = mode;
                compare(format, (saturating ? "sat_" : "") + column, {});
            }
        for (std::uint64_t const r : {0U, 77U, 128U, 200U, 255U}) {
            number_format format = parse_format(name + ":sat");
            format.rounding = rounding_mode::stochastic;
            format.random_bits = 8;
            compare(format, "r" + std::to_string(r), key_of(r));
        }
    }
    BOOST_TEST(wrong == 0);
}

/// The exact value of an operation on finite numbers, or what IEEE 754 has where there is none or one of zero.
template <class Round>
double expected_result(char operation, double a, double b, number_format const& format, Round const& round) {
    auto const kept = [&](double special) {
        if (std::isinf(special) && !format.has_infinity())
            return format.has_nan() ? std::nan("") : std::copysign(round({1e30, 1}), special);
        return special == 0 && !format.signed_zero ? 0.0 : special;
    };
    double const computed = operation == '+' ? a + b : operation == '-' ? a - b : operation == '*' ? a * b : a / b;
    if (!std::isfinite(a) || !std::isfinite(b) || (operation == '/' && b == 0)) return kept(computed);
    if (computed == 0 && operation != '/') {
        // x - x is -0 going down, unless both are +0
        double const second = operation == '-' ? -b : b;
        bool const sum = operation != '*';
        bool const cancels = sum && !(a == 0 && !std::signbit(a) && !std::signbit(second));
        return kept(cancels && format.rounding == rounding_mode::down ? -0.0 : computed);
    }
    if (a == 0) return kept(computed);
    return operation == '/' ? round({a, b}) : round({computed, 1});
}

/// All pairs of values in one type; returns how many differ.
template <class Real, class Scope>
int wrong_pairs(code_rounding const& rule, number_format const& format) {
    Scope const scope(format);
    std::vector<double> operands;
    for (double const value : rule.values()) operands.push_back(as_double(Real(value)));
    int wrong = 0;
    std::uint64_t key = 0;
    for (double const a : operands)
        for (double const b : operands)
            for (char const operation : {'+', '-', '*', '/'}) {
                ++key;
                auto const round = [&](exact_quotient x) {
                    std::uint64_t draw = 0;
                    if (format.random_bits != 0) {
                        random_draws const draws(key);
                        draw = random_draws::next(format.random_bits);
                    }
                    return rule(x, draw);
                };
                double const expected = expected_result(operation, a, b, format, round);
                random_draws const draws(key);
                Real const x(a);
                Real const y(b);
                double const got = as_double(operation == '+'   ? x + y
                                             : operation == '-' ? x - y
                                             : operation == '*' ? x * y
                                                                : x / y);
                if (!same(got, expected) && ++wrong <= 3)
                    BOOST_TEST_MESSAGE(format.name << " mode " << static_cast<int>(format.rounding) << ": " << a << ' '
                                                   << operation << ' ' << b << " = " << got << ", expected "
                                                   << expected);
            }
    return wrong;
}

constexpr rounding_mode every_mode[] = {rounding_mode::nearest,   rounding_mode::away, rounding_mode::zero,
                                        rounding_mode::up,        rounding_mode::down, rounding_mode::odd,
                                        rounding_mode::stochastic};

BOOST_AUTO_TEST_CASE(all_pairs_of_small_formats_in_every_mode) {
    for (char const* name :
         {"e3m4", "e4m3", "e4m3fn", "e4m3fnuz", "e4m3b11fnuz", "e5m2", "e5m2fnuz", "e2m3", "e3m2", "e2m1"})
        for (char const* options : {"", ":sat", ":flush", ":flush-before:sat"})
            for (rounding_mode const mode : every_mode) {
                number_format format = parse_format(std::string(name) + options);
                format.rounding = mode;
                format.random_bits = mode == rounding_mode::stochastic ? 3 : 0;
                code_rounding const rule(name, format);
                BOOST_TEST((wrong_pairs<described, described_scope>(rule, format)) == 0, format.name);
            }
}

/// The slower type on the shortest formats, where all pairs are few.
BOOST_AUTO_TEST_CASE(all_pairs_of_6_bits_in_every_mode_by_mpfr) {
    for (char const* name : {"e2m3", "e3m2", "e2m1"})
        for (char const* options : {"", ":flush", ":flush-before"})
            for (rounding_mode const mode : every_mode) {
                number_format format = parse_format(std::string(name) + options);
                format.rounding = mode;
                format.random_bits = mode == rounding_mode::stochastic ? 3 : 0;
                code_rounding const rule(name, format);
                BOOST_TEST((wrong_pairs<working_real, format_scope<format_role::working>>(rule, format)) == 0,
                           format.name);
            }
}

/// E8M0: 2^i + 2^j and so on by their exponents; zero, and all below it, is NaN, saturated 2^-127.
BOOST_AUTO_TEST_CASE(all_pairs_of_e8m0) {
    for (char const* name : {"e8m0", "e8m0:sat"}) {
        number_format const format = parse_format(name);
        described_scope const scope(format);
        auto const number = [](int exponent) { return described(std::ldexp(1.0, exponent)); };
        auto const expected = [&](int exponent) {
            if (exponent > 127) return format.saturates() ? 0x1p127 : std::nan("");
            return std::ldexp(1.0, std::max(exponent, -127));
        };
        double const none = format.saturates() ? 0x1p-127 : std::nan("");
        int wrong = 0;
        for (int i = -127; i <= 127; ++i)
            for (int j = -127; j <= 127; ++j) {
                int const high = std::max(i, j);
                bool const close = std::abs(i - j) <= 1;
                wrong += !same(as_double(number(i) * number(j)), expected(i + j));
                wrong += !same(as_double(number(i) / number(j)), expected(i - j));
                wrong += !same(as_double(number(i) + number(j)), expected(high + (close ? 1 : 0)));
                wrong += !same(as_double(number(i) - number(j)), i <= j ? none : expected(i == j + 1 ? j : i));
            }
        BOOST_TEST(wrong == 0, name);
        BOOST_TEST(same(as_double(-number(3)), none));
        BOOST_TEST(same(as_double(described(0)), none));
    }
}

/// Integers as C and MATLAB have them.
BOOST_AUTO_TEST_CASE(all_pairs_of_int8sat) {
    described_scope const scope(parse_format("int8sat"));
    auto const clamped = [](int x) { return static_cast<double>(std::clamp(x, -128, 127)); };
    int wrong = 0;
    for (int a = -128; a <= 127; ++a)
        for (int b = -128; b <= 127; ++b) {
            described const x(a);
            described const y(b);
            wrong += as_double(x + y) != clamped(a + b);
            wrong += as_double(x - y) != clamped(a - b);
            wrong += as_double(x * y) != clamped(a * b);
            int const magnitude = b == 0 ? 0 : (2 * std::abs(a) + std::abs(b)) / (2 * std::abs(b));
            int const quotient = b == 0               ? (a > 0   ? 127
                                                         : a < 0 ? -128
                                                                 : 0)
                                 : (a < 0) != (b < 0) ? -magnitude
                                                      : magnitude;
            wrong += as_double(x / y) != clamped(quotient);
            wrong += as_double(-x) != clamped(-a);
        }
    BOOST_TEST(wrong == 0);
}

template <class Word>
void check_wrapping(char const* name) {
    using unsigned_word = std::make_unsigned_t<Word>;
    format_scope<format_role::working> const scope(parse_format(name));
    random_words words(17);
    auto const number = [](Word value) {
        mpfr_value exact(64);
        mpfr_set_sj(exact.get(), value, MPFR_RNDN);
        return number_traits<working_real>::from_mpfr(exact.get());
    };
    int wrong = 0;
    auto const check = [&](working_real const& computed, unsigned_word expected) {
        wrong += mpfr_get_sj(computed.get(), MPFR_RNDN) != static_cast<Word>(expected);
    };
    for (int k = 0; k < 20000; ++k) {
        auto const a = static_cast<Word>(static_cast<Word>(words()) >> (words() % (8 * sizeof(Word))));
        auto const b = static_cast<Word>(static_cast<Word>(words()) >> (words() % (8 * sizeof(Word))));
        auto const x = static_cast<unsigned_word>(a);
        auto const y = static_cast<unsigned_word>(b);
        check(number(a) + number(b), x + y);
        check(number(a) - number(b), x - y);
        check(number(a) * number(b), x * y);
        check(-number(a), static_cast<unsigned_word>(-x));
    }
    working_real const least = number(std::numeric_limits<Word>::min());
    check(-least, static_cast<unsigned_word>(std::numeric_limits<Word>::min()));
    BOOST_TEST(wrong == 0, name);
}

BOOST_AUTO_TEST_CASE(integers_wrap_as_two_complement) {
    check_wrapping<std::int32_t>("int32");
    check_wrapping<std::int64_t>("int64");
    // 784^7 in int64 is what NumPy says: 784**7 - 10 * 2**64 as int64 wraps without a word.
    format_scope<format_role::working> const scope(parse_format("int64"));
    working_real power(1);
    for (int k = 0; k < 7; ++k) power = power * working_real(784);
    std::uint64_t wrapped = 1;
    for (int k = 0; k < 7; ++k) wrapped *= 784;
    BOOST_TEST(mpfr_get_sj(power.get(), MPFR_RNDN) == static_cast<std::int64_t>(wrapped));
}

/// The mean of 10^6 roundings of one number within 5 standard errors of the number.
BOOST_AUTO_TEST_CASE(stochastic_rounding_is_unbiased) {
    number_format format = parse_format("bf16");
    format.rounding = rounding_mode::stochastic;
    format.random_bits = 16;
    described_scope const scope(format);
    for (double const x : {1.0 + 0.3 / 128, -3.7 / 3, 0x1.01p-130, 1e-3}) {
        constexpr int count = 1'000'000;
        random_draws const draws(2024);
        double const first = as_double(described(x));
        double deviation = 0;
        double square = 0;
        for (int k = 0; k < count; ++k) {
            double const error = as_double(described(x)) - x;
            deviation += error;
            square += error * error;
        }
        double const mean = deviation / count;
        double const standard_error = std::sqrt((square / count - mean * mean) / count);
        // 2^-17 of a step: the probability itself is rounded to 16 bits.
        BOOST_TEST(std::fabs(mean) < 5 * standard_error + std::fabs(first - x) * 0x1p-16, x);
    }
}

/// Random numbers depend on the key and the count of roundings alone.
BOOST_AUTO_TEST_CASE(random_draws_start_anew_with_their_key) {
    auto const several = [](std::uint64_t key) {
        random_draws const draws(key);
        return std::vector<std::uint64_t>{random_draws::next(8), random_draws::next(64), random_draws::next(1)};
    };
    std::vector<std::uint64_t> const first = several(5);
    random_draws const other(9);
    std::uint64_t const before = random_draws::next(20);
    BOOST_TEST(several(5) == first, boost::test_tools::per_element());
    random_draws const again(9);
    BOOST_TEST(random_draws::next(20) == before);
}

/// Laws of the modes on bf16: up is -down of the negative; zero never grows; the nearest lies between down and up; odd
/// is one of the two with odd significand; exact values stay.
BOOST_AUTO_TEST_CASE(modes_keep_their_laws) {
    random_words words(3);
    auto const rounded_in = [](rounding_mode mode, double x) {
        number_format format = parse_format("bf16");
        format.rounding = mode;
        described_scope const scope(format);
        return as_double(described(x));
    };
    for (int k = 0; k < 20000; ++k) {
        double const x = std::ldexp(static_cast<double>(static_cast<std::int64_t>(words()) >> 12),
                                    static_cast<int>(words() % 250) - 190);
        double const up = rounded_in(rounding_mode::up, x);
        double const down = rounded_in(rounding_mode::down, x);
        BOOST_TEST((down <= x && x <= up));
        BOOST_TEST(same(up, -rounded_in(rounding_mode::down, -x)));
        for (rounding_mode const mode : every_mode) {
            if (mode == rounding_mode::stochastic) continue;
            double const result = rounded_in(mode, x);
            BOOST_TEST((same(result, up) || same(result, down)));
            BOOST_TEST(same(rounded_in(mode, up), up));
        }
        BOOST_TEST(std::fabs(rounded_in(rounding_mode::zero, x)) <= std::fabs(x));
    }
}

BOOST_AUTO_TEST_CASE(formats_that_do_not_fit_in_double_are_refused) {
    for (char const* name : {"fp64:sat", "e11m10:flush", "mpfr:30:sat", "int32", "exact"})
        BOOST_CHECK_THROW(described_scope scope(parse_format(name)), std::invalid_argument);
    BOOST_CHECK_NO_THROW(described_scope scope(parse_format("fp32:flush")));
}

}  // namespace
