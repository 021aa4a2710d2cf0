#include "studies/converge/axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "study/list.hpp"
#include "study/real_list.hpp"
#include "ulpfield/files/fingerprint.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_entries = 50'000'000;

/// Formats of --formats, or none.
domain<number_format> some_formats() {
    domain<number_format> formats = number_formats(only_floating);
    formats.read = [read = formats.read](std::string_view option_name, std::string const& text) {
        return text == "none" ? std::vector<number_format>() : read(option_name, text);
    };
    return formats;
}

/// One value only: the table has no column for more.
void need_one(any_axis const& of) {
    if (of.size() != 1)
        throw usage_error(
            fmt::format("{}: {} values; accepted: one (the table has no column for it)", of.name(), of.size()));
}

}  // namespace

converge_axes::converge_axes()
    : digit_axes({{"--n", "2,4,8,16"},
                  {"--K", "500"},
                  {"--patterns", "1000"},
                  {"--m", "10"},
                  {"--learning-rate", "0.2"},
                  {"--epochs", "50"},
                  {"--batch", "100"}}),
      recall_formats{*this,
                     "--recall-formats",
                     "LIST",
                     "none",
                     "formats in which trained networks recall as well: metric elsewhere:FORMAT; none, or as --formats",
                     some_formats()} {
    set_product(networks, states, rule, formulation, formats, F, inverse_temperature, learning_rate, n, K, tie, nan);
    set_keys(n, K, tie, nan);
    leave_out([this](place const& at) {
        return at[networks] == memory_source::trained && at[states].of != recall_start::kind::data;
    });
}

void converge_axes::check(arguments const& given) {
    need_one(F);
    if (memories_name.given()) {
        if (!networks.given()) networks.assign({memory_source::stored});
        if (networks.size() != 1 || !asks_for(memory_source::stored))
            throw usage_error(
                fmt::format("--networks {}: --memories names the network; accepted: stored", networks.typed()));
        if (mnist.given()) throw usage_error("--mnist: --memories names the patterns; leave one of them out");
    }
    refuse_without_effect();
    check_decisions();
    digit_axes::check(given);
    for (rational const& tolerance : epsilon.values())
        if (tolerance >= 1)
            throw usage_error(
                fmt::format("--epsilon: {} is not accepted; accepted: 0 to below 1", exact_text(tolerance)));
    for (number_format const& format : recall_formats.values())
        if (format.exact())
            throw usage_error("--recall-formats: exact; accepted: any rounding format, such as mpfr:1000");
    if (networks.size() == 1 && asks_for(memory_source::trained))
        for (recall_start const& start : states.values())
            if (start.of != recall_start::kind::data)
                throw usage_error(fmt::format(
                    "--states: '{}' is not accepted for trained networks alone; accepted: data", start.name));
    read_patterns(given);
    std::int64_t const most_K = *std::max_element(K.values().begin(), K.values().end());
    if (most_K > most_entries / *N)
        throw usage_error(
            fmt::format("--K: {} memories of N = {} neurons; accepted: N K at most {}", most_K, *N, most_entries));
    plan_.F = F.values().front();
    plan_.N = *N;
    plan_.iterations = iterations.values();
    std::sort(plan_.iterations.begin(), plan_.iterations.end());
    plan_.synchronous = *synchronous;
    plan_.decision = {.tie = *tie, .nan = *nan};
    plan_.signs = *signs;
    plan_.seed = *seed;
}

/// An option that could change nothing is a mistake of the one who typed it.
void converge_axes::refuse_without_effect() const {
    if (recall_digits.given() && recall_formats.size() == 0)
        throw usage_error("--recall-digits: no format to recall in; add --recall-formats");
    if (asks_for(memory_source::trained)) return;
    if (mnist.given() && !asks_for(memory_source::stored))
        throw usage_error("--mnist: iid patterns need no digits; add --networks trained or stored, or leave it out");
    for (any_axis const* const only_trained : std::initializer_list<any_axis const*>{&formulation,
                                                                                     &inverse_temperature,
                                                                                     &convention,
                                                                                     &match_temperature,
                                                                                     &learning_rate,
                                                                                     &decay,
                                                                                     &momentum,
                                                                                     &m,
                                                                                     &epochs,
                                                                                     &formats,
                                                                                     &leak,
                                                                                     &clamp,
                                                                                     &initial,
                                                                                     &normalise,
                                                                                     &floor,
                                                                                     &batch,
                                                                                     &order,
                                                                                     &test,
                                                                                     &rule,
                                                                                     &free_class_weights,
                                                                                     &ramp,
                                                                                     &signs,
                                                                                     &recall_formats,
                                                                                     &recall_digits,
                                                                                     &nan})
        if (only_trained->given())
            throw usage_error(fmt::format("{}: only trained networks have it; add --networks trained, or leave it out",
                                          only_trained->name()));
}

