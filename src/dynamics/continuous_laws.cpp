#include "ulpfield/dynamics/continuous_laws.hpp"

#include <fmt/format.h>

#include <numeric>
#include <vector>

#include "number/value_text.hpp"
#include "ulpfield/dynamics/hidden_neurons.hpp"
#include "ulpfield/dynamics/modern_hopfield.hpp"
#include "ulpfield/memory/energy.hpp"
#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/mpfr_real.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield {

namespace {

using number = mpfr_real<format_role::working>;

number_format const& law_format() {
    static number_format const format = {"mpfr:320", 320, mpfr_emin, mpfr_emax, false};
    return format;
}

/// 2^-k
number small(int k) { return elementary::scale_by_power_of_two(number(1), -k); }

/// One random network and state, as multiples of 1/64.
struct random_network {
    memory_patterns xi;
    std::vector<std::int64_t> v, h, I;  // in units of 1/64
    std::int64_t tau_v = 64;
    std::int64_t tau_h = 64;
};

std::vector<std::int64_t> random_values(std::size_t count, random_words& words) {
    std::vector<std::int64_t> values(count);
    // From -2 to 2 without 0, where a rectified Lagrangian has no second derivative.
    for (auto& value : values) {
        value = static_cast<std::int64_t>(uniform_below(words, 128)) + 1;
        if ((words() & 1) != 0) value = -value;
    }
    return values;
}

random_network network_of(law_cases const& networks, std::uint64_t trial, std::stop_token const& stop) {
    random_words words(mix_seed({networks.seed, 0x6c617773, networks.N, networks.K, trial}));
    bipolar_patterns xi(networks.K, networks.N);
    for (std::size_t mu = 0; mu < networks.K; ++mu) {
        throw_if_stopped(stop);
        for (std::size_t i = 0; i < networks.N; ++i) xi.set(mu, i, (words() >> 40 & 1) != 0 ? 1 : -1);
    }
    random_network network{std::move(xi), random_values(networks.N, words), random_values(networks.K, words),
                           random_values(networks.N, words)};
    network.tau_v = static_cast<std::int64_t>(uniform_below(words, 128)) + 1;
    network.tau_h = static_cast<std::int64_t>(uniform_below(words, 128)) + 1;
    return network;
}

using named_values = std::vector<std::pair<std::string, std::string>>;

/// value/64 in lowest terms.
std::string text(std::int64_t value) {
    std::int64_t const common = std::gcd(value, std::int64_t{64});
    return ratio{value / common, 64 / common}.text();
}
std::string text(std::vector<std::int64_t> const& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (std::int64_t const value : values) texts.push_back(text(value));
    return fmt::format("{}", fmt::join(texts, ","));
}

void violate(finding& result, random_network const& network, named_values more) {
    if (result.violated++ != 0) return;
    result.example = {network.xi, {}, 0, {}};
    result.example->values = {{"v", text(network.v)},
                              {"h", text(network.h)},
                              {"I", text(network.I)},
                              {"tau_v", text(network.tau_v)},
                              {"tau_h", text(network.tau_h)}};
    for (auto& value : more) result.example->values.push_back(std::move(value));
}

std::vector<number> in_64ths(std::vector<std::int64_t> const& values) {
    std::vector<number> result;
    result.reserve(values.size());
    for (std::int64_t const value : values) result.push_back(constant<number>(value, 64));
    return result;
}

/// dE/dt by the Hessians and by the quotient along the flow, for every network.
template <class Judge>
finding along_the_flow(lagrangian const& Lv, lagrangian const& Lh, law_cases const& networks,
                       std::stop_token const& stop, Judge const& judge) {
    format_scope<format_role::working> const scope(law_format());
    finding result;
    for (std::uint64_t trial = 0; trial < networks.trials; ++trial) {
        random_network const network = network_of(networks, trial, stop);
        hidden_neurons<number> const neurons(Lv, Lh, network.xi, constant<number>(network.tau_v, 64),
                                             constant<number>(network.tau_h, 64), in_64ths(network.I), stop);
        std::vector<number> x = in_64ths(network.v);
        for (number const& h : in_64ths(network.h)) x.push_back(h);
        std::vector<number> x_prime(x.size());
        neurons.derivative(x, x_prime);
        number const d = small(64);
        std::vector<number> ahead = x;
        std::vector<number> behind = x;
        for (std::size_t k = 0; k < x.size(); ++k) {
            throw_if_stopped(stop);
            ahead[k] = x[k] + d * x_prime[k];
            behind[k] = x[k] - d * x_prime[k];
        }
        number const quotient = (neurons.energy(ahead) - neurons.energy(behind)) / (number(2) * d);
        number const formula = neurons.energy_derivative(x);
        number const allowed = small(100) * (magnitude(neurons.energy(x)) + magnitude(formula) + number(1));
        ++result.cases;
        if (!judge(quotient, formula, allowed))
            violate(result, network,
                    {{"dE/dt", decimal_text(quotient.get(), 20)}, {"formula", decimal_text(formula.get(), 20)}});
    }
    return result;
}

int sign_of(rational const& x) { return x.sign(); }

}  // namespace

