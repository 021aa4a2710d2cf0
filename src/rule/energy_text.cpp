#include "ulpfield/rule/energy_text.hpp"

#include "number/value_text.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/number/exact_ratio.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

constexpr std::size_t most_exact_digits = 60;
constexpr int rounded_digits = 40;

/// All decimals where they end within 60 digits, else nothing.
std::string ending_decimal(rational const& value) {
    integer denominator = boost::multiprecision::denominator(value);
    unsigned places = 0;
    for (unsigned const prime : {2U, 5U}) {
        unsigned count = 0;
        for (; denominator % prime == 0 && count < most_exact_digits; ++count) denominator /= prime;
        places = std::max(places, count);
    }
    if (denominator != 1) return {};
    integer const scaled =
        boost::multiprecision::numerator(rational(value * boost::multiprecision::pow(integer(10), places)));
    std::string digits = boost::multiprecision::abs(scaled).str();
    if (digits.size() > most_exact_digits) return {};
    if (places > 0) {
        if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
        digits.insert(digits.size() - places, 1, '.');
    }
    return (scaled < 0 ? "-" : "") + digits;
}

std::string decimal_of(rational const& value) {
    if (std::string const all = ending_decimal(value); !all.empty()) return all;
    mpfr_value rounded(200);
    mpfr_set_q(rounded.get(), value.backend().data(), MPFR_RNDN);
    return decimal_text(rounded.get(), rounded_digits);
}

template <class Interaction>
std::string exact_text(Interaction const& F, ratio const& alpha, bipolar_patterns const& zeta,
                       std::span<std::int8_t const> sigma) {
    if constexpr (rational_valued<Interaction>) {
        rational const factor = exact_ratio(alpha);
        auto const scaled = [&](rational const& x, power_method method) { return F(rational(factor * x), method); };
        return decimal_of(energy<rational>(scaled, format_memory<rational>(zeta), sigma));
    } else {
        exact_values<Interaction> values(F, alpha.denominator);
        typename exact_values<Interaction>::sum E;
        for (std::int32_t const overlap : zeta.overlaps(sigma))
            values.add(integer(alpha.numerator) * integer(overlap), -1, E);
        return decimal_text(values.round(E, {"", 200, mpfr_emin, mpfr_emax, false}).get(), rounded_digits);
    }
}

using number = mpfr_real<format_role::working>;

/// A correctly rounded format needs no code of its own here: mpfr_real with its four numbers gives its bits.
template <class Scaling>
number energy_in_format(interaction const& F, Scaling, power_method method, memory_patterns const& patterns,
                        std::span<std::int8_t const> sigma) {
    format_memory<number> const zeta(patterns);
    return std::visit(
        [&](auto const& f) {
            if constexpr (Scaling::term == scaled_term::logarithm) {
                std::vector<signed_logarithm<number>> terms;
                signed_logarithm<number> largest;
                for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
                    terms.push_back(f.logarithm(similarity<number>(zeta[mu], sigma, zeta.N())));
                    Scaling::raise(largest, terms.back());
                }
                number sum(0);
                for (auto const& term : terms) sum += Scaling::template shifted<number>(term, largest);
                return largest.sign == 0 ? number(0) : -(sum * elementary::exp(largest.logarithm));
            } else {
                typename Scaling::template in_format<number> const rule(static_cast<std::int64_t>(zeta.N()));
                return energy<number>([&](number const& x, power_method p) { return f(rule.scale(x), p); }, zeta, sigma,
                                      method);
            }
        },
        F);
}

}  // namespace

std::string energy_text(rule_setting const& setting, memory_patterns const& zeta, std::span<std::int8_t const> sigma) {
    if (setting.format.exact()) {
        ratio const factor = alpha(setting.scaling, static_cast<std::int64_t>(neurons(zeta)));
        return std::visit([&](auto const& F) { return exact_text(F, factor, std::get<bipolar_patterns>(zeta), sigma); },
                          setting.F);
    }
    format_scope<format_role::working> const scope(setting.format);
    number const E =
        std::visit([&](auto scaling) { return energy_in_format(setting.F, scaling, setting.power, zeta, sigma); },
                   setting.scaling);
    return decimal_text(E.get(), std::min(rounded_digits, telling_digits(setting.format.precision)));
}

}  // namespace ulpfield
