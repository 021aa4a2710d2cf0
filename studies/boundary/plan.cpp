#include "studies/boundary/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "study/list.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_neurons = 1'000'000;
constexpr std::int64_t most_memories = 10'000'000;
/// exact-terms under `factored` runs elementary functions of the format for every s and n.
constexpr int most_factored_bits = 4096;

template <class Take>
void each_item(std::string_view option_name, std::string const& text, Take const& take) {
    std::set<std::string> seen;
    for (std::string const& item : split_list(option_name, text))
        if (seen.insert(item).second) take(item);
}

std::string every_format() {
    std::string names;
    for (number_format const& format : named_formats()) names += format.name + ",";
    return names + "exact";
}

similarity_value read_similarity(std::string const& text) {
    if (text == "sqrt") return {std::nullopt};
    auto const number = parse_ratio(text);
    if (!number || number->numerator <= 0)
        throw usage_error(
            fmt::format("--similarity: '{}' is not accepted; accepted: sqrt, or a number above 0, decimal or rational, "
                        "of at most 18 digits",
                        text));
    return {number};
}

std::vector<boundary_quantity> read_quantities(arguments const& given) {
    std::vector<boundary_quantity> chosen;
    std::vector<std::string> names;
    for (auto const& [quantity, text] : boundary_quantities) names.emplace_back(text);
    each_item("--quantity", given.text("--quantity"), [&](std::string const& item) {
        static_cast<void>(parse_choice("--quantity", item, names));
        for (auto const& [quantity, text] : boundary_quantities)
            if (text == item) chosen.push_back(quantity);
    });
    return chosen;
}

void refuse(arguments const& given, std::string_view option_name, std::string_view why) {
    if (given.given(option_name)) throw usage_error(fmt::format("{}: {}", option_name, why));
}

std::int64_t one_value(arguments const& given, std::string_view option_name, std::vector<std::int64_t> const& values) {
    if (!given.given(option_name) || values.size() != 1)
        throw usage_error(fmt::format("--advise: needs one value of {}; {}", option_name,
                                      given.given(option_name)
                                          ? fmt::format("'{}' are {}", given.text(option_name), values.size())
                                          : std::string("none is given")));
    return values.front();
}

void check_cost(boundary_plan const& plan) {
    bool const factors = std::any_of(plan.scalings.begin(), plan.scalings.end(),
                                     [](auto const& scaling) { return std::holds_alternative<factored>(scaling); });
    bool const exact = std::find(plan.quantities.begin(), plan.quantities.end(), boundary_quantity::exact_terms) !=
                       plan.quantities.end();
    if (!factors || !exact || plan.advise) return;
    for (number_format const& format : plan.formats)
        if (format.precision > most_factored_bits)
            throw usage_error(
                fmt::format("--formats {} with --scaling factored: exact-terms runs elementary functions for every s "
                            "and n; at most {} bits are taken (leave exact-terms out of --quantity)",
                            format.name, most_factored_bits));
}

}  // namespace

std::vector<option> boundary_options() {
    std::string quantities;
    for (auto const& [quantity, text] : boundary_quantities)
        quantities += (quantities.empty() ? "" : ",") + std::string(text);
    return {
        {"--N", "LIST", "100,250,784,1000,10000", "neurons, 1 to 1000000"},
        {"--K", "LIST", "1000", "memories in total (finite-sum), 1 to 10000000"},
        {"--formats", "LIST", "fp16,bf16,tf32,fp32,fp64,x87,fp128",
         std::string("number formats: ") + std::string(accepted_formats) + "; with --advise all named ones"},
        {"--scaling", "LIST", "raw,1/N,2^-k",
         "formulations: raw, 1/N, /N, 2^-k, log, factored; with --advise all of them"},
        {"--interaction", "LIST", "polynomial", std::string("F: ") + std::string(accepted_interactions)},
        {"--quantity", "LIST", quantities, "which boundaries"},
        {"--similarity", "S", "1",
         "similarity whose term is watched by subnormal-term and zero-term: a number above 0, or sqrt for sqrt(N)"},
        {"--power", "METHOD", "pow",
         "how x^n is computed in the format: pow (rounded once) or binary (square and multiply, compare's default)"},
        {"--advise", "", "", "for one N, K and n: what is safe, what is exact, how many bits and which power of two"},
        {"--n", "N", "", "order of F, 1 to 1000000; with --advise only (elsewhere n is what is found)"},
    };
}