finding energy_derivative_law(lagrangian const& Lv, lagrangian const& Lh, law_cases const& networks,
                              std::stop_token const& stop) {
    return along_the_flow(Lv, Lh, networks, stop,
                          [](number const& quotient, number const& formula, number const& allowed) {
                              return magnitude(quotient - formula) <= allowed;
                          });
}

finding energy_descent_law(lagrangian const& Lv, lagrangian const& Lh, law_cases const& networks,
                           std::stop_token const& stop) {
    return along_the_flow(Lv, Lh, networks, stop, [](number const& quotient, number const&, number const& allowed) {
        return quotient <= allowed;
    });
}

finding dam_limit_law(dam_limit_statement statement, int n, bool is_rectified, law_cases const& networks,
                      std::stop_token const& stop) {
    finding result;
    auto const in_F = [&](auto const& use) { return is_rectified ? use(rectified{n}) : use(polynomial{n}); };
    for (std::uint64_t trial = 0; trial < networks.trials; ++trial) {
        random_network const network = network_of(networks, trial, stop);
        format_memory<rational> const xi(network.xi, stop);
        bipolar_state sigma;  // g = sign(v)
        sigma.reserve(network.v.size());
        for (std::int64_t const v : network.v) sigma.push_back(v > 0 ? 1 : -1);
        std::vector<rational> h;
        std::vector<rational> f;
        rational Lh = 0;
        for (std::size_t mu = 0; mu < xi.K(); ++mu) {
            throw_if_stopped(stop);
            h.push_back(similarity<rational>(xi[mu], sigma, xi.N()));
            f.push_back(in_F([&](auto const& F) { return rational(F.derivative(h.back())); }));
            Lh += in_F([&](auto const& F) { return rational(F(h.back())); });
        }
        if (statement == dam_limit_statement::rule) {
            for (std::size_t i = 0; i < xi.N(); ++i) {
                rational limit = 0;
                for (std::size_t mu = 0; mu < xi.K(); ++mu) limit += xi[mu][i] * f[mu];
                rational const u =
                    in_F([&](auto const& F) { return exact_energy_difference(F, rational(1), xi, sigma, i, stop); });
                ++result.cases;
                if (sign_of(limit) * sign_of(u) >= 0) continue;
                if (result.violated++ == 0)
                    result.example = {
                        network.xi, sigma, i, {{"limit field", limit.str()}, {"energy difference", u.str()}}};
            }
            continue;
        }
        // E = v.g - L_v + h.f - L_h - f.(xi g), with L_v = v.g = sum |v_i|.
        rational Lv = 0;
        for (std::int64_t const v : network.v) Lv += rational(v < 0 ? -v : v, 64);
        rational E = Lv - Lv - Lh;
        for (std::size_t mu = 0; mu < xi.K(); ++mu) {
            throw_if_stopped(stop);
            E += h[mu] * f[mu] - f[mu] * similarity<rational>(xi[mu], sigma, xi.N());
        }
        rational const claimed = statement == dam_limit_statement::energy ? in_F([&](auto const& F) {
            return energy<rational>([&](rational const& x, power_method p) { return F(x, p); }, xi, sigma,
                                    power_method::binary, stop);
        })
                                                                          : rational(-Lv);
        ++result.cases;
        if (E != claimed) violate(result, network, {{"E", E.str()}, {"claimed", claimed.str()}});
    }
    return result;
}

finding softmax_limit_law(ratio const& beta, law_cases const& networks, std::stop_token const& stop) {
    format_scope<format_role::working> const scope(law_format());
    finding result;
    softmax_lagrangian const L{beta, true};
    for (std::uint64_t trial = 0; trial < networks.trials; ++trial) {
        random_network const network = network_of(networks, trial, stop);
        std::vector<number> const v = in_64ths(network.v);
        hidden_neurons<number> const neurons(identity_lagrangian{}, L, network.xi, number(1), number(1),
                                             std::vector<number>(networks.N, number(0)), stop);
        modern_hopfield<number> const model(network.xi, L, stop);
        std::vector<number> x = v;
        format_memory<number> const xi(network.xi, stop);
        for (std::size_t mu = 0; mu < networks.K; ++mu) {
            throw_if_stopped(stop);
            number h(0);
            for (std::size_t i = 0; i < networks.N; ++i) h += xi[mu][i] * v[i];
            x.push_back(h);
        }
        number const E = neurons.energy(x);
        number const limit = model.energy(v);
        number const next = model.energy(model.update(v));
        number const allowed = small(200) * (magnitude(E) + number(1));
        ++result.cases;
        if (!(magnitude(E - limit) <= allowed) || !(next - limit <= allowed))
            violate(result, network,
                    {{"E", decimal_text(E.get(), 20)},
                     {"limit", decimal_text(limit.get(), 20)},
                     {"after update", decimal_text(next.get(), 20)}});
    }
    return result;
}

}  // namespace ulpfield
