#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/scaling/division.hpp"
#include "ulpfield/scaling/energy_comparison.hpp"
#include "ulpfield/scaling/factored.hpp"
#include "ulpfield/scaling/fixed_shift.hpp"
#include "ulpfield/scaling/largest_shift.hpp"
#include "ulpfield/scaling/logarithmic.hpp"
#include "ulpfield/scaling/members.hpp"
#include "ulpfield/scaling/power_of_two.hpp"
#include "ulpfield/scaling/raw.hpp"
#include "ulpfield/scaling/reciprocal.hpp"

namespace ulpfield {

/// The scalings, in the order of the documentation. A new one: its header above and its name here;
/// members.hpp says what it brings, and the build says what is missing.
using argument_scaling = std::variant<raw, reciprocal, division, power_of_two, logarithmic, factored, energy_comparison,
                                      largest_shift, fixed_shift>;
static_assert(all_scalings_complete<argument_scaling>);

namespace detail {
template <class Visit, std::size_t index = 0>
void for_each_scaling(Visit&& visit) {
    if constexpr (index < std::variant_size_v<argument_scaling>) {
        visit(std::variant_alternative_t<index, argument_scaling>{});
        for_each_scaling<Visit, index + 1>(std::forward<Visit>(visit));
    }
}
}  // namespace detail

/// One of each kind, in the order of the list.
[[nodiscard]] inline std::vector<argument_scaling> const& all_scalings() {
    static std::vector<argument_scaling> const all = [] {
        std::vector<argument_scaling> list;
        detail::for_each_scaling([&list](auto const& scaling) { list.emplace_back(scaling); });
        return list;
    }();
    return all;
}

[[nodiscard]] inline std::string_view name(argument_scaling const& scaling) {
    return std::visit([](auto const& one) -> std::string_view { return one.name; }, scaling);
}

/// The exact factor of the similarity at N.
[[nodiscard]] inline ratio alpha(argument_scaling const& scaling, std::int64_t N) {
    return std::visit([N](auto const& one) { return one.alpha(N); }, scaling);
}

/// What it evaluates for one similarity.
[[nodiscard]] inline scaled_term term_of(argument_scaling const& scaling) {
    return std::visit([](auto const& one) { return one.term; }, scaling);
}

/// What parse_scaling accepts, for messages: "raw, 1/N, ...".
[[nodiscard]] inline std::string const& accepted_scalings() {
    static std::string const names = [] {
        std::string list;
        for (argument_scaling const& scaling : all_scalings())
            list += (list.empty() ? "" : ", ") + (std::holds_alternative<fixed_shift>(scaling)
                                                      ? std::string(fixed_shift::accepted)
                                                      : std::string(name(scaling)));
        return list;
    }();
    return names;
}

/// The scaling of a name. Anything else: std::invalid_argument that names it and what is accepted.
[[nodiscard]] inline argument_scaling parse_scaling(std::string_view text) {
    if (auto const shift = fixed_shift::parse(text)) return *shift;
    for (argument_scaling const& scaling : all_scalings())
        if (name(scaling) == text) return scaling;
    throw std::invalid_argument("unknown scaling '" + std::string(text) + "'; accepted: " + accepted_scalings());
}

}  // namespace ulpfield
