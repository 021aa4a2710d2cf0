#include "ulpfield/study/ratio_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ulpfield/number/error.hpp"
#include "ulpfield/study/list.hpp"

namespace ulpfield {
namespace {

constexpr std::int64_t most_in_range = 10'000;

double value_of(ratio const& x) { return static_cast<double>(x.numerator) / static_cast<double>(x.denominator); }

ratio in_bounds(std::string_view option_name, std::string_view item, std::string_view text, bool positive) {
    auto const value = parse_ratio(text);
    if (!value)
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted_reals));
    if (value->numerator < 0 || (positive && value->numerator == 0))
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item,
                                      positive ? "numbers above 0" : "numbers of at least 0"));
    return *value;
}

}  // namespace

std::vector<ratio> parse_ratios(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<ratio> values;
    auto const add = [&values](ratio const& value) {
        if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    };
    for (std::string const& item : split_list(option_name, text)) {
        std::string_view const whole = item;
        std::size_t const first = whole.find(':');
        if (first == std::string_view::npos) {
            add(in_bounds(option_name, item, whole, positive));
            continue;
        }
        std::size_t const second = whole.find(':', first + 1);
        std::string_view const spacing = second == std::string_view::npos ? "" : whole.substr(second + 1);
        bool const logarithmic = spacing.starts_with("log");
        if (!logarithmic && !spacing.starts_with("lin"))
            throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted_reals));
        ratio const from = in_bounds(option_name, item, whole.substr(0, first), positive || logarithmic);
        ratio const to =
            in_bounds(option_name, item, whole.substr(first + 1, second - first - 1), positive || logarithmic);
        if (!(value_of(from) < value_of(to)))
            throw usage_error(
                fmt::format("{}: range '{}' runs downwards; accepted: {}", option_name, item, accepted_reals));
        std::int64_t const count = parse_integer(option_name, spacing.substr(3), 2, most_in_range);
        add(from);
        for (std::int64_t k = 1; k + 1 < count; ++k) {
            double const part = static_cast<double>(k) / static_cast<double>(count - 1);
            double const value = logarithmic ? value_of(from) * std::pow(value_of(to) / value_of(from), part)
                                             : value_of(from) + (value_of(to) - value_of(from)) * part;
            if (auto const rounded = parse_ratio(fmt::format("{:.3e}", value)))
                add(*rounded);
            else
                throw usage_error(fmt::format("{}: '{}' has values beyond 1e-18 to 1e18", option_name, item));
        }
        add(to);
    }
    return values;
}

ratio parse_one_ratio(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<ratio> const values = parse_ratios(option_name, text, positive);
    if (values.size() != 1)
        throw usage_error(fmt::format("{}: '{}' are {} values; accepted: one", option_name, text, values.size()));
    return values.front();
}

std::string decimal_text(ratio const& value) { return fmt::format("{:.12g}", value_of(value)); }

}  // namespace ulpfield
