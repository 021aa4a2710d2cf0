#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "ulpfield/number/error.hpp"
#include "ulpfield/number/integer.hpp"

namespace ulpfield::study {

/// The values an option takes: how they are read, written and described.
template <class Value>
struct domain {
    /// All values of a text. Anything else: usage_error naming the option, the value and what is accepted.
    std::function<std::vector<Value>(std::string_view option_name, std::string const& text)> read;
    /// A value as a column shows it.
    std::function<std::string(Value const&)> text;
    /// Stands for {} in the help of an option.
    std::string accepted = {};
    /// A value as parameters() records it, where that is not `text`.
    std::function<std::string(Value const&)> recorded = {};
    /// Equal for values that are the same, however typed, where that is not as recorded: of those the first is kept.
    std::function<std::string(Value const&)> identity = {};
    /// Values with names of their own, as a shell completes them.
    std::vector<std::string> names = {};
};

/// parse(item), with the option's name before what the library says of an argument it refuses.
template <class Parse>
[[nodiscard]] auto parse_named(std::string_view option_name, std::string const& item, Parse const& parse) {
    try {
        if constexpr (std::is_invocable_v<Parse const&, std::string_view, std::string const&>)
            return parse(option_name, item);
        else
            return parse(item);
    } catch (usage_error const&) {
        throw;
    } catch (std::invalid_argument const& refused) {
        throw usage_error(std::string(option_name) + ": " + refused.what());
    }
}

/// Integers of [least, most], as parse_integers reads them: "2,5:10,20:100:20".
[[nodiscard]] domain<std::int64_t> integers(std::int64_t least, std::int64_t most);

/// One integer of [least, most].
[[nodiscard]] domain<std::int64_t> one_integer(std::int64_t least, std::int64_t most);

/// Real numbers as parse_reals reads them; a column shows the nearest double, parameters() the number itself.
[[nodiscard]] domain<rational> reals(bool positive);

/// One real number.
[[nodiscard]] domain<rational> one_real(bool positive);

/// Any text, one value.
[[nodiscard]] domain<std::string> any_text();

/// "yes" or "no"; an option without a value (a flag) is "yes" where it is typed.
[[nodiscard]] domain<bool> yes_or_no();

/// The seed, 0 to 2^64 - 1.
[[nodiscard]] domain<std::uint64_t> seeds();

/// Items between commas, each read by parse(item) or parse(option_name, item) and written by text(value).
template <class Parse, class Text>
[[nodiscard]] auto list_of(Parse parse, Text text, std::string accepted = {}, std::vector<std::string> names = {});

/// One value, likewise; commas are part of it.
template <class Parse, class Text>
[[nodiscard]] auto one_of(Parse parse, Text text, std::string accepted = {}, std::vector<std::string> names = {});

/// Values with fixed names: a list of them, or (choice) one.
template <class Value>
using named_values = std::vector<std::pair<std::string, Value>>;
template <class Value>
[[nodiscard]] domain<Value> choices(named_values<Value> names);
template <class Value>
[[nodiscard]] domain<Value> choice(named_values<Value> names);

namespace detail {
[[nodiscard]] std::vector<std::string> items_of(std::string_view option_name, std::string const& text);
[[nodiscard]] std::size_t position_of(std::string_view option_name, std::string const& item,
                                      std::vector<std::string> const& names);

template <class Parse>
using parsed = decltype(parse_named(std::string_view(), std::string(), std::declval<Parse const&>()));

template <class Value>
[[nodiscard]] std::vector<std::string> each_name(named_values<Value> const& names) {
    std::vector<std::string> all;
    for (auto const& [name, value] : names) all.push_back(name);
    return all;
}

template <class Value>
[[nodiscard]] auto named_reader(named_values<Value> const& names) {
    return [names](std::string_view option_name, std::string const& item) {
        return names[position_of(option_name, item, each_name(names))].second;
    };
}

template <class Value>
[[nodiscard]] auto named_writer(named_values<Value> const& names) {
    return [names](Value const& value) {
        for (auto const& [name, known] : names)
            if (known == value) return name;
        throw std::logic_error("a value without a name");
    };
}

template <class Value>
[[nodiscard]] std::string all_names(named_values<Value> const& names) {
    std::string all;
    for (auto const& [name, value] : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}
}  // namespace detail

template <class Parse, class Text>
auto list_of(Parse parse, Text text, std::string accepted, std::vector<std::string> names) {
    using value = detail::parsed<Parse>;
    return domain<value>{[parse](std::string_view option_name, std::string const& typed) {
                             std::vector<value> values;
                             for (std::string const& item : detail::items_of(option_name, typed))
                                 values.push_back(parse_named(option_name, item, parse));
                             return values;
                         },
                         std::move(text),
                         std::move(accepted),
                         {},
                         {},
                         std::move(names)};
}

template <class Parse, class Text>
auto one_of(Parse parse, Text text, std::string accepted, std::vector<std::string> names) {
    using value = detail::parsed<Parse>;
    return domain<value>{[parse](std::string_view option_name, std::string const& typed) {
                             return std::vector<value>{parse_named(option_name, typed, parse)};
                         },
                         std::move(text),
                         std::move(accepted),
                         {},
                         {},
                         std::move(names)};
}

template <class Value>
domain<Value> choices(named_values<Value> names) {
    return list_of(detail::named_reader(names), detail::named_writer(names), detail::all_names(names),
                   detail::each_name(names));
}

template <class Value>
domain<Value> choice(named_values<Value> names) {
    return one_of(detail::named_reader(names), detail::named_writer(names), detail::all_names(names),
                  detail::each_name(names));
}

}  // namespace ulpfield::study
