// exp, log, log1p, expm1, pow, quotient and scale_by_power_of_two are correctly rounded: against MPFR at several times
// the precision, rounded by the definition of the format in integers (support/exact_rounding.hpp).

#include "ulpfield/number/elementary.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "support/coded_format.hpp"
#include "support/hostile_numbers.hpp"
#include "support/mpfr_reference.hpp"
#include "support/rounding_oracle.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::test;

/// One function: as the library has it and as MPFR has it.
template <class Real>
struct elementary_function {
    char const* name;
    Real (*computed)(Real const&);
    int (*exact)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
    int degree = 4;  ///< of precision: x^n has n p bits
};

template <class Real, int n>
elementary_function<Real> power_function() {
    return {"pow", [](Real const& x) { return elementary::pow(x, n); },
            [](mpfr_ptr r, mpfr_srcptr x, mpfr_rnd_t rounding) {
                return mpfr_pow_ui(r, x, static_cast<unsigned long>(n), rounding);
            },
            n};
}

template <class Real>
std::vector<elementary_function<Real>> all_functions() {
    return {{"exp", elementary::exp<Real>, mpfr_exp},
            {"log", elementary::log<Real>, mpfr_log},
            {"log1p", elementary::log1p<Real>, mpfr_log1p},
            {"expm1", elementary::expm1<Real>, mpfr_expm1},
            {"sqrt", elementary::sqrt<Real>, mpfr_sqrt},
            power_function<Real, 0>(),
            power_function<Real, 1>(),
            power_function<Real, 2>(),
            power_function<Real, 3>(),
            power_function<Real, 7>(),
            power_function<Real, 30>(),
            power_function<Real, 101>()};
}

/// Checks all functions at arguments given as parts.
template <class Real>
class function_comparison {
public:
    using conversion = parts_conversion<Real>;
    explicit function_comparison(number_format const& format)
        : format_(format), oracle_(format), expected_(format.precision) {}

    void at(number_parts const& argument) {
        set_parts(x_, argument);
        Real const x = conversion::make(argument);
        for (auto const& function : functions_) {
            mpfr_set_prec(wide_, function.degree * format_.precision + 300);
            function.exact(wide_, x_, MPFR_RNDN);
            oracle_.round(expected_, wide_);
            check(function.name, function.computed(x));
        }
    }

    void check(char const* name, Real const& computed) {
        conversion::read(computed_, computed);
        ++checked_;
        if (same_number(computed_, expected_) || ++wrong_ > 5) return;
        BOOST_TEST_MESSAGE(format_.name << ' ' << name << " of " << hexadecimal(x_) << ": " << hexadecimal(computed_)
                                        << " instead of " << hexadecimal(expected_) << " (exact " << hexadecimal(wide_)
                                        << ")");
    }

    mpfr_ptr argument() { return x_; }
    mpfr_ptr expected() { return expected_; }
    [[nodiscard]] rounding_oracle const& rounding() const { return oracle_; }
    [[nodiscard]] int wrong() const { return wrong_; }

private:
    number_format format_;
    rounding_oracle oracle_;
    std::vector<elementary_function<Real>> functions_ = all_functions<Real>();
    plain_mpfr x_{128};
    plain_mpfr wide_{300};
    plain_mpfr expected_;
    plain_mpfr computed_{128};
    int checked_ = 0;
    int wrong_ = 0;
};

/// Every finite value, both zeros, NaN, and infinities where the format has them.
template <class Real>
void check_all_codes(char const* name, coded_format const& codes) {
    number_format const format = parse_format(name);
    function_comparison<Real> comparison(format);
    for (unsigned code = 0; code < codes.codes(); ++code) {
        number_parts argument{number_parts::kind::finite, codes.negative(code), 0, -32};
        if (codes.finite(code))
            argument.significand =
                static_cast<wide_word>(numerator(rational(codes.magnitude(code) * power_of_two_exactly(32))));
        else if (format.overflow == overflow_value::infinity && (code & ~codes.sign_bit()) == codes.beyond_largest())
            argument.what = number_parts::kind::infinite;
        else
            argument.what = number_parts::kind::nan;
        comparison.at(argument);
    }
    BOOST_TEST(comparison.wrong() == 0);
}

BOOST_AUTO_TEST_CASE(all_values_of_fp8) {
    check_all_codes<fp8e4m3>("fp8e4m3", e4m3_codes());
    check_all_codes<fp8e5m2>("fp8e5m2", e5m2_codes());
    check_all_codes<observed<fp8e4m3>>("fp8e4m3", e4m3_codes());
}

