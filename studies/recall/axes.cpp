#include "studies/recall/axes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rule/program_check.hpp"
#include "study/library_values.hpp"

#include "ulpfield/memory/stored_patterns.hpp"
#include "ulpfield/number/parse_rational.hpp"
#include "ulpfield/rule/energy_text.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_couplings = 500'000'000;  // N K

/// load N, rounded to the nearest integer, at least 1.
std::int64_t memories_at(ratio const& load, std::int64_t N) {
    __extension__ using wide = __int128;
    wide const twice = 2 * static_cast<wide>(load.numerator) * N + load.denominator;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(twice / (2 * static_cast<wide>(load.denominator))));
}

ratio parse_load(std::string const& item) {
    auto const load = parse_ratio(item);
    if (!load || load->numerator <= 0 || load->numerator / load->denominator > recall_axes::most_memories)
        throw std::invalid_argument(fmt::format(
            "'{}' is no load; accepted: K/N as a decimal or rational above 0, of at most 18 digits, up to {}", item,
            recall_axes::most_memories));
    return *load;
}

state_source parse_start(std::string_view option_name, std::string const& item) {
    if (item == "random" || item == "near-tie")
        throw std::invalid_argument(fmt::format(
            "'{}' starts from no memory; accepted: memory, corrupted:P (P from 0 to 1), or a file of states", item));
    return parse_states(option_name, item);
}

rational parse_temperature(std::string_view, std::string const& item) {
    auto const T = parse_rational(item);
    if (!T || *T < 0)
        throw std::invalid_argument(
            fmt::format("'{}' is no temperature; accepted: 0 or a decimal or rational above it, "
                        "e.g. 0.5",
                        item));
    return *T;
}

domain<rational> temperatures() {
    domain<rational> all = list_of(parse_temperature, [](rational const& T) { return exact_decimal(T); });
    all.recorded = [](rational const& T) { return T.str(); };
    return all;
}

recall_rule rule_of(number_format const& format, power_method method, memory_sum const& by,
                    similarity_sum const& similar, bool inside, std::optional<number_format> const& kept,
                    decision_rule decision) {
    recall_rule rule{format, method, {}, std::move(decision)};
    program_arithmetic arithmetic;
    arithmetic.sum = by;
    arithmetic.similarity = similar;
    arithmetic.self_inside = inside;
    if (auto* const unit = std::get_if<unit_similarity>(&arithmetic.similarity.by))
        unit->operands = kept.value_or(format);
    if (!arithmetic.plain()) rule.program = std::move(arithmetic);
    return rule;
}

domain<state_source> starts() {
    domain<state_source> all = state_sources();
    all.read = list_of(parse_start, &state_source::text).read;
    return all;
}

}  // namespace

recall_axes::recall_axes()
    : model{*this,
            "--model",
            "LIST",
            "hopfield",
            "{}",
            list_of(parse_recall_model, &recall_model::name, std::string(accepted_recall_models)),
            {"model", "model of the family", false}},
      load{*this,
           "--load",
           "LIST",
           "0.02,0.04,0.06,0.08,0.1,0.11,0.12,0.13,0.138,0.15,0.16,0.18,0.2,0.25",
           "K/N, above 0; K is the nearest integer, at least 1",
           list_of(parse_load, &ratio::text),
           {"load", "K/N"}},
      K{*this,
        "--K",
        "LIST",
        "",
        "memories in total, {}, in place of --load (default: from --load)",
        integers(1, most_memories),
        {"K", "memories in total"}},
      states{*this,
             "--states",
             "LIST",
             "memory",
             "where trials start: memory, corrupted:P (each bit flipped with probability P), or a file of states",
             starts(),
             {"states", "where the trials start", false}},
      trials{*this,
             "--trials",
             "COUNT",
             "100",
             "trials of a cell, each with memories of its own, {}",
             one_integer(1, 1'000'000)},
      formats{*this,
              "--formats",
              "LIST",
              "exact",
              "arithmetic that decides: {}",
              number_formats(),
              axis_use::optional_key,
              {"format", "arithmetic that decides", false}},
      temperature{*this,
                  "--temperature",
                  "LIST",
                  "0",
                  "Glauber's dynamics at temperature T, exact probabilities; 0: the sign of the field",
                  temperatures(),
                  axis_use::optional_key,
                  {"temperature", "temperature T", false}},
      sweeps{*this,
             "--sweeps",
             "COUNT",
             "100",
             "sweeps of a trial at a temperature, {}",
             one_integer(1, 1'000'000),
             axis_use::optional_parameter} {
    set_product(model, N, load, K, states, formats, rounding, subnormals, tie, nan, memory_order, similarity_order,
                self_inside, store, power, order, rule, bias, temperature);
    set_keys(model, N, K, load, states, formats, rounding, subnormals, tie, nan, memory_order, similarity_order,
             self_inside, store, power, order, rule, bias, temperature);
    leave_out([this](place const& at) { return repeats_a_load(at); });
}

