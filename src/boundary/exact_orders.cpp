#include "boundary/exact_orders.hpp"

#include <bit>
#include <cstdlib>

#include "boundary/order_search.hpp"
#include "boundary/power_shape.hpp"
#include "boundary/predicted_terms.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/ordinal.hpp"

namespace ulpfield {

namespace {

/// x^n of a small integer as m 2^e with odd m; whether its bits fit p is known before it is computed.
struct odd_power {
    std::int64_t odd = 1;
    int twos = 0;
};
odd_power split(std::int64_t x) {
    int const twos = std::countr_zero(static_cast<std::uint64_t>(x));
    return {x >> twos, twos};
}

/// o^n < 2^bits, o odd.
bool power_fits(std::int64_t o, std::int64_t n, std::int64_t bits) {
    if (o == 1) return bits >= 1;
    // o^n >= 2^(n (length of o - 1)): cheap refusal before integers of any size are made.
    auto const least = static_cast<std::int64_t>(std::bit_width(static_cast<std::uint64_t>(o))) - 1;
    if (least * n >= bits) return false;
    return bit_length(boost::multiprecision::pow(integer(o), static_cast<unsigned>(n))) <= bits;
}

/// o^n 2^shift, o odd, is a number of the format.
bool representable(number_format const& format, std::int64_t o, std::int64_t n, std::int64_t shift) {
    std::int64_t const p = format.precision;
    if (!power_fits(o, n, p)) return false;
    integer const m = boost::multiprecision::pow(integer(o), static_cast<unsigned>(n));
    std::int64_t const top = bit_length(m) - 1 + shift;
    if (top > format.emax) return false;
    // Without infinities the top binade lacks its largest significand.
    if (top == format.emax && m >= two_to_the(p) - format.missing) return false;
    return format.subnormals ? shift >= format.emin - p + 1 : top >= format.emin;
}

/// True if log|F(+-1)| is 0 or F(+-1) is: F(-1) = s only with |s| 0 or 1.
bool one_or_none(power_shape const& shape) {
    return !shape.linear_below_zero() ||
           std::abs(shape.slope_below_zero->numerator) == shape.slope_below_zero->denominator;
}

/// True if all |s| <= N of N's parity are numbers of the format.
bool similarities_exact(boundary_setting const& setting) {
    std::int64_t const N = setting.terms.N;
    odd_power const largest = split(N);
    std::int64_t const half = N / 2;
    std::int64_t const most_odd = N % 2 != 0 ? N : half % 2 != 0 ? half : std::max<std::int64_t>(1, half - 1);
    return representable(setting.terms.format, largest.odd, 1, largest.twos) &&
           power_fits(most_odd, 1, setting.terms.format.precision);
}

}  // namespace

bool holds_term(boundary_setting const& setting, std::int64_t s, std::int64_t n, mpfr_srcptr held) {
    ratio const factor = alpha(setting.terms.scaling, setting.terms.N);
    scaled_term const kind = term_of(setting.terms.scaling);
    return std::visit(
        [&]<class Interaction>(Interaction const& F) {
            exact_values<Interaction> values(F, factor.denominator);
            typename exact_values<Interaction>::sum term{};
            values.add(integer(factor.numerator) * s, 1, term);
            if (kind == scaled_term::difference) values.add(integer(factor.numerator) * (s - 2), -1, term);
            if (kind != scaled_term::logarithm) return values.equals(term, held);
            if (values.sign(term) == 0) return mpfr_inf_p(held) != 0 && mpfr_sgn(held) < 0;
            auto const logarithm = values.rational_logarithm(term);
            return logarithm && mpfr_number_p(held) != 0 && mpfr_cmp_q(held, logarithm->backend().data()) == 0;
        },
        of_order(setting.F, static_cast<int>(n)));
}

bool exact_by_odd_parts(boundary_setting const& setting, std::int64_t n) {
    std::int64_t const N = setting.terms.N;
    number_format const& format = setting.terms.format;
    auto const shape = power_shape_of(setting.F);
    ratio const factor = alpha(setting.terms.scaling, N);
    if (!shape || factor.numerator != 1 || term_of(setting.terms.scaling) != scaled_term::value) return false;
    if (!std::has_single_bit(static_cast<std::uint64_t>(factor.denominator))) return false;
    std::int64_t const k = std::countr_zero(static_cast<std::uint64_t>(factor.denominator));
    if (!similarities_exact(setting)) return false;
    // The scaling factor is already a number of the format.
    if (auto const constant =
            std::visit([N](auto const& one) { return one.format_constant(N); }, setting.terms.scaling)) {
        odd_power const above = split(constant->numerator);
        odd_power const below = split(constant->denominator);
        if (below.odd != 1 || !representable(format, above.odd, 1, above.twos - below.twos)) return false;
    }

    odd_power const largest = split(N);
    std::int64_t const half = N / 2;
    std::int64_t const most_odd = N % 2 != 0 ? N : half % 2 != 0 ? half : std::max<std::int64_t>(1, half - 1);
    int const fewest_twos = N % 2 != 0 ? 0 : 1;
    // The scaled similarities themselves, then their powers.
    for (std::int64_t const order : {std::int64_t{1}, n})
        if (!power_fits(most_odd, order, format.precision) ||
            !representable(format, largest.odd, order, (largest.twos - k) * order) ||
            !representable(format, 1, order, (fewest_twos - k) * order))
            return false;
    if (!shape->linear_below_zero()) return true;
    odd_power const below = split(shape->slope_below_zero->denominator);
    if (below.odd != 1) return false;
    odd_power const above = split(std::abs(shape->slope_below_zero->numerator));
    std::int64_t const eps_shift = above.twos - below.twos;
    integer const product = integer(above.odd) * most_odd;
    std::int64_t const last_bit = eps_shift + fewest_twos - k;
    return representable(format, above.odd, 1, eps_shift) && bit_length(product) <= format.precision &&
           (format.subnormals ? last_bit >= format.emin - format.precision + 1 : last_bit >= format.emin);
}

boundary_order predict_exact_orders(boundary_setting const& setting, std::stop_token const& stop) {
    std::int64_t const N = setting.terms.N;
    scaled_term const kind = term_of(setting.terms.scaling);
    auto const shape = power_shape_of(setting.F);
    predicted_terms const terms(setting);
    auto const all_exact = [&](std::int64_t n) {
        for (std::int64_t s = N; (kind == scaled_term::difference ? s - 2 : s) >= -N; s -= 2) {
            if (stop.stop_requested()) throw interrupted{};
            if (!holds_term(setting, s, n, terms.term(s, n).get())) return false;
        }
        return true;
    };
    if (!order(setting.F)) return all_exact(1) ? boundary_order() : boundary_order(0);
    if (shape && kind == scaled_term::logarithm) {
        if (!similarities_exact(setting) || N > 1 || !one_or_none(*shape)) return 0;
        // n log 1 = 0 as long as n itself is finite.
        integer_arithmetic const arithmetic(setting.terms.format);
        return below_most(
            last_order(boundary_most_order, [&](std::int64_t n) { return arithmetic.nearest(n, 1).finite(); }));
    }
    if (shape && kind == scaled_term::value && alpha(setting.terms.scaling, N).numerator == 1)
        return below_most(
            last_order(boundary_most_order, [&](std::int64_t n) { return exact_by_odd_parts(setting, n); }));
    // Two powers, N <= 2: plain differences, exact until they overflow. Else every order in turn.
    if (shape && N <= 2) return below_most(last_order(boundary_most_order, all_exact));
    std::int64_t n = 0;
    while (n < boundary_most_order && all_exact(n + 1)) ++n;
    return below_most(n);
}

}  // namespace ulpfield
