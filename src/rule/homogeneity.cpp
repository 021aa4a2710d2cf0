#include "ulpfield/rule/homogeneity.hpp"

#include "number/value_text.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

std::string decimal(rational const& x, int digits) {
    mpfr_value rounded(200);
    mpfr_set_q(rounded.get(), x.backend().data(), MPFR_RNDN);
    return decimal_text(rounded.get(), digits);
}

/// F(alpha x) and alpha^n F(x) over one denominator.
template <class Interaction>
homogeneity exactly(Interaction const& F, int n, ratio const& alpha, ratio const& x) {
    rational const power = binary_power(exact_ratio(alpha), n);
    rational const scaled = exact_ratio(alpha) * exact_ratio(x);
    integer const Q = boost::multiprecision::denominator(scaled) * x.denominator;
    exact_values<Interaction> values(F, Q);
    typename exact_values<Interaction>::sum left{};
    typename exact_values<Interaction>::sum right{};
    values.add(boost::multiprecision::numerator(rational(scaled * Q)), 1, left);
    values.add(boost::multiprecision::numerator(rational(exact_ratio(x) * Q)), 1, right);
    homogeneity result;
    if (values.sign(right) == 0)
        result.equal = values.sign(left) == 0;
    else
        result.equal = values.rational_ratio(left, right) == power;
    auto const text = [&](typename exact_values<Interaction>::sum const& value, rational const& factor) {
        if constexpr (rational_valued<Interaction>) {
            return rational(*values.rational_value(value) * factor).str();
        } else {
            mpfr_value rounded = values.round(value, {"", 200, mpfr_emin, mpfr_emax, false});
            mpfr_mul_q(rounded.get(), rounded.get(), factor.backend().data(), MPFR_RNDN);
            return decimal_text(rounded.get(), 20);
        }
    };
    result.scaled = text(left, 1);
    result.expected = text(right, power);
    return result;
}

homogeneity in_format(interaction const& F, int n, ratio const& alpha, ratio const& x, number_format const& format) {
    using Real = mpfr_real<format_role::working>;
    using observed_real = observed<Real, inexact_events::ignored>;
    format_scope<format_role::working> const scope(format);
    event_scope events;
    observed_real const argument = constant<observed_real>(x.numerator, x.denominator);
    observed_real const scaled = argument * constant<observed_real>(alpha.numerator, alpha.denominator);
    auto const evaluate = [&](observed_real const& at) {
        return std::visit([&](auto const& f) { return observed_real(f(at)); }, F);
    };
    Real const left = evaluate(scaled).value();
    Real const right = evaluate(argument).value();
    event_counts const& seen = events.counts();
    homogeneity result;
    int const digits = telling_digits(format.precision);
    // An alpha that the format rounds to 0 is another one.
    bool const vanished = constant<Real>(alpha.numerator, alpha.denominator) == Real(0);
    if (vanished || seen.overflow + seen.underflow + seen.invalid != 0 || mpfr_number_p(left.get()) == 0 ||
        mpfr_number_p(right.get()) == 0) {
        result.left_range = true;
        return result;
    }
    rational expected;
    mpfr_get_q(expected.backend().data(), right.get());
    expected *= binary_power(exact_ratio(alpha), n);
    result.equal = mpfr_cmp_q(left.get(), expected.backend().data()) == 0;
    result.scaled = decimal_text(left.get(), digits);
    result.expected = decimal(expected, digits + 3);
    return result;
}

}  // namespace

homogeneity check_homogeneity(interaction const& F, int n, ratio const& alpha, ratio const& x,
                              number_format const& format) {
    if (!format.exact()) return in_format(F, n, alpha, x, format);
    return std::visit([&](auto const& f) { return exactly(f, n, alpha, x); }, F);
}

}  // namespace ulpfield
