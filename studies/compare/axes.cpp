#include "studies/compare/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rule/program_check.hpp"
#include "study/library_values.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/memory/stored_patterns.hpp"

namespace ulpfield::study {

namespace {

constexpr int most_integer_bits = 2'000'000;

}  // namespace

void compare_axes::check(arguments const&) {
    check_accumulate();
    check_rule();
    read_memories();
    check_formats();
    static_cast<void>(read_state_files(states, files, memories ? *memories_name : "", N, trials));
    for (std::int64_t const cell_N : N.values())
        for (std::int64_t const cell_K : K.values())
            for (std::int64_t const cell_n : n.values()) check_size(cell_N, cell_K, cell_n);
    for (hopfield_rule const how : rule.values())
        for (std::int64_t const cell_N : N.values())
            for (std::int64_t const cell_K : K.values()) check_learning_size(how, cell_N, cell_K);
    check_threshold();
    check_trials_table();
    check_programs();
}

rule_setting compare_axes::setting_of(number_format const& format, argument_scaling const& scaled,
                                      interaction const& function, power_method method, memory_sum const& by,
                                      similarity_sum const& similar, bool inside,
                                      std::optional<number_format> const& kept, bool fused,
                                      std::optional<number_format> const& wider) const {
    rule_setting setting{format, format.exact() ? std::nullopt : wider, function, scaled, method};
    program_arithmetic arithmetic{by, similar, inside, fused};
    if (auto* const unit = std::get_if<unit_similarity>(&arithmetic.similarity.by))
        unit->operands = kept.value_or(format);
    if (!arithmetic.plain()) setting.program = std::move(arithmetic);
    return setting;
}

rule_setting compare_axes::setting_at(place const& at) const {
    return setting_of(format_at(at), at[scaling], function_at(at), at[power], at[memory_order], at[similarity_order],
                      at[self_inside], store_at(at), at[contract], sum_format_at(at));
}

/// Every combination is looked at before any is computed.
void compare_axes::check_programs() const {
    memory_patterns const both = bipolar_patterns(1, 1);
    for (number_format const& in : store.values())
        of_option(store.name(), [&] { static_cast<void>(stored_patterns(memories ? *memories : both, in)); });
    std::vector<std::optional<number_format>> kept(store.values().begin(), store.values().end());
    if (kept.empty()) kept.emplace_back();
    auto const check = [&](rule_setting const& setting) {
        for (std::int64_t const cell_N : N.values())
            of_option(fmt::format("--formats {} --scaling {} --interaction {}", setting.format.name,
                                  name(setting.scaling), name(setting.F)),
                      [&] { check_program(setting, static_cast<std::size_t>(cell_N)); });
    };
    for (number_format const& format : formats.values())
        for (argument_scaling const& scaled : scaling.values())
            for (interaction const& function : F.values())
                for (power_method const method : power.values())
                    for (memory_sum const& by : memory_order.values())
                        for (similarity_sum const& similar : similarity_order.values())
                            for (bool const inside : self_inside.values())
                                for (auto const& one : kept)
                                    for (bool const fused : contract.values())
                                        check(setting_of(format, scaled, function, method, by, similar, inside, one,
                                                         fused, accumulate.optional()));
}

void compare_axes::check_accumulate() const {
    for (number_format const& sum : accumulate.values())
        for (number_format const& format : formats.values())
            if (format.exact() || sum.exact() || !sum.at_least_as_wide_as(format))
                throw usage_error(
                    fmt::format("--accumulate {}: not as wide as --formats {}; accepted: a rounding format with at "
                                "least its precision and exponent range",
                                sum.name, format.name));
}

/// Not every format computes every formulation.
void compare_axes::check_formats() const {
    check_rounding(rounding, formats.values());
    bool const bipolar = !memories || std::holds_alternative<bipolar_patterns>(*memories);
    for (power_method const method : power.values())
        check_refusals(formats, scaling, F, accumulate.optional(), method, bipolar);
}

void compare_axes::read_memories() {
    if (*memories_name == "random") {
        if (limit.given())
            throw usage_error("--limit: only with a --memories file; random memories take their number from --K");
        return;
    }
    auto const most = limit.given() ? std::optional<std::size_t>(static_cast<std::size_t>(*limit)) : std::nullopt;
    memories = std::make_shared<memory_patterns const>(files.memories(memories_name.name(), *memories_name, most));
    memories_name.record_as(fingerprint(*memories));
    take_file_dimension(N, neurons(*memories), *memories_name);
    take_file_dimension(K, count(*memories), *memories_name);
    check_exponents();
}

/// e^x is compared exactly only where x has few digits before the point.
void compare_axes::check_exponents() const {
    constexpr double largest = 1e15;
    auto const* const real = std::get_if<real_patterns>(memories.get());
    if (real == nullptr) return;
    double overlap = 0;
    for (std::size_t mu = 0; mu < real->K(); ++mu) {
        double sum = 0;
        for (double const z : real->row(mu)) sum += std::fabs(z);
        overlap = std::max(overlap, sum);
    }
    for (interaction const& f : F.values())
        if (std::string const of = name(f);
            overlap > largest && (of.starts_with("exponential") || of.starts_with("cosh")))
            throw usage_error(
                fmt::format("--memories: {}: overlaps up to {:.3g} are too large for --interaction {}; "
                            "accepted: up to {:g}",
                            *memories_name, overlap, of, largest));
}

/// Couplings are of order 2 and not scaled; powers have no part in them.
void compare_axes::check_rule() {
    if (std::all_of(rule.values().begin(), rule.values().end(),
                    [](hopfield_rule how) { return how == hopfield_rule::hebb; }))
        return;
    std::string const of = "--rule " + rule.typed();
    if (!n.given()) n.assign({2});
    if (!scaling.given()) scaling.assign({raw{}});
    if (n.values() != std::vector<std::int64_t>{2})
        throw usage_error(fmt::format("{} with --n {}: couplings have order 2; accepted: --n 2", of, n.typed()));
    if (scaling.size() != 1 || !std::holds_alternative<raw>(scaling.values()[0]))
        throw usage_error(fmt::format("{} with --scaling {}: couplings are not scaled; accepted: --scaling raw", of,
                                      scaling.typed()));
    if (F.size() != 1 || !std::holds_alternative<polynomial>(F.values()[0]))
        throw usage_error(fmt::format("{} with --interaction {}: accepted: polynomial", of, F.typed()));
    for (any_axis const* const of_terms : std::initializer_list<any_axis const*>{
             &power, &memory_order, &similarity_order, &self_inside, &store, &contract, &program})
        if (of_terms->given())
            throw usage_error(fmt::format("{} {}: of the terms of Eq. 4, which {} does not have", of_terms->name(),
                                          of_terms->typed(), of));
    for (state_source const& source : states.values())
        if (source.from == state_source::kind::near_tie)
            throw usage_error(fmt::format("--states near-tie: of Eq. 4, not of {}", of));
}

void compare_axes::check_threshold() {
    take_threshold(bias, N.values());
    if (!bias->given()) return;
    for (argument_scaling const& one : scaling.values())
        if (std::holds_alternative<largest_shift>(one) ||
            std::visit([](auto const& of) { return of.over_largest_term; }, one))
            throw usage_error(fmt::format(
                "--threshold: --scaling {} scales every field by a factor of its own, beside which a number "
                "has no meaning; accepted: the other scalings",
                name(one)));
}

void compare_axes::check_trials_table() {
    if (!*trials_table) {
        trials_table.leave_unrecorded();
        return;
    }
    double trials_of_states = 0;
    for (state_source const& source : states.values()) trials_of_states += static_cast<double>(trials_from(source));
    double const products = static_cast<double>(formats.size() * scaling.size() * F.size() * n.size() * K.size());
    double most_N = 0;
    for (std::int64_t const cell_N : N.values()) most_N = std::max(most_N, static_cast<double>(cell_N));
    check_trials_size(trials_of_states * products * static_cast<double>(N.size()), most_N);
}

/// The exact sums need tables and packed patterns of a size known beforehand.
void compare_axes::check_size(std::int64_t cell_N, std::int64_t cell_K, std::int64_t cell_n) const {
    std::int64_t const most_bits =
        memories && std::holds_alternative<real_patterns>(*memories) ? 20'000'000 : 1'000'000'000;
    if (cell_N > most_bits / cell_K)
        throw usage_error(fmt::format("--N {}, --K {}: N K is above {}, the most that fits in memory here", cell_N,
                                      cell_K, most_bits));
    // The exact integers: n log2(N) bits each, one for every overlap that occurs.
    double const bits = static_cast<double>(cell_n) * std::log2(static_cast<double>(cell_N) + 2);
    if (bits > most_integer_bits)
        throw usage_error(fmt::format("--n {} with --N {}: N^n has {:.0f} bits; at most {} are taken", cell_n, cell_N,
                                      bits, most_integer_bits));
    double const gib = bits * static_cast<double>(std::min(cell_N + 1, 2 * cell_K)) / 0x1p33;
    if (gib > 1)
        throw usage_error(
            fmt::format("--n {} with --N {}, --K {}: the exact integers alone need {:.1f} GiB; at most 1 is taken",
                        cell_n, cell_N, cell_K, gib));
    for (number_format const& format : formats.values()) {
        int const p = accumulate.optional().value_or(format).precision;
        bool const stagnates = p > 0 && p < 30 && cell_N - 1 > std::int64_t{1} << p;
        if (stagnates && cell_N > 100'000'000 / cell_K)
            throw usage_error(
                fmt::format("--formats {} with --N {}, --K {}: sums of N terms are held at 2^{} there, and N K is "
                            "above 100000000",
                            format.name, cell_N, cell_K, p));
    }
}

}  // namespace ulpfield::study
