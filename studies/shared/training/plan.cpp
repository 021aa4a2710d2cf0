#include "studies/shared/training/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "studies/shared/training/accepted_initial.hpp"
#include "studies/shared/training/presets.hpp"
#include "study/file_dimensions.hpp"
#include "study/library_values.hpp"
#include "study/list.hpp"
#include "study/real_list.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_neurons = 100'000;
constexpr std::int64_t most_memories = 100'000;
constexpr std::int64_t most_patterns = 1'000'000;
constexpr std::int64_t most_order = 1'000;
constexpr std::int64_t most_entries = 50'000'000;
/// Memories and momentum, 17 characters an entry, must fit into one value of the store (10^9 bytes).
constexpr std::int64_t most_learned = 25'000'000;

std::vector<std::string> distinct(arguments const& given, std::string_view option_name) {
    std::vector<std::string> items;
    for (std::string const& item : split_list(option_name, given.text(option_name)))
        if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
    return items;
}

/// F of order n, whose beta' the conventions tell apart.
bool has_order(std::string const& interaction_name) {
    return std::visit(
        [](auto const& F) {
            return requires { F.n; };
        },
        make_interaction("--interaction", interaction_name, 2));
}

/// "-0.5": ratios may be negative here.
bool is_number(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789,: +-") == std::string_view::npos;
}

}  // namespace

std::string_view name(learning_formulation formulation) {
    return formulation == learning_formulation::original ? "original" : "modified";
}