std::int64_t recall_axes::memories_of(place const& at) const {
    return K.values().empty() ? memories_at(at[load], at[N]) : at[K];
}

bool recall_axes::repeats_a_load(place const& at) const {
    auto const& loads = load.values();
    return K.values().empty() &&
           std::any_of(loads.begin(), loads.begin() + static_cast<std::ptrdiff_t>(at.index(load)),
                       [&](ratio const& lower) { return memories_at(lower, at[N]) == memories_of(at); });
}

void recall_axes::check(arguments const&) {
    if (K.given() && load.given()) throw usage_error("--K, --load: both say how many memories; give one of them");
    if (K.given()) load.assign({});
    read_files();
    check_sizes();
    check_couplings();
    take_threshold(bias, N.values());
    check_rounding();
    check_programs();
    check_temperature();
    check_trials_table();
}

void recall_axes::read_files() {
    file.read(states, N, K, trials);
    if (!file.memories()) return;
    if (load.given())
        throw usage_error(fmt::format("--load: {} has K = {} memories; leave the option out", file.name(), *K));
    load.assign({});
    if (!file.real()) return;
    for (recall_model const& one : model.values())
        if (one.of == recall_model::family::hopfield_self)
            throw usage_error(
                fmt::format("--model hopfield-self: {} holds other values than -1 and +1, for which T_ii "
                            "= K has no meaning; accepted: the other models",
                            file.name()));
}

void recall_axes::check_rounding() const {
    study::check_rounding(rounding, formats.values());
    for (rounding_rule const& how : rounding.values())
        if (how.mode == rounding_mode::stochastic)
            throw usage_error(
                fmt::format("--rounding {}: recall follows one trajectory; accepted: nearest, zero, up, "
                            "down, away, odd",
                            name(how)));
}

void recall_axes::check_sizes() const {
    for (std::int64_t const neurons : N.values()) {
        std::vector<std::int64_t> memories_there = K.values();
        for (ratio const& of : load.values()) memories_there.push_back(memories_at(of, neurons));
        for (std::int64_t const count : memories_there) {
            if (neurons > most_couplings / count)
                throw usage_error(fmt::format("--N {} with K = {}: N K is above {}, the most that is taken", neurons,
                                              count, most_couplings));
            for (hopfield_rule const one : rule.values()) check_learning_size(one, neurons, count);
        }
    }
}

