#include "study/real_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "study/list.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_double.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::study {
namespace {

constexpr std::int64_t most_in_range = 10'000;

constexpr std::size_t most_characters = 400;

rational in_bounds(std::string_view option_name, std::string_view item, std::string_view text, bool positive) {
    auto const value = read_real(text);
    if (!value)
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted_reals));
    if (*value < 0 || (positive && *value == 0))
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item,
                                      positive ? "numbers above 0" : "numbers of at least 0"));
    return *value;
}

}  // namespace

std::optional<rational> read_real(std::string_view text, unsigned decades) {
    if (text.size() > most_characters) return std::nullopt;
    auto const value = parse_rational(text);
    if (!value || *value == 0) return value;
    integer const most = pow(integer(10), decades);
    rational const size = abs(*value);
    return size <= most && size * most >= 1 ? value : std::nullopt;
}

std::vector<rational> parse_reals(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<rational> values;
    auto const add = [&values](rational const& value) {
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
        rational const from = in_bounds(option_name, item, whole.substr(0, first), positive || logarithmic);
        rational const to =
            in_bounds(option_name, item, whole.substr(first + 1, second - first - 1), positive || logarithmic);
        if (from >= to)
            throw usage_error(
                fmt::format("{}: range '{}' runs downwards; accepted: {}", option_name, item, accepted_reals));
        std::int64_t const count = parse_integer(option_name, spacing.substr(3), 2, most_in_range);
        double const low = nearest_double(from);
        double const high = nearest_double(to);
        add(from);
        for (std::int64_t k = 1; k + 1 < count; ++k) {
            double const part = static_cast<double>(k) / static_cast<double>(count - 1);
            double const value = logarithmic ? low * std::pow(high / low, part) : low + (high - low) * part;
            add(parse_rational(fmt::format("{:.3e}", value)).value());
        }
        add(to);
    }
    return values;
}

rational parse_real(std::string_view option_name, std::string_view text, bool positive) {
    std::vector<rational> const values = parse_reals(option_name, text, positive);
    if (values.size() != 1)
        throw usage_error(fmt::format("{}: '{}' are {} values; accepted: one", option_name, text, values.size()));
    return values.front();
}

std::string decimal_text(rational const& value) { return fmt::format("{}", nearest_double(value)); }

std::string exact_text(rational const& value) {
    std::string const decimal = decimal_text(value);
    return parse_rational(decimal) == value ? decimal : value.str();
}

}  // namespace ulpfield::study
