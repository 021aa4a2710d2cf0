#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// value 10^exponent, exactly: parameters beyond the range of a ratio, such as a floor of 1e-30.
struct scaled_ratio {
    ratio value;
    int exponent = 0;

    [[nodiscard]] std::string text() const {
        return exponent == 0 ? value.text() : value.text() + "e" + std::to_string(exponent);
    }
    friend bool operator==(scaled_ratio const&, scaled_ratio const&) = default;
};

/// Reads what parse_ratio reads, and decimals with exponents from -1000 to 1000. Anything else: nothing.
[[nodiscard]] inline std::optional<scaled_ratio> parse_scaled_ratio(std::string_view text) {
    if (auto const plain = parse_ratio(text)) return scaled_ratio{*plain, 0};
    auto const e = text.find_first_of("eE");
    if (e == std::string_view::npos) return std::nullopt;
    auto const significand = parse_ratio(text.substr(0, e));
    std::string_view digits = text.substr(e + 1);
    if (digits.starts_with('+') && !digits.starts_with("+-")) digits.remove_prefix(1);
    int exponent = 0;
    auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    bool const whole = !digits.empty() && code == std::errc{} && end == digits.data() + digits.size();
    if (!significand || text.substr(0, e).find('/') != std::string_view::npos || !whole || exponent < -1000 ||
        exponent > 1000)
        return std::nullopt;
    return scaled_ratio{*significand, exponent};
}

}  // namespace ulpfield
