#include "study/domain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "study/list.hpp"
#include "study/real_list.hpp"

namespace ulpfield::study {
namespace {

std::string decimal_integer(std::int64_t value) { return std::to_string(value); }

std::string interval(std::int64_t least, std::int64_t most) { return fmt::format("{} to {}", least, most); }

std::uint64_t parse_seed(std::string_view option_name, std::string const& text) {
    std::uint64_t seed = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        throw usage_error(fmt::format("{}: '{}' is not accepted; accepted: an integer from 0 to 18446744073709551615",
                                      option_name, text));
    return seed;
}

}  // namespace

namespace detail {

std::vector<std::string> items_of(std::string_view option_name, std::string const& text) {
    return split_list(option_name, text);
}

std::size_t position_of(std::string_view option_name, std::string const& item, std::vector<std::string> const& names) {
    std::string const name = parse_choice(option_name, item, names);
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace detail

domain<std::int64_t> integers(std::int64_t least, std::int64_t most) {
    return {[=](std::string_view option_name, std::string const& text) {
                return parse_integers(option_name, text, least, most);
            },
            decimal_integer, interval(least, most)};
}

domain<std::int64_t> one_integer(std::int64_t least, std::int64_t most) {
    return one_of([=](std::string_view option_name,
                      std::string const& text) { return parse_integer(option_name, text, least, most); },
                  decimal_integer, interval(least, most));
}

domain<rational> reals(bool positive) {
    return {
        [=](std::string_view option_name, std::string const& text) { return parse_reals(option_name, text, positive); },
        decimal_text, std::string(accepted_reals), exact_text};
}

domain<rational> one_real(bool positive) {
    domain<rational> one = reals(positive);
    one.read = [=](std::string_view option_name, std::string const& text) {
        return std::vector{parse_real(option_name, text, positive)};
    };
    return one;
}

domain<std::string> any_text() {
    auto const same = [](std::string const& text) { return text; };
    return one_of(same, same);
}

domain<bool> yes_or_no() { return choice<bool>({{"yes", true}, {"no", false}}); }

domain<std::uint64_t> seeds() {
    return one_of(parse_seed, [](std::uint64_t seed) { return std::to_string(seed); });
}

}  // namespace ulpfield::study