/// Random and hostile arguments; those whose exp, power or logarithm lies near a threshold of the format or near 1.
BOOST_AUTO_TEST_CASE_TEMPLATE(random_arguments, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 31);
        function_comparison<Real> comparison(format);
        bool const wide = format.precision > 64 || !format.subnormals || format.emax > 2000;
        // exp reaches a threshold where |x| is about emax log 2.
        std::int64_t const exponent_of_emax =
            static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(format.emax)));
        for (int i = 0; i < (wide ? 40 : 200); ++i) {
            comparison.at(numbers.next().first);
            comparison.at(numbers.with_exponent(exponent_of_emax - numbers.below(3)));
            comparison.at(numbers.with_exponent(-numbers.below(format.precision + 3)));
            comparison.at(numbers.with_exponent(format.emin));
            std::int64_t const degrees[] = {2, 3, 7, 30, 101};
            std::int64_t const degree = degrees[numbers.below(5)];
            comparison.at(numbers.with_exponent(format.emax / degree - 1 + numbers.below(3)));
            comparison.at(
                numbers.with_exponent((format.emin - numbers.below(format.precision)) / degree - numbers.below(2)));
        }
        BOOST_TEST(comparison.wrong() == 0, format.name);
    });
}

/// The last argument whose exp is finite, and the first whose is not; the same where it becomes zero.
BOOST_AUTO_TEST_CASE_TEMPLATE(exp_beside_its_thresholds, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        function_comparison<Real> comparison(format);
        plain_mpfr threshold(300), rounded(format.precision);
        hostile_numbers const numbers(format, 0);
        for (std::int64_t const exponent :
             {format.emax + 1, format.emax, format.emin, format.emin - 1, format.emin - format.precision + 1,
              format.emin - format.precision, format.emin - format.precision - 1}) {
            mpfr_const_log2(threshold, MPFR_RNDN);
            mpfr_mul_si(threshold, threshold, static_cast<long>(exponent), MPFR_RNDN);
            mpfr_set(rounded, threshold, MPFR_RNDN);
            integer significand;
            std::int64_t const last = mpfr_get_z_2exp(significand.backend().data(), rounded);
            number_parts const middle{number_parts::kind::finite, significand < 0,
                                      static_cast<wide_word>(integer(abs(significand))), last};
            for (std::int64_t steps = -4; steps <= 4; ++steps)
                if (significand != 0 && mpfr_get_exp(static_cast<mpfr_srcptr>(rounded)) - 1 <= format.emax)
                    comparison.at(numbers.neighbour(middle, steps));
        }
        BOOST_TEST(comparison.wrong() == 0, format.name);
    });
}

/// The format's nearest p/q and 2^k x, against the same in rationals.
BOOST_AUTO_TEST_CASE_TEMPLATE(quotients_and_powers_of_two, Real, all_types) {
    in_every_format<Real>([](number_format const& format) {
        hostile_numbers numbers(format, 41);
        function_comparison<Real> comparison(format);
        auto const check_quotient = [&](std::int64_t numerator, std::int64_t denominator) {
            mpfr_set_sj(comparison.argument(), numerator, MPFR_RNDN);
            comparison.rounding().set(comparison.expected(), round_exactly(rational(numerator, denominator), format));
            comparison.check("quotient", elementary::quotient<Real>(numerator, denominator));
        };
        constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
        constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
        for (std::int64_t const n : {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, most, least})
            for (std::int64_t const d : {std::int64_t{1}, std::int64_t{3}, most}) check_quotient(n, d);
        for (int i = 0; i < 500; ++i) {
            check_quotient(static_cast<std::int64_t>(numbers.word()), 1 + numbers.below(most));
            check_quotient(static_cast<std::int64_t>(numbers.word()) >> numbers.below(64),
                           1 + (numbers.below(most) >> numbers.below(63)));
            check_quotient(1, 1 + i);
            // Ties and their neighbours: (2m+1) 2^-(p+1) for small p.
            if (format.precision < 60) {
                std::int64_t const m = 2 * (numbers.below(std::int64_t{1} << format.precision)) + 1;
                check_quotient(m, std::int64_t{1} << numbers.below(62));
            }
            number_parts const parts = numbers.anything();
            std::int64_t const range = format.subnormals ? 2 * (format.emax + format.precision) : 5000;
            auto const k = static_cast<int>(numbers.below(2 * range + 1) - range);
            if (!format.subnormals && (parts.exponent > 100000 || parts.exponent < -100000)) continue;
            set_parts(comparison.argument(), parts);
            exactly_rounded expected =
                round_exactly(exact_value(comparison.argument()) * power_of_two_exactly(k), format);
            expected.negative = parts.negative;
            comparison.rounding().set(comparison.expected(), expected);
            comparison.check("scale_by_power_of_two",
                             elementary::scale_by_power_of_two(parts_conversion<Real>::make(parts), k));
        }
        BOOST_TEST(comparison.wrong() == 0, format.name);
    });
}

BOOST_AUTO_TEST_CASE(arguments_outside_the_domain_are_refused) {
    BOOST_CHECK_THROW(static_cast<void>(elementary::pow(2.0, -1)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(elementary::quotient<double>(1, 0)), std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(elementary::quotient<double>(1, -3)), std::invalid_argument);
}

}  // namespace
