#include "ulpfield/rule/energy_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "number/value_text.hpp"
#include "rule/rational_shift.hpp"
#include "ulpfield/interaction/exact_values.hpp"
#include "ulpfield/memory/format_memory.hpp"
#include "ulpfield/number/elementary.hpp"
#include "ulpfield/number/mpfr_real.hpp"

namespace ulpfield {

namespace {

constexpr std::size_t most_exact_digits = 60;

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

/// Overlaps <zeta^mu, sigma> as integers over one denominator.
struct exact_overlaps {
    std::vector<integer> numerators;
    integer denominator = 1;
};

bool is_bipolar(std::span<std::int8_t const> sigma) {
    return std::all_of(sigma.begin(), sigma.end(), [](std::int8_t value) { return value == 1 || value == -1; });
}

/// Of states of {-1, 0, +1}.
std::vector<std::int32_t> integer_overlaps(bipolar_patterns const& zeta, std::span<std::int8_t const> sigma) {
    if (is_bipolar(sigma)) return zeta.overlaps(sigma);
    std::vector<std::int32_t> all(zeta.K());
    for (std::size_t mu = 0; mu < zeta.K(); ++mu)
        for (std::size_t i = 0; i < sigma.size(); ++i) all[mu] += zeta.at(mu, i) * sigma[i];
    return all;
}

exact_overlaps overlaps_of(bipolar_patterns const& zeta, std::span<std::int8_t const> sigma) {
    exact_overlaps all;
    for (std::int32_t const overlap : integer_overlaps(zeta, sigma)) all.numerators.emplace_back(overlap);
    return all;
}
exact_overlaps overlaps_of(real_patterns const& zeta, std::span<std::int8_t const> sigma) {
    std::vector<rational> sums(zeta.K());
    exact_overlaps all;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        for (std::size_t i = 0; i < zeta.N(); ++i) sums[mu] += rational(sigma[i] * zeta.at(mu, i));
        // Denominators are powers of two.
        all.denominator = std::max(all.denominator, integer(boost::multiprecision::denominator(sums[mu])));
    }
    for (rational const& sum : sums)
        all.numerators.push_back(boost::multiprecision::numerator(rational(sum * all.denominator)));
    return all;
}

/// (1/2) sum_i b_i sigma_i
rational bias_energy(std::span<rational const> bias, std::span<std::int8_t const> sigma) {
    rational sum = 0;
    for (std::size_t i = 0; i < bias.size(); ++i) sum += sigma[i] * bias[i];
    return sum / 2;
}

template <class Interaction>
std::string exact_text(Interaction const& F, ratio const& alpha, memory_patterns const& zeta,
                       std::span<std::int8_t const> sigma, std::span<rational const> bias) {
    exact_overlaps const overlaps =
        std::visit([&](auto const& patterns) { return overlaps_of(patterns, sigma); }, zeta);
    exact_values<Interaction> values(F, integer(overlaps.denominator * alpha.denominator));
    typename exact_values<Interaction>::sum E{};
    for (integer const& overlap : overlaps.numerators) values.add(integer(alpha.numerator * overlap), -1, E);
    rational const b = bias_energy(bias, sigma);
    if (auto const all = values.rational_value(E)) return exact_decimal(rational(*all - b));
    number_format const wide{"", 200, mpfr_emin, mpfr_emax, false};
    if (b == 0) return decimal_text(values.round(E, wide).get(), energy_digits);
    auto const nearest = [&](number_format const& format) { return values.round(E, format); };
    return decimal_text(round_shifted(nearest, rational(-b), wide).get(), energy_digits);
}

/// A correctly rounded format needs no code of its own here: mpfr_real with its four numbers gives its bits.
using number = mpfr_real<format_role::working>;
using sum_number = mpfr_real<format_role::accumulating>;

/// <zeta^mu, sigma> as the format of the sums adds it up: of bipolar patterns the integer itself while it holds every
/// integer up to N.
class format_overlaps {
public:
    format_overlaps(memory_patterns const& patterns, std::span<std::int8_t const> sigma) : sigma_(sigma) {
        number_format const& format = current_format<format_role::accumulating>();
        auto const* const bipolar = std::get_if<bipolar_patterns>(&patterns);
        auto const bits = static_cast<std::int64_t>(std::bit_width(sigma.size()));
        if (bipolar != nullptr && bits <= format.precision && bits <= format.emax)
            integers_ = integer_overlaps(*bipolar, sigma);
        else
            zeta_.emplace(patterns);
    }
    [[nodiscard]] std::size_t K() const { return zeta_ ? zeta_->K() : integers_.size(); }
    [[nodiscard]] number operator()(std::size_t mu) const {
        if (!zeta_) return convert<number>(sum_number(integers_[mu]));
        sum_number sum(0);
        for (std::size_t i = 0; i < sigma_.size(); ++i)
            if (number const& z = (*zeta_)[mu][i]; sigma_[i] != 0) sum += convert<sum_number>(sigma_[i] > 0 ? z : -z);
        return convert<number>(sum);
    }

private:
    std::span<std::int8_t const> sigma_;
    std::vector<std::int32_t> integers_;
    std::optional<format_memory<number>> zeta_;
};

template <class Scaling>
sum_number energy_in_format(interaction const& F, Scaling const& scaling, power_method method,
                            memory_patterns const& patterns, std::span<std::int8_t const> sigma) {
    format_overlaps const overlaps(patterns, sigma);
    return std::visit(
        [&](auto const& f) {
            sum_number sum(0);
            if constexpr (Scaling::term == scaled_term::logarithm) {
                std::vector<signed_logarithm<number>> terms;
                signed_logarithm<number> largest;
                for (std::size_t mu = 0; mu < overlaps.K(); ++mu) {
                    terms.push_back(f.logarithm(overlaps(mu)));
                    Scaling::raise(largest, terms.back());
                }
                for (auto const& term : terms) sum += Scaling::template shifted<sum_number>(term, largest);
                return largest.sign == 0 ? sum_number(0)
                                         : -(sum * convert<sum_number>(elementary::exp(largest.logarithm)));
            } else {
                typename Scaling::template in_format<number> const rule(
                    size_for(scaling, static_cast<std::int64_t>(sigma.size())));
                for (std::size_t mu = 0; mu < overlaps.K(); ++mu)
                    sum += convert<sum_number>(f(rule.scale(overlaps(mu)), method));
                return -sum;
            }
        },
        F);
}

}  // namespace

