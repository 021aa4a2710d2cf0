#include "studies/shared/training/learning_axes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "study/real_list.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_memories = 100'000;
constexpr std::int64_t most_order = 1'000;
constexpr std::int64_t most_entries = 50'000'000;
/// Memories and momentum, 17 characters an entry, must fit into one value of the store (10^9 bytes).
constexpr std::int64_t most_learned = 25'000'000;

/// F of order n, whose beta' the conventions tell apart.
bool has_order(interaction const& F) { return ulpfield::order(F).has_value(); }

template <class Value>
named_values<Value> named(std::initializer_list<Value> values) {
    named_values<Value> all;
    for (Value const value : values) all.emplace_back(name(value), value);
    return all;
}

}  // namespace

learning_axes::learning_axes(bool maps, changed_defaults const& changed)
    : learning_axes(maps, default_of([&changed](std::string_view option_name, std::string usual) {
                        auto const other = changed.find(option_name);
                        return other == changed.end() ? std::move(usual) : other->second;
                    })) {}

learning_axes::learning_axes(bool maps, default_of const& or_changed)
    : formulation{*this,
                  "--formulation",
                  "LIST",
                  or_changed("--formulation", maps ? "original,modified" : "modified"),
                  "original (Eq. 8: beta' outside F) or modified (Eq. 14: beta = X/N inside F)",
                  choices(named({learning_formulation::original, learning_formulation::modified})),
                  {"formulation", "original (Eq. 8) or modified (Eq. 14)", false}},
      inverse_temperature{
          *this,
          "--inverse-temperature",
          maps ? "LIST" : "X",
          or_changed("--inverse-temperature", maps ? "0.001:10:log13" : "0.9"),
          maps ? "X = 1/T > 0: {}" : "X = 1/T > 0; beta' = X^n, beta = X/N",
          maps ? reals(true) : one_real(true),
          {"inverse_temperature", "X = 1/T as used: beta' = X^n (or as --beta-convention says), beta = X/N"}},
      convention{*this,
                 "--beta-convention",
                 "NAME",
                 "1/T^n",
                 "beta' of the original: 1/T^n (X^n), 1/(nT) (X/n) or 1/T (X); F without an order n (exponential): X",
                 choice(named({beta_convention::power, beta_convention::over_n, beta_convention::reciprocal}))},
      match_temperature{*this,
                        "--match-temperature",
                        "yes|no",
                        "no",
                        "the original runs at X/N: by Theorem 4.3.1 it then is the modified one at X (homogeneous F)",
                        yes_or_no()},
      learning_rate{*this,
                    "--learning-rate",
                    maps ? "LIST" : "X",
                    or_changed("--learning-rate", maps ? "0.01:5:log10" : "0.1"),
                    "of the first epoch, 0 and above",
                    maps ? reals(false) : one_real(false),
                    {"learning_rate", "of the first epoch"}},
      decay{*this,
            "--decay",
            "X",
            or_changed("--decay", "0.999"),
            "factor of the learning rate from one epoch to the next",
            one_real(false)},
      momentum{*this, "--momentum", "X", or_changed("--momentum", "0"), "V <- momentum V - dL/dzeta", one_real(false)},
      m{*this,
        "--m",
        "INTEGER",
        or_changed("--m", "1"),
        "the loss is sum (xi - C)^(2m), {}",
        one_integer(1, 1000),
        {"m", "the loss is sum (xi - C)^(2m)"}},
      epochs{*this, "--epochs", "COUNT", or_changed("--epochs", "500"), "{}", one_integer(0, 10'000'000)},
      n(order_axis(*this, or_changed("--n", maps ? "2,3,5,10,20,30" : "3"), most_order)),
      K{*this,
        "--K",
        "LIST",
        or_changed("--K", "20"),
        "memory vectors, {}",
        integers(1, most_memories),
        {"K", "memory vectors"}},
      formats(formats_axis(*this, or_changed("--formats", "fp64"), {}, only_floating)),
      F(interaction_axis(*this, or_changed("--interaction", "polynomial"))),
      leak{*this,
           "--leak",
           "NAME",
           "same",
           "leaky F: the same EPS in both formulations; as-modified: the original takes EPS X^(1-n) and so is the "
           "modified one; as-original: the modified takes EPS (X/N)^(n-1) and so is the original",
           choice(named({leak_mapping::same, leak_mapping::as_modified, leak_mapping::as_original}))},
      clamp{*this,
            "--clamp",
            "NEURONS",
            "all",
            "memories are kept in [-1, 1]: all, none, or neurons A:B (from 1, both included)",
            one_clamp()},
      initial{*this,
              "--initial",
              "LAW|FILE",
              or_changed("--initial", "normal:0:0.1"),
              "memories before learning: {}",
              one_initial_source()},
      normalise{
          *this,
          "--normalise",
          "row|none",
          "row",
          "divide each memory's step by its largest component, or not",
          choice<step_normalisation>({{"row", step_normalisation::per_memory}, {"none", step_normalisation::none}})},
      floor{*this,
            "--floor",
            "F",
            or_changed("--floor", "0"),
            "the divisor is at least F (public code: 1e-30), or with relative:F at least F times the largest of all "
            "memories",
            one_floor()},
      batch{
          *this,
          "--batch",
          "all|B",
          or_changed("--batch", "all"),
          "states a step takes; B: a seeded permutation each epoch, cut into parts of B" +
              std::string(or_changed("--batch", "all") != "all" ? "; by default all where there are fewer states" : ""),
          one_batch()},
      order{*this,
            "--evaluation",
            "NAME",
            "fast",
            "fp32 and fp64: fast (matrix products, one power for all neurons) or definition (Eq. 8 and 14 operation by "
            "operation, as in every other format)",
            choice<evaluation>({{"fast", evaluation::fast}, {"definition", evaluation::definition}})},
      preset{*this,      "--preset",     "NAME", "", "settings of a figure of the paper as defaults; list: shows them",
             any_text(), axis_use::input},
      seed(seed_axis(*this)) {}

