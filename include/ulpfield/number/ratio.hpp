#pragma once
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

namespace ulpfield {

/// A rational number in lowest terms, denominator > 0: parameters such as eps and P, as exact as they were typed.
struct ratio {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;

    [[nodiscard]] std::string text() const {
        return denominator == 1 ? std::to_string(numerator)
                                : std::to_string(numerator) + "/" + std::to_string(denominator);
    }
    friend bool operator==(ratio const&, ratio const&) = default;
};

/// Reads "1/100", "0.01", "-3", "1e-5" exactly; numerator and denominator at most 10^18. Anything else: nothing.
[[nodiscard]] inline std::optional<ratio> parse_ratio(std::string_view text) {
    bool const negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    auto const digits = [](std::string_view part) -> std::optional<std::int64_t> {
        std::int64_t value = 0;
        auto const [end, code] = std::from_chars(part.data(), part.data() + part.size(), value);
        bool const number = !part.empty() && part.front() >= '0' && part.front() <= '9';
        std::size_t const zeros = std::min(part.find_first_not_of('0'), part.size());
        bool const plain = number && part.size() - zeros <= 18;
        return plain && code == std::errc{} && end == part.data() + part.size() ? std::optional(value) : std::nullopt;
    };
    ratio result;
    if (auto const slash = text.find('/'); slash != std::string_view::npos) {
        auto const numerator = digits(text.substr(0, slash));
        auto const denominator = digits(text.substr(slash + 1));
        if (!numerator || !denominator || *denominator == 0) return std::nullopt;
        result = {*numerator, *denominator};
    } else {
        int exponent = 0;
        if (auto const e = text.find_first_of("eE"); e != std::string_view::npos) {
            std::string_view power = text.substr(e + 1);
            if (power.starts_with('+') && !power.starts_with("+-")) power.remove_prefix(1);
            auto const [end, code] = std::from_chars(power.data(), power.data() + power.size(), exponent);
            if (power.empty() || code != std::errc{} || end != power.data() + power.size()) return std::nullopt;
            if (exponent < -1000 || exponent > 1000) return std::nullopt;
            text = text.substr(0, e);
        }
        std::string whole(text);
        if (auto const point = text.find('.'); point != std::string_view::npos) {
            whole.erase(point, 1);
            exponent -= static_cast<int>(text.size() - point - 1);
        }
        auto const significand = digits(whole);
        if (!significand || exponent < -18 || exponent > 18) return std::nullopt;
        result.numerator = *significand;
        for (; exponent > 0 && result.numerator <= 100'000'000'000'000'000; --exponent) result.numerator *= 10;
        for (; exponent < 0; ++exponent) result.denominator *= 10;
        if (exponent != 0) return std::nullopt;
    }
    std::int64_t const common = std::gcd(result.numerator, result.denominator);
    result.numerator /= common;
    result.denominator /= common;
    if (negative) result.numerator = -result.numerator;
    return result;
}

}  // namespace ulpfield
