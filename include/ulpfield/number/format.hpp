#pragma once
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/number/format_options.hpp"
#include "ulpfield/number/named_formats.hpp"
#include "ulpfield/number/number_format.hpp"

namespace ulpfield {

/// The format a name stands for; options are put in one order, float32 and the like become fp32. Anything else:
/// std::invalid_argument that names it and what is accepted.
[[nodiscard]] inline number_format parse_format(std::string_view text) {
    auto const refuse = [text](std::string const& why) {
        throw std::invalid_argument("unknown format '" + std::string(text) + "'" + why +
                                    "; accepted: " + std::string(accepted_formats));
    };
    std::size_t const name_end = text.find(':', text.starts_with("mpfr:") ? 5 : 0);
    std::string_view const name = text.substr(0, name_end);
    std::optional<number_format> format = detail::bare_format(name);
    if (!format) refuse(detail::nearest_format(name));
    detail::format_options options;
    for (std::size_t at = name_end; at != std::string_view::npos;) {
        std::size_t const next = text.find(':', at + 1);
        std::string const wrong =
            options.read(text.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
        if (!wrong.empty()) refuse(": it does not take " + wrong);
        at = next;
    }
    std::string const wrong = options.apply_to(*format);
    if (!wrong.empty()) refuse(": it does not take " + wrong);
    return *format;
}

}  // namespace ulpfield
