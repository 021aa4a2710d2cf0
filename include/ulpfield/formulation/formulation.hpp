#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "ulpfield/formulation/division.hpp"
#include "ulpfield/formulation/factored.hpp"
#include "ulpfield/formulation/logarithmic.hpp"
#include "ulpfield/formulation/power_of_two.hpp"
#include "ulpfield/formulation/raw.hpp"
#include "ulpfield/formulation/reciprocal.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield {

/// The formulations there are, in the order of the documentation. A new one: its header above and its name here.
using formulation = std::variant<raw, reciprocal, division, power_of_two, logarithmic, factored>;

template <class Formulation>
inline constexpr bool sums_logarithms = requires {
    Formulation::sums_logarithms;
};

[[nodiscard]] inline std::string_view name(formulation const& f) {
    return std::visit([](auto const& one) { return std::remove_cvref_t<decltype(one)>::name; }, f);
}

namespace detail {
template <std::size_t index = 0>
[[nodiscard]] formulation find_formulation(std::string_view option_name, std::string_view text,
                                           std::string const& accepted = {}) {
    if constexpr (index == std::variant_size_v<formulation>) {
        throw usage_error(std::string(option_name) + ": unknown formulation '" + std::string(text) +
                          "'; accepted:" + accepted);
    } else {
        using candidate = std::variant_alternative_t<index, formulation>;
        if (text == candidate::name) return candidate{};
        return find_formulation<index + 1>(option_name, text, accepted + " " + std::string(candidate::name));
    }
}
}  // namespace detail

/// The formulation of a name of --scaling. Anything else: usage_error with what is accepted.
[[nodiscard]] inline formulation parse_formulation(std::string_view option_name, std::string_view text) {
    return detail::find_formulation(option_name, text);
}

}  // namespace ulpfield
