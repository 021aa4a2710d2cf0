#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "ulpfield/boundary/term_setting.hpp"
#include "ulpfield/interaction/interaction.hpp"

namespace ulpfield {

/// Orders n are looked at up to this one; a boundary that is not below it counts as none.
inline constexpr std::int64_t boundary_most_order = 1'000'000;

/// The quantities of `boundary`, in the order of its rows.
enum class boundary_quantity { finite_term, finite_sum, exact_terms, subnormal_term, zero_term };

inline constexpr std::array<std::pair<boundary_quantity, std::string_view>, 5> boundary_quantities{{
    {boundary_quantity::finite_term, "finite-term"},
    {boundary_quantity::finite_sum, "finite-sum"},
    {boundary_quantity::exact_terms, "exact-terms"},
    {boundary_quantity::subnormal_term, "subnormal-term"},
    {boundary_quantity::zero_term, "zero-term"},
}};

/// Whose boundary is asked for. The format may be `exact`, which has none. F's order does not matter.
struct boundary_setting {
    term_setting terms;
    interaction F;
    std::int64_t K = 1;
};

/// A boundary: an order n from 0 (no n) to below boundary_most_order, or none.
using boundary_order = std::optional<std::int64_t>;

/// A largest n that was found: none if it is not below boundary_most_order.
[[nodiscard]] inline boundary_order below_most(std::int64_t n) {
    return n >= boundary_most_order ? boundary_order() : boundary_order(n);
}

}  // namespace ulpfield