/// Couplings are held one by one where Hebb's sum over the memories does not do.
void recall_axes::check_couplings() const {
    for (recall_model const& one : model.values())
        for (hopfield_rule const how : rule.values()) {
            if (how == hopfield_rule::hebb) continue;
            if (one.of != recall_model::family::hopfield)
                throw usage_error(fmt::format("--rule {}: of --model hopfield, not {}", name(how), one.name));
            refuse_typed({&memory_order, &similarity_order, &self_inside, &store, &power, &program},
                         fmt::format("of the terms of Eq. 4, which --rule {} does not have", name(how)));
        }
    bool const linear =
        std::any_of(model.values().begin(), model.values().end(), [](recall_model const& one) { return one.linear(); });
    bool const one_by_one =
        file.real() ||
        (*trials_table && (tie.given() || std::any_of(formats.values().begin(), formats.values().end(),
                                                      [](number_format const& one) { return !one.exact(); })));
    for (std::int64_t const neurons : N.values())
        if (linear && one_by_one && neurons > most_coupled_neurons)
            throw usage_error(
                fmt::format("--N {}: couplings of real memories, and energies in a format, are taken up to N = {}",
                            neurons, most_coupled_neurons));
}

void recall_axes::refuse_typed(std::initializer_list<any_axis const*> const& options, std::string const& why) const {
    for (any_axis const* const option : options)
        if (option->given()) throw usage_error(fmt::format("{} {}: {}", option->name(), option->typed(), why));
}

/// Glauber's dynamics has exact fields, an order of its own and no ties.
void recall_axes::check_temperature() {
    if (std::all_of(temperature.values().begin(), temperature.values().end(),
                    [](rational const& T) { return T == 0; })) {
        sweeps.has_no_part("only with a --temperature above 0");
        return;
    }
    refuse_typed({&formats, &rounding, &subnormals, &tie, &tolerance, &nan, &memory_order, &similarity_order,
                  &self_inside, &store, &power, &order, &program},
                 "has no part at a temperature: fields are exact, every sweep is in random order");
}

recall_rule recall_axes::rule_at(place const& at) const {
    return rule_of(rounded_so(at[formats], at[rounding], at[subnormals]), at[power], at[memory_order],
                   at[similarity_order], at[self_inside],
                   store.values().empty() ? std::nullopt : std::optional(at[store]), {at[tie], at[nan], *tolerance});
}

/// Every combination is looked at before any is computed.
void recall_axes::check_programs() const {
    std::vector<std::optional<number_format>> kept(store.values().begin(), store.values().end());
    if (kept.empty()) kept.emplace_back();
    auto const check_one = [&](recall_model const& one, recall_rule const& how) {
        if (how.format.exact()) return;
        of_option(fmt::format("--model {} --formats {}", one.name, how.format.name), [&] {
            if (std::string const why = refusal(setting_of(one, how), true); !why.empty())
                throw std::invalid_argument(why);
        });
        for (std::int64_t const neurons : N.values())
            of_option(fmt::format("--model {} --formats {}", one.name, how.format.name),
                      [&] { check_program(setting_of(one, how), static_cast<std::size_t>(neurons)); });
    };
    for (recall_model const& one : model.values())
        for (number_format const& format : formats.values())
            for (power_method const method : power.values())
                for (memory_sum const& by : memory_order.values())
                    for (similarity_sum const& similar : similarity_order.values())
                        for (bool const inside : self_inside.values())
                            for (auto const& in : kept)
                                check_one(one, rule_of(format, method, by, similar, inside, in, {}));
    memory_patterns const both = bipolar_patterns(1, 1);
    for (number_format const& in : store.values())
        of_option("--store", [&] { static_cast<void>(stored_patterns(both, in)); });
}

void recall_axes::check_trials_table() {
    if (!*trials_table) {
        trials_table.leave_unrecorded();
        return;
    }
    double trials_of_states = 0;
    for (state_source const& source : states.values()) trials_of_states += static_cast<double>(trials_from(source));
    double const products = static_cast<double>(model.size() * std::max(load.size(), K.size()) * formats.size() *
                                                rule.size() * temperature.size() * N.size());
    double most_N = 0;
    for (std::int64_t const cell_N : N.values()) most_N = std::max(most_N, static_cast<double>(cell_N));
    check_trials_size(trials_of_states * products, most_N);
}

}  // namespace ulpfield::study
