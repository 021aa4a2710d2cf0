#include "boundary/exact_orders.hpp"

#include <bit>

#include "boundary/order_search.hpp"
#include "boundary/predicted_terms.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/ordinal.hpp"

namespace ulpfield {

namespace {

/// Compares m 2^e with an integer.
bool equals(mpfr_srcptr value, integer const& factor, integer const& wanted) {
    if (mpfr_number_p(value) == 0) return false;
    if (mpfr_zero_p(value) != 0) return wanted == 0;
    integer m;
    mpfr_exp_t const e = mpfr_get_z_2exp(m.backend().data(), value);
    integer left = m * factor;
    integer right = wanted;
    if (e >= 0)
        left <<= static_cast<unsigned long>(e);
    else
        right <<= static_cast<unsigned long>(-e);
    return left == right;
}

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
    if (top == format.emax && format.overflow == overflow_value::not_a_number && m == two_to_the(p) - 1) return false;
    return format.subnormals ? shift >= format.emin - p + 1 : top >= format.emin;
}

bool one_or_none(interaction const& F) {
    // e^l = |F(+-1)| with l = log 1 = 0: leaky F only with eps 0 (no term) or 1.
    auto const* const leak = std::get_if<leaky>(&F);
    return leak == nullptr || leak->eps.numerator == 0 || leak->eps == ratio{1, 1};
}

/// Whether all |s| <= N of N's parity are numbers of the format.
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
    std::int64_t const N = setting.terms.N;
    interaction const F = of_order(setting.F, static_cast<int>(n));
    bool const factors = std::holds_alternative<factored>(setting.terms.scaling);
    bool const logarithms = std::holds_alternative<logarithmic>(setting.terms.scaling);
    if (std::holds_alternative<exponential>(F)) {
        if (logarithms) return mpfr_number_p(held) != 0 && mpfr_cmp_si(held, static_cast<long>(s)) == 0;
        return !factors && s == 0 && mpfr_number_p(held) != 0 && mpfr_cmp_ui(held, 1) == 0;
    }
    ratio const alpha = std::visit([N](auto scaling) { return decltype(scaling)::alpha(N); }, setting.terms.scaling);
    integer const Q_power = boost::multiprecision::pow(integer(alpha.denominator), static_cast<unsigned>(n - 1));
    return std::visit(
        [&](auto const& f) {
            if constexpr (is_algebraic<decltype(f)>) {
                integer const factor = Q_power * alpha.denominator * f.exact_denominator();
                integer wanted = f.exact(integer(s), Q_power);
                if (factors) wanted -= f.exact(integer(s - 2), Q_power);
                if (!logarithms) return equals(held, factor, wanted);
                if (wanted == 0) return mpfr_inf_p(held) != 0 && mpfr_sgn(held) < 0;
                return (wanted == factor || wanted == -factor) && mpfr_zero_p(held) != 0;
            } else {
                return false;
            }
        },
        F);
}

bool exact_by_odd_parts(boundary_setting const& setting, std::int64_t n) {
    std::int64_t const N = setting.terms.N;
    number_format const& format = setting.terms.format;
    bool const divides = std::holds_alternative<reciprocal>(setting.terms.scaling) ||
                         std::holds_alternative<division>(setting.terms.scaling);
    bool const shifts = divides || std::holds_alternative<power_of_two>(setting.terms.scaling);
    if (divides && !std::has_single_bit(static_cast<std::uint64_t>(N))) return false;
    std::int64_t const k = shifts ? power_of_two::k(N) : 0;
    if (!similarities_exact(setting)) return false;
    // 1/N is given as a number of the format.
    if (std::holds_alternative<reciprocal>(setting.terms.scaling) && !representable(format, 1, 1, -k)) return false;

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
    auto const* const leak = std::get_if<leaky>(&setting.F);
    if (leak == nullptr || leak->eps.numerator == 0) return true;
    odd_power const below = split(leak->eps.denominator);
    if (below.odd != 1) return false;
    odd_power const above = split(leak->eps.numerator);
    std::int64_t const eps_shift = above.twos - below.twos;
    integer const product = integer(above.odd) * most_odd;
    std::int64_t const last_bit = eps_shift + fewest_twos - k;
    return representable(format, above.odd, 1, eps_shift) && bit_length(product) <= format.precision &&
           (format.subnormals ? last_bit >= format.emin - format.precision + 1 : last_bit >= format.emin);
}

boundary_order predict_exact_orders(boundary_setting const& setting, std::stop_token const& stop) {
    std::int64_t const N = setting.terms.N;
    bool const is_exponential = std::holds_alternative<exponential>(setting.F);
    if (std::holds_alternative<logarithmic>(setting.terms.scaling)) {
        if (!similarities_exact(setting)) return 0;
        if (is_exponential) return std::nullopt;
        if (N > 1 || !one_or_none(setting.F)) return 0;
        // n log 1 = 0 as long as n itself is finite.
        integer_arithmetic const arithmetic(setting.terms.format);
        return below_most(
            last_order(boundary_most_order, [&](std::int64_t n) { return arithmetic.nearest(n, 1).finite(); }));
    }
    if (is_exponential) return 0;
    if (!std::holds_alternative<factored>(setting.terms.scaling))
        return below_most(
            last_order(boundary_most_order, [&](std::int64_t n) { return exact_by_odd_parts(setting, n); }));
    predicted_terms const terms(setting);
    auto const all_exact = [&](std::int64_t n) {
        for (std::int64_t s = N; s - 2 >= -N; s -= 2) {
            if (stop.stop_requested()) throw interrupted{};
            if (!holds_term(setting, s, n, terms.term(s, n).get())) return false;
        }
        return true;
    };
    // N <= 2: plain differences of two powers, exact until they overflow. Else every order in turn: exactness is luck.
    if (N <= 2) return below_most(last_order(boundary_most_order, all_exact));
    std::int64_t n = 0;
    while (n < boundary_most_order && all_exact(n + 1)) ++n;
    return below_most(n);
}

}  // namespace ulpfield
