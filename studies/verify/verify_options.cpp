#include "studies/verify/verify_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "studies/shared/axes.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t largest_part = 1'000'000;
constexpr std::int64_t most_seconds = 1'000'000;
constexpr std::string_view accepted_factors =
    "1/N, /N, 2^-k, or a decimal or rational above 0, numerator and denominator at most 10^6";

bool power_of_two_number(std::int64_t value) { return std::has_single_bit(static_cast<std::uint64_t>(value)); }

scaling_factor parse_factor(std::string_view option_name, std::string const& text) {
    using kind = scaling_factor::kind;
    if (text == "1/N") return {kind::over_N, {}};
    if (text == "/N") return {kind::divided_by_N, {}};
    if (text == "2^-k") return {kind::two_to_minus_k, {}};
    auto const value = parse_ratio(text);
    if (!value || value->numerator < 1 || value->numerator > largest_part || value->denominator > largest_part)
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: {}", option_name, text, accepted_factors));
    return {kind::fixed, *value};
}

ratio parse_eps(std::string_view option_name, std::string const& text) {
    auto const value = parse_ratio(text);
    if (!value || value->numerator < 0 || value->numerator > value->denominator || value->denominator > largest_part)
        throw usage_error(
            fmt::format("{}: '{}' is not accepted; accepted: a decimal or rational in [0, 1], denominator at most 10^6",
                        option_name, text));
    return *value;
}

std::vector<std::int64_t> sorted(std::vector<std::int64_t> values) {
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

verify_axes::verify_axes()
    : claim{*this,
            "--claim",
            "LIST",
            "all",
            "claims, by the names of --list; all: every one",
            list_of([](std::string const& item) { return item; }, [](std::string const& name) { return name; })},
      n{*this, "--n", "LIST", "", "order of F, {} (default: the claim's own)", integers(1, 1000)},
      N{*this, "--N", "LIST", "", "neurons, {} (default: the claim's own)", integers(1, 10'000)},
      K{*this, "--K", "LIST", "", "memories in total, {} (default: the claim's own)", integers(1, 10'000)},
      alpha{*this,
            "--alpha",
            "LIST",
            "",
            "factor of the similarity: 1/N (multiplied), /N (divided), 2^-k (k = ceil(log2 N)), or a decimal or "
            "rational above 0 (default: the claim's own)",
            list_of(parse_factor, [](scaling_factor const& factor) { return factor.text(); })},
      eps{*this,
          "--eps",
          "LIST",
          "",
          "slope of the leaky F, a decimal or rational in [0, 1] (default: 1/100)",
          list_of(parse_eps, [](ratio const& value) { return value.text(); })},
      formats{*this,
              "--formats",
              "LIST",
              "exact,fp16,bf16,fp32,fp64,mpfr:256",
              "arithmetics: {}",
              number_formats(only_floating)},
      search{*this,
             "--search",
             "SECONDS",
             "0",
             "search further counterexamples: so many blocks of about a second on one core of 2.5 GHz, in a fixed "
             "order, so that the result is the same everywhere; 0: none",
             one_integer(0, most_seconds)},
      list{*this, "--list", "", "", "name the claims, with their sources, and compute nothing", yes_or_no()} {}

void verify_axes::check(arguments const&) {
    for (rounding_rule const& rule : rounding.values())
        if (rule.mode == rounding_mode::up || rule.mode == rounding_mode::down ||
            rule.mode == rounding_mode::stochastic)
            throw usage_error(
                fmt::format("--rounding {}: claims are stated for rounding that is the same on both sides "
                            "of zero; accepted: nearest, zero, away, odd",
                            name(rule)));
}

verify_options verify_axes::restrictions() const {
    return {sorted(n.values()),
            sorted(N.values()),
            sorted(K.values()),
            alpha.values(),
            eps.values(),
            formats_rounded(formats, rounding, subnormals),
            *seed};
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
