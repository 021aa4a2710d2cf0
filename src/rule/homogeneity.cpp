#include "ulpfield/rule/homogeneity.hpp"

#include "number/value_text.hpp"
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

/// e^x times a rational factor, in decimal.
std::string exponential_text(rational const& x, rational const& factor) {
    mpfr_value value(200);
    mpfr_set_q(value.get(), x.backend().data(), MPFR_RNDN);
    mpfr_exp(value.get(), value.get(), MPFR_RNDN);
    mpfr_mul_q(value.get(), value.get(), factor.backend().data(), MPFR_RNDN);
    return decimal_text(value.get(), 20);
}

homogeneity in_format(interaction const& F, int n, ratio const& alpha, ratio const& x, number_format const& format) {
    using Real = mpfr_real<format_role::working>;
    using watched = observed<Real, inexact_events::ignored>;
    format_scope<format_role::working> const scope(format);
    event_scope events;
    watched const argument = constant<watched>(x.numerator, x.denominator);
    watched const scaled = argument * constant<watched>(alpha.numerator, alpha.denominator);
    auto const evaluate = [&](watched const& at) {
        return std::visit([&](auto const& f) { return watched(f(at)); }, F);
    };
    Real const left = evaluate(scaled).value();
    Real const right = evaluate(argument).value();
    event_counts const& seen = events.counts();
    homogeneity result;
    int const digits = telling_digits(format.precision);
    if (seen.overflow + seen.underflow + seen.invalid != 0 || mpfr_number_p(left.get()) == 0 ||
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
    return std::visit(
        [&](auto const& f) -> homogeneity {
            rational const power = binary_power(exact_ratio(alpha), n);
            if constexpr (is_algebraic<std::remove_cvref_t<decltype(f)>>) {
                rational const left = f(rational(exact_ratio(alpha) * exact_ratio(x)));
                rational const right = power * f(exact_ratio(x));
                return {left == right, false, left.str(), right.str()};
            } else {
                // e^(alpha x - x) = alpha^n, the right side rational: only for alpha x = x, alpha^n = 1.
                bool const equal = exact_ratio(alpha) * exact_ratio(x) == exact_ratio(x) && power == 1;
                return {equal, false, exponential_text(exact_ratio(alpha) * exact_ratio(x), 1),
                        exponential_text(exact_ratio(x), power)};
            }
        },
        F);
}

}  // namespace ulpfield
