// The random operands are hostile: every kind of rounding occurs among them, in every format.

#include <boost/test/unit_test.hpp>

#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

struct rounding_kinds {
    int ties = 0;
    int near_ties = 0;
    int overflows = 0;
    int subnormal = 0;
    int near_zero = 0;
    int exact = 0;
};

/// Counts the kinds of the results of one operation, by the same operation at thrice the precision.
template <class Operation>
rounding_kinds kinds_of(number_format const& format, Operation const& operation) {
    rounding_kinds kinds;
    int const p = format.precision;
    hostile_numbers numbers(format, 11);
    plain_mpfr x(p), y(p), wide(3 * p + 4), rounded_down(p + 1), difference(3 * p + 4);
    for (int i = 0; i < 40000; ++i) {
        auto const [left, right] = numbers.next();
        set_parts(x, left);
        set_parts(y, right);
        bool const exact = operation(wide, x, y) == 0;
        if (mpfr_regular_p(static_cast<mpfr_srcptr>(wide)) == 0) continue;
        std::int64_t const exponent = mpfr_get_exp(static_cast<mpfr_srcptr>(wide)) - 1;
        std::int64_t const bits = p - std::max<std::int64_t>(0, format.emin - exponent);
        if (exponent > format.emax) ++kinds.overflows;
        if (exponent < format.emin) ++kinds.subnormal;
        if (exponent <= format.emin - p) ++kinds.near_zero;
        if (exponent > format.emax || bits < 1) continue;
        // The last of bits+1 bits set and nothing, or little, after it.
        mpfr_set_prec(rounded_down, bits + 1);
        bool const short_enough = mpfr_set(rounded_down, wide, MPFR_RNDN) == 0;
        bool const odd = mpfr_min_prec(static_cast<mpfr_srcptr>(rounded_down)) == bits + 1;
        mpfr_sub(difference, wide, rounded_down, MPFR_RNDN);
        if (exact && mpfr_min_prec(static_cast<mpfr_srcptr>(wide)) <= bits) ++kinds.exact;
        if (odd && exact && short_enough) ++kinds.ties;
        if (odd && !short_enough && mpfr_get_exp(static_cast<mpfr_srcptr>(difference)) < exponent + 4 - bits - p)
            ++kinds.near_ties;
    }
    return kinds;
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_kind_of_rounding_occurs, Real, machine_types) {
    in_every_format<Real>([](number_format const& format) {
        auto const add =
            kinds_of(format, [](mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y) { return mpfr_add(r, x, y, MPFR_RNDN); });
        auto const multiply =
            kinds_of(format, [](mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y) { return mpfr_mul(r, x, y, MPFR_RNDN); });
        auto const divide =
            kinds_of(format, [](mpfr_ptr r, mpfr_srcptr x, mpfr_srcptr y) { return mpfr_div(r, x, y, MPFR_RNDN); });

        BOOST_TEST_CONTEXT("format " << format.name) {
            // Near ties of tiny formats do not exist; sums never round to a subnormal number or zero.
            int const near_ties = format.precision >= 8 ? 100 : 0;
            BOOST_TEST(add.ties > 200);
            BOOST_TEST(add.near_ties >= near_ties);
            BOOST_TEST(add.overflows > 100);
            BOOST_TEST(add.subnormal > 100);
            BOOST_TEST(add.exact > 500);
            BOOST_TEST(multiply.ties > 200);
            BOOST_TEST(multiply.near_ties >= near_ties);
            BOOST_TEST(multiply.overflows > 500);
            BOOST_TEST(multiply.subnormal > 500);
            BOOST_TEST(multiply.near_zero > 100);
            BOOST_TEST(divide.near_ties >= near_ties);
            BOOST_TEST(divide.overflows > 500);
            BOOST_TEST(divide.subnormal > 500);
            BOOST_TEST(divide.near_zero > 100);
        }
    });
}

}  // namespace
