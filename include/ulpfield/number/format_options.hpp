#pragma once
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ulpfield/number/named_formats.hpp"
#include "ulpfield/number/nearest_match.hpp"

/// The parts of a format's name: NAME[:OPTION...].
namespace ulpfield::detail {

/// A whole number without sign (or with '-') and without leading zeros.
[[nodiscard]] inline std::optional<std::int64_t> format_number(std::string_view text, bool negative_too = false) {
    std::string_view const digits = negative_too && text.starts_with('-') ? text.substr(1) : text;
    bool const plain = !digits.empty() && digits.front() >= '0' && digits.front() <= '9' &&
                       (digits.front() != '0' || (negative_too && text == "0"));
    std::int64_t value = 0;
    auto const [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    return plain && code == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// A format's name without options.
[[nodiscard]] inline std::optional<number_format> bare_format(std::string_view text) {
    constexpr std::pair<std::string_view, std::string_view> other_names[] = {
        {"float32", "fp32"}, {"single", "fp32"}, {"float64", "fp64"}, {"double", "fp64"},
        {"float16", "fp16"}, {"half", "fp16"},   {"bfloat16", "bf16"}};
    for (auto const& [other, name] : other_names)
        if (text == other) text = name;
    for (number_format const& format : named_formats())
        if (format.name == text) return format;
    for (number_format const& format : further_formats())
        if (format.name == text) return format;
    if (text == "exact") return number_format{.name = "exact"};
    if (text.starts_with("mpfr:"))
        if (auto const bits = format_number(text.substr(5));
            bits && *bits >= least_mpfr_bits && *bits <= most_mpfr_bits)
            return number_format{std::string(text), static_cast<int>(*bits), mpfr_emin, mpfr_emax, false};
    if (auto const m = text.find('m'); text.starts_with("e") && m != std::string_view::npos) {
        auto const exponent_bits = format_number(text.substr(1, m - 1));
        auto const significand_bits = format_number(text.substr(m + 1));
        if (exponent_bits && significand_bits && *exponent_bits >= 2 && *exponent_bits <= 15 &&
            *significand_bits <= 112)
            return ieee_like_format(static_cast<int>(*exponent_bits), static_cast<int>(*significand_bits));
    }
    return std::nullopt;
}

/// The options behind a format's name. Each is taken at most once; what does not go with the format is refused.
struct format_options {
    bool ieee = false, sat = false, noinf = false;
    flush_rule flush = flush_rule::none;
    std::optional<std::int64_t> emin, emax;

    /// Empty, or why not.
    [[nodiscard]] std::string read(std::string_view option) {
        auto const exponent = [&](std::optional<std::int64_t>& taken) -> std::string {
            auto const value = format_number(option.substr(5), true);
            if (taken || !value || *value < -most_own_exponent || *value > most_own_exponent)
                return "'" + std::string(option) + "'";
            taken = value;
            return {};
        };
        auto const once = [&](bool& taken) {
            return std::exchange(taken, true) ? std::string("it twice") : std::string();
        };
        if (option == "ieee") return once(ieee);
        if (option == "sat") return once(sat);
        if (option == "noinf") return once(noinf);
        if (option == "flush" || option == "flush-before") {
            bool again = flush != flush_rule::none;
            flush = option == "flush" ? flush_rule::after_rounding : flush_rule::before_rounding;
            return once(again);
        }
        if (option.starts_with("emin=")) return exponent(emin);
        if (option.starts_with("emax=")) return exponent(emax);
        return "'" + std::string(option) + "'" +
               nearest_match(option, {"sat", "flush", "flush-before", "emin=", "emax=", "noinf", "ieee"});
    }

    /// Empty, or why the format cannot have them.
    [[nodiscard]] std::string apply_to(number_format& format) const {
        bool const exponents = emin || emax;
        bool const own_numbers = ieee || noinf || exponents || flush != flush_rule::none;
        if (format.exact() || format.integers()) return own_numbers || sat ? "options" : "";
        if (format.kind == number_kind::power_of_two && own_numbers) return "options other than :sat";
        if (ieee) {
            if (format.name != "e2m1" && format.name != "e2m3" && format.name != "e3m2") return "'ieee'";
            format = ieee_like_format(format.name[1] - '0', format.name[3] - '0');
            format.name += ":ieee";
        }
        if (exponents) {
            format.emin = emin.value_or(format.emin);
            format.emax = emax.value_or(format.emax);
            if (format.emin > 0 || format.emax < 0 || format.emin > format.emax) return "emin > 0 or emax < 0";
            if (emin) format.name += ":emin=" + std::to_string(*emin);
            if (emax) format.name += ":emax=" + std::to_string(*emax);
        }
        if (noinf) {
            if (!format.has_infinity()) return "'noinf'";
            format.specials = special_values::nan_only;
            format.overflow = overflow_value::not_a_number;
            format.name += ":noinf";
        }
        if (flush != flush_rule::none) {
            format.subnormals = false;
            format.flush = flush;
            format.name += flush == flush_rule::after_rounding ? ":flush" : ":flush-before";
        }
        if (sat) {
            format.overflow = overflow_value::largest;
            format.name += ":sat";
        }
        return {};
    }
};

/// For a mistyped name.
[[nodiscard]] inline std::string nearest_format(std::string_view text) {
    std::vector<std::string> names;
    for (number_format const& format : named_formats()) names.push_back(format.name);
    for (number_format const& format : further_formats()) names.push_back(format.name);
    for (char const* name :
         {"exact", "float32", "float64", "float16", "bfloat16", "single", "double", "half", "mpfr:256"})
        names.emplace_back(name);
    return nearest_match(text, names);
}

}  // namespace ulpfield::detail
