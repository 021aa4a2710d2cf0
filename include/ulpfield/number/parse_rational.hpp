#pragma once
#include <charconv>
#include <optional>
#include <string>
#include <string_view>

#include "ulpfield/number/integer.hpp"

namespace ulpfield {

/// Reads a decimal ("0.01", "-3", "1e-30") or a fraction ("1/3") exactly: up to 5000 digits, exponents from -99999 to
/// 99999. Anything else: nothing.
[[nodiscard]] inline std::optional<rational> parse_rational(std::string_view text) {
    auto const whole = [](std::string_view digits) -> std::optional<integer> {
        bool const plain = !digits.empty() && digits.size() <= 5000 &&
                           digits.find_first_not_of("0123456789") == std::string_view::npos;
        if (!plain) return std::nullopt;
        // A leading 0 would make it octal.
        auto const first = digits.find_first_not_of('0');
        return first == std::string_view::npos ? integer(0) : integer(std::string(digits.substr(first)));
    };
    bool const negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    std::optional<rational> size;
    if (auto const slash = text.find('/'); slash != std::string_view::npos) {
        auto const top = whole(text.substr(0, slash));
        auto const bottom = whole(text.substr(slash + 1));
        if (top && bottom && *bottom != 0) size = rational(*top, *bottom);
    } else {
        long exponent = 0;
        if (auto const mark = text.find_first_of("eE"); mark != std::string_view::npos) {
            std::string_view power = text.substr(mark + 1);
            if (power.starts_with('+') && !power.starts_with("+-")) power.remove_prefix(1);
            auto const [end, code] = std::from_chars(power.data(), power.data() + power.size(), exponent);
            if (code != std::errc{} || end != power.data() + power.size() || exponent < -99999 || exponent > 99999)
                return std::nullopt;
            text = text.substr(0, mark);
        }
        std::string digits(text);
        if (auto const point = text.find('.'); point != std::string_view::npos) {
            digits.erase(point, 1);
            exponent -= static_cast<long>(text.size() - point - 1);
        }
        if (auto const significand = whole(digits)) {
            integer const scale = pow(integer(10), static_cast<unsigned>(exponent < 0 ? -exponent : exponent));
            size = exponent < 0 ? rational(*significand, scale) : rational(*significand * scale);
        }
    }
    if (size && negative) *size = -*size;
    return size;
}

}  // namespace ulpfield
