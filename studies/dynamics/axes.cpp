#include "studies/dynamics/axes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "studies/compare/states.hpp"
#include "study/library_values.hpp"
#include "study/list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_couplings = 1'000'000;
constexpr char const* accepted_models =
    "LV/LH with Lagrangians identity, tanh, rectified:n, polynomial:n (n 2 to 1000), softmax, softmax-unshifted, "
    "spherical of the feature and the hidden neurons; or modern, modern-unshifted";

domain<ratio> positive() {
    return one_of(
        [](std::string_view option_name, std::string const& text) {
            auto const value = parse_ratio(text);
            if (!value || value->numerator <= 0)
                throw usage_error(fmt::format(
                    "{}: '{}' is no positive number; accepted: a decimal or rational above 0, of at most 18 "
                    "digits, such as 0.01 or 1/100",
                    option_name, text));
            return *value;
        },
        [](ratio const& value) { return value.text(); });
}

domain<number_format> rounding_formats() {
    return list_of(
        [](std::string_view option_name, std::string const& item) {
            number_format const format = parse_format(option_name, item);
            if (format.exact())
                throw usage_error(fmt::format(
                    "{}: exact arithmetic integrates no differential equation; accepted: any rounding format, such as "
                    "mpfr:256",
                    option_name));
            if (std::string const accepted = only_floating(format); !accepted.empty())
                throw usage_error(fmt::format("{}: {} is not taken; accepted: {}", option_name, item, accepted));
            return format;
        },
        [](number_format const& format) { return format.name; });
}

/// Softmax gets its beta once --beta is read.
dynamics_model parse_model(std::string_view option_name, std::string const& text) {
    if (text == "modern" || text == "modern-unshifted")
        return {text, {}, {}, softmax_lagrangian{{1, 1}, text == "modern"}};
    auto const slash = text.find('/');
    if (slash == std::string::npos)
        throw usage_error(fmt::format("{}: unknown model '{}'; accepted: {}", option_name, text, accepted_models));
    lagrangian const Lv = make_lagrangian(option_name, text.substr(0, slash), {1, 1});
    lagrangian const Lh = make_lagrangian(option_name, text.substr(slash + 1), {1, 1});
    return {name(Lv) + "/" + name(Lh), Lv, Lh, std::nullopt};
}

dynamics_model with_beta(dynamics_model model, ratio const& beta) {
    for (lagrangian* L : {&model.Lv, &model.Lh})
        if (auto* softmax = std::get_if<softmax_lagrangian>(L)) softmax->beta = beta;
    if (model.modern) model.modern->beta = beta;
    return model;
}

/// `count` numbers of an option: one for all or one each, decimals or rationals.
std::vector<ratio> numbers(axis<std::string> const& option, std::size_t count, std::string_view what) {
    std::vector<ratio> values;
    for (std::string const& item : split_list(option.name(), *option)) {
        auto const value = parse_ratio(item);
        if (!value)
            throw usage_error(
                fmt::format("{}: '{}' (value {}) is no finite number; accepted: decimals or rationals of at most 18 "
                            "digits, such as -0.25{}",
                            option.name(), item, values.size() + 1,
                            option.name() == "--v0" ? "; memory:MU, corrupted:P, or a file" : ""));
        values.push_back(*value);
    }
    if (values.size() == 1) values.assign(count, values.front());
    if (values.size() != count)
        throw usage_error(
            fmt::format("{}: {} values given; accepted: one, or {} ({})", option.name(), values.size(), count, what));
    return values;
}

/// Multiples of 1/64 in [-1, 1]: numbers of every format of 7 bits, and few bits in any.
std::vector<ratio> random_numbers(std::size_t count, std::uint64_t seed, std::uint64_t purpose) {
    std::vector<ratio> values;
    random_words words(mix_seed({seed, 0x64796e616d696373, purpose, count}));
    for (std::size_t i = 0; i < count; ++i)
        values.push_back({static_cast<std::int64_t>(uniform_below(words, 129)) - 64, 64});
    return values;
}

