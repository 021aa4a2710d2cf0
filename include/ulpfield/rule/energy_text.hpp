#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// E(sigma) = -sum_mu F(alpha <zeta^mu, sigma>) of a setting, in decimal.   Source: Krotov & Hopfield 2016 Eq. 1.
/// In a format: overlap summed over j = 1..N, scaled, F, summed over mu = 1..K, every operation rounded (`log`: the sum
/// of shifted terms times e^M; `factored` has raw's energy), printed with enough digits to tell the format's numbers
/// apart. `exact`: the whole number where its decimals end within 60 digits, else correctly rounded to 40 (sums of
/// exponentials always). Exact arithmetic and a sum of exponentials: bipolar memories only (std::bad_variant_access).
[[nodiscard]] std::string energy_text(rule_setting const& setting, memory_patterns const& zeta,
                                      std::span<std::int8_t const> sigma);

}  // namespace ulpfield
