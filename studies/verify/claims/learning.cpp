#include "studies/verify/claims/learning.hpp"

#include <fmt/format.h>

#include <cmath>

#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/training/learning_equivalence.hpp"

namespace ulpfield::study {

namespace {

constexpr std::size_t P = 2;
constexpr std::uint64_t learning_networks = 40;  // of an exact case
constexpr std::uint64_t trajectories = 3;        // of a format
constexpr std::uint64_t epochs = 100;
/// From here on rounding, amplified for a hundred epochs, stays below 2^-(p/4) (networks of these sizes).
constexpr int wide_precision = 200;

/// Random states, and memories with entries that are multiples of 2^-10 in [-1, 1].
struct start {
    training_states states;
    std::vector<double> zeta;
};

start draw(random_words& words, std::size_t N, std::size_t K) {
    std::vector<double> patterns;
    for (std::size_t k = 0; k < P * N; ++k) patterns.push_back((words() & 1) != 0 ? 1 : -1);
    std::vector<double> zeta;
    for (std::size_t k = 0; k < K * N; ++k)
        zeta.push_back((static_cast<double>(uniform_below(words, 2049)) - 1024) / 1024);
    return {training_states::autoassociative(P, N, std::move(patterns)), std::move(zeta)};
}

counterexample example_of(start const& from, std::size_t K, std::size_t a, std::size_t i,
                          std::vector<std::pair<std::string, std::string>> values) {
    std::size_t const N = from.states.N();
    real_patterns memories(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t j = 0; j < N; ++j) memories.set(mu, j, from.zeta[mu * N + j]);
    counterexample example;
    example.memories = std::move(memories);
    for (std::size_t j = 0; j < N; ++j) example.state.push_back(static_cast<std::int8_t>(from.states.state(a, j)));
    example.neuron = i;
    example.values = std::move(values);
    return example;
}

enum class compared { output, gradient, step };

/// The result of the exact comparison of `learning_networks` random networks finds.
finding exactly(std::string const& F, std::vector<std::int64_t> const& n, std::vector<std::int64_t> const& N,
                std::vector<std::int64_t> const& K, compared what, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    random_words words(mix_seed({seed, 0x6c6561726e}));
    for (std::uint64_t trial = 0; trial < learning_networks; ++trial) {
        if (stop.stop_requested()) throw interrupted{};
        std::int64_t const order = n[trial % n.size()];
        auto const neurons = static_cast<std::size_t>(N[trial / n.size() % N.size()]);
        auto const memories = static_cast<std::size_t>(K[trial % K.size()]);
        start const from = draw(words, neurons, memories);
        training_setting setting;
        setting.F = parse_interaction(F, static_cast<int>(order));
        setting.inverse_temperature = {1 + static_cast<std::int64_t>(words() % 30),
                                       1 + static_cast<std::int64_t>(words() % 20)};
        exact_equivalence const result =
            compare_exactly(matched_pair(setting, neurons), from.states, memories, from.zeta, stop);
        bool const by_output = what != compared::gradient;
        bool const by_factor = what != compared::output;
        found.cases += (by_output ? result.outputs : 0) + (by_factor ? result.factors : 0);
        found.violated += (by_output ? result.outputs_different : 0) + (by_factor ? result.factors_different : 0);
        auto const& first = by_output && result.output ? result.output : result.factor;
        if (found.example || !first || (what == compared::output && !result.output)) continue;
        found.example = example_of(from, memories, first->state, first->neuron,
                                   {{"X", setting.inverse_temperature.str()},
                                    {"n", std::to_string(order)},
                                    {"original", first->original},
                                    {"modified", first->modified}});
    }
    return found;
}

/// Both formulations over a hundred epochs: the same bits, or (a wide format) memories within 2^-(p/4).
finding along(int n, std::int64_t neurons, std::int64_t count, number_format const& format, std::uint64_t seed,
              std::stop_token const& stop) {
    finding found;
    bool const wide = format.precision >= wide_precision;
    double const tolerance = wide ? std::ldexp(1.0, -format.precision / 4) : 0;
    random_words words(mix_seed({seed, 0x7472616a}));
    auto const N = static_cast<std::size_t>(neurons);
    auto const K = static_cast<std::size_t>(count);
    for (std::uint64_t trial = 0; trial < trajectories; ++trial) {
        start const from = draw(words, N, K);
        training_setting setting;
        setting.format = format;
        setting.F = polynomial{n};
        setting.inverse_temperature = {1, 1};
        setting.momentum = {1, 2};
        trajectory_equivalence const result =
            follow(matched_pair(setting, N), from.states, K, from.zeta, epochs, tolerance, stop);
        found.cases += result.epochs;
        auto const& parted = wide ? result.beyond : result.first_bit;
        if (!parted) continue;
        found.violated += result.epochs - *parted + 1;
        if (found.example) continue;
        found.example = example_of(from, K, 0, 0,
                                   {{"first epoch apart", std::to_string(*parted)},
                                    {"largest difference", fmt::format("{:.3g}", result.largest_difference)},
                                    {"original", result.original_status},
                                    {"modified", result.modified_status}});
    }
    return found;
}

std::vector<std::int64_t> orders(verify_options const& options) { return options.n_or(all_from(1, 12)); }
std::vector<std::int64_t> sizes(verify_options const& options) { return options.N_or({3, 5, 8}); }
std::vector<std::int64_t> counts(verify_options const& options) { return options.K_or({1, 2, 4}); }

std::vector<claim_case> exact_cases(verify_options const& options, compared what) {
    std::vector<claim_case> all;
    for (number_format const& format : options.formats) {
        if (!format.exact()) continue;
        std::vector<std::pair<std::string, bool>> functions = {{"polynomial", true}, {"rectified", true}};
        for (ratio const& eps : options.eps_or({{1, 100}}))
            for (char const* kind : {"leaky:", "leaky+:"}) {
                auto const n = orders(options);
                // eps = 0 is the rectified F; of order 1 leaky F is homogeneous.
                bool const holds = eps.numerator == 0 || n == std::vector<std::int64_t>{1};
                functions.emplace_back(kind + eps.text(), holds);
            }
        for (auto const& [F, holds] : functions) {
            claim_case each{F,
                            "exact",
                            list_text(orders(options)),
                            list_text(sizes(options)),
                            list_text(counts(options)),
                            "X/N",
                            holds ? expectation::holds : expectation::fails,
                            300,
                            nullptr};
            each.check = [function = F, n = orders(options), N = sizes(options), K = counts(options), what,
                          seed = options.seed](std::stop_token const& stop) {
                return exactly(function, n, N, K, what, seed, stop);
            };
            all.push_back(std::move(each));
        }
    }
    return all;
}

std::vector<claim_case> trajectory_cases(verify_options const& options) {
    std::vector<claim_case> all = exact_cases(options, compared::step);
    for (number_format const& format : options.formats) {
        if (format.exact()) continue;
        for (std::int64_t const n : options.n_or({3}))
            for (std::int64_t const N : options.N_or({8, 10}))
                for (std::int64_t const K : options.K_or({4})) {
                    // beta = 1/N a power of two scales without rounding while nothing leaves the format's range.
                    bool const power = (N & (N - 1)) == 0;
                    bool const roomy = format.emax >= 1023 && n <= 10 && N <= 64;
                    if (power && !roomy && format.precision < wide_precision) continue;
                    bool const holds = format.precision >= wide_precision || power;
                    claim_case each{"polynomial",
                                    format.name,
                                    std::to_string(n),
                                    std::to_string(N),
                                    std::to_string(K),
                                    "1/N",
                                    holds ? expectation::holds : expectation::fails,
                                    400,
                                    nullptr};
                    each.check = [n, N, K, format, seed = options.seed](std::stop_token const& stop) {
                        return along(static_cast<int>(n), N, K, format, seed, stop);
                    };
                    all.push_back(std::move(each));
                }
    }
    return all;
}

}  // namespace

claim learning_output_claim() {
    return {
        "learning-output",
        "With beta' = beta^n, that is T_original = N T_modified, both formulations of learning give the same outputs "
        "(homogeneous F; cases: arguments of tanh).",
        "McAlister et al. 2024, Theorem 4.3.1",
        {"--n", "--N", "--K", "--eps", "--formats"},
        [](verify_options const& options) { return exact_cases(options, compared::output); }};
}

claim learning_gradient_claim() {
    return {"learning-gradient",
            "... and the same gradient (cases: its factors beta F'(beta(+-zeta_i + R)) for every state, neuron and "
            "memory).",
            "McAlister et al. 2024, Theorem 4.3.1",
            {"--n", "--N", "--K", "--eps", "--formats"},
            [](verify_options const& options) { return exact_cases(options, compared::gradient); }};
}

claim learning_trajectory_claim() {
    return {"learning-trajectory",
            "... and hence learn the same memories, with momentum, clamp and normalisation: exactly for a step, in a "
            "format "
            "bit for bit over 100 epochs (from 200 bits on within 2^-(bits/4); cases: epochs).",
            "McAlister et al. 2024, Theorem 4.3.1",
            {"--n", "--N", "--K", "--eps", "--formats"},
            trajectory_cases};
}

}  // namespace ulpfield::study
