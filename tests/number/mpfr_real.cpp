// mpfr:BITS has exactly BITS bits; its exponents, its scopes and its copies.

#include "ulpfield/number/mpfr_real.hpp"

#include <boost/test/unit_test.hpp>
#include <thread>
#include <vector>

#include "support/mpfr_reference.hpp"
#include "support/number_subject.hpp"
#include "ulpfield/number/elementary.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

number_format mpfr_format(int bits) { return parse_format("mpfr:" + std::to_string(bits)); }

BOOST_AUTO_TEST_CASE(mpfr_bits_has_exactly_that_many_bits) {
    for (int const bits : {2, 3, 24, 53, 113, 256, 1000, 100000}) {
        number_format const format = mpfr_format(bits);
        format_scope<format_role::working> const scope(format);
        working_real const one(1);
        working_real const last_place = elementary::scale_by_power_of_two(one, 1 - bits);
        working_real const half_of_it = elementary::scale_by_power_of_two(one, -bits);

        BOOST_TEST(format.precision == bits);
        BOOST_TEST(mpfr_get_prec(one.get()) == bits);
        BOOST_TEST(mpfr_get_prec((one + last_place).get()) == bits);
        BOOST_TEST(mpfr_get_prec((one / working_real(3)).get()) == bits);
        BOOST_TEST((one + last_place != one), bits);
        BOOST_TEST((one + last_place - one == last_place), bits);
        BOOST_TEST((one + half_of_it == one), bits);
        // The tie above an odd number goes up.
        BOOST_TEST((one + last_place + half_of_it == one + last_place + last_place), bits);
        // 2^BITS - 1 is a number, 2^BITS + 1 is not.
        working_real const power = elementary::scale_by_power_of_two(one, bits);
        BOOST_TEST((power - one != power), bits);
        BOOST_TEST((power + one == power), bits);
    }
}

/// |x| in [2^emin, 2^(emax+1)), no subnormals: the next below the smallest is rounded to it or to zero.
BOOST_AUTO_TEST_CASE(mpfr_exponents_end_where_the_format_says) {
    format_scope<format_role::working> const scope(mpfr_format(24));
    using traits = number_traits<working_real>;
    int const emin = static_cast<int>(mpfr_emin);
    int const emax = static_cast<int>(mpfr_emax);
    working_real const one(1);
    working_real const least = elementary::scale_by_power_of_two(one, emin);
    working_real const top = elementary::scale_by_power_of_two(one, emax);

    BOOST_TEST(!traits::is_infinite(top));
    BOOST_TEST(traits::is_infinite(top * working_real(2)));
    BOOST_TEST(traits::is_infinite(elementary::scale_by_power_of_two(one, emax + 1)));
    BOOST_TEST((least > working_real(0)));
    BOOST_TEST(!traits::below_normal(least));
    BOOST_TEST((least / working_real(2) == working_real(0)));
    BOOST_TEST((least * (working_real(3) / working_real(4)) == least));
}

BOOST_AUTO_TEST_CASE(each_thread_has_its_own_format) {
    format_scope<format_role::working> const scope(mpfr_format(200));
    mpfr_prec_t inside_other = 0;
    std::thread other([&] {
        format_scope<format_role::working> const its_own(mpfr_format(30));
        inside_other = mpfr_get_prec((working_real(1) / working_real(3)).get());
    });
    other.join();

    BOOST_TEST(inside_other == 30);
    BOOST_TEST(mpfr_get_prec((working_real(1) / working_real(3)).get()) == 200);
}

BOOST_AUTO_TEST_CASE(scopes_nest_and_roles_are_apart) {
    format_scope<format_role::working> const outer(mpfr_format(53));
    format_scope<format_role::accumulating> const wider(mpfr_format(300));
    {
        format_scope<format_role::working> const inner(mpfr_format(17));
        BOOST_TEST(mpfr_get_prec(working_real(1).get()) == 17);
    }
    BOOST_TEST(mpfr_get_prec(working_real(1).get()) == 53);
    BOOST_TEST(mpfr_get_prec(mpfr_real<format_role::accumulating>(1).get()) == 300);
}

/// A number made under another format takes part at its own value; the result has the current format.
BOOST_AUTO_TEST_CASE(results_have_the_current_format_whatever_the_operands_had) {
    format_scope<format_role::working> const outer(mpfr_format(53));
    working_real const third = working_real(1) / working_real(3);
    format_scope<format_role::working> const inner(mpfr_format(10));
    working_real sum = third;
    sum += third;
    BOOST_TEST(mpfr_get_prec((third + third).get()) == 10);
    BOOST_TEST(mpfr_get_prec(sum.get()) == 10);
    BOOST_TEST((sum == third + third));
}

BOOST_AUTO_TEST_CASE(exact_is_no_format_of_rounded_numbers) {
    number_format const exact = parse_format("exact");
    BOOST_CHECK_THROW(format_scope<format_role::working>{exact}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(copies_and_moves_keep_the_number) {
    format_scope<format_role::working> const scope(mpfr_format(100));
    std::vector<working_real> numbers;
    for (int i = 0; i < 40; ++i) numbers.push_back(working_real(i) / working_real(7));
    std::vector<working_real> copies = numbers;
    std::swap(copies[3], copies[5]);
    copies[7] = std::move(copies[9]);
    copies[9] = numbers[2];
    working_real& itself = copies[4];
    copies[4] = itself;
    BOOST_TEST((copies[3] == numbers[5] && copies[5] == numbers[3]));
    BOOST_TEST((copies[7] == numbers[9] && copies[9] == numbers[2] && copies[4] == numbers[4]));
}

}  // namespace
