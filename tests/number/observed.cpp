// Events: what observed<Real> reports, against MPFR's ternary value in every format and the machine's own flags.

#include "ulpfield/number/observed.hpp"

#include <boost/test/unit_test.hpp>
#include <cfenv>
#include <string>

#include "support/event_text.hpp"
#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"
#include "ulpfield/number/elementary.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

/// The definitions of events.hpp, from the operands, MPFR's unlimited result and its ternary value.
template <class Operation>
event_counts expected_events(mpfr_ptr result, mpfr_srcptr x, mpfr_srcptr y, number_format const& format,
                             Operation const& operation) {
    bool const operands_finite = mpfr_number_p(x) != 0 && mpfr_number_p(y) != 0;
    bool const operand_nan = mpfr_nan_p(x) != 0 || mpfr_nan_p(y) != 0;
    mpfr_ptr const r = result;
    operation(r, x, y, MPFR_RNDN);
    bool const undefined = mpfr_nan_p(r) != 0;
    bool const rounded = reference_result(
        result, format, [&](mpfr_ptr target, mpfr_rnd_t nearest) { return operation(target, x, y, nearest); });
    bool const finite = mpfr_number_p(r) != 0;
    bool const zero = mpfr_zero_p(r) != 0;
    bool const below_normal = zero ? rounded : finite && mpfr_get_exp(r) - 1 < format.emin;
    event_counts events;
    events.overflow = operands_finite && !finite && !undefined ? 1 : 0;
    events.underflow = finite && below_normal ? 1 : 0;
    events.invalid = mpfr_nan_p(r) != 0 && !operand_nan ? 1 : 0;
    events.inexact = rounded ? 1 : 0;
    return events;
}

/// Random and hostile pairs: the events are the expected ones, the value is Real's own, and looking for inexact results
/// or not changes nothing else.
BOOST_AUTO_TEST_CASE_TEMPLATE(events_and_values_of_random_operations, Real, all_types) {
    using conversion = parts_conversion<Real>;
    using counted = observed<Real>;
    using ignoring = observed<Real, inexact_events::ignored>;
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 21);
        plain_mpfr x(128), y(128), expected(format.precision), computed(128), unobserved(128);
        event_scope scope;
        int wrong = 0;
        for (int i = 0; i < 8000; ++i) {
            auto const [left, right] = numbers.next();
            Real const a = conversion::make(left);
            Real const b = conversion::make(right);
            set_parts(x, left);
            set_parts(y, right);
            auto const check = [&](char const* name, auto const& apply, auto const& reference) {
                Real const plain_result = apply(a, b);
                scope.clear();
                counted const result = apply(counted(a), counted(b));
                event_counts const found = scope.counts();
                scope.clear();
                ignoring const same_result = apply(ignoring(a), ignoring(b));
                event_counts without_inexact = found;
                without_inexact.inexact = 0;
                event_counts const events = expected_events(expected, x, y, format, reference);
                conversion::read(unobserved, plain_result);
                conversion::read(computed, result.value());
                bool right_value = same_number(computed, unobserved) && same_number(computed, expected);
                conversion::read(computed, same_result.value());
                right_value = right_value && same_number(computed, unobserved);
                if (right_value && found == events && scope.counts() == without_inexact) return;
                if (++wrong <= 3)
                    BOOST_TEST_MESSAGE(format.name << ' ' << name << " of " << hexadecimal(x) << ", " << hexadecimal(y)
                                                   << " = " << hexadecimal(expected) << ": " << event_text(found)
                                                   << " (ignoring: " << event_text(scope.counts()) << ") instead of "
                                                   << event_text(events));
            };
            check(
                "+", [](auto const& u, auto const& v) { return u + v; }, mpfr_add);
            check(
                "-", [](auto const& u, auto const& v) { return u - v; }, mpfr_sub);
            check(
                "*", [](auto const& u, auto const& v) { return u * v; }, mpfr_mul);
            check(
                "/", [](auto const& u, auto const& v) { return u / v; }, mpfr_div);
        }
        BOOST_TEST(wrong == 0, format.name);
    });
}

/// The machine's flags say the same of float and double: inexact, invalid, and overflow or division by zero. (Its
/// underflow flag is left out: it ignores exact subnormal results.)
template <class Native>
void compare_with_flags(char const* name) {
    hostile_numbers numbers(parse_format(name), 22);
    event_scope scope;
    int wrong = 0;
    for (int i = 0; i < 100000; ++i) {
        auto const [left, right] = numbers.next();
        Native volatile a = native_from_parts<Native>(left);
        Native volatile b = native_from_parts<Native>(right);
        for (char const operation : {'+', '-', '*', '/'}) {
            observed<Native> const x(static_cast<Native>(a));
            observed<Native> const y(static_cast<Native>(b));
            scope.clear();
            observed<Native> const result = operation == '+'   ? x + y
                                            : operation == '-' ? x - y
                                            : operation == '*' ? x * y
                                                               : x / y;
            std::feclearexcept(FE_ALL_EXCEPT);
            Native volatile const r = operation == '+'   ? a + b
                                      : operation == '-' ? a - b
                                      : operation == '*' ? a * b
                                                         : a / b;
            int const flags = std::fetestexcept(FE_ALL_EXCEPT);
            event_counts const found = scope.counts();
            bool const right_events = (found.inexact != 0) == ((flags & FE_INEXACT) != 0) &&
                                      (found.invalid != 0) == ((flags & FE_INVALID) != 0) &&
                                      (found.overflow != 0) == ((flags & (FE_OVERFLOW | FE_DIVBYZERO)) != 0);
            Native const same = r;
            if ((right_events && (same == result.value() || same != same)) || ++wrong > 3) continue;
            BOOST_TEST_MESSAGE(name << ' ' << std::hexfloat << a << ' ' << operation << ' ' << b << ": "
                                    << event_text(found));
        }
    }
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(float_events_are_the_machines_flags) { compare_with_flags<float>("fp32"); }
BOOST_AUTO_TEST_CASE(double_events_are_the_machines_flags) { compare_with_flags<double>("fp64"); }

BOOST_AUTO_TEST_CASE(scopes_nest_and_end) {
    using number = observed<double>;
    number const zero(0);
    event_scope outer;
    static_cast<void>(zero / zero);
    {
        event_scope inner;
        static_cast<void>(zero / zero);
        static_cast<void>(zero / zero);
        BOOST_TEST(inner.counts().invalid == 2U);
    }
    BOOST_TEST(outer.counts().invalid == 1U);
    outer.clear();
    BOOST_TEST((outer.counts() == event_counts{}));
}

BOOST_AUTO_TEST_CASE(without_a_scope_nothing_is_reported) {
    observed<double> const zero(0);
    BOOST_TEST(is_nan(zero / zero));
    BOOST_TEST((event_scope::sink() == nullptr));
}

/// Unordered is neither less nor greater nor equal.
BOOST_AUTO_TEST_CASE(observed_numbers_are_ordered_as_the_numbers) {
    observed<fp16> const one(1);
    observed<fp16> const two(2);
    observed<fp16> const nan = observed<fp16>(0) / observed<fp16>(0);
    BOOST_TEST((one < two && two > one && one <= one && one != two));
    BOOST_TEST(!(nan < one || nan > one || nan == nan || nan <= nan || nan >= one));
    BOOST_TEST((plain(two).to_double() == 2.0 && plain(3.0) == 3.0));
}

}  // namespace
