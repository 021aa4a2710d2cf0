#include "study/list.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <unordered_set>

#include "ulpfield/number/error.hpp"
#include "ulpfield/number/nearest_match.hpp"

namespace ulpfield::study {
namespace {

constexpr std::size_t most_values = 1'000'000;

std::string_view without_blanks(std::string_view text) {
    std::size_t const begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.starts_with('+')) return std::nullopt;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string interval(std::int64_t least, std::int64_t most) {
    if (most == std::numeric_limits<std::int64_t>::max()) return fmt::format("an integer of at least {}", least);
    return fmt::format("an integer from {} to {}", least, most);
}

std::int64_t bounded(std::string_view option_name, std::string_view item, std::string_view text, std::int64_t least,
                     std::int64_t most, std::string_view accepted) {
    std::optional<std::int64_t> const value = to_integer(without_blanks(text));
    if (!value || *value < least || *value > most)
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, item, accepted));
    return *value;
}

}  // namespace

std::vector<std::string> split_list(std::string_view option_name, std::string_view text) {
    std::vector<std::string> items;
    for (std::size_t begin = 0;;) {
        std::size_t const comma = text.find(',', begin);
        std::string_view const item = without_blanks(text.substr(begin, comma - begin));
        if (item.empty())
            throw usage_error(fmt::format("{}: item {} of '{}' is empty; accepted: items separated by commas",
                                          option_name, items.size() + 1, text));
        items.emplace_back(item);
        if (comma == std::string_view::npos) return items;
        begin = comma + 1;
    }
}

std::vector<std::int64_t> parse_integers(std::string_view option_name, std::string_view text, std::int64_t least,
                                         std::int64_t most) {
    std::string const accepted = fmt::format(
        "{}, a range FROM:TO or FROM:TO:STEP (both ends included), or a list of these", interval(least, most));
    std::vector<std::int64_t> values;
    std::unordered_set<std::int64_t> seen;
    auto const add = [&](std::int64_t value) {
        if (!seen.insert(value).second) return;
        if (values.size() == most_values)
            throw usage_error(
                fmt::format("{}: more than {} values; accepted: at most so many", option_name, most_values));
        values.push_back(value);
    };
    for (std::string const& item : split_list(option_name, text)) {
        std::string_view const whole = item;
        std::size_t const first = whole.find(':');
        if (first == std::string_view::npos) {
            add(bounded(option_name, item, whole, least, most, accepted));
            continue;
        }
        std::size_t const second = whole.find(':', first + 1);
        std::int64_t const from = bounded(option_name, item, whole.substr(0, first), least, most, accepted);
        std::int64_t const to =
            bounded(option_name, item, whole.substr(first + 1, second - first - 1), least, most, accepted);
        std::int64_t step = 1;
        if (second != std::string_view::npos)
            step = bounded(option_name, item, whole.substr(second + 1), 1, std::numeric_limits<std::int64_t>::max(),
                           accepted);
        if (from > to)
            throw usage_error(fmt::format("{}: range '{}' runs downwards; accepted: {}", option_name, item, accepted));
        for (std::int64_t value = from;; value += step) {
            add(value);
            // Unsigned: the distance to the end may exceed the signed range.
            if (static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(value) < static_cast<std::uint64_t>(step))
                break;
        }
    }
    return values;
}

std::int64_t parse_integer(std::string_view option_name, std::string_view text, std::int64_t least, std::int64_t most) {
    return bounded(option_name, text, text, least, most, interval(least, most));
}

std::string parse_choice(std::string_view option_name, std::string_view text,
                         std::vector<std::string> const& accepted) {
    for (std::string const& choice : accepted)
        if (choice == text) return choice;
    throw usage_error(fmt::format("{}: '{}' is not accepted{}; accepted: {}", option_name, text,
                                  nearest_match(text, accepted), fmt::join(accepted, ", ")));
}

}  // namespace ulpfield::study
