#pragma once
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "ulpfield/number/format_options.hpp"
#include "ulpfield/number/number_format.hpp"

namespace ulpfield {

/// How every operation of a format is rounded, as --rounding names it.
struct rounding_rule {
    rounding_mode mode = rounding_mode::nearest;
    int random_bits = 0;  ///< of stochastic rounding

    friend bool operator==(rounding_rule const&, rounding_rule const&) = default;
};

inline constexpr int most_random_bits = 62;
inline constexpr std::string_view rounding_names[] = {"nearest", "away", "zero", "up", "down", "odd"};
inline constexpr std::string_view accepted_roundings =
    "nearest (ties to even), zero, up, down, away (nearest, ties away from zero), odd (to the odd neighbour), "
    "stochastic:BITS (BITS 1..62 random bits)";

[[nodiscard]] inline std::string name(rounding_rule const& rule) {
    if (rule.mode == rounding_mode::stochastic) return "stochastic:" + std::to_string(rule.random_bits);
    return std::string(rounding_names[static_cast<std::size_t>(rule.mode)]);
}

/// Anything else than a name of accepted_roundings: std::invalid_argument.
[[nodiscard]] inline rounding_rule parse_rounding(std::string_view text) {
    for (std::size_t mode = 0; mode < std::size(rounding_names); ++mode)
        if (text == rounding_names[mode]) return {static_cast<rounding_mode>(mode)};
    if (text.starts_with("stochastic:"))
        if (auto const bits = detail::format_number(text.substr(11)); bits && *bits <= most_random_bits)
            return {rounding_mode::stochastic, static_cast<int>(*bits)};
    throw std::invalid_argument(
        "unknown rounding '" + std::string(text) + "'" +
        nearest_match(text, {"nearest", "zero", "up", "down", "away", "odd", "stochastic:8", "stochastic"}) +
        "; accepted: " + std::string(accepted_roundings));
}

/// What becomes of subnormals, as --subnormals names it: yes, flush, flush-before.
[[nodiscard]] inline flush_rule parse_subnormals(std::string_view text) {
    if (text == "yes") return flush_rule::none;
    if (text == "flush") return flush_rule::after_rounding;
    if (text == "flush-before") return flush_rule::before_rounding;
    throw std::invalid_argument("unknown treatment '" + std::string(text) + "'" +
                                nearest_match(text, {"yes", "flush", "flush-before"}) +
                                "; accepted: yes, flush, flush-before");
}

/// The format with its operations rounded so, its subnormals flushed so (`none`: as the format has them). Exact
/// arithmetic and integers have neither; E8M0 has no subnormals.
[[nodiscard]] inline number_format rounded_so(number_format format, rounding_rule const& rule, flush_rule flush) {
    if (format.exact() || format.integers()) return format;
    format.rounding = rule.mode;
    format.random_bits = rule.random_bits;
    if (flush != flush_rule::none && format.kind == number_kind::floating) {
        format.subnormals = false;
        format.flush = flush;
    }
    return format;
}

}  // namespace ulpfield
