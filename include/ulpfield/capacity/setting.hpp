#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/interaction/interaction.hpp"

namespace ulpfield::capacity {

/// What the law of one memory's crosstalk depends on: N neurons and the interaction function F with its order n.
struct setting {
    interaction F = polynomial{3};
    std::int64_t N = 100;  ///< 1 .. 10^7
};

/// Throws std::invalid_argument if N is outside what `setting` says or F's order n outside 1 .. 1000.
void validate(setting const& where);

/// True for F = x^n above zero: leading orders in N, and all that is made of them, exist for these alone.
[[nodiscard]] bool has_leading_order(interaction const& F);
/// True for F with rational values: the crosstalk lies on a lattice and its exact law is a matter of integers.
[[nodiscard]] bool has_lattice(interaction const& F);

/// How a number is arrived at. The formulas stand at bit_error.hpp, k_max.hpp, moments.hpp, overlap.hpp and stable.hpp.
enum class method {
    leading_order,
    leading_order_K,
    mixed,
    gaussian,
    tail,
    saddlepoint,
    chernoff,
    limit,
    exact,
    monte_carlo,
    asymptotic,
    asymptotic_all,
    ceiling,
    amit_gutfreund_sompolinsky,
    normal,
    continuity,
    large_deviation,
    independent,
    union_bound,
    importance,
    distinct_indices,
};

/// `leading-order`, `exact`, ...
[[nodiscard]] std::string name(method how);
/// The method of that name, if there is one.
[[nodiscard]] std::optional<method> method_named(std::string_view text);
/// All names, for messages.
[[nodiscard]] std::string method_names();

}  // namespace ulpfield::capacity