void learning_axes::check(arguments const&) {
    for (number_format const& format : formats.values())
        if (format.exact())
            throw usage_error(
                "--formats: exact arithmetic cannot train: tanh leaves the rationals; accepted: any rounding format, "
                "such as mpfr:1000");
    check_formulations();
    check_leak();
    if (*normalise == step_normalisation::none && floor.given())
        throw usage_error("--floor: --normalise none divides by nothing; leave one of them out");
    if (initial->file) take_file_dimension(K, count(*initial->file), initial->text);
}

void learning_axes::check_formulations() const {
    bool const any_original = formulation.has(learning_formulation::original);
    for (any_axis const* const only_original :
         {static_cast<any_axis const*>(&convention), static_cast<any_axis const*>(&match_temperature)})
        if (only_original->given() && !any_original)
            throw usage_error(fmt::format("{}: only the original formulation has it; add --formulation original",
                                          only_original->name()));
    if (convention.given() && std::none_of(F.values().begin(), F.values().end(), has_order))
        throw usage_error(
            "--beta-convention: beta' of F without an order n (exponential) is X in every convention; leave it out, or "
            "add an --interaction with an order");
}

void learning_axes::check_leak() const {
    if (leak.given() && std::none_of(F.values().begin(), F.values().end(), [](interaction const& function) {
            return std::holds_alternative<leaky>(function);
        }))
        throw usage_error("--leak: only leaky F has an EPS; add --interaction leaky or leaky+");
    if (*leak == leak_mapping::same) return;
    if (formulation.has(learning_formulation::original) && *convention != beta_convention::power)
        throw usage_error(
            fmt::format("--leak {}: with --beta-convention {} no EPS makes the formulations the same; accepted: 1/T^n",
                        name(*leak), name(*convention)));
    learning_formulation const mapped =
        *leak == leak_mapping::as_modified ? learning_formulation::original : learning_formulation::modified;
    if (!formulation.has(mapped))
        throw usage_error(
            fmt::format("--leak {}: it changes the {} formulation, which is not asked for", name(*leak), name(mapped)));
}

