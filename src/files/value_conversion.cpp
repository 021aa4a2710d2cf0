#include "files/value_conversion.hpp"

#include <fmt/format.h>

namespace ulpfield {
namespace {

using kind = value_rule::kind;

constexpr double half_of_a_byte = 128;

std::string option(pattern_reading const& how, std::string_view value) {
    return fmt::format("`{}values {}`", how.option_dashes, value);
}

std::string listed(value_census const& census) {
    std::string all;
    auto const add = [&all](bool holds, std::string_view value) {
        if (holds) all += fmt::format("{}{}", all.empty() ? "" : " and ", value);
    };
    add(census.zero, "0");
    add(census.one, "1");
    add(census.full_byte, "255");
    return all;
}

[[noreturn]] void refuse_binary(value_census const& census, pattern_reading const& how) {
    std::string const as_numbers = how.bipolar ? "" : fmt::format(", {} (these numbers)", option(how, "real"));
    throw array_refused(fmt::format("holds only {}", listed(census)),
                        fmt::format("-1 and +1; {} (0 is -1, {} is +1){}", option(how, "01"),
                                    census.full_byte ? "255" : "1", as_numbers));
}

/// Pictures: half of full scale, or of the file's own scale where all would be dark.
value_conversion of_grey(value_census const& census) {
    if (census.greatest >= half_of_a_byte || census.greatest <= 0)
        return {half_of_a_byte,
                fmt::format("grey levels of 128 and more are +1{}", census.greatest <= 0 ? ": there is none" : "")};
    double const half = census.greatest / 2;
    return {half, fmt::format("no grey level is above {0}, so {1} and more are +1: half of the file's own scale",
                              census.greatest, half)};
}

value_conversion automatic(value_census const& census, array_view const& array, pattern_reading const& how) {
    if (array.grey) return of_grey(census);
    if (array.type == entry_type::boolean) return {1.0, "true is +1, false is -1"};
    if (census.bipolar()) return {0.0, ""};
    if (how.weights) return {};
    if (census.binary()) refuse_binary(census, how);
    bool const byte = array.type == entry_type::uint8;
    if (census.one && census.wrapped && !census.zero && !census.minus_one && !census.other)
        throw array_refused(fmt::format("holds only 1 and {}, which -1 becomes in an array of type {}", census.greatest,
                                        name(array.type)),
                            fmt::format("the array before its conversion to {0}, or array.astype('{1}')",
                                        name(array.type), name(array.type).substr(1)));
    if (byte)
        throw array_refused(fmt::format("holds bytes from {} to {}", census.least, census.greatest),
                            fmt::format("-1 and +1; {} (128 and more are +1){}", option(how, "threshold:128"),
                                        how.bipolar ? "" : fmt::format(", {} (these numbers)", option(how, "real"))));
    return {};
}

}  // namespace

bool fits_zero_one(value_census const& census, double value) {
    return value == 0 || value == (census.full_byte ? 255 : 1);
}

value_conversion conversion_of(value_census const& census, array_view const& array, pattern_reading const& how) {
    switch (how.values.how) {
        case kind::automatic:
            return automatic(census, array, how);
        case kind::zero_one:
            // Patterns and states of one command share the rule; one of the two may hold -1 and +1 already.
            if (census.bipolar() && census.minus_one) return {0.0, ""};
            return {1.0, census.full_byte ? "0 is -1, 255 is +1" : "0 is -1, 1 is +1"};
        case kind::real:
            break;
        case kind::sign:
            return {0.0, fmt::format("0 and above are +1{}", census.least >= 0 ? ": all of them" : "")};
        case kind::threshold:
            return {how.values.T, fmt::format("{} and above are +1{}", how.values.T,
                                              census.least >= how.values.T     ? ": all of them"
                                              : census.greatest < how.values.T ? ": none of them"
                                                                               : "")};
    }
    if (census.bipolar()) return {0.0, ""};
    return {};
}

}  // namespace ulpfield
