#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/interaction/exponential.hpp"
#include "ulpfield/interaction/leaky.hpp"
#include "ulpfield/interaction/polynomial.hpp"
#include "ulpfield/interaction/rectified.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {

/// The interaction functions there are. A new one: its header above and its name here, and in make_interaction.
using interaction = std::variant<polynomial, rectified, leaky, exponential>;

/// True for F whose sums are decided by integers: all but the exponential.
template <class Interaction>
inline constexpr bool is_algebraic = requires(Interaction const& F) {
    F.exact_denominator();
};

/// What --interaction accepts, for messages.
inline constexpr std::string_view accepted_interactions =
    "polynomial, rectified, leaky:EPS, leaky+:EPS, exponential; EPS a decimal or rational in [0, 1], default 1/100";

/// The interaction of a name of --interaction, of order n. Anything else: usage_error with what is accepted.
[[nodiscard]] inline interaction make_interaction(std::string_view option_name, std::string_view text, int n) {
    auto const refuse = [&](std::string const& why) {
        return usage_error(std::string(option_name) + ": " + why + " '" + std::string(text) +
                           "'; accepted: " + std::string(accepted_interactions));
    };
    if (text == "polynomial") return polynomial{n};
    if (text == "rectified") return rectified{n};
    if (text == "exponential") return exponential{};
    auto const colon = text.find(':');
    std::string_view const kind = text.substr(0, colon);
    if (kind == "leaky" || kind == "leaky+") {
        leaky F{.n = n, .slope = kind == "leaky" ? -1 : 1};
        if (colon != std::string_view::npos) {
            auto const eps = parse_ratio(text.substr(colon + 1));
            if (!eps) throw refuse("EPS is not a number of at most 18 digits in");
            if (eps->numerator < 0 || eps->numerator > eps->denominator) throw refuse("EPS is outside [0, 1] in");
            F.eps = *eps;
        }
        return F;
    }
    throw refuse("unknown interaction function");
}

/// The same function with order n (the exponential has none).
[[nodiscard]] inline interaction of_order(interaction F, int n) {
    std::visit(
        [n](auto& f) {
            if constexpr (requires { f.n; }) f.n = n;
        },
        F);
    return F;
}

[[nodiscard]] inline std::string name(interaction const& F) {
    return std::visit([](auto const& f) { return f.name(); }, F);
}

}  // namespace ulpfield