void learning_axes::check_sizes(std::vector<std::int64_t> const& N, std::vector<std::int64_t> const& P) const {
    std::int64_t const largest_K = *std::max_element(K.values().begin(), K.values().end());
    auto const [least_P, largest_P] = std::minmax_element(P.begin(), P.end());
    for (std::int64_t const size : N) {
        if (size > most_learned / largest_K)
            throw usage_error(fmt::format("--K: {} memories of N = {} neurons; accepted: N K at most {}", largest_K,
                                          size, most_learned));
        if (size > most_entries / *largest_P)
            throw usage_error(fmt::format("--patterns: {} of N = {} neurons; accepted: N P at most {}", *largest_P,
                                          size, most_entries));
        if (clamp->text() != "all" && clamp->last > static_cast<std::size_t>(size))
            throw usage_error(
                fmt::format("--clamp: {} is beyond N = {}; accepted: neurons 1 to {}", clamp->text(), size, size));
    }
    if (*batch > *least_P)
        throw usage_error(fmt::format("--batch: {} is more than the {} patterns; accepted: all, or 1 to {}", *batch,
                                      *least_P, *least_P));
}

training_task learning_axes::common_task(place const& at, std::int64_t N) const {
    training_task task;
    task.formulation = at[formulation];
    task.format = at[formats];
    task.n = at[n];
    task.F = of_order(at[F], static_cast<int>(task.n));
    task.N = N;
    task.K = at[K];
    return task;
}

rational learning_axes::inverse_temperature_of(learning_formulation of, rational const& X, std::int64_t N) const {
    return !*match_temperature || of == learning_formulation::modified ? X : rational(X / rational(N));
}

training_setting learning_axes::setting(training_task const& task) const {
    training_setting result;
    result.format = task.format;
    result.F = task.F;
    result.formulation = task.formulation;
    result.convention = *convention;
    leak_mapping const changed =
        task.formulation == learning_formulation::original ? leak_mapping::as_modified : leak_mapping::as_original;
    result.epsilon = *leak == changed ? ulpfield::leak::mapped : ulpfield::leak::same;
    result.inverse_temperature = task.inverse_temperature;
    result.m = static_cast<int>(*m);
    result.learning_rate = task.learning_rate;
    result.decay = *decay;
    result.momentum = *momentum;
    result.normalise = *normalise;
    result.floor = *floor;
    result.clamp_from = clamp->first;
    result.clamp_to = clamp->last;
    result.batch = static_cast<std::size_t>(*batch);
    result.seed = mix_seed({*seed, static_cast<std::uint64_t>(task.repeat)});
    result.order = *order;
    result.rule = task.rule;
    return result;
}

double learning_axes::training_cost(training_task const& task) const {
    double const terms = static_cast<double>(task.N) * static_cast<double>(task.K) * static_cast<double>(task.P);
    int const p = task.format.precision;
    bool const machine = (p == 53 && task.format.emax == 1023) || (p == 24 && task.format.emax == 127);
    double const power = 2 * std::log2(static_cast<double>(task.n) + 1);
    double const passes = static_cast<double>(*epochs) + 3;
    if (machine && *order == evaluation::fast) return 1e5 + terms * (0.8 + 0.1 * power) * passes;
    // Every operation of the definition: two sums over N and two powers a term.
    double const operation = machine ? 0.4 : p <= 25 ? 1.2 : p <= 64 ? 2 : 40 + 0.1 * p;
    return 1e5 + terms * operation * (2 * static_cast<double>(task.N) + 2 * power) * passes;
}

std::vector<std::pair<std::string, std::string>> learning_axes::learning_facts() const {
    auto facts = format_facts(formats.values());
    facts.emplace_back("sign(0)", "+1 when probing (Eq. 3); F'(0) from the branch x >= 0");
    facts.emplace_back("learning rate", "rate decay^(epoch-1), rounded once to the format");
    facts.emplace_back("step", "zeta + rate (V / max|V|), then clamped");
    facts.emplace_back("initial memories", initial->text);
    return facts;
}

}  // namespace ulpfield::study