training_plan::training_plan(arguments const& typed, bool maps) {
    arguments const given = with_preset(typed, maps);
    for (std::string const& item : distinct(given, "--formulation"))
        formulations.push_back(parse_choice("--formulation", item, {"original", "modified"}) == "original"
                                   ? learning_formulation::original
                                   : learning_formulation::modified);
    for (std::string const& item : distinct(given, "--formats")) {
        formats.push_back(parse_format("--formats", item));
        if (formats.back().exact())
            throw usage_error(
                "--formats: exact arithmetic cannot train: tanh leaves the rationals; accepted: any rounding format, "
                "such as mpfr:1000");
    }
    for (std::string const& item : distinct(given, "--interaction")) {
        std::string const canonical = ulpfield::name(make_interaction("--interaction", item, 1));
        if (std::find(interactions.begin(), interactions.end(), canonical) == interactions.end())
            interactions.push_back(canonical);
    }
    n = parse_integers("--n", given.text("--n"), 1, most_order);
    N = parse_integers("--N", given.text("--N"), 1, most_neurons);
    K = parse_integers("--K", given.text("--K"), 1, most_memories);
    if (maps) {
        inverse_temperatures = parse_reals("--inverse-temperature", given.text("--inverse-temperature"), true);
        learning_rates = parse_reals("--learning-rate", given.text("--learning-rate"), false);
    } else {
        inverse_temperatures = {parse_real("--inverse-temperature", given.text("--inverse-temperature"), true)};
        learning_rates = {parse_real("--learning-rate", given.text("--learning-rate"), false)};
    }
    std::string const convention =
        parse_choice("--beta-convention", given.text("--beta-convention"), {"1/T^n", "1/(nT)", "1/T"});
    convention_ = convention == "1/T^n"    ? beta_convention::power
                  : convention == "1/(nT)" ? beta_convention::over_n
                                           : beta_convention::reciprocal;
    match_temperature_ = parse_choice("--match-temperature", given.text("--match-temperature"), {"yes", "no"}) == "yes";
    bool const any_original =
        std::find(formulations.begin(), formulations.end(), learning_formulation::original) != formulations.end();
    for (std::string_view const option_name : {"--beta-convention", "--match-temperature"})
        if (given.given(option_name) && !any_original)
            throw usage_error(
                fmt::format("{}: only the original formulation has it; add --formulation original", option_name));
    if (given.given("--beta-convention") &&
        std::none_of(interactions.begin(), interactions.end(), [](std::string const& F) { return has_order(F); }))
        throw usage_error(
            "--beta-convention: beta' of F without an order n (exponential) is X in every convention; leave it out, or "
            "add an --interaction with an order");
    decay_ = parse_real("--decay", given.text("--decay"), false);
    momentum_ = parse_real("--momentum", given.text("--momentum"), false);
    m_ = static_cast<int>(parse_integer("--m", given.text("--m"), 1, 1000));
    epochs = parse_integer("--epochs", given.text("--epochs"), 0, 10'000'000);
    repeats = parse_integer("--repeats", given.text("--repeats"), 1, 100'000);
    leak_ = parse_choice("--leak", given.text("--leak"), {"same", "as-modified", "as-original"});
    if (given.given("--leak") && std::none_of(interactions.begin(), interactions.end(),
                                              [](std::string const& F) { return F.starts_with("leaky"); }))
        throw usage_error("--leak: only leaky F has an EPS; add --interaction leaky or leaky+");
    if (leak_ != "same" && any_original && convention_ != beta_convention::power)
        throw usage_error(
            fmt::format("--leak {}: with --beta-convention {} no EPS makes the formulations the same; "
                        "accepted: 1/T^n",
                        leak_, convention));
    for (auto const& [choice, mapped] : {std::pair("as-modified", learning_formulation::original),
                                         std::pair("as-original", learning_formulation::modified)})
        if (leak_ == choice && std::find(formulations.begin(), formulations.end(), mapped) == formulations.end())
            throw usage_error(
                fmt::format("--leak {}: it changes the {} formulation, which is not asked for", leak_, name(mapped)));
    normalise_ = parse_choice("--normalise", given.text("--normalise"), {"row", "none"}) == "row"
                     ? step_normalisation::per_memory
                     : step_normalisation::none;
    if (normalise_ == step_normalisation::none && given.given("--floor"))
        throw usage_error("--floor: --normalise none divides by nothing; leave one of them out");
    std::string_view floor_text = given.text("--floor");
    if (floor_text.starts_with("relative:")) {
        floor_.relative = true;
        floor_text.remove_prefix(9);
    }
    auto const floor_value = read_real(floor_text, 1000);
    if (!floor_value || *floor_value < 0)
        throw usage_error(
            fmt::format("--floor: '{}' is not accepted; accepted: F or relative:F, F 0 or from 1e-1000 to 1e1000",
                        given.text("--floor")));
    floor_.value = *floor_value;
    if (given.text("--batch") != "all") batch_ = parse_integer("--batch", given.text("--batch"), 1, most_patterns);
    order_ = parse_choice("--evaluation", given.text("--evaluation"), {"fast", "definition"}) == "fast"
                 ? evaluation::fast
                 : evaluation::definition;
    probe.scaling = parse_choice("--probe-scaling", given.text("--probe-scaling"), {"paper", "trained"}) == "paper"
                        ? probe_scaling::paper
                        : probe_scaling::trained;
    probe.synchronous =
        parse_choice("--probe-order", given.text("--probe-order"), {"sequential", "synchronous"}) == "synchronous";
    seed_ = std::stoull(given.text("--seed"));

    patterns_text_ = given.text("--patterns");
    if (is_number(patterns_text_)) {
        P = maps ? parse_integers("--patterns", patterns_text_, 1, most_patterns)
                 : std::vector{parse_integer("--patterns", patterns_text_, 1, most_patterns)};
    } else {
        pattern_file_ = std::make_shared<bipolar_patterns const>(read_states("--patterns", patterns_text_));
        P = {static_cast<std::int64_t>(pattern_file_->K())};
        take_file_dimension(given, "--N", N, pattern_file_->N(), patterns_text_);
    }
    read_initial(given.text("--initial"), given);
    read_clamp(given.text("--clamp"));
    if (pattern_file_ && initial_file_ && batch_ == 0) {
        if (given.given("--repeats") && repeats > 1)
            throw usage_error(
                "--repeats: patterns and initial memories both come from files, so every repeat would be the same; "
                "leave it out");
        repeats = 1;
    }
    for (std::int64_t const each : N) {
        std::int64_t const largest_K = *std::max_element(K.begin(), K.end());
        std::int64_t const largest_P = *std::max_element(P.begin(), P.end());
        if (each > most_learned / largest_K)
            throw usage_error(fmt::format("--K: {} memories of N = {} neurons; accepted: N K at most {}", largest_K,
                                          each, most_learned));
        if (each > most_entries / largest_P)
            throw usage_error(fmt::format("--patterns: {} of N = {} neurons; accepted: N P at most {}", largest_P, each,
                                          most_entries));
        if (clamp_from_ != 0 || clamp_to_ != ~std::size_t{0})
            if (clamp_to_ > static_cast<std::size_t>(each))
                throw usage_error(
                    fmt::format("--clamp: {} is beyond N = {}; accepted: neurons 1 to {}", clamp_text_, each, each));
    }
    if (batch_ > *std::min_element(P.begin(), P.end()))
        throw usage_error(fmt::format("--batch: {} is more than the {} patterns; accepted: all, or 1 to {}", batch_,
                                      *std::min_element(P.begin(), P.end()), *std::min_element(P.begin(), P.end())));
}

void training_plan::read_initial(std::string const& text, arguments const& given) {
    initial_text_ = text;
    std::size_t const colon = text.find(':');
    std::string const kind = text.substr(0, colon);
    if (kind == "normal" || kind == "uniform") {
        std::size_t const second = colon == std::string::npos ? colon : text.find(':', colon + 1);
        std::optional<rational> a;
        std::optional<rational> b;
        if (second != std::string::npos) {
            a = read_real(std::string_view(text).substr(colon + 1, second - colon - 1));
            b = read_real(std::string_view(text).substr(second + 1));
        }
        bool const normal = kind == "normal";
        if (!a || !b || (normal ? *b < 0 : *b < *a))
            throw usage_error(fmt::format(
                "--initial: '{}' is not accepted; accepted: {}; numbers from 1e-150 to 1e150, STD >= 0, LO <= HI", text,
                accepted_initial));
        law_ = initial_law{normal ? initial_law::kind::normal : initial_law::kind::uniform, *a, *b};
        return;
    }
    std::error_code ignored;
    if (!std::filesystem::exists(text, ignored))
        throw usage_error(fmt::format("--initial: '{}' is no law and no file; accepted: {}", text, accepted_initial));
    initial_file_ = std::make_shared<memory_patterns const>(read_patterns("--initial", text));
    take_file_dimension(given, "--K", K, count(*initial_file_), text);
    if (pattern_file_ && neurons(*initial_file_) != pattern_file_->N())
        throw usage_error(fmt::format("--initial: {} has N = {}, but {} has N = {}; both must have the same N", text,
                                      neurons(*initial_file_), patterns_text_, pattern_file_->N()));
    take_file_dimension(given, "--N", N, neurons(*initial_file_), text);
}

void training_plan::read_clamp(std::string const& text) {
    clamp_text_ = text;
    if (text == "all") return;
    if (text == "none") {
        clamp_to_ = 0;
        return;
    }
    std::size_t const colon = text.find(':');
    std::string const accepted =
        "--clamp: '" + text + "' is not accepted; accepted: all, none, or A:B with 1 <= A <= B";
    if (colon == std::string::npos) throw usage_error(accepted);
    std::int64_t const from = parse_integer("--clamp", text.substr(0, colon), 1, most_neurons);
    std::int64_t const to = parse_integer("--clamp", text.substr(colon + 1), 1, most_neurons);
    if (from > to) throw usage_error(accepted);
    clamp_from_ = static_cast<std::size_t>(from - 1);
    clamp_to_ = static_cast<std::size_t>(to);
}

rational training_plan::inverse_temperature_of(learning_formulation formulation, rational const& X,
                                               std::int64_t neurons_) const {
    if (!match_temperature_ || formulation == learning_formulation::modified) return X;
    return X / rational(neurons_);
}

training_setting training_plan::setting(network const& of) const {
    training_setting result;
    result.format = *of.format;
    result.F = make_interaction("--interaction", *of.interaction_name, static_cast<int>(of.n));
    result.formulation = of.formulation;
    result.convention = convention_;
    std::string_view const changed = of.formulation == learning_formulation::original ? "as-modified" : "as-original";
    result.epsilon = leak_ == changed ? leak::mapped : leak::same;
    result.inverse_temperature = of.inverse_temperature;
    result.m = m_;
    result.learning_rate = of.learning_rate;
    result.decay = decay_;
    result.momentum = momentum_;
    result.normalise = normalise_;
    result.floor = floor_;
    result.clamp_from = clamp_from_;
    result.clamp_to = clamp_to_;
    result.batch = static_cast<std::size_t>(batch_);
    result.seed = mix_seed({seed_, static_cast<std::uint64_t>(of.repeat)});
    result.order = order_;
    return result;
}

double training_plan::cost(network const& of) const {
    double const terms = static_cast<double>(of.N) * static_cast<double>(of.K) * static_cast<double>(of.P);
    int const p = of.format->precision;
    bool const machine = (p == 53 && of.format->emax == 1023) || (p == 24 && of.format->emax == 127);
    double const power = 2 * std::log2(static_cast<double>(of.n) + 1);
    double const passes = static_cast<double>(epochs) + 3;
    if (machine && order_ == evaluation::fast) return 1e5 + terms * (0.8 + 0.1 * power) * passes;
    // Every operation of the definition: two sums over N and two powers a term.
    double const each = machine ? 0.4 : p <= 25 ? 1.2 : p <= 64 ? 2 : 40 + 0.1 * p;
    return 1e5 + terms * each * (2 * static_cast<double>(of.N) + 2 * power) * passes;
}

}  // namespace ulpfield::study
