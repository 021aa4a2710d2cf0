#pragma once
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "ulpfield/memory/shared_patterns.hpp"
#include "ulpfield/rule/local_rule.hpp"

namespace ulpfield {

/// E(sigma) = -sum_mu F(alpha <zeta^mu, sigma>) as an arithmetic computes it: overlap summed over j = 1..N, scaled,
/// F, summed over mu; exact arithmetic: integers, rationals, Lindemann-Weierstrass. Bipolar memories for sums of
/// exponentials in exact arithmetic. `shifted` is no energy: std::invalid_argument.   Source: Krotov & Hopfield Eq. 1.
class network_energy {
public:
    virtual ~network_energy() = default;

    /// Sign of E(a) - E(b): -1, 0, +1; nothing if a format's E is infinite or NaN in either.
    [[nodiscard]] virtual std::optional<int> order(std::span<std::int8_t const> a, std::span<std::int8_t const> b) = 0;
    /// E in decimal, as local_rule::text.
    [[nodiscard]] virtual std::string text(std::span<std::int8_t const> sigma) = 0;
};

/// Asked to stop, this and its functions throw `interrupted`.
[[nodiscard]] std::unique_ptr<network_energy> make_energy(local_setting const& setting, shared_patterns const& zeta,
                                                          std::stop_token stop = {});

}  // namespace ulpfield
