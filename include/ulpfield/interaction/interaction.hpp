#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/interaction/exact_form.hpp"
#include "ulpfield/interaction/exponential.hpp"
#include "ulpfield/interaction/hyperbolic_cosine.hpp"
#include "ulpfield/interaction/leaky.hpp"
#include "ulpfield/interaction/members.hpp"
#include "ulpfield/interaction/polynomial.hpp"
#include "ulpfield/interaction/rectified.hpp"

namespace ulpfield {

/// The interaction functions there are, in the order of the documentation. A new one: its header above and its name
/// here; members.hpp says what it brings, and the build says what is missing.
using interaction = std::variant<polynomial, rectified, leaky, exponential, hyperbolic_cosine>;
static_assert(all_complete<interaction>);

/// True for F whose values at rationals are rational, so that its sums are decided by integers.
template <class Interaction>
inline constexpr bool is_algebraic = rational_valued<Interaction>;

namespace detail {
template <class... F>
[[nodiscard]] std::string accepted_texts(std::variant<F...> const*) {
    std::string names;
    std::string parameters;
    auto const add = [&](std::string_view texts, std::string_view parameter) {
        names += (names.empty() ? "" : ", ") + std::string(texts);
        if (!parameter.empty() && parameters.find(parameter) == std::string::npos)
            parameters += "; " + std::string(parameter);
    };
    (add(F::accepted, F::accepted_parameter), ...);
    return names + parameters;
}
template <class Any, std::size_t index = 0>
[[nodiscard]] std::optional<Any> parse_any(std::string_view text, int order) {
    if constexpr (index == std::variant_size_v<Any>) {
        return std::nullopt;
    } else {
        if (auto const F = std::variant_alternative_t<index, Any>::parse(text, order)) return *F;
        return parse_any<Any, index + 1>(text, order);
    }
}
}  // namespace detail

/// The words that parse_interaction accepts, for messages: "polynomial, rectified, leaky:EPS, ...; EPS a decimal ...".
[[nodiscard]] inline std::string const& accepted_interactions() {
    static std::string const texts = detail::accepted_texts(static_cast<interaction const*>(nullptr));
    return texts;
}

/// The interaction function of a name, of order n. Anything else: std::invalid_argument that names it and what is
/// accepted.
[[nodiscard]] inline interaction parse_interaction(std::string_view text, int n) {
    auto const refuse = [text](std::string const& why) {
        return std::invalid_argument(why + " '" + std::string(text) + "'; accepted: " + accepted_interactions());
    };
    try {
        if (auto const F = detail::parse_any<interaction>(text, n)) return *F;
    } catch (std::invalid_argument const& bad_parameter) {
        throw refuse(bad_parameter.what());
    }
    throw refuse("unknown interaction function");
}

/// The same function with order n, where it has one.
[[nodiscard]] inline interaction of_order(interaction F, int n) {
    std::visit(
        [n](auto& f) {
            if constexpr (requires { f.n = n; }) f.n = n;
        },
        F);
    return F;
}

/// Its order; nothing where it has none (the exponentials).
[[nodiscard]] inline std::optional<int> order(interaction const& F) {
    return std::visit(
        [](auto const& f) -> std::optional<int> {
            if constexpr (requires { f.n; }) return f.n;
            return std::nullopt;
        },
        F);
}

/// d with F(alpha x) = alpha^d F(x) for all alpha > 0, if there is one.
[[nodiscard]] inline std::optional<int> degree(interaction const& F) {
    return std::visit([](auto const& f) { return f.degree(); }, F);
}

[[nodiscard]] inline std::string name(interaction const& F) {
    return std::visit([](auto const& f) { return f.name(); }, F);
}

}  // namespace ulpfield
