#include "files/decimal_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

namespace ulpfield {
namespace {

bool is_digit(char character) { return character >= '0' && character <= '9'; }

/// Whether a number that std::from_chars calls out of range is so because it is large. Such a number is below 5e-324
/// or above 1.7e308, so it is enough to find the power of ten of its leading digit.
bool exceeds_largest(std::string_view text) {
    long power = -1;
    bool leading = true;
    bool after_point = false;
    std::size_t at = text.find_first_not_of("+-");
    for (; at < text.size() && (is_digit(text[at]) || text[at] == '.'); ++at) {
        if (text[at] == '.') {
            after_point = true;
        } else if (leading && text[at] == '0') {
            if (after_point) --power;
        } else {
            leading = false;
            if (!after_point) ++power;
        }
    }
    std::string_view exponent = text.substr(std::min(at + 1, text.size()));
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    long value = 0;
    auto const [end, error] = std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (error == std::errc::result_out_of_range) return !exponent.starts_with('-');
    constexpr long beyond_any_field = 2 * static_cast<long>(longest_number);
    return power + std::clamp(value, -beyond_any_field, beyond_any_field) > 0;
}

}  // namespace

std::string_view without_blanks(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    std::size_t const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<double> nearest_double(std::string_view text) {
    text = without_blanks(text);
    if (text.starts_with('+')) {
        text.remove_prefix(1);
        if (text.starts_with('-')) return std::nullopt;
    }
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::invalid_argument || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
        value = exceeds_largest(text) ? std::numeric_limits<double>::infinity() : 0.0;
        if (text.starts_with('-')) value = -value;
    }
    return value;
}

}  // namespace ulpfield
