#include "studies/shared/axes.hpp"

#include <fmt/format.h>

#include <charconv>

#include "study/library_values.hpp"
#include "ulpfield/number/format_constants.hpp"
#include "ulpfield/rule/format_rule.hpp"

namespace ulpfield::study {

namespace {

/// The names that a shell completes: those of all formats with one, families by their beginning.
std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (number_format const& format : named_formats()) names.push_back(format.name);
    for (number_format const& format : further_formats()) names.push_back(format.name);
    names.insert(names.end(), {"mpfr:", "exact"});
    return names;
}

/// What stands before a ':' or a ';' of a text of accepted words.
std::vector<std::string> names_in(std::string const& accepted) {
    std::vector<std::string> names;
    std::string const words = accepted.substr(0, accepted.find(';'));
    for (std::size_t begin = 0; begin < words.size();) {
        std::size_t const end = std::min(words.find(", ", begin), words.size());
        std::string const word = words.substr(begin, end - begin);
        names.push_back(word.substr(0, word.find(':')));
        if (names.size() > 1 && names.back() == names[names.size() - 2]) names.pop_back();
        begin = end + 2;
    }
    return names;
}

}  // namespace

std::string only_classical(number_format const& format) {
    return format.exact() || format.classical() ? ""
                                                : "formats with IEEE 754's overflow and subnormals, or fp8e4m3's: "
                                                  "fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 "
                                                  "x87 fp128, mpfr:BITS, e<E>m<M>, exact";
}

std::string only_floating(number_format const& format) {
    return format.kind == number_kind::floating
               ? ""
               : "floating-point formats, such as fp16, e4m3fn:sat, e5m10:emin=-24:flush or mpfr:256, and exact";
}

domain<number_format> number_formats(format_refusal refuses) {
    return list_of(
        [refuses](std::string_view option_name, std::string const& item) {
            number_format format = parse_format(option_name, item);
            std::string const accepted = refuses != nullptr ? refuses(format) : "";
            if (!accepted.empty())
                throw usage_error(fmt::format("{}: {} is not taken; accepted: {}", option_name, item, accepted));
            return format;
        },
        [](number_format const& format) { return format.name; }, std::string(accepted_formats), format_names());
}

domain<number_format> one_number_format() {
    return one_of([](std::string_view option_name, std::string const& item) { return parse_format(option_name, item); },
                  [](number_format const& format) { return format.name; }, std::string(accepted_formats),
                  format_names());
}

domain<interaction> interactions() {
    return list_of(
        [](std::string_view option_name, std::string const& item) { return make_interaction(option_name, item, 1); },
        [](interaction const& F) { return name(F); }, accepted_interactions(), names_in(accepted_interactions()));
}

domain<argument_scaling> scalings() {
    return list_of(
        [](std::string_view option_name, std::string const& item) { return parse_scaling(option_name, item); },
        [](argument_scaling const& scaling) { return std::string(name(scaling)); }, accepted_scalings(),
        names_in(accepted_scalings()));
}

domain<power_method> power_methods() {
    return choice<power_method>({{"binary", power_method::binary}, {"pow", power_method::pow}});
}

domain<power_method> all_power_methods() {
    using enum power_method;
    return choices<power_method>(
        {{"binary", binary}, {"pow", pow}, {"multiply", multiply}, {"exp-log", exp_log}, {"wide", wide}});
}

domain<memory_sum> memory_sums() {
    return list_of([](std::string const& item) { return parse_memory_sum(item); },
                   [](memory_sum const& sum) { return sum.name(); }, accepted_memory_sums());
}

domain<similarity_sum> similarity_sums() {
    return list_of([](std::string const& item) { return parse_similarity_sum(item); },
                   [](similarity_sum const& sum) { return sum.name(); }, accepted_similarity_sums());
}

domain<sweep_order> sweep_orders() {
    return list_of(
        [](std::string const& item) {
            if (item == "sequential") return sweep_order{};
            if (item == "random") return sweep_order{.random = true};
            if (item == "synchronous") return sweep_order{.block = sweep_order::all};
            std::size_t B = 0;
            std::string_view const digits = item.starts_with("blocks:") ? std::string_view(item).substr(7) : "";
            auto const [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), B);
            if (code == std::errc{} && end == digits.data() + digits.size() && B >= 1 && B <= 1'000'000)
                return sweep_order{.block = B};
            throw std::invalid_argument("'" + item +
                                        "' is no order; accepted: sequential, random (a seeded permutation each "
                                        "sweep), synchronous, blocks:B (B from 1 to 1000000)");
        },
        &sweep_order::name,
        "sequential, random (a seeded permutation each sweep), synchronous (all neurons at once), blocks:B (blocks of "
        "B neurons, one after the other)");
}

