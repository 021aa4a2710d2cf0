#include "studies/shared/training/training_values.hpp"

#include <fmt/format.h>

#include <numeric>

#include "study/list.hpp"
#include "study/real_list.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_batch = 1'000'000;
constexpr std::int64_t most_repeats = 100'000;
constexpr std::string_view relative = "relative:";

clamped_neurons parse_clamp(std::string_view option_name, std::string const& text) {
    if (text == "all") return {};
    if (text == "none") return {0, 0};
    std::string const refusal =
        fmt::format("{}: '{}' is not accepted; accepted: all, none, or A:B with 1 <= A <= B", option_name, text);
    std::size_t const colon = text.find(':');
    if (colon == std::string::npos) throw usage_error(refusal);
    std::int64_t const first = parse_integer(option_name, text.substr(0, colon), 1, most_training_neurons);
    std::int64_t const last = parse_integer(option_name, text.substr(colon + 1), 1, most_training_neurons);
    if (first > last) throw usage_error(refusal);
    return {static_cast<std::size_t>(first - 1), static_cast<std::size_t>(last)};
}

step_floor parse_floor(std::string_view option_name, std::string const& text) {
    std::string_view number = text;
    step_floor floor;
    floor.relative = number.starts_with(relative);
    if (floor.relative) number.remove_prefix(relative.size());
    auto const value = read_real(number, 1000);
    if (!value || *value < 0)
        throw usage_error(fmt::format(
            "{}: '{}' is not accepted; accepted: F or relative:F, F 0 or from 1e-1000 to 1e1000", option_name, text));
    floor.value = *value;
    return floor;
}

}  // namespace

std::string_view name(learning_formulation formulation) {
    return formulation == learning_formulation::original ? "original" : "modified";
}

std::string_view name(learning_rule rule) { return rule == learning_rule::exact ? "exact" : "feed-forward"; }

std::string_view name(beta_convention convention) {
    switch (convention) {
        case beta_convention::power:
            return "1/T^n";
        case beta_convention::over_n:
            return "1/(nT)";
        case beta_convention::reciprocal:
            break;
    }
    return "1/T";
}

std::string_view name(leak_mapping mapping) {
    switch (mapping) {
        case leak_mapping::same:
            return "same";
        case leak_mapping::as_modified:
            return "as-modified";
        case leak_mapping::as_original:
            break;
    }
    return "as-original";
}

std::string clamped_neurons::text() const {
    if (last == ~std::size_t{0}) return "all";
    return last == 0 ? "none" : fmt::format("{}:{}", first + 1, last);
}

domain<clamped_neurons> one_clamp() {
    return one_of(parse_clamp, [](clamped_neurons const& neurons) { return neurons.text(); });
}

domain<step_floor> one_floor() {
    return one_of(parse_floor, [](step_floor const& floor) {
        return (floor.relative ? std::string(relative) : "") + exact_text(floor.value);
    });
}

domain<std::int64_t> one_batch() {
    return one_of(
        [](std::string_view option_name, std::string const& text) {
            return text == "all" ? 0 : parse_integer(option_name, text, 1, most_batch);
        },
        [](std::int64_t batch) { return batch == 0 ? "all" : std::to_string(batch); });
}

axis<std::int64_t> repeats_axis(axis_set& owner, std::string default_value) {
    domain<std::int64_t> one_to_count = integers(1, most_repeats);
    one_to_count.read = [](std::string_view option_name, std::string const& text) {
        std::vector<std::int64_t> repeats(static_cast<std::size_t>(parse_integer(option_name, text, 1, most_repeats)));
        std::iota(repeats.begin(), repeats.end(), 1);
        return repeats;
    };
    return {owner,
            "--repeats",
            "COUNT",
            std::move(default_value),
            "independent patterns and initial memories, {}",
            std::move(one_to_count),
            column{"repeat", "which patterns and initial memories: the same for all else"}};
}

}  // namespace ulpfield::study