double real(ratio const& value) {
    return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
}

}  // namespace

dynamics_axes::dynamics_axes()
    : model{*this,
            "--model",
            "LIST",
            "tanh/rectified:3,identity/softmax,modern",
            accepted_models,
            list_of(parse_model, [](dynamics_model const& known) { return known.name; }),
            {"model", "Lagrangians of the feature and hidden neurons, or the modern Hopfield update", false}},
      formats{*this,
              "--formats",
              "LIST",
              "bf16,fp16,fp32,fp64,mpfr:256",
              "number formats: fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 x87 fp128, mpfr:BITS (BITS 2..100000), "
              "e<E>m<M> (E 2..15, M 1..112)",
              rounding_formats(),
              {"format", "number format", false}},
      solver{*this,
             "--solver",
             "LIST",
             "rk4,dopri5",
             "of the equations: rk4 (classical Runge-Kutta, fixed step), dopri5 (Dormand-Prince, adaptive)",
             choices<ode_solver>({{"rk4", ode_solver::runge_kutta_4}, {"dopri5", ode_solver::dormand_prince}}),
             {"solver", "rk4, dopri5; update", false}},
      N{*this, "--N", "N", "16", "feature neurons, {}", one_integer(1, most_neurons)},
      K{*this, "--K", "K", "4", "memories, the hidden neurons, {}", one_integer(1, most_memories)},
      memories_name{*this,
                    "--memories",
                    "FILE",
                    "random",
                    "random (bipolar), or a pattern file (" + std::string(pattern_file_kinds) + "); its N and K win",
                    any_text()},
      files{*this},
      tau_v{*this, "--tau-v", "T", "1", "time constant of the feature neurons, above 0", positive()},
      tau_h{*this, "--tau-h", "T", "1/5", "time constant of the hidden neurons, above 0", positive()},
      inputs{*this, "--inputs", "LIST", "0", "input currents I: one for all, or N", any_text()},
      v0{*this,
         "--v0",
         "LIST",
         "random",
         "v at time 0: random (multiples of 1/64 in [-1, 1]), one for all, or N; memory:MU (from 1), corrupted:P "
         "(memory 1, each sign changed with probability P), or a file of N numbers",
         any_text()},
      h0{*this, "--h0", "LIST", "random", "h at time 0: random, one for all, or K", any_text()},
      beta{*this, "--beta", "B", "1", "inverse temperature of softmax, above 0", positive()},
      step{*this,     "--step", "DT", "1/100", "step of rk4, first step of dopri5 and distance of its rows, above 0",
           positive()},
      time{*this, "--time", "T", "4", "end of the integration, above 0", positive()},
      every{*this,
            "--every",
            "COUNT",
            "10",
            "a row for every so many steps (updates of modern: every one)",
            one_integer(1, most_steps)},
      tolerance{*this,     "--tolerance", "TOL", "1e-6", "of dopri5's error estimate, relative and absolute, above 0",
                positive()},
      updates{*this, "--updates", "COUNT", "10", "updates of modern, {}", one_integer(1, 1'000'000)},
      max_steps{*this,
                "--max-steps",
                "COUNT",
                "1000000",
                "steps, tried ones too, after which a run ends with status limit",
                one_integer(1, most_steps)} {
    set_product(model, formats, solver);
    // The modern update has no solver: one cell in place of one for each.
    leave_out([this](place const& at) { return at[model].modern.has_value() && at.index(solver) > 0; });
}

