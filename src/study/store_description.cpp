#include "study/store_description.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "study/display_text.hpp"

namespace ulpfield::study {
namespace {

constexpr std::size_t most_characters = 60;

// The place in the values from which to show them: a little before they part.
std::size_t parting(std::string const& a, std::string const& b) {
    auto const common =
        static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    return common > most_characters / 2 ? common - most_characters / 2 : 0;
}

// A list may have a million items: so much of it as tells the values apart.
std::string excerpt(std::string const& value, std::size_t from) {
    if (value.empty()) return "empty";
    if (value.size() <= most_characters) return "'" + one_line(value) + "'";
    std::string const part = value.substr(std::min(from, value.size()), most_characters);
    return fmt::format("'{}{}{}'", from > 0 ? "..." : "", one_line(part),
                       from + most_characters < value.size() ? "..." : "");
}

std::string differing(std::string const& name, std::string const& there, std::string const& here) {
    std::size_t const from = parting(there, here);
    return fmt::format("{} is {} there and {} here", name, excerpt(there, from), excerpt(here, from));
}

}  // namespace

std::string first_difference(store_description const& there, store_description const& asked, bool same_part) {
    if (there.command != asked.command) return differing("the command", there.command, asked.command);
    auto const find = [](auto const& pairs, std::string const& name) {
        return std::find_if(pairs.begin(), pairs.end(), [&name](auto const& pair) { return pair.first == name; });
    };
    for (auto const& [name, value] : asked.parameters) {
        auto const other = find(there.parameters, name);
        if (other == there.parameters.end()) return fmt::format("{} is not among the parameters there", name);
        if (other->second != value) return differing(name, other->second, value);
    }
    for (auto const& [name, value] : there.parameters)
        if (find(asked.parameters, name) == asked.parameters.end())
            return fmt::format("{} is a parameter only there", name);
    auto const names = [](store_description const& of) {
        std::string all;
        for (column const& each : of.columns) all += (all.empty() ? "" : ",") + each.name;
        return all;
    };
    if (names(there) != names(asked)) return differing("the list of columns", names(there), names(asked));
    if (there.cells != asked.cells)
        return differing("the number of cells", std::to_string(there.cells), std::to_string(asked.cells));
    if (same_part && !(there.part == asked.part))
        return differing("--shard", to_string(there.part), to_string(asked.part));
    return {};
}

std::string command_line_of(store_description const& description) {
    std::string line = "ulpfield " + description.command;
    for (store_description::argument const& each : description.arguments) {
        if (!each.given) continue;
        line += ' ' + each.name;
        // A flag has no text.
        if (!each.text.empty()) line += ' ' + shell_word(each.text);
    }
    return line;
}

}  // namespace ulpfield::study
