#include "study/percent_text.hpp"

#include <fmt/format.h>

#include <charconv>

namespace ulpfield::study {
namespace {

constexpr double least_rest = 1e-10;  // percent; a double near 100 has 14 decimals

// Decimals of two significant digits of x > 0.
int decimals_of(double x) {
    std::string const scientific = fmt::format("{:.1e}", x);
    char const* const sign = scientific.data() + scientific.find('e') + 1;
    int exponent = 0;
    std::from_chars(*sign == '+' ? sign + 1 : sign, scientific.data() + scientific.size(), exponent);
    return std::max(0, 1 - exponent);
}

std::string without_trailing_zeros(std::string text) {
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

}  // namespace

std::string percent_text(std::uint64_t part, std::uint64_t whole) {
    if (part == 0 || whole == 0) return "0 %";
    if (part >= whole) return "100 %";
    auto const percent = [whole](std::uint64_t count) {
        return 100 * static_cast<double>(count) / static_cast<double>(whole);
    };
    double const share = percent(part);
    double const rest = percent(whole - part);
    if (rest < least_rest) return "more than 99.9999999999 %";
    int const decimals = decimals_of(rest < 1 ? rest : share);
    return without_trailing_zeros(fmt::format("{:.{}f}", share, decimals)) + " %";
}

}  // namespace ulpfield::study
