// Events by cases: what each operation reports in every format, written down from the definitions in events.hpp.

#include "ulpfield/number/events.hpp"

#include <boost/test/unit_test.hpp>
#include <string>
#include <string_view>

#include "support/event_text.hpp"
#include "support/number_parts.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/observed.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

constexpr event_counts nothing{};
constexpr event_counts overflow{.overflow = 1, .inexact = 1};
constexpr event_counts pole{.overflow = 1};
constexpr event_counts rounded_below_normal{.underflow = 1, .inexact = 1};
constexpr event_counts exactly_subnormal{.underflow = 1};
constexpr event_counts invalid{.invalid = 1};
constexpr event_counts inexact{.inexact = 1};

/// The numbers of a format that the cases are about, by their names; a minus sign in front negates.
template <class Real>
observed<Real> landmark(std::string_view name, number_format const& format) {
    using number = observed<Real>;
    if (name.front() == '-') return -landmark<Real>(name.substr(1), format);
    wide_word const hidden = wide_word{1} << (format.precision - 1);
    std::int64_t const last = format.emin - format.precision + 1;
    number_parts parts;
    if (name == "largest") {
        bool const no_infinity = format.overflow == overflow_value::not_a_number;
        parts.significand = 2 * hidden - 1 - (no_infinity ? 1 : 0);
        parts.exponent = format.emax - format.precision + 1;
    } else if (name == "normal") {
        parts = {number_parts::kind::finite, false, hidden, last};
    } else if (name == "next") {
        parts = {number_parts::kind::finite, false, hidden + 1, last};
    } else if (name == "least") {
        parts = {number_parts::kind::finite, false, format.subnormals ? 1 : hidden, last};
    } else if (name == "infinity") {
        parts.what = number_parts::kind::infinite;
    } else if (name == "nan") {
        parts.what = number_parts::kind::nan;
    } else {
        return number(std::stoi(std::string(name)));
    }
    return number(parts_conversion<Real>::make(parts));
}

/// Compares what a scope has seen with what the definitions say.
void check(number_format const& format, std::string const& what, event_counts expected, event_counts const& found) {
    // In a format without infinity an overflow is NaN, and so counts as invalid too.
    if (format.overflow == overflow_value::not_a_number) expected.invalid += expected.overflow;
    BOOST_TEST((found == expected), format.name << ": " << what << " reports " << event_text(found) << " instead of "
                                                << event_text(expected));
}

/// In which formats a case can be stated.
enum class where { everywhere, with_infinity, with_three_bits, gradual_underflow, sudden_underflow };

bool applies(where place, number_format const& format) {
    switch (place) {
        case where::with_infinity:
            return format.overflow == overflow_value::infinity;
        case where::with_three_bits:
            return format.precision > 2;
        case where::gradual_underflow:
            return format.subnormals;
        case where::sudden_underflow:
            return !format.subnormals;
        default:
            return true;
    }
}

struct operation_case {
    char const* left;
    char operation;
    char const* right;
    event_counts expected;
    where place = where::everywhere;
};

operation_case const operation_cases[] = {
    {"1", '+', "2", nothing},
    {"largest", '+', "largest", overflow},
    {"-largest", '-', "largest", overflow},
    {"largest", '-', "largest", nothing},
    {"largest", '*', "2", overflow},
    {"largest", '*', "-largest", overflow},
    {"largest", '/', "least", overflow},
    {"1", '/', "0", pole},
    {"-least", '/', "0", pole},
    {"0", '/', "0", invalid},
    {"0", '*', "least", nothing},
    {"0", '/', "least", nothing},
    {"0", '+', "0", nothing},
    {"0", '+', "-0", nothing},
    {"least", '-', "least", nothing},
    {"-least", '+', "least", nothing},
    {"least", '*', "least", rounded_below_normal},
    {"least", '/', "-largest", rounded_below_normal},
    {"least", '/', "2", rounded_below_normal},
    {"normal", '*', "1", nothing},
    {"nan", '+', "1", nothing},
    {"nan", '*', "0", nothing},
    {"0", '/', "nan", nothing},
    {"largest", '+', "least", inexact, where::with_three_bits},
    {"1", '/', "3", inexact, where::with_three_bits},
    {"infinity", '-', "infinity", invalid, where::with_infinity},
    {"infinity", '*', "0", invalid, where::with_infinity},
    {"infinity", '/', "infinity", invalid, where::with_infinity},
    {"infinity", '+', "infinity", nothing, where::with_infinity},
    {"infinity", '-', "largest", nothing, where::with_infinity},
    {"infinity", '*', "least", nothing, where::with_infinity},
    {"infinity", '/', "0", nothing, where::with_infinity},
    {"1", '/', "infinity", nothing, where::with_infinity},
    {"least", '*', "1", exactly_subnormal, where::gradual_underflow},
    {"least", '-', "0", exactly_subnormal, where::gradual_underflow},
    {"normal", '/', "2", exactly_subnormal, where::gradual_underflow},
    {"next", '-', "normal", exactly_subnormal, where::gradual_underflow},
    {"-normal", '+', "next", exactly_subnormal, where::gradual_underflow},
    {"least", '*', "1", nothing, where::sudden_underflow},
    {"normal", '/', "2", rounded_below_normal, where::sudden_underflow},
    {"next", '-', "normal", rounded_below_normal, where::sudden_underflow},
    {"-normal", '+', "next", rounded_below_normal, where::sudden_underflow},
};

