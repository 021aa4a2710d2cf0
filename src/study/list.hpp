#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ulpfield::study {

/// Comma-separated items of a list option, in the user's order, blanks around them removed.
/// An empty list or item ends in usage_error naming `option_name`.
[[nodiscard]] std::vector<std::string> split_list(std::string_view option_name, std::string_view text);

/// The inverse of split_list: text(value) of every value, separated by commas.
template <class Values, class Text>
[[nodiscard]] std::string join(Values const& values, Text const& text) {
    std::string joined;
    for (auto const& value : values) joined += (joined.empty() ? "" : ",") + std::string(text(value));
    return joined;
}

/// Integers of a list option: "2,3,5", ranges "2:10" and "2:100:2" (both ends included), mixed "2,5:10,30".
/// Every value must lie in [least, most] and a range must run upwards; at most 1,000,000 values; a value given twice
/// counts once. Anything else: usage_error naming the option, the item and what is accepted.
[[nodiscard]] std::vector<std::int64_t> parse_integers(std::string_view option_name, std::string_view text,
                                                       std::int64_t least, std::int64_t most);

/// One integer of an option, in [least, most].
[[nodiscard]] std::int64_t parse_integer(std::string_view option_name, std::string_view text, std::int64_t least,
                                         std::int64_t most);

/// One of `accepted`, spelled exactly so.
[[nodiscard]] std::string parse_choice(std::string_view option_name, std::string_view text,
                                       std::vector<std::string> const& accepted);

}  // namespace ulpfield::study
