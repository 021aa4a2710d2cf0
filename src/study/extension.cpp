#include "study/extension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {
namespace {

arguments arguments_of(study_entry const& entry, store_description const& description) {
    arguments recorded;
    for (option const& own : entry.options) recorded.set(own.name, {own.default_value, false});
    for (store_description::argument const& one : description.arguments) recorded.set(one.name, {one.text, one.given});
    return recorded;
}

std::string const* parameter(std::vector<std::pair<std::string, std::string>> const& all, std::string const& name) {
    auto const there = std::find_if(all.begin(), all.end(), [&](auto const& pair) { return pair.first == name; });
    return there == all.end() ? nullptr : &there->second;
}

// True if every value of the list `part` is in the list `whole`.
bool contains(std::string const& whole, std::string const& part) {
    if (part.empty() || whole == part) return true;
    if (whole.empty()) return false;
    std::vector<std::string> const values = split_list("", whole);
    std::unordered_set<std::string> const known(values.begin(), values.end());
    std::vector<std::string> const wanted = split_list("", part);
    return std::all_of(wanted.begin(), wanted.end(), [&](std::string const& value) { return known.contains(value); });
}

void erase_parameters(store_description& of, std::vector<std::string> const& names) {
    std::erase_if(of.parameters,
                  [&](auto const& pair) { return std::find(names.begin(), names.end(), pair.first) != names.end(); });
}

// What may not differ: everything but the lists that only add cells and the key columns they bring.
std::string difference_in_kind(store_description there, store_description wider, planned_study const& made) {
    erase_parameters(there, made.extensible());
    erase_parameters(wider, made.extensible());
    std::erase_if(wider.columns, [&](column const& one) {
        auto const same = [&one](column const& old) { return old.name == one.name; };
        return std::none_of(there.columns.begin(), there.columns.end(), same) && made.key_text_of(0, one.name);
    });
    there.cells = wider.cells;
    return first_difference(there, wider, true);
}

}  // namespace

arguments extended_arguments(study_entry const& entry, arguments const& typed, store_description const& there) {
    if (there.command != entry.name) return typed;
    arguments const recorded = arguments_of(entry, there);
    std::vector<std::string> names;
    for (option const& own : entry.options) names.push_back(own.name);
    if (std::find(names.begin(), names.end(), "--seed") == names.end()) names.emplace_back("--seed");
    arguments as_typed = recorded;
    for (std::string const& name : names)
        if (typed.given(name)) as_typed.set(name, {typed.text(name), true});
    std::unique_ptr<planned_study> const made = entry.make(as_typed);
    std::vector<std::pair<std::string, std::string>> const now = made->parameters();
    arguments extended = as_typed;
    for (std::string const& name : made->extensible()) {
        std::string const* const old = parameter(there.parameters, name);
        std::string const* const asked = parameter(now, name);
        // A list that was not typed may be recorded (a preset's) or not (one that adds a column): then it is its
        // default.
        std::string const before = recorded.given(name) || old == nullptr ? recorded.text(name) : *old;
        if (!typed.given(name) || before.empty() || asked == nullptr || contains(*asked, old ? *old : before)) continue;
        arguments longer = extended;
        longer.set(name, {before + ',' + typed.text(name), true});
        try {
            static_cast<void>(entry.make(longer));
            extended = std::move(longer);
        } catch (usage_error const&) {  // it takes no list (--repeats): as typed
        }
    }
    return extended;
}

void extend_results(study_entry const& entry, store_place const& place, store_description const& there,
                    planned_study const& made, store_description const& wider) {
    if (first_difference(there, wider, true).empty()) return;
    std::string const lists = fmt::format("{}", fmt::join(made.extensible(), ", "));
    if (std::string const difference = difference_in_kind(there, wider, made); !difference.empty())
        throw usage_error(fmt::format("--extend: {} holds other results: {}; accepted: more values of {}", place.text(),
                                      difference, lists.empty() ? "no option of this command" : lists));
    std::unique_ptr<planned_study> const before = entry.make(arguments_of(entry, there));
    if (before->cells() != there.cells)
        throw usage_error(fmt::format("--extend: {} holds {} cells of another version, which this one plans as {}",
                                      place.text(), there.cells, before->cells()));
    std::unordered_map<std::string, std::uint64_t> numbers;
    for (std::uint64_t cell = 0; cell < wider.cells; ++cell) numbers.emplace(made.cell_name(cell), cell);
    auto const number = [&](std::uint64_t cell) {
        auto const same = numbers.find(before->cell_name(cell));
        if (same == numbers.end())
            throw usage_error(fmt::format("--extend: cell {} in {} would change; accepted: more values of {}", cell,
                                          place.text(), lists));
        return same->second;
    };
    for (std::uint64_t cell = 0; cell < there.cells; ++cell) static_cast<void>(number(cell));
    std::vector<std::optional<std::size_t>> positions;  // of the wider columns among those there
    for (column const& one : wider.columns) {
        auto const same = std::find_if(there.columns.begin(), there.columns.end(),
                                       [&one](column const& old) { return old.name == one.name; });
        positions.push_back(same == there.columns.end()
                                ? std::nullopt
                                : std::optional(static_cast<std::size_t>(same - there.columns.begin())));
    }
    store::extend(place, wider, number, [&](std::uint64_t cell, row old) {
        row values;
        for (std::size_t position = 0; position < positions.size(); ++position)
            values.push_back(positions[position] ? std::move(old[*positions[position]])
                                                 : made.key_text_of(cell, wider.columns[position].name).value_or(""));
        return values;
    });
}

}  // namespace ulpfield::study
