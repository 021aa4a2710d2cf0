#pragma once
#include <optional>

#include "ulpfield/interaction/interaction.hpp"

namespace ulpfield {

/// The properties of F on which the proofs for powers rest: x^n for x >= 0, and what it is below zero
/// (power_above_zero).
struct power_shape {
    std::optional<ratio> slope_below_zero;  ///< nothing: x^n there, too

    [[nodiscard]] bool linear_below_zero() const { return slope_below_zero && slope_below_zero->numerator != 0; }
    [[nodiscard]] bool zero_below_zero() const { return slope_below_zero && slope_below_zero->numerator == 0; }
};

/// Nothing for an F of another kind, of which nothing of the sort is claimed.
[[nodiscard]] inline std::optional<power_shape> power_shape_of(interaction const& F) {
    return std::visit(
        [](auto const& f) -> std::optional<power_shape> {
            if constexpr (power_above_zero<decltype(f)>) return power_shape{f.slope_below_zero()};
            return std::nullopt;
        },
        F);
}

}  // namespace ulpfield