std::string sweep_order::name() const {
    if (random) return "random";
    if (block == 1) return "sequential";
    return block == all ? "synchronous" : "blocks:" + std::to_string(block);
}

update_order sweep_order::of(std::size_t N, std::uint64_t seed) const {
    if (random) return update_order::random(N, seed);
    return block == 1 ? update_order::sequential(N) : update_order::blocks(N, block);
}

axis<number_format> formats_axis(axis_set& owner, std::string defaults, std::string const& more,
                                 format_refusal refuses) {
    return {owner,
            "--formats",
            "LIST",
            std::move(defaults),
            "number formats: {}" + more,
            number_formats(refuses),
            column{"format", "number format", false}};
}

axis<rounding_rule> rounding_axis(axis_set& owner, axis_use use) {
    return {owner,
            "--rounding",
            "LIST",
            "nearest",
            "how every operation of the formats is rounded: {}; overflow follows the mode, too",
            list_of([](std::string const& item) { return parse_rounding(item); },
                    [](rounding_rule const& rule) { return name(rule); }, std::string(accepted_roundings),
                    {"nearest", "zero", "up", "down", "away", "odd", "stochastic:"}),
            use,
            column{"rounding", "how operations are rounded", false}};
}

axis<flush_rule> subnormals_axis(axis_set& owner, axis_use use) {
    return {owner,
            "--subnormals",
            "LIST",
            "yes",
            "subnormal inputs and results: yes (as the format has them), flush (zeros, decided after rounding, as x86 "
            "does), flush-before (decided before rounding, as Arm does)",
            choices<flush_rule>({{"yes", flush_rule::none},
                                 {"flush", flush_rule::after_rounding},
                                 {"flush-before", flush_rule::before_rounding}}),
            use,
            column{"subnormals", "what becomes of subnormals", false}};
}

void check_rounding(axis<rounding_rule> const& rounding, std::vector<number_format> const& formats) {
    for (rounding_rule const& rule : rounding.values())
        for (number_format const& format : formats)
            if (format.integers() && rule.mode != rounding_mode::nearest)
                throw usage_error(
                    fmt::format("--rounding {}: {} has exact sums and products, and one rounding of "
                                "quotients; accepted: nearest (leave it out)",
                                name(rule), format.name));
}

void check_refusals(axis<number_format> const& formats, axis<argument_scaling> const& scalings,
                    axis<interaction> const& functions, std::optional<number_format> const& accumulate,
                    power_method power, bool bipolar) {
    for (number_format const& format : formats.values())
        for (argument_scaling const& scaling : scalings.values())
            for (interaction const& F : functions.values()) {
                if (format.exact()) continue;
                std::string const why = refusal({format, accumulate, F, scaling, power}, bipolar);
                if (!why.empty())
                    throw usage_error(fmt::format("--formats {} with --scaling {}, --interaction {}: {}", format.name,
                                                  name(scaling), name(F), why));
            }
}

std::vector<number_format> formats_rounded(axis<number_format> const& formats, axis<rounding_rule> const& rounding,
                                           axis<flush_rule> const& subnormals) {
    std::vector<number_format> all;
    for (number_format const& format : formats.values()) {
        if (format.exact()) all.push_back(format);
        for (std::size_t way = 0; way < rounding.size() && !format.exact(); ++way)
            for (std::size_t below = 0; below < subnormals.size(); ++below) {
                number_format& one =
                    all.emplace_back(rounded_so(format, rounding.values()[way], subnormals.values()[below]));
                if (rounding.given()) one.name += " --rounding " + rounding.text(way);
                if (subnormals.given()) one.name += " --subnormals " + subnormals.text(below);
            }
    }
    return all;
}

axis<interaction> interaction_axis(axis_set& owner, std::string defaults) {
    return {owner,
            "--interaction",
            "LIST",
            std::move(defaults),
            "F: {}",
            interactions(),
            column{"interaction", "interaction function F", false}};
}

axis<argument_scaling> scaling_axis(axis_set& owner, std::string defaults, std::string const& more) {
    return {owner,
            "--scaling",
            "LIST",
            std::move(defaults),
            "formulations: {}" + more,
            scalings(),
            column{"scaling", "formulation of Eq. 4/13", false}};
}

axis<std::int64_t> order_axis(axis_set& owner, std::string defaults, std::int64_t most) {
    return {owner,
            "--n",
            "LIST",
            std::move(defaults),
            "order of F (interaction vertex), {}",
            integers(1, most),
            column{"n", "order of F"}};
}

axis<std::int64_t> neurons_axis(axis_set& owner, std::string defaults, std::int64_t most) {
    return {owner, "--N", "LIST", std::move(defaults), "neurons, {}", integers(1, most), column{"N", "neurons"}};
}

