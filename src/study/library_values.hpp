#pragma once
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/lagrangian/lagrangian.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield::study {

/// The value of `parse()`; a std::invalid_argument of the library becomes a usage_error that names the option before
/// it.
template <class Parse>
[[nodiscard]] auto of_option(std::string_view option_name, Parse const& parse) {
    try {
        return parse();
    } catch (usage_error const&) {
        throw;
    } catch (std::invalid_argument const& refused) {
        throw usage_error(std::string(option_name) + ": " + refused.what());
    }
}

/// The library's values of an option's text; anything else: usage_error with the option, the text and what is accepted.
[[nodiscard]] inline number_format parse_format(std::string_view option_name, std::string_view text) {
    return of_option(option_name, [&] { return ulpfield::parse_format(text); });
}
[[nodiscard]] inline argument_scaling parse_scaling(std::string_view option_name, std::string_view text) {
    return of_option(option_name, [&] { return ulpfield::parse_scaling(text); });
}
/// beta is that of softmax.
[[nodiscard]] inline lagrangian make_lagrangian(std::string_view option_name, std::string_view text,
                                                ratio const& beta) {
    return of_option(option_name, [&] { return parse_lagrangian(text, beta); });
}
/// F of order n.
[[nodiscard]] inline interaction make_interaction(std::string_view option_name, std::string_view text, int n) {
    return of_option(option_name, [&] { return parse_interaction(text, n); });
}

}  // namespace ulpfield::study
