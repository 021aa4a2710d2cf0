#include "ulpfield/rule/exact_difference.hpp"

#include <stdexcept>

#include "ulpfield/memory/energy_difference.hpp"
#include "ulpfield/number/exact_ratio.hpp"

namespace ulpfield {

namespace {

rational difference(interaction const& F, rational const& alpha, format_memory<rational> const& zeta,
                    std::span<std::int8_t const> sigma, std::size_t i, std::stop_token const& stop) {
    return std::visit(
        [&](auto const& f) -> rational {
            if constexpr (rational_valued<decltype(f)>)
                return exact_energy_difference(f, alpha, zeta, sigma, i, stop);
            else
                throw std::invalid_argument("exact_difference: " + f.name() + " has no rational values");
        },
        F);
}

rational hebbian(format_memory<rational> const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                 bool self_coupling, std::stop_token const& stop) {
    rational field = 0;
    for (std::size_t j = 0; j < zeta.N(); ++j) {
        throw_if_stopped(stop);
        if (j == i && !self_coupling) continue;
        rational W = 0;
        for (std::size_t mu = 0; mu < zeta.K(); ++mu) W += zeta[mu][i] * zeta[mu][j];
        field += sigma[j] > 0 ? W : -W;
    }
    return field;
}

}  // namespace

exact_value exact_difference(interaction const& F, ratio const& alpha, memory_patterns const& zeta,
                             std::span<std::int8_t const> sigma, std::size_t i, std::stop_token const& stop) {
    rational const u = difference(F, exact_ratio(alpha), format_memory<rational>(zeta, stop), sigma, i, stop);
    return {u.sign(), u.str()};
}

bool scales_by_power(interaction const& plain, interaction const& scaled, ratio const& alpha, int n,
                     memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                     std::stop_token const& stop) {
    format_memory<rational> const entries(zeta, stop);
    rational const u = difference(plain, rational(1), entries, sigma, i, stop);
    return difference(scaled, exact_ratio(alpha), entries, sigma, i, stop) == binary_power(exact_ratio(alpha), n) * u;
}

exact_value hebbian_field(memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                          bool self_coupling, std::stop_token const& stop) {
    rational const field = hebbian(format_memory<rational>(zeta, stop), sigma, i, self_coupling, stop);
    return {field.sign(), field.str()};
}

bool is_hebbian(memory_patterns const& zeta, std::span<std::int8_t const> sigma, std::size_t i,
                std::stop_token const& stop) {
    format_memory<rational> const entries(zeta, stop);
    return difference(polynomial{2}, rational(1), entries, sigma, i, stop) ==
           4 * hebbian(entries, sigma, i, false, stop);
}

}  // namespace ulpfield
