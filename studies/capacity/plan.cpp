#include "studies/capacity/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "study/library_values.hpp"
#include "study/list.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::study {

namespace {

using capacity::method;

constexpr std::size_t most_cells = 1'000'000;

std::vector<method> const probability_methods{
    method::leading_order, method::leading_order_K, method::mixed, method::gaussian, method::tail,
    method::saddlepoint,   method::chernoff,        method::limit, method::exact,    method::monte_carlo};

/// An option that was typed must be used by some quantity.
void refuse_unused(arguments const& given, std::string_view option_name,
                   std::vector<capacity_quantity const*> const& asked, bool capacity_quantity::*needs) {
    if (!given.given(option_name)) return;
    if (std::any_of(asked.begin(), asked.end(), [&](capacity_quantity const* quantity) { return quantity->*needs; }))
        return;
    throw usage_error(fmt::format("{}: not used by --quantity {}; leave it out", option_name,
                                  join(asked, [](capacity_quantity const* quantity) { return quantity->name; })));
}

typed_rational fraction(std::string_view option_name, std::string const& text) {
    if (auto const value = parse_rational(text)) return {text, *value};
    throw usage_error(fmt::format("{}: '{}' is neither a decimal number nor a fraction p/q", option_name, text));
}

/// A list of numbers strictly between 0 and 1.
std::vector<typed_rational> fractions(arguments const& given, std::string_view option_name) {
    std::vector<typed_rational> values;
    for (std::string const& item : split_list(option_name, given.text(option_name))) {
        values.push_back(fraction(option_name, item));
        if (values.back().value <= 0 || values.back().value >= 1)
            throw usage_error(fmt::format("{}: {} is outside (0, 1)", option_name, item));
    }
    return values;
}

method read_method(std::string const& text) {
    if (auto const how = capacity::method_named(text)) return *how;
    throw usage_error(fmt::format("--method: '{}' is unknown; accepted: {}", text, capacity::method_names()));
}

/// Whether a method is among the default ones of a quantity: it has a form for this F and n at all.
bool applies(capacity_quantity const& quantity, method how, capacity::setting const& where) {
    if (quantity.name == "recall" || !quantity.needs_interaction) return true;
    if (how == method::amit_gutfreund_sompolinsky)
        return order(where.F) == 2 && std::holds_alternative<polynomial>(where.F);
    bool const moments = !quantity.needs_K && !quantity.needs_delta;
    switch (how) {
        case method::leading_order:
        case method::leading_order_K:
        case method::mixed:
        case method::tail:
        case method::asymptotic:
        case method::asymptotic_all:
            return capacity::has_leading_order(where.F);
        case method::exact:
            return moments || capacity::has_lattice(where.F);
        default:
            // A tie of an F without lattice: no formula beyond the limit's.
            return quantity.name != "p-tie" || capacity::has_lattice(where.F) || how == method::limit ||
                   how == method::monte_carlo;
    }
}

std::vector<method> methods_of(capacity_quantity const& quantity, std::vector<method> const& asked,
                               capacity::setting const& where) {
    std::vector<method> chosen;
    auto const has = [](std::vector<method> const& list, method how) {
        return std::find(list.begin(), list.end(), how) != list.end();
    };
    if (asked.empty()) {
        for (method const how : quantity.methods)
            if (applies(quantity, how, where)) chosen.push_back(how);
        return chosen;
    }
    for (method const how : asked)
        if (has(quantity.methods, how) || has(quantity.on_request, how)) chosen.push_back(how);
    return chosen;
}

}  // namespace

std::vector<capacity_quantity> const& capacity_quantities() {
    static std::vector<capacity_quantity> const quantities = [] {
        std::vector<capacity_quantity> list;
        capacity_quantity entry;
        entry.name = "p-error";
        entry.needs_K = true;
        entry.methods = probability_methods;
        list.push_back(entry);
        entry.name = "p-tie";
        std::erase(entry.methods, method::tail);
        entry.on_request = {method::tail};
        list.push_back(entry);
        entry = {};
        entry.name = "k-max";
        entry.needs_delta = true;
        entry.methods = {method::asymptotic,
                         method::asymptotic_all,
                         method::leading_order,
                         method::leading_order_K,
                         method::mixed,
                         method::gaussian,
                         method::tail,
                         method::saddlepoint,
                         method::chernoff,
                         method::limit,
                         method::exact,
                         method::ceiling,
                         method::amit_gutfreund_sompolinsky};
        entry.on_request = {method::monte_carlo};
        list.push_back(entry);
        entry = {};
        entry.name = "alpha";
        entry.needs_N = false;
        entry.needs_delta = true;
        entry.methods = {method::leading_order};
        list.push_back(entry);
        for (std::string const moment : {"mean", "variance", "kurtosis"}) {
            entry = {};
            entry.name = moment;
            entry.methods = {method::exact, method::leading_order};
            list.push_back(entry);
        }
        for (std::string const match : {"match", "match-max"}) {
            entry = {};
            entry.name = match;
            entry.needs_n = entry.needs_interaction = false;
            entry.needs_epsilon = true;
            entry.needs_K = match == "match-max";
            entry.methods = {method::exact, method::normal, method::continuity, method::large_deviation};
            list.push_back(entry);
        }
        entry = {};
        entry.name = "stable";
        entry.needs_K = true;
        entry.methods = {method::exact, method::monte_carlo, method::independent, method::union_bound};
        list.push_back(entry);
        entry.name = "recall";
        entry.needs_corruption = true;
        entry.methods = {method::monte_carlo};
        list.push_back(entry);
        return list;
    }();
    return quantities;
}