void dynamics_axes::check(arguments const&) {
    std::vector<dynamics_model> models;
    for (dynamics_model const& known : model.values()) models.push_back(with_beta(known, *beta));
    model.assign(std::move(models));
    read_memories();
    std::size_t const neurons_there = neurons(*xi);
    std::size_t const memories_there = count(*xi);
    auto const start = [this](axis<std::string> const& option, std::size_t size, std::string_view what,
                              std::uint64_t purpose) {
        return *option == "random" ? random_numbers(size, *seed, purpose) : numbers(option, size, what);
    };
    common.tau_v = *tau_v;
    common.tau_h = *tau_h;
    common.I = numbers(inputs, neurons_there, "N");
    if (auto named = named_start())
        common.start = std::move(*named);
    else
        common.v0 = start(v0, neurons_there, "N", 1);
    common.h0 = start(h0, memories_there, "K", 2);
    common.step = *step;
    common.time = *time;
    common.tolerance = *tolerance;
    common.every = static_cast<std::uint64_t>(*every);
    common.updates = static_cast<std::uint64_t>(*updates);
    common.most_steps = static_cast<std::uint64_t>(*max_steps);
    double const steps = steps_of_run();
    if (steps < 1)
        throw usage_error(
            fmt::format("--step: {} is longer than --time {}; accepted: at most that", step->text(), time->text()));
    if (steps > static_cast<double>(most_steps))
        throw usage_error(fmt::format("--step: {} into --time {} goes {:.3g} times; at most {} steps are taken",
                                      step->text(), time->text(), steps, most_steps));
}

bool names_start(std::string const& v0) {
    if (v0 == "random") return false;
    if (v0.starts_with("memory:") || v0.starts_with("corrupted:")) return true;
    std::vector<std::string> const items = split_list("--v0", v0);
    return std::any_of(items.begin(), items.end(), [](std::string const& item) { return !parse_ratio(item); });
}

std::optional<std::vector<double>> dynamics_axes::named_start() {
    std::size_t const size = neurons(*xi);
    auto const row_of = [size](memory_patterns const& from, std::size_t mu) {
        std::vector<double> values(size);
        for (std::size_t i = 0; i < size; ++i)
            values[i] = std::visit([&](auto const& patterns) { return static_cast<double>(patterns.at(mu, i)); }, from);
        return values;
    };
    std::string const& text = *v0;
    if (text.starts_with("memory:")) {
        auto const mu = one_integer(1, static_cast<std::int64_t>(count(*xi))).read(v0.name(), text.substr(7)).front();
        return row_of(*xi, static_cast<std::size_t>(mu) - 1);
    }
    if (text.starts_with("corrupted:")) {
        state_source const source = parse_states(v0.name(), text);
        bipolar_state const signs =
            corrupted(bipolar_state(size, 1), ulpfield::flip_probability(source.flip_probability), *seed, 1);
        std::vector<double> values = row_of(*xi, 0);
        for (std::size_t i = 0; i < size; ++i) values[i] *= signs[i];
        return values;
    }
    if (!names_start(text) || !names_pattern_file(text)) return std::nullopt;
    pattern_reading how;
    how.weights = true;
    how.one_pattern = true;
    memory_patterns const of_file = read_pattern_file(v0.name(), text, how).patterns;
    if (neurons(of_file) != size)
        throw usage_error(fmt::format("{}: {} holds {} numbers, but N = {}; accepted: one for every feature neuron",
                                      v0.name(), text, neurons(of_file), size));
    v0.record_as(fingerprint(of_file));
    return row_of(of_file, 0);
}

double dynamics_axes::steps_of_run() const { return real(*time) / real(*step); }

void dynamics_axes::read_memories() {
    if (*memories_name == "random") {
        if (*N > most_couplings / *K)
            throw usage_error(
                fmt::format("--N {}, --K {}: N K is above {}, the most that is taken", *N, *K, most_couplings));
        xi = std::make_shared<memory_patterns const>(
            draw_memories(static_cast<std::size_t>(*K), static_cast<std::size_t>(*N), *seed, 1));
        return;
    }
    xi = std::make_shared<memory_patterns const>(files.memories("--memories", *memories_name));
    take_file_dimension(N, neurons(*xi), *memories_name);
    take_file_dimension(K, count(*xi), *memories_name);
    if (neurons(*xi) * count(*xi) > static_cast<std::size_t>(most_couplings))
        throw usage_error(fmt::format("--memories: {} holds {} x {} entries; at most {} are taken", *memories_name,
                                      count(*xi), neurons(*xi), most_couplings));
    memories_name.record_as(fingerprint(*xi));
}

}  // namespace ulpfield::study