std::string exact_decimal(rational const& value) {
    if (std::string const all = ending_decimal(value); !all.empty()) return all;
    mpfr_value rounded(200);
    mpfr_set_q(rounded.get(), value.backend().data(), MPFR_RNDN);
    return decimal_text(rounded.get(), energy_digits);
}

std::string energy_text(rule_setting const& setting, memory_patterns const& zeta, std::span<std::int8_t const> sigma,
                        std::span<rational const> bias) {
    if (sigma.size() != neurons(zeta))
        throw std::invalid_argument(fmt::format("sigma: {} entries for N = {}", sigma.size(), neurons(zeta)));
    for (std::int8_t const value : sigma)
        if (value < -1 || value > 1)
            throw std::invalid_argument(fmt::format("sigma: an entry {}; accepted: -1, 0 and +1", value));
    if (!bias.empty() && bias.size() != sigma.size())
        throw std::invalid_argument(fmt::format("bias: {} values for N = {}", bias.size(), sigma.size()));
    if (setting.format.exact()) {
        ratio const factor = alpha(setting.scaling, static_cast<std::int64_t>(neurons(zeta)));
        return std::visit([&](auto const& F) { return exact_text(F, factor, zeta, sigma, bias); }, setting.F);
    }
    number_format const sum_format = setting.accumulate.value_or(setting.format);
    format_scope<format_role::working> const working(setting.format);
    format_scope<format_role::accumulating> const accumulating(sum_format);
    sum_number E =
        std::visit([&](auto scaling) { return energy_in_format(setting.F, scaling, setting.power, zeta, sigma); },
                   setting.scaling);
    if (!bias.empty()) {
        sum_number sum(0);
        for (std::size_t i = 0; i < bias.size(); ++i) {
            sum_number const b(nearest(bias[i], sum_format));
            if (sigma[i] != 0) sum += sigma[i] > 0 ? b : -b;
        }
        E = E - elementary::scale_by_power_of_two(sum, -1);
    }
    return decimal_text(E.get(), std::min(energy_digits, telling_digits(sum_format.precision)));
}

}  // namespace ulpfield
