#pragma once
#include <cstdint>
#include <optional>

#include "ulpfield/capacity/setting.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::capacity {

/// F(x) = x^n for x >= 0; below zero x^n, too, or slope x.
struct power_shape {
    std::int64_t n = 1;
    std::optional<rational> slope_below_zero;
    /// F = x^n on the whole line.
    [[nodiscard]] bool whole_line() const { return !slope_below_zero; }
};

/// Empty for an F that is no power above zero.
[[nodiscard]] std::optional<power_shape> power_shape_of(interaction const& F);

/// For what is known of powers alone: throws std::domain_error, naming F, for others.
[[nodiscard]] power_shape require_power(interaction const& F);

}  // namespace ulpfield::capacity
