#include "studies/verify/verify_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "study/library_values.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t largest_part = 1'000'000;
constexpr std::string_view accepted_factors =
    "1/N, /N, 2^-k, or a decimal or rational above 0, numerator and denominator at most 10^6";

bool power_of_two_number(std::int64_t value) { return std::has_single_bit(static_cast<std::uint64_t>(value)); }

scaling_factor parse_factor(std::string const& text) {
    using kind = scaling_factor::kind;
    if (text == "1/N") return {kind::over_N, {}};
    if (text == "/N") return {kind::divided_by_N, {}};
    if (text == "2^-k") return {kind::two_to_minus_k, {}};
    auto const value = parse_ratio(text);
    if (!value || value->numerator < 1 || value->numerator > largest_part || value->denominator > largest_part)
        throw usage_error(fmt::format("--alpha: '{}' is not accepted; accepted: {}", text, accepted_factors));
    return {kind::fixed, *value};
}

ratio parse_eps(std::string const& text) {
    auto const value = parse_ratio(text);
    if (!value || value->numerator < 0 || value->numerator > value->denominator || value->denominator > largest_part)
        throw usage_error(fmt::format(
            "--eps: '{}' is not accepted; accepted: a decimal or rational in [0, 1], denominator at most 10^6", text));
    return *value;
}

template <class Value, class Parse>
std::vector<Value> parse_each(arguments const& given, std::string_view name, Parse const& parse) {
    std::vector<Value> values;
    if (given.text(name).empty() && !given.given(name)) return values;
    for (std::string const& item : split_list(name, given.text(name)))
        if (Value const value = parse(item); std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(value);
    return values;
}

std::vector<std::int64_t> parse_sizes(arguments const& given, std::string_view name, std::int64_t most) {
    if (!given.given(name)) return {};
    auto values = parse_integers(name, given.text(name), 1, most);
    std::sort(values.begin(), values.end());
    return values;
}

}  // namespace

ratio scaling_factor::at(std::int64_t N) const {
    if (what == kind::fixed) return value;
    return what == kind::two_to_minus_k ? ulpfield::power_of_two::alpha(N) : ratio{1, N};
}

std::string scaling_factor::text() const {
    if (what == kind::over_N) return "1/N";
    if (what == kind::divided_by_N) return "/N";
    return what == kind::two_to_minus_k ? "2^-k" : value.text();
}

bool scaling_factor::exact_at(std::int64_t N) const {
    ratio const alpha = at(N);
    return power_of_two_number(alpha.numerator) && power_of_two_number(alpha.denominator);
}

std::optional<std::string> scaling_factor::compare_scaling(std::int64_t N) const {
    if (what != kind::fixed) return text();
    if (value == ratio{1, 1}) return "raw";
    return value == ratio{1, N} ? std::optional<std::string>("1/N") : std::nullopt;
}

verify_options read_verify_options(arguments const& given) {
    verify_options options;
    options.n = parse_sizes(given, "--n", 1000);
    options.N = parse_sizes(given, "--N", 10'000);
    options.K = parse_sizes(given, "--K", 10'000);
    options.alpha = parse_each<scaling_factor>(given, "--alpha", parse_factor);
    options.eps = parse_each<ratio>(given, "--eps", parse_eps);
    options.formats = parse_each<number_format>(
        given, "--formats", [](std::string const& item) { return parse_format("--formats", item); });
    options.seed = std::stoull(given.text("--seed"));
    return options;
}

std::vector<std::int64_t> all_from(std::int64_t from, std::int64_t to) {
    std::vector<std::int64_t> values;
    for (std::int64_t value = from; value <= to; ++value) values.push_back(value);
    return values;
}

std::string list_text(std::vector<std::int64_t> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::string text;
    for (std::size_t k = 0; k < values.size();) {
        std::size_t last = k;
        while (last + 1 < values.size() && values[last + 1] == values[last] + 1) ++last;
        if (last < k + 2) last = k;  // a range is three and more
        text += (text.empty() ? "" : ",") + std::to_string(values[k]);
        if (last > k) text += ":" + std::to_string(values[last]);
        k = last + 1;
    }
    return text;
}

}  // namespace ulpfield::study
