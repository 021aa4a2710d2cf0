#pragma once
#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/lagrangian/hyperbolic_tangent.hpp"
#include "ulpfield/lagrangian/identity.hpp"
#include "ulpfield/lagrangian/power.hpp"
#include "ulpfield/lagrangian/softmax.hpp"
#include "ulpfield/lagrangian/spherical.hpp"

namespace ulpfield {

// A Lagrangian L(x) of a layer of neurons gives their activations g = dL/dx (Yang 2020 part III). Each has
//   name(), convex()            convex: its Hessian is positive semi-definite everywhere
//   value(x)                    L
//   gradient(x, g)              g = dL/dx
//   curvature(x, g, y)          y^T H y with the Hessian H at x, g = gradient(x)
// The last three take a stop token behind the others and throw `interrupted` when it asks to stop.

/// The Lagrangians there are. A new one: its header above and its name here and in parse_lagrangian.
using lagrangian =
    std::variant<identity_lagrangian, tanh_lagrangian, power_lagrangian, softmax_lagrangian, spherical_lagrangian>;

/// The names of the Lagrangians, for messages.
inline constexpr std::string_view accepted_lagrangians =
    "identity, tanh, rectified:n, polynomial:n (n 2 to 1000), softmax, softmax-unshifted, spherical";

/// The Lagrangian of a name; beta is that of softmax. Anything else: std::invalid_argument that names it and what is
/// accepted.
[[nodiscard]] inline lagrangian parse_lagrangian(std::string_view text, ratio const& beta) {
    if (text == "identity") return identity_lagrangian{};
    if (text == "tanh") return tanh_lagrangian{};
    if (text == "softmax") return softmax_lagrangian{beta, true};
    if (text == "softmax-unshifted") return softmax_lagrangian{beta, false};
    if (text == "spherical") return spherical_lagrangian{};
    for (bool const is_rectified : {true, false}) {
        std::string_view const kind = is_rectified ? "rectified:" : "polynomial:";
        if (!text.starts_with(kind)) continue;
        std::string_view const digits = text.substr(kind.size());
        int n = 0;
        auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
        if (code == std::errc{} && end == digits.data() + digits.size() && n >= 2 && n <= 1000)
            return power_lagrangian{n, is_rectified};
    }
    throw std::invalid_argument("unknown Lagrangian '" + std::string(text) +
                                "'; accepted: " + std::string(accepted_lagrangians));
}

[[nodiscard]] inline std::string name(lagrangian const& L) {
    return std::visit([](auto const& l) { return l.name(); }, L);
}
[[nodiscard]] inline bool convex(lagrangian const& L) {
    return std::visit([](auto const& l) { return l.convex(); }, L);
}

}  // namespace ulpfield
