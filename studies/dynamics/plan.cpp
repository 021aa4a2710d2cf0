#include "studies/dynamics/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "studies/compare/states.hpp"
#include "study/library_values.hpp"
#include "study/list.hpp"
#include "ulpfield/files/fingerprint.hpp"
#include "ulpfield/files/pattern_file.hpp"
#include "ulpfield/number/error.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::study {

namespace {

constexpr std::int64_t most_neurons = 100'000;
constexpr std::int64_t most_memories = 100'000;
constexpr std::int64_t most_couplings = 1'000'000;
constexpr std::int64_t most_steps = 100'000'000;
constexpr char const* accepted_models =
    "LV/LH with Lagrangians identity, tanh, rectified:n, polynomial:n (n 2 to 1000), softmax, softmax-unshifted, "
    "spherical of the feature and the hidden neurons; or modern, modern-unshifted";

ratio positive(std::string_view option_name, std::string const& text) {
    auto const value = parse_ratio(text);
    if (!value || value->numerator <= 0)
        throw usage_error(
            fmt::format("{}: '{}' is no positive number; accepted: a decimal or rational above 0, of at most 18 "
                        "digits, such as 0.01 or 1/100",
                        option_name, text));
    return *value;
}

/// `count` numbers of an option: one for all or one each, decimals or rationals.
std::vector<ratio> numbers(std::string_view option_name, std::string const& text, std::size_t count,
                           std::string_view what) {
    std::vector<ratio> values;
    for (std::string const& item : split_list(option_name, text)) {
        auto const value = parse_ratio(item);
        if (!value)
            throw usage_error(
                fmt::format("{}: '{}' (value {}) is no finite number; accepted: decimals or rationals of at most 18 "
                            "digits, such as -0.25",
                            option_name, item, values.size() + 1));
        values.push_back(*value);
    }
    if (values.size() == 1) values.assign(count, values.front());
    if (values.size() != count)
        throw usage_error(
            fmt::format("{}: {} values given; accepted: one, or {} ({})", option_name, values.size(), count, what));
    return values;
}

/// Multiples of 1/64 in [-1, 1]: numbers of every format of 7 bits, and few bits in any.
std::vector<ratio> drawn(std::size_t count, std::uint64_t seed, std::uint64_t purpose) {
    std::vector<ratio> values;
    random_words words(mix_seed({seed, 0x64796e616d696373, purpose, count}));
    for (std::size_t i = 0; i < count; ++i)
        values.push_back({static_cast<std::int64_t>(uniform_below(words, 129)) - 64, 64});
    return values;
}

std::vector<ratio> start(std::string_view option_name, std::string const& text, std::size_t count,
                         std::string_view what, std::uint64_t seed, std::uint64_t purpose) {
    return text == "random" ? drawn(count, seed, purpose) : numbers(option_name, text, count, what);
}

dynamics_model parse_model(std::string const& text, ratio const& beta) {
    if (text == "modern" || text == "modern-unshifted")
        return {text, {}, {}, softmax_lagrangian{beta, text == "modern"}};
    auto const slash = text.find('/');
    if (slash == std::string::npos)
        throw usage_error(fmt::format("--model: unknown model '{}'; accepted: {}", text, accepted_models));
    lagrangian const Lv = make_lagrangian("--model", text.substr(0, slash), beta);
    lagrangian const Lh = make_lagrangian("--model", text.substr(slash + 1), beta);
    return {name(Lv) + "/" + name(Lh), Lv, Lh, std::nullopt};
}

void read_memories(arguments const& given, dynamics_plan& plan) {
    std::int64_t const N = parse_integer("--N", given.text("--N"), 1, most_neurons);
    std::int64_t const K = parse_integer("--K", given.text("--K"), 1, most_memories);
    plan.memories_name = given.text("--memories");
    if (plan.memories_name == "random") {
        if (N > most_couplings / K)
            throw usage_error(
                fmt::format("--N {}, --K {}: N K is above {}, the most that is taken", N, K, most_couplings));
        plan.xi = std::make_shared<memory_patterns const>(
            draw_memories(static_cast<std::size_t>(K), static_cast<std::size_t>(N), plan.seed, 1));
        plan.memories_text = "random";
        return;
    }
    plan.xi = std::make_shared<memory_patterns const>(read_patterns("--memories", plan.memories_name, std::nullopt));
    auto const same = [&](std::string_view option_name, std::int64_t value, std::size_t held) {
        if (given.given(option_name) && static_cast<std::size_t>(value) != held)
            throw usage_error(fmt::format("{}: {} given, but {} has {}; leave the option out or give {}", option_name,
                                          value, plan.memories_name, held, held));
    };
    same("--N", N, neurons(*plan.xi));
    same("--K", K, count(*plan.xi));
    if (neurons(*plan.xi) * count(*plan.xi) > static_cast<std::size_t>(most_couplings))
        throw usage_error(fmt::format("--memories: {} holds {} x {} entries; at most {} are taken", plan.memories_name,
                                      count(*plan.xi), neurons(*plan.xi), most_couplings));
    plan.memories_text = fingerprint(*plan.xi);
}

}  // namespace