boundary_plan read_boundary_plan(arguments const& given) {
    boundary_plan plan;
    plan.advise = given.flag("--advise");
    plan.N = parse_integers("--N", given.text("--N"), 1, most_neurons);
    plan.K = parse_integers("--K", given.text("--K"), 1, most_memories);
    auto const text_of = [&](std::string_view name, std::string const& advised) {
        return plan.advise && !given.given(name) ? advised : given.text(name);
    };
    each_item("--formats", text_of("--formats", every_format()),
              [&](std::string const& item) { plan.formats.push_back(parse_format("--formats", item)); });
    each_item("--scaling", text_of("--scaling", "raw,1/N,/N,2^-k,log,factored"),
              [&](std::string const& item) { plan.scalings.push_back(parse_scaling("--scaling", item)); });
    each_item("--interaction", given.text("--interaction"), [&](std::string const& item) {
        std::string const canonical = name(make_interaction("--interaction", item, 1));
        if (std::find(plan.interactions.begin(), plan.interactions.end(), canonical) == plan.interactions.end())
            plan.interactions.push_back(canonical);
    });
    plan.power = parse_choice("--power", given.text("--power"), {"binary", "pow"}) == "pow" ? power_method::pow
                                                                                            : power_method::binary;
    plan.quantities = read_quantities(given);
    plan.similarity = read_similarity(given.text("--similarity"));
    auto const number = [](std::int64_t value) { return std::to_string(value); };
    auto const same = [](std::string const& text) { return text; };
    plan.parameters = {{"--N", join(plan.N, number)},
                       {"--K", join(plan.K, number)},
                       {"--formats", join(plan.formats, [](auto const& format) { return format.name; })},
                       {"--scaling", join(plan.scalings, [](auto const& scaling) { return name(scaling); })},
                       {"--interaction", join(plan.interactions, same)},
                       {"--advise", plan.advise ? "yes" : "no"}};
    if (plan.advise) {
        refuse(given, "--quantity", "not used with --advise; leave it out");
        refuse(given, "--power", "not used with --advise, which holds for binary and pow; leave it out");
        refuse(given, "--similarity", "not used with --advise, which looks at every similarity; leave it out");
        static_cast<void>(one_value(given, "--N", plan.N));
        static_cast<void>(one_value(given, "--K", plan.K));
        if (plan.interactions.size() != 1)
            throw usage_error(fmt::format("--advise: needs one --interaction; '{}' are {}", given.text("--interaction"),
                                          plan.interactions.size()));
        std::vector<std::int64_t> const n = given.given("--n")
                                                ? parse_integers("--n", given.text("--n"), 1, boundary_most_order)
                                                : std::vector<std::int64_t>{};
        plan.n = one_value(given, "--n", n);
        plan.parameters.emplace_back("--n", number(plan.n));
        return plan;
    }
    refuse(given, "--n", "only with --advise; elsewhere n is what boundary finds");
    plan.parameters.emplace_back("--quantity", join(plan.quantities, [](boundary_quantity quantity) {
                                     return boundary_quantities[static_cast<std::size_t>(quantity)].second;
                                 }));
    plan.parameters.emplace_back("--similarity", plan.similarity.text());
    plan.parameters.emplace_back("--power", plan.power == power_method::pow ? "pow" : "binary");
    check_cost(plan);
    return plan;
}

}  // namespace ulpfield::study