std::vector<option> capacity_options() {
    return {
        {"--quantity", "LIST", "p-error",
         "p-error, p-tie, k-max, alpha, mean, variance, kurtosis, match, match-max, stable, recall"},
        {"--N", "LIST", "100", "neurons, 1 to 10000000"},
        {"--n", "LIST", "3", "order of F (interaction vertex), 1 to 1000"},
        {"--K", "LIST", "1000", "memories in total, 1 to 1000000000000000 (p-error, p-tie, match-max, stable, recall)"},
        {"--delta", "LIST", "0.01",
         "allowed probability that a memory is not kept whole, in (0, 1), a decimal or p/q (k-max); P_error itself, "
         "below 1/2 (alpha)"},
        {"--epsilon", "LIST", "1/2", "tolerance of a match, in (0, 1), a decimal or p/q (match, match-max)"},
        {"--interaction", "LIST", "polynomial", "F: polynomial, rectified, leaky:EPS, leaky+:EPS, exponential"},
        {"--method", "LIST", "", "how; default: all that apply to the quantity (README.md says which)"},
        {"--criterion", "RULE", "union", "of k-max: union (P < delta/N) or product ((1-P)^N > 1-delta)"},
        {"--sided", "SIDES", "2",
         "of match and match-max: 1, 2 (absolute values) or abs-max (Definition 3.1 to the letter)"},
        {"--corruption", "P", "0.1",
         "of recall: probability that a bit of the memory is flipped at the start, in [0, 1], a decimal or p/q"},
        {"--trials", "COUNT", "1000", "sets of memories that monte-carlo draws, 1 to 1000000000"},
        {"--digits", "D", "15", "significant digits, 1 to 1000"},
        {"--layout", "LAYOUT", "plain", "plain, or a second table after the first: markdown, latex (booktabs)"},
    };
}