std::vector<option> dynamics_options() {
    return {
        {"--model", "LIST", "tanh/rectified:3,identity/softmax,modern", accepted_models},
        {"--formats", "LIST", "bf16,fp16,fp32,fp64,mpfr:256",
         "number formats: fp8e4m3 fp8e5m2 bf16 fp16 tf32 fp32 fp64 x87 fp128, mpfr:BITS (BITS 2..100000), e<E>m<M> (E "
         "2..15, M 1..112)"},
        {"--solver", "LIST", "rk4,dopri5",
         "of the equations: rk4 (classical Runge-Kutta, fixed step), dopri5 (Dormand-Prince, adaptive)"},
        {"--N", "N", "16", "feature neurons, 1 to 100000"},
        {"--K", "K", "4", "memories, the hidden neurons, 1 to 100000"},
        {"--memories", "FILE", "random", "random (bipolar), or a .npy, .csv or IDX image file; its N and K win"},
        {"--tau-v", "T", "1", "time constant of the feature neurons, above 0"},
        {"--tau-h", "T", "1/5", "time constant of the hidden neurons, above 0"},
        {"--inputs", "LIST", "0", "input currents I: one for all, or N"},
        {"--v0", "LIST", "random", "v at time 0: random (multiples of 1/64 in [-1, 1]), one for all, or N"},
        {"--h0", "LIST", "random", "h at time 0: random, one for all, or K"},
        {"--beta", "B", "1", "inverse temperature of softmax, above 0"},
        {"--step", "DT", "1/100", "step of rk4, first step of dopri5 and distance of its rows, above 0"},
        {"--time", "T", "4", "end of the integration, above 0"},
        {"--every", "COUNT", "10", "a row for every so many steps (updates of modern: every one)"},
        {"--tolerance", "TOL", "1e-6", "of dopri5's error estimate, relative and absolute, above 0"},
        {"--updates", "COUNT", "10", "updates of modern, 1 to 1000000"},
        {"--max-steps", "COUNT", "1000000", "steps, tried ones too, after which a run ends with status limit"},
    };
}

std::string solver_name(std::optional<ode_solver> solver) {
    if (!solver) return "update";
    return *solver == ode_solver::runge_kutta_4 ? "rk4" : "dopri5";
}

dynamics_plan read_dynamics_plan(arguments const& given) {
    dynamics_plan plan;
    plan.seed = std::stoull(given.text("--seed"));
    plan.beta = positive("--beta", given.text("--beta"));
    for (std::string const& item : split_list("--model", given.text("--model"))) {
        dynamics_model model = parse_model(item, plan.beta);
        bool const known = std::any_of(plan.models.begin(), plan.models.end(),
                                       [&](dynamics_model const& other) { return other.name == model.name; });
        if (!known) plan.models.push_back(std::move(model));
    }
    for (std::string const& item : split_list("--formats", given.text("--formats"))) {
        number_format const format = parse_format("--formats", item);
        if (format.exact())
            throw usage_error(
                "--formats: exact arithmetic integrates no differential equation; accepted: any rounding format, such "
                "as mpfr:256");
        if (std::find(plan.formats.begin(), plan.formats.end(), format) == plan.formats.end())
            plan.formats.push_back(format);
    }
    for (std::string const& item : split_list("--solver", given.text("--solver"))) {
        ode_solver const solver = parse_choice("--solver", item, {"rk4", "dopri5"}) == "rk4"
                                      ? ode_solver::runge_kutta_4
                                      : ode_solver::dormand_prince;
        if (std::find(plan.solvers.begin(), plan.solvers.end(), solver) == plan.solvers.end())
            plan.solvers.push_back(solver);
    }
    read_memories(given, plan);
    std::size_t const N = neurons(*plan.xi);
    std::size_t const K = count(*plan.xi);

    trajectory_setting& common = plan.common;
    common.tau_v = positive("--tau-v", given.text("--tau-v"));
    common.tau_h = positive("--tau-h", given.text("--tau-h"));
    plan.inputs = given.text("--inputs");
    plan.v0 = given.text("--v0");
    plan.h0 = given.text("--h0");
    common.I = numbers("--inputs", plan.inputs, N, "N");
    common.v0 = start("--v0", plan.v0, N, "N", plan.seed, 1);
    common.h0 = start("--h0", plan.h0, K, "K", plan.seed, 2);
    common.step = positive("--step", given.text("--step"));
    common.time = positive("--time", given.text("--time"));
    common.tolerance = positive("--tolerance", given.text("--tolerance"));
    common.every = static_cast<std::uint64_t>(parse_integer("--every", given.text("--every"), 1, most_steps));
    common.updates = static_cast<std::uint64_t>(parse_integer("--updates", given.text("--updates"), 1, 1'000'000));
    common.most_steps =
        static_cast<std::uint64_t>(parse_integer("--max-steps", given.text("--max-steps"), 1, most_steps));
    double const steps = static_cast<double>(common.time.numerator) / static_cast<double>(common.time.denominator) /
                         static_cast<double>(common.step.numerator) * static_cast<double>(common.step.denominator);
    if (steps < 1)
        throw usage_error(fmt::format("--step: {} is longer than --time {}; accepted: at most that", common.step.text(),
                                      common.time.text()));
    if (steps > static_cast<double>(most_steps))
        throw usage_error(fmt::format("--step: {} into --time {} goes {:.3g} times; at most {} steps are taken",
                                      common.step.text(), common.time.text(), steps, most_steps));

    for (std::size_t model = 0; model < plan.models.size(); ++model)
        for (std::size_t format = 0; format < plan.formats.size(); ++format) {
            if (plan.models[model].modern) {
                plan.runs.push_back({model, format, std::nullopt});
                continue;
            }
            for (ode_solver const solver : plan.solvers) plan.runs.push_back({model, format, solver});
        }
    return plan;
}

}  // namespace ulpfield::study
