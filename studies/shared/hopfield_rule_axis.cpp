#include "studies/shared/hopfield_rule_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "ulpfield/number/error.hpp"

namespace ulpfield::study {

namespace {

hopfield_rule parse(std::string_view, std::string const& item) {
    if (auto const rule = parse_hopfield_rule(item)) return *rule;
    throw std::invalid_argument(fmt::format("unknown rule '{}'; accepted: {}", item, accepted_hopfield_rules));
}

}  // namespace

axis<hopfield_rule> hopfield_rule_axis(axis_set& owner) {
    return {
        owner,
        "--rule",
        "LIST",
        "hebb",
        "learning rule of the couplings of n = 2: {}",
        list_of(
            parse, [](hopfield_rule rule) { return std::string(name(rule)); }, std::string(accepted_hopfield_rules)),
        axis_use::optional_key,
        {"rule", "learning rule", false}};
}

void check_learning_size(hopfield_rule rule, std::int64_t N, std::int64_t K) {
    if (rule == hopfield_rule::hebb) return;
    if (N > most_coupled_neurons)
        throw usage_error(
            fmt::format("--rule {} with --N {}: accepted: N up to {}", name(rule), N, most_coupled_neurons));
    auto const neurons = static_cast<double>(N);
    auto const memories = static_cast<double>(K);
    double const steps = rule == hopfield_rule::storkey ? memories * neurons * neurons
                                                        : std::pow(memories, 2) * (memories / 2 + neurons) +
                                                              neurons * neurons * std::min(memories, neurons);
    double const limbs = 1 + std::min(memories, neurons) * std::log2(neurons + 1) / 64;
    if (steps * limbs > 1e11)
        throw usage_error(
            fmt::format("--rule {} with N = {}, K = {}: exact couplings take about {:.0e} operations; "
                        "accepted: fewer neurons or memories",
                        name(rule), N, K, steps * limbs));
}

}  // namespace ulpfield::study