template <class Number>
Number apply(char operation, Number const& x, Number const& y) {
    switch (operation) {
        case '+':
            return x + y;
        case '-':
            return x - y;
        case '*':
            return x * y;
        default:
            return x / y;
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(events_of_the_four_operations, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        for (operation_case const& one : operation_cases) {
            if (!applies(one.place, format)) continue;
            auto const x = landmark<Real>(one.left, format);
            auto const y = landmark<Real>(one.right, format);
            event_scope const scope;
            static_cast<void>(apply(one.operation, x, y));
            check(format, std::string(one.left) + ' ' + one.operation + ' ' + one.right, one.expected, scope.counts());
        }
    });
}

struct function_case {
    char const* function;
    char const* argument;
    event_counts expected;
    where place = where::everywhere;
};

function_case const function_cases[] = {
    {"exp", "largest", overflow},
    {"exp", "-largest", rounded_below_normal},
    {"exp", "0", nothing},
    {"exp", "1", inexact},
    {"exp", "nan", nothing},
    {"exp", "-infinity", nothing, where::with_infinity},
    {"log", "0", pole},
    {"log", "-1", invalid},
    {"log", "1", nothing},
    {"log", "3", inexact},
    {"log", "infinity", nothing, where::with_infinity},
    {"log", "-infinity", invalid, where::with_infinity},
    {"log1p", "-1", pole},
    {"log1p", "-3", invalid},
    {"log1p", "0", nothing},
    {"log1p", "least", rounded_below_normal, where::gradual_underflow},
    {"expm1", "0", nothing},
    {"expm1", "-largest", inexact},
    {"expm1", "least", rounded_below_normal, where::gradual_underflow},
    {"sqrt", "-1", invalid},
    {"sqrt", "0", nothing},
    {"sqrt", "-0", nothing},
    {"sqrt", "1", nothing},
    {"sqrt", "3", inexact},
    {"sqrt", "-infinity", invalid, where::with_infinity},
    {"pow0", "0", nothing},
    {"pow0", "nan", nothing},
    {"pow2", "largest", overflow},
    {"pow2", "least", rounded_below_normal},
    {"pow2", "nan", nothing},
    {"pow3", "0", nothing},
    {"pow3", "-infinity", nothing, where::with_infinity},
};

template <class Number>
Number apply(std::string_view function, Number const& x) {
    if (function == "exp") return elementary::exp(x);
    if (function == "log") return elementary::log(x);
    if (function == "log1p") return elementary::log1p(x);
    if (function == "expm1") return elementary::expm1(x);
    if (function == "sqrt") return elementary::sqrt(x);
    return elementary::pow(x, function.back() - '0');
}

BOOST_AUTO_TEST_CASE_TEMPLATE(events_of_elementary_functions, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        for (function_case const& one : function_cases) {
            if (!applies(one.place, format)) continue;
            auto const x = landmark<Real>(one.argument, format);
            event_scope const scope;
            static_cast<void>(apply(one.function, x));
            check(format, std::string(one.function) + ' ' + one.argument, one.expected, scope.counts());
        }
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(events_of_powers_of_two, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        struct {
            std::int64_t exponent;
            event_counts expected;
        } const cases[] = {{format.emax, nothing},
                           {format.emax + 1, overflow},
                           {format.emin, nothing},
                           {format.emin - 1, format.subnormals ? exactly_subnormal : rounded_below_normal},
                           {format.emin - format.precision, rounded_below_normal}};
        for (auto const& [exponent, expected] : cases) {
            event_scope const scope;
            static_cast<void>(elementary::scale_by_power_of_two(observed<Real>(1), static_cast<int>(exponent)));
            check(format, "2^" + std::to_string(exponent), expected, scope.counts());
        }
    });
}

struct quotient_case {
    char const* format;
    std::int64_t numerator;
    std::int64_t denominator;
    event_counts expected;
};

/// 1/N at N = 100 is what --scaling 1/N meets first.
quotient_case const quotient_cases[] = {
    {"fp8e4m3", 1, 100, rounded_below_normal},
    {"fp8e4m3", 1, 128, exactly_subnormal},
    {"fp8e4m3", 0, 100, nothing},
    {"fp8e4m3", 500, 1, overflow},
    {"fp8e4m3", 5, 3, inexact},
    {"fp16", 1, 100, inexact},
    {"fp16", 1, 64, nothing},
    {"fp16", 1, 100000, rounded_below_normal},
    {"fp16", 65520, 1, overflow},
};

/// Conversions of integers, as quotients by one.
quotient_case const conversion_cases[] = {
    {"fp8e4m3", 100, 1, inexact}, {"fp8e4m3", 96, 1, nothing}, {"fp8e4m3", -784, 1, overflow},
    {"fp16", 2048, 1, nothing},   {"fp16", 2049, 1, inexact},  {"fp16", -65520, 1, overflow},
};

template <class Real>
void check_quotients(std::string_view name) {
    number_format const format = parse_format(name);
    for (quotient_case const& one : quotient_cases) {
        if (one.format != name) continue;
        event_scope const scope;
        static_cast<void>(elementary::quotient<observed<Real>>(one.numerator, one.denominator));
        check(format, std::to_string(one.numerator) + '/' + std::to_string(one.denominator), one.expected,
              scope.counts());
    }
    for (quotient_case const& one : conversion_cases) {
        if (one.format != name) continue;
        event_scope const scope;
        static_cast<void>(observed<Real>(static_cast<int>(one.numerator)));
        check(format, std::to_string(one.numerator), one.expected, scope.counts());
    }
}

BOOST_AUTO_TEST_CASE(events_of_quotients_and_conversions) {
    check_quotients<fp8e4m3>("fp8e4m3");
    check_quotients<fp16>("fp16");
    format_scope<format_role::working> const scope(parse_format("fp16"));
    check_quotients<working_real>("fp16");
}

}  // namespace