capacity_plan read_capacity_plan(arguments const& given) {
    capacity_plan plan;
    plan.digits = static_cast<int>(parse_integer("--digits", given.text("--digits"), 1, 1000));
    plan.rule = parse_choice("--criterion", given.text("--criterion"), {"union", "product"}) == "union"
                    ? capacity::criterion::union_bound
                    : capacity::criterion::product;
    std::string const sided = parse_choice("--sided", given.text("--sided"), {"1", "2", "abs-max"});
    plan.which = sided == "1"   ? capacity::sides::one
                 : sided == "2" ? capacity::sides::two
                                : capacity::sides::absolute_max;
    plan.trials = parse_integer("--trials", given.text("--trials"), 1, 1'000'000'000);
    plan.seed = std::stoull(given.text("--seed"));
    plan.corruption = fraction("--corruption", given.text("--corruption"));
    if (plan.corruption.value < 0 || plan.corruption.value > 1)
        throw usage_error("--corruption: " + plan.corruption.text + " is outside [0, 1]");
    plan.layout = parse_choice("--layout", given.text("--layout"), {"plain", "markdown", "latex"});

    std::vector<capacity_quantity const*> asked;
    std::vector<std::string> known;
    for (capacity_quantity const& quantity : capacity_quantities()) known.push_back(quantity.name);
    for (std::string const& item : split_list("--quantity", given.text("--quantity"))) {
        static_cast<void>(parse_choice("--quantity", item, known));
        for (capacity_quantity const& quantity : capacity_quantities())
            if (quantity.name == item && std::find(asked.begin(), asked.end(), &quantity) == asked.end())
                asked.push_back(&quantity);
    }
    std::vector<method> methods;
    if (given.given("--method"))
        for (std::string const& item : split_list("--method", given.text("--method"))) {
            method const how = read_method(item);
            bool const used = std::any_of(asked.begin(), asked.end(), [&](capacity_quantity const* quantity) {
                auto const all = [&](std::vector<method> const& list) {
                    return std::find(list.begin(), list.end(), how) != list.end();
                };
                return all(quantity->methods) || all(quantity->on_request);
            });
            if (!used) {
                std::string accepted;
                for (capacity_quantity const* quantity : asked)
                    accepted += (accepted.empty() ? "" : "; ") + quantity->name + ": " +
                                join(quantity->methods, [](method how_else) { return capacity::name(how_else); });
                throw usage_error(fmt::format(
                    "--method: {} does not give {}; accepted: {}", item,
                    join(asked, [](capacity_quantity const* quantity) { return quantity->name; }), accepted));
            }
            if (std::find(methods.begin(), methods.end(), how) == methods.end()) methods.push_back(how);
        }
    refuse_unused(given, "--N", asked, &capacity_quantity::needs_N);
    refuse_unused(given, "--n", asked, &capacity_quantity::needs_n);
    refuse_unused(given, "--K", asked, &capacity_quantity::needs_K);
    refuse_unused(given, "--delta", asked, &capacity_quantity::needs_delta);
    refuse_unused(given, "--epsilon", asked, &capacity_quantity::needs_epsilon);
    refuse_unused(given, "--corruption", asked, &capacity_quantity::needs_corruption);
    refuse_unused(given, "--interaction", asked, &capacity_quantity::needs_interaction);

    std::vector<std::int64_t> const N = parse_integers("--N", given.text("--N"), 1, 10'000'000);
    std::vector<std::int64_t> const n = parse_integers("--n", given.text("--n"), 1, 1000);
    std::vector<std::int64_t> const K = parse_integers("--K", given.text("--K"), 1, 1'000'000'000'000'000);
    std::vector<typed_rational> const delta = fractions(given, "--delta");
    std::vector<typed_rational> const epsilon = fractions(given, "--epsilon");
    if (std::any_of(asked.begin(), asked.end(), [](auto const* quantity) { return quantity->name == "alpha"; }))
        for (typed_rational const& share : delta)
            if (2 * share.value >= 1)
                throw usage_error("--delta: " + share.text + " is outside (0, 1/2), where alpha is defined");
    std::vector<interaction> interactions;
    std::set<std::string> known_names;
    for (std::string const& item : split_list("--interaction", given.text("--interaction"))) {
        interaction F = make_interaction("--interaction", item, 1);
        if (known_names.insert(name(F)).second) interactions.push_back(std::move(F));
    }

    auto const axis = [](bool needed, auto const& values) {
        using list = std::decay_t<decltype(values)>;
        return needed ? values : list{typename list::value_type{}};
    };
    for (capacity_quantity const* quantity : asked)
        for (interaction const& F : axis(quantity->needs_interaction, interactions))
            for (std::int64_t const neurons : axis(quantity->needs_N, N))
                for (std::int64_t const vertex : axis(quantity->needs_n, n))
                    for (std::int64_t const memories : axis(quantity->needs_K, K))
                        for (typed_rational const& share : axis(quantity->needs_delta, delta))
                            for (typed_rational const& tolerance : axis(quantity->needs_epsilon, epsilon)) {
                                capacity_cell cell{quantity, {of_order(F, static_cast<int>(vertex)), neurons},
                                                   vertex,   memories,
                                                   share,    tolerance,
                                                   {}};
                                cell.methods = methods_of(*quantity, methods, cell.where);
                                if (cell.methods.empty()) continue;
                                if (plan.cells.size() == most_cells)
                                    throw usage_error("the lists make more than 1000000 cells");
                                plan.cells.push_back(std::move(cell));
                            }
    auto const number = [](std::int64_t value) { return std::to_string(value); };
    auto const same = [](typed_rational const& number_typed) { return number_typed.text; };
    plan.parameters = {{"--quantity", join(asked, [](capacity_quantity const* quantity) { return quantity->name; })},
                       {"--N", join(N, number)},
                       {"--n", join(n, number)},
                       {"--K", join(K, number)},
                       {"--delta", join(delta, same)},
                       {"--epsilon", join(epsilon, same)},
                       {"--interaction", join(interactions, [](interaction const& F) { return name(F); })},
                       {"--method", join(methods, [](method how) { return capacity::name(how); })},
                       {"--criterion", given.text("--criterion")},
                       {"--sided", given.text("--sided")},
                       {"--corruption", plan.corruption.text},
                       {"--trials", std::to_string(plan.trials)},
                       {"--digits", std::to_string(plan.digits)},
                       {"--seed", std::to_string(plan.seed)}};
    return plan;
}

}  // namespace ulpfield::study