axis<std::int64_t> memories_axis(axis_set& owner, std::string defaults, std::int64_t most, std::string const& more) {
    return {owner,
            "--K",
            "LIST",
            std::move(defaults),
            "memories in total" + more + ", {}",
            integers(1, most),
            column{"K", "memories in total"}};
}

axis<tie_rule> tie_axis(axis_set& owner, std::string const& decided, std::string const& of) {
    using enum tie_rule;
    return {
        owner,
        "--tie",
        "LIST",
        "plus",
        fmt::format("what a field of 0 decides, {}: plus (+1), minus (-1), keep (the neuron's value), zero (a third "
                    "value, 0), flip (its opposite){}",
                    decided, of),
        choices<tie_rule>({{"plus", plus}, {"minus", minus}, {"keep", keep}, {"zero", zero}, {"flip", flip}}),
        axis_use::optional_key,
        column{"tie", "what a field of 0 decides", false}};
}

axis<nan_rule> nan_axis(axis_set& owner) {
    using enum nan_rule;
    return {owner,
            "--nan",
            "LIST",
            "minus",
            "what a field of NaN decides: minus (-1), plus (+1), keep (the neuron's value), nan (NaN, which spreads), "
            "zero (0)",
            choices<nan_rule>({{"minus", minus}, {"plus", plus}, {"keep", keep}, {"nan", nan}, {"zero", zero}}),
            axis_use::optional_key,
            column{"nan", "what a field of NaN decides", false}};
}

axis<rational> tolerance_axis(axis_set& owner) {
    return {owner,
            "--tie-tolerance",
            "T",
            "0",
            "a field in [-T, T] is a tie, T a number of at least 0; exactly: of the unscaled field",
            one_real(false),
            axis_use::optional_parameter};
}

axis<power_method> power_axis(axis_set& owner) {
    return {owner,
            "--power",
            "LIST",
            "binary",
            "how x^n is computed in the format: binary (square and multiply), pow (correctly rounded), "
            "multiply (x x x ... from the left), exp-log (2^(n log2 x), every step rounded), wide (in "
            "fp32, rounded once)",
            all_power_methods(),
            axis_use::optional_key,
            column{"power", "how powers are computed", false}};
}

axis<sweep_order> sweep_order_axis(axis_set& owner) {
    return {owner,
            "--order",
            "LIST",
            "sequential",
            "of relaxation: {}",
            sweep_orders(),
            axis_use::optional_key,
            column{"order", "order of relaxation", false}};
}

axis<memory_sum> memory_sum_axis(axis_set& owner) {
    return {owner,
            "--sum",
            "LIST",
            "sequential",
            "order of the sum over memories: {}",
            memory_sums(),
            axis_use::optional_key,
            column{"sum", "order of the sum over memories", false}};
}

axis<similarity_sum> similarity_sum_axis(axis_set& owner) {
    return {owner,
            "--similarity-sum",
            "LIST",
            "sequential",
            "order or hardware unit of the similarity: {}",
            similarity_sums(),
            axis_use::optional_key,
            column{"similarity_sum", "order or unit of the similarity", false}};
}

axis<bool> self_axis(axis_set& owner) {
    return {owner,
            "--self",
            "LIST",
            "outside",
            "the neuron itself: outside (+-zeta_i is added last) or inside (sigma_i = +-1 in its place "
            "in the similarity)",
            choices<bool>({{"outside", false}, {"inside", true}}),
            axis_use::optional_key,
            column{"self", "where the neuron itself is added", false}};
}

axis<number_format> store_axis(axis_set& owner) {
    return {owner,
            "--store",
            "LIST",
            "",
            "formats the memories are kept in, everything after in --formats (default: --formats)",
            number_formats(),
            axis_use::optional_key,
            column{"store", "format of the memories", false}};
}

namespace {

/// In what a format differs from those of IEEE 754.
std::string unusual_rules(number_format const& format) {
    format_rules const rules = rules_of(format);
    return fmt::format(", {} infinities, overflow: {}, -0: {}, below 2^emin: {}", rules.infinities, rules.overflow,
                       rules.negative_zero, rules.below_normal);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> format_facts(std::vector<number_format> const& formats) {
    std::vector<std::pair<std::string, std::string>> facts;
    for (number_format const& format : formats)
        facts.emplace_back("format " + format.name,
                           format.exact()
                               ? "exact arithmetic"
                               : fmt::format("precision {} bits, emin {}, emax {}, {}", format.precision, format.emin,
                                             format.emax, format.subnormals ? "subnormals" : "no subnormals") +
                                     (format.classical() ? "" : unusual_rules(format)));
    return facts;
}

std::string named_formats_and(std::string const& more) {
    std::string names;
    for (number_format const& format : named_formats()) names += format.name + ",";
    return names + more;
}

}  // namespace ulpfield::study