/// Pictures and sentences are of one rule; overlaps of Definition 3.1 are those of states of -1 and +1.
void converge_axes::check_decisions() const {
    for (any_axis const* const rule_of : std::initializer_list<any_axis const*>{&tie, &nan})
        if (rule_of->size() != 1)
            throw usage_error(fmt::format("{} {}: {} rules; accepted: one a run", rule_of->name(), rule_of->typed(),
                                          rule_of->size()));
    if (*tie == tie_rule::zero)
        throw usage_error(
            "--tie zero: Definition 3.1 has no overlap of third values; accepted: plus, minus, keep, flip");
    if (*nan == nan_rule::nan || *nan == nan_rule::zero)
        throw usage_error(fmt::format(
            "--nan {}: Definition 3.1 has no overlap of third values; accepted: minus, plus, keep", nan.typed()));
}

void converge_axes::read_files() {
    auto read = std::make_shared<bipolar_patterns const>(files.states(memories_name.name(), *memories_name));
    memories_name.record_as(fingerprint(*read));
    take_file_dimension(N, read->N(), *memories_name);
    take_file_dimension(K, read->K(), *memories_name);
    plan_.memories = std::move(read);
    if (!states.given()) states.assign({{recall_start::kind::memory, {0, 1}, "memory"}});
    std::vector<recall_start> all = states.values();
    std::optional<std::int64_t> rows;
    for (recall_start& start : all) {
        if (start.of == recall_start::kind::data)
            throw usage_error("--states data: of digits; accepted with --memories: memory, corrupted:P, or a file");
        if (start.of != recall_start::kind::file) continue;
        start.states = std::make_shared<bipolar_patterns const>(files.states(states.name(), start.name));
        if (start.states->N() != plan_.memories->N())
            throw usage_error(fmt::format("--states: {} has N = {}, but {} has N = {}", start.name, start.states->N(),
                                          *memories_name, plan_.memories->N()));
        auto const there = static_cast<std::int64_t>(start.states->K());
        if (all.size() > 1 || (patterns.given() && *patterns != there))
            throw usage_error(
                fmt::format("--states: the {} rows of {} are the trials; accepted: that file alone, "
                            "without --patterns",
                            there, start.name));
        rows = there;
    }
    states.assign(std::move(all));
    if (*patterns == 0)
        throw usage_error("--patterns: all, but trials from memories have no end; accepted: 1 to 1000000");
    plan_.trials = rows.value_or(*patterns);
}

/// The digits learned from or stored, or the number of iid trials.
void converge_axes::read_patterns(arguments const& given) {
    if (memories_name.given()) return read_files();
    for (recall_start const& start : states.values())
        if (start.of == recall_start::kind::file)
            throw usage_error(fmt::format("--states: {}: a file of states goes with --memories FILE", start.name));
    files.refuse_typed("no file is read; accepted: with --memories FILE");
    if (!asks_for(memory_source::trained) && !asks_for(memory_source::stored)) {
        if (*patterns == 0) throw usage_error("--patterns: all, but iid patterns have no end; accepted: 1 to 1000000");
        plan_.trials = *patterns;
        return;
    }
    for (any_axis const* const single :
         std::initializer_list<any_axis const*>{&rule, &formulation, &formats, &inverse_temperature, &learning_rate})
        need_one(*single);
    check_digits(given, selection::balanced);
    auto const pixels = static_cast<std::int64_t>(train_digits().N());
    if (N.given() && *N != pixels)
        throw usage_error(fmt::format("--N: {} given, but the digits have {} pixels", N.typed(), pixels));
    N.assign({pixels});
    plan_.digits = &train_digits();
    plan_.trials = static_cast<std::int64_t>(train_digits().P());
    if (asks_for(memory_source::stored))
        plan_.stored =
            read_digits(given, *std::max_element(K.values().begin(), K.values().end()), 1, selection::first).train;
}

converge_cell converge_axes::cell_at(place const& at) const { return {at[networks], at[states], at[n], at[K]}; }

training_task converge_axes::task(place const& at) const {
    return digit_task(at, at[rule], at[inverse_temperature], at[learning_rate], 1);
}

std::vector<std::pair<std::string, std::string>> converge_axes::parameters() const {
    auto all = digit_axes::parameters();
    if (asks_for(memory_source::stored) && !plan_.memories)
        all.emplace_back("stored digits", plan_.stored.fingerprint());
    return all;
}

}  // namespace ulpfield::study
