// What is a number (the concepts real and rounding_real) and what is not.

#include "ulpfield/number/real.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/mpfr.hpp>
#include <boost/test/unit_test.hpp>
#include <complex>
#include <string>

#include "support/number_subject.hpp"
#include "ulpfield/number/observed.hpp"

namespace {

using namespace ulpfield;
namespace mp = boost::multiprecision;

template <class... Types>
constexpr bool all_rounding = (rounding_real<Types> && ...);
template <class... Types>
constexpr bool all_exact = ((real<Types> && !rounding_real<Types>)&&...);
template <class... Types>
constexpr bool none_real = (!real<Types> && ...);

// Every format, observed or not.
static_assert(all_rounding<float, double, fp8e4m3, fp8e5m2, bf16, fp16, tf32, small_float>);
static_assert(all_rounding<mpfr_real<format_role::working>, mpfr_real<format_role::accumulating>>);
static_assert(all_rounding<observed<double>, observed<fp8e4m3>, observed<mpfr_real<format_role::working>>>);
static_assert(all_rounding<observed<float, inexact_events::ignored>>);
template <class... Types>
constexpr bool all_rounding_observed_or_not(std::tuple<Types...> const&) {
    return all_rounding<Types..., observed<Types>...>;
}
static_assert(all_rounding_observed_or_not(native_types{}));

// Exact numbers, and Boost's without expression templates.
static_assert(all_exact<integer, rational>);
static_assert(real<mp::number<mp::mpfr_float_backend<50>, mp::et_off>>);
static_assert(real<mp::number<mp::cpp_bin_float<50>, mp::et_off>>);

// An expression template is no number: a sum of two is not a number but a promise of one.
static_assert(none_real<mp::mpz_int, mp::mpq_rational, mp::mpfr_float, mp::mpfr_float_50>);
static_assert(none_real<mp::number<mp::gmp_rational, mp::et_on>, mp::number<mp::cpp_bin_float<50>, mp::et_on>>);

// Built-in integers overflow without a word and divide with a remainder.
static_assert(none_real<bool, char, short, int, unsigned, long, std::int64_t, std::uint64_t>);

// No order; no arithmetic; no copies.
static_assert(none_real<std::complex<double>, std::string, void*, mpfr_value, number_format>);

// An event counter observes rounding numbers only.
template <class Real>
concept observable = requires {
    typename observed<Real>;
};
static_assert(observable<double> && !observable<rational> && !observable<int>);

// No number turns silently into another format.
static_assert(!std::is_convertible_v<double, fp16> && !std::is_convertible_v<fp16, double>);
static_assert(!std::is_convertible_v<fp16, bf16> && !std::is_constructible_v<fp16, bf16>);
static_assert(!std::is_convertible_v<double, mpfr_real<format_role::working>>);

BOOST_AUTO_TEST_CASE(only_nan_is_nan) {
    BOOST_TEST(is_nan(std::numeric_limits<double>::quiet_NaN()));
    BOOST_TEST(!is_nan(std::numeric_limits<double>::infinity()));
    BOOST_TEST(!is_nan(0.0));
    BOOST_TEST(!is_nan(rational(1, 3)));
}

}  // namespace
