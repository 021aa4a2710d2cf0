#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/number/error.hpp"
#include "ulpfield/scaling/division.hpp"
#include "ulpfield/scaling/factored.hpp"
#include "ulpfield/scaling/logarithmic.hpp"
#include "ulpfield/scaling/power_of_two.hpp"
#include "ulpfield/scaling/raw.hpp"
#include "ulpfield/scaling/reciprocal.hpp"

namespace ulpfield {

/// The scalings, in the order of the documentation. A new one: its header above and its name here.
using argument_scaling = std::variant<raw, reciprocal, division, power_of_two, logarithmic, factored>;

template <class Formulation>
inline constexpr bool sums_logarithms = requires {
    Formulation::sums_logarithms;
};

[[nodiscard]] inline std::string_view name(argument_scaling const& f) {
    return std::visit([](auto const& one) { return std::remove_cvref_t<decltype(one)>::name; }, f);
}

namespace detail {
template <std::size_t index = 0>
[[nodiscard]] argument_scaling find_scaling(std::string_view option_name, std::string_view text,
                                            std::string const& accepted = {}) {
    if constexpr (index == std::variant_size_v<argument_scaling>) {
        throw usage_error(std::string(option_name) + ": unknown formulation '" + std::string(text) +
                          "'; accepted:" + accepted);
    } else {
        using candidate = std::variant_alternative_t<index, argument_scaling>;
        if (text == candidate::name) return candidate{};
        return find_scaling<index + 1>(option_name, text, accepted + " " + std::string(candidate::name));
    }
}
}  // namespace detail

/// The scaling of a name of --scaling. Anything else: usage_error with what is accepted.
[[nodiscard]] inline argument_scaling parse_scaling(std::string_view option_name, std::string_view text) {
    return detail::find_scaling(option_name, text);
}

}  // namespace ulpfield
