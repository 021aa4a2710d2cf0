#pragma once
#include <cstdint>
#include <span>
#include <string>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield {

/// E(sigma) = -sum_mu F(alpha <zeta^mu, sigma>) of a setting, less (1/2) sum_i b_i sigma_i for a bias (none, or N
/// values; scaled as the caller wants them: rule/bias.hpp), in decimal.   Source: Krotov & Hopfield 2016 Eq. 1. In a
/// format: overlap summed over j = 1..N, scaled, F, summed over mu = 1..K, every operation rounded, sums in the wider
/// format where there is one (`log`: the sum of shifted terms times e^M; `factored` has raw's energy), printed with
/// enough digits to tell the format's numbers apart; the bias is summed over i = 1..N, each b_i rounded once, halved
/// and subtracted at the end. `exact`: the whole number where its decimals end within 60 digits, else correctly rounded
/// to 40 (sums of exponentials always).
/// States of {-1, 0, +1}; another size or entry: std::invalid_argument.
[[nodiscard]] std::string energy_text(rule_setting const& setting, memory_patterns const& zeta,
                                      std::span<std::int8_t const> sigma, std::span<rational const> bias = {});

/// Digits of an energy that is rounded.
inline constexpr int energy_digits = 40;

/// All decimals of a rational number where they end within 60 digits, else 40 digits, correctly rounded.
[[nodiscard]] std::string exact_decimal(rational const& value);

}  // namespace ulpfield
