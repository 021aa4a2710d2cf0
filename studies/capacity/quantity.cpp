#include "studies/capacity/quantity.hpp"

#include <algorithm>
#include <iterator>

namespace ulpfield::study {

namespace {

using capacity::method;

std::vector<method> const probability_methods{
    method::leading_order, method::leading_order_K, method::mixed, method::gaussian, method::tail,
    method::saddlepoint,   method::chernoff,        method::limit, method::exact,    method::monte_carlo};

bool among(std::vector<method> const& list, method how) {
    return std::find(list.begin(), list.end(), how) != list.end();
}

/// True if a method is among the default ones of a quantity: it has a form for this F and n at all.
bool applies(capacity_quantity const& quantity, method how, interaction const& F) {
    if (quantity.name == "recall" || !quantity.needs_interaction) return true;
    if (how == method::amit_gutfreund_sompolinsky) return order(F) == 2 && std::holds_alternative<polynomial>(F);
    bool const moments = !quantity.needs_K && !quantity.needs_delta;
    switch (how) {
        case method::leading_order:
        case method::leading_order_K:
        case method::mixed:
        case method::tail:
        case method::asymptotic:
        case method::asymptotic_all:
            return capacity::has_leading_order(F);
        case method::exact:
            return moments || capacity::has_lattice(F);
        default:
            // A tie of an F without lattice: no formula beyond the limit's.
            return quantity.name != "p-tie" || capacity::has_lattice(F) || how == method::limit ||
                   how == method::monte_carlo;
    }
}

}  // namespace

bool capacity_quantity::accepts(method how) const { return among(methods, how) || among(on_request, how); }

std::vector<method> capacity_quantity::methods_of(std::vector<method> const& asked, interaction const& F) const {
    std::vector<method> chosen;
    if (asked.empty())
        std::copy_if(methods.begin(), methods.end(), std::back_inserter(chosen),
                     [&](method how) { return applies(*this, how, F); });
    else
        std::copy_if(asked.begin(), asked.end(), std::back_inserter(chosen), [&](method how) { return accepts(how); });
    return chosen;
}

std::vector<capacity_quantity> const& capacity_quantities() {
    static std::vector<capacity_quantity> const quantities = [] {
        std::vector<capacity_quantity> list;
        capacity_quantity entry;
        entry.name = "p-error";
        entry.needs_K = true;
        entry.methods = probability_methods;
        entry.on_request = {method::importance, method::distinct_indices};
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
        entry.on_request = {method::monte_carlo, method::distinct_indices};
        list.push_back(entry);
        entry = {};
        entry.name = "alpha";
        entry.needs_N = false;
        entry.needs_delta = true;
        entry.methods = {method::leading_order};
        entry.on_request = {method::distinct_indices, method::amit_gutfreund_sompolinsky};
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
        entry.needs_tie = true;
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

}  // namespace ulpfield::study
