#pragma once
#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ulpfield::study {

/// A value of a column: a text, an integer, "yes" or "no"; empty where absent.
[[nodiscard]] inline std::string value_text(std::string text) { return text; }
[[nodiscard]] inline std::string value_text(std::string_view text) { return std::string(text); }
[[nodiscard]] inline std::string value_text(char const* text) { return text; }
[[nodiscard]] inline std::string value_text(bool value) { return value ? "yes" : "no"; }
[[nodiscard]] std::string value_text(std::integral auto value) { return std::to_string(value); }
template <class Value>
[[nodiscard]] std::string value_text(std::optional<Value> const& value) {
    return value ? value_text(*value) : "";
}

/// A real number of a column: decimal, so many significant digits at most.
[[nodiscard]] inline std::string decimal(double value, int digits = 12) {
    return std::isnan(value) ? "nan" : fmt::format("{:.{}g}", value, digits);
}

}  // namespace ulpfield::study
