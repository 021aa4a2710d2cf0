#include "studies/boundary/axes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ulpfield::study {

namespace {

/// exact-terms under `factored` runs elementary functions of the format for every s and n.
constexpr int most_factored_bits = 4096;

}  // namespace

similarity_value parse_similarity(std::string const& text) {
    if (text == "sqrt") return {std::nullopt};
    auto const number = parse_ratio(text);
    if (!number || number->numerator <= 0)
        throw std::invalid_argument(
            fmt::format("'{}' is not accepted; accepted: sqrt, or a number above 0, decimal or rational, of at most 18 "
                        "digits",
                        text));
    return {number};
}

named_values<boundary_quantity> quantity_names() {
    named_values<boundary_quantity> names;
    for (auto const& [quantity, text] : boundary_quantities) names.emplace_back(text, quantity);
    return names;
}

void boundary_axes::check(arguments const&) {
    if (*advise) return check_advice();
    n.has_no_part("only with --advise; elsewhere n is what boundary finds");
    for (rounding_rule const& rule : rounding.values())
        if (rule.mode == rounding_mode::stochastic)
            throw usage_error(
                fmt::format("--rounding {}: the order at which a format stops is not one number then; "
                            "accepted: nearest, zero, up, down, away, odd",
                            name(rule)));
    check_cost();
    for (argument_scaling const& one : scaling.values())
        if (std::holds_alternative<largest_shift>(one))
            throw usage_error(
                "--scaling max-shift: not for boundary, whose terms are those of one similarity; max-shift takes its k "
                "from all similarities of a decision");
}

void boundary_axes::check_advice() {
    if (!formats.given()) formats.read_text(named_formats_and("exact"));
    for (number_format const& format : formats.values())
        if (std::string const accepted = only_classical(format); !accepted.empty())
            throw usage_error(fmt::format("--advise: nothing is proved of {}; accepted: {}", format.name, accepted));
    if (!scaling.given()) scaling.read_text("raw,1/N,/N,2^-k,log,factored");
    quantities.has_no_part("not used with --advise; leave it out");
    power.has_no_part("not used with --advise, which holds for binary and pow; leave it out");
    rounding.has_no_part("not used with --advise, whose proofs are of rounding to nearest; leave it out");
    subnormals.has_no_part("not used with --advise, whose proofs are of gradual underflow; leave it out");
    similarity.has_no_part("not used with --advise, which looks at every similarity; leave it out");
    for (any_axis const* axis : {static_cast<any_axis*>(&N), static_cast<any_axis*>(&K), static_cast<any_axis*>(&n)})
        if (!axis->given() || axis->size() != 1)
            throw usage_error(fmt::format("--advise: needs one value of {}; {}", axis->name(),
                                          axis->given() ? fmt::format("'{}' are {}", axis->typed(), axis->size())
                                                        : std::string("none is given")));
    if (F.size() != 1)
        throw usage_error(fmt::format("--advise: needs one --interaction; '{}' are {}", F.typed(), F.size()));
}

void boundary_axes::check_cost() const {
    bool const factors = std::any_of(scaling.values().begin(), scaling.values().end(),
                                     [](auto const& one) { return std::holds_alternative<factored>(one); });
    if (!factors || !quantities.has(boundary_quantity::exact_terms)) return;
    for (number_format const& format : formats.values())
        if (format.precision > most_factored_bits)
            throw usage_error(
                fmt::format("--formats {} with --scaling factored: exact-terms runs elementary functions for every s "
                            "and n; at most {} bits are taken (leave exact-terms out of --quantity)",
                            format.name, most_factored_bits));
}

}  // namespace ulpfield::study
