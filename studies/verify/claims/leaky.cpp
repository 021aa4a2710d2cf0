#include "studies/verify/claims/leaky.hpp"

#include <algorithm>

#include "studies/verify/counterexample.hpp"
#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/exact_difference.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_exact_sums = 600'000;
constexpr std::uint64_t most_format_sums = 100'000;
constexpr std::uint64_t most_leaky_sequences = 30'000;
constexpr int leaky_trials = 6;

/// eps alpha^(n-1) in lowest terms, if its parts fit.
std::optional<ratio> rescaled(ratio const& eps, ratio const& alpha, std::int64_t n) {
    ratio result = eps;
    for (std::int64_t k = 1; k < n; ++k) {
        if (__builtin_mul_overflow(result.numerator, alpha.numerator, &result.numerator) ||
            __builtin_mul_overflow(result.denominator, alpha.denominator, &result.denominator))
            return std::nullopt;
        std::int64_t const common = std::gcd(result.numerator, result.denominator);
        result.numerator /= common;
        result.denominator /= common;
    }
    return result;
}

leaky leaky_of(std::int64_t n, ratio const& eps) { return {static_cast<int>(n), eps, -1}; }

/// One row for each n and N: the smallest K.
std::vector<claim_case> leaky_scaling_cases(verify_options const& options) {
    using kind = scaling_factor::kind;
    std::vector<claim_case> all;
    for (number_format const& format : options.formats)
        for (ratio const& eps : options.eps_or({{1, 100}}))
            for (scaling_factor const& alpha : options.alpha_or({{kind::over_N, {}}}))
                for (std::int64_t const n :
                     options.n_or(format.exact() ? all_from(2, 6) : std::vector<std::int64_t>{5}))
                    for (std::int64_t const N : options.N_or(format.exact() ? std::vector<std::int64_t>{3, 5, 7, 11}
                                                                            : std::vector<std::int64_t>{5})) {
                        auto const K = options.K_or(all_from(1, 20));
                        // n = 1 or alpha = 1 changes nothing, nor does eps = 0, which is the rectified F.
                        bool const same = n == 1 || eps.numerator == 0 || alpha.at(N) == ratio{1, 1};
                        bool const holds = same && (format.exact() || alpha.exact_at(N));
                        interaction const F = leaky_of(n, eps);
                        claim_case each{name(F),
                                        format.name,
                                        std::to_string(n),
                                        std::to_string(N),
                                        list_text(K),
                                        alpha.text(),
                                        holds ? expectation::holds : expectation::fails,
                                        200,
                                        nullptr};
                        each.check = [format, alpha, N, K, F](std::stop_token const& stop) {
                            return smallest_counterexample({format, F, F, alpha}, sizes_by_bits({N}, K),
                                                           format.exact() ? most_exact_sums : most_format_sums, stop);
                        };
                        all.push_back(std::move(each));
                    }
    return all;
}

/// Block b of --search: exact arithmetic, n and N in turn, more memories.
std::optional<claim_case> leaky_scaling_search(verify_options const& options, std::uint64_t block) {
    using kind = scaling_factor::kind;
    auto const orders = options.n_or(all_from(2, 6));
    auto const eps = options.eps_or({{1, 100}});
    auto const alphas = options.alpha_or({{kind::over_N, {}}});
    std::uint64_t rest = block;
    auto const next = [&rest](auto const& values) {
        auto const value = values[rest % values.size()];
        rest /= values.size();
        return value;
    };
    std::int64_t const n = next(orders);
    interaction const F = leaky_of(n, next(eps));
    scaling_factor const alpha = next(alphas);
    auto const N = static_cast<std::int64_t>(2 + rest % 100);
    auto const K = all_from(1, 120);
    claim_case each{name(F),      "exact",      std::to_string(n),  std::to_string(N),
                    list_text(K), alpha.text(), expectation::fails, 1000,
                    nullptr};
    each.check = [alpha, N, K, F](std::stop_token const& stop) {
        return smallest_counterexample({{.name = "exact"}, F, F, alpha}, sizes_by_bits({N}, K), 6'000'000, stop);
    };
    return each;
}

/// Exact: every sum of the small sizes and random networks give alpha^n u to the last digit.
finding exact_values(std::vector<std::int64_t> const& orders, ratio const& eps, scaling_factor const& alpha,
                     std::vector<network_size> const& sizes, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    auto const examine = [&](std::int64_t n, network_size const& size, network const& drawn, std::size_t i,
                             std::uint64_t count) {
        throw_if_stopped(stop);
        ratio const factor = alpha.at(size.N);
        auto const scaled_eps = rescaled(eps, factor, n);
        if (!scaled_eps) return;
        interaction const plain = leaky_of(n, eps);
        interaction const scaled = leaky_of(n, *scaled_eps);
        found.cases += count;
        if (scales_by_power(plain, scaled, factor, static_cast<int>(n), drawn.memories, drawn.state, i, stop)) return;
        found.violated += count;
        if (!found.example)
            found.example = {drawn.memories,
                             drawn.state,
                             i,
                             {{"plain", exact_difference(plain, {1, 1}, drawn.memories, drawn.state, i, stop).text},
                              {"scaled", exact_difference(scaled, factor, drawn.memories, drawn.state, i, stop).text}},
                             ""};
    };
    std::uint64_t trial = 0;
    for (std::int64_t const n : orders)
        for (network_size const& size : sizes) {
            auto const N = static_cast<std::size_t>(size.N);
            auto const K = static_cast<std::size_t>(size.K);
            if (exhaustible(size, most_leaky_sequences))
                for_each_sequence(
                    all_views(static_cast<int>(size.N)), size.K, true, [](neuron_view) {}, [] {},
                    [&](std::vector<neuron_view> const& views) {
                        counterexample const all = realise(views, static_cast<int>(size.N));
                        examine(n, size, {all.memories, all.state}, 0, multiplicity(views, static_cast<int>(size.N)));
                    },
                    stop);
            else
                for (int repeat = 0; repeat < leaky_trials; ++repeat) {
                    ++trial;
                    network const drawn = repeat % 2 == 0 ? random_bipolar_network(leaky_of(n, eps), N, K, seed, trial)
                                                          : random_real_network(N, K, seed, trial);
                    for (std::size_t i = 0; i < std::min<std::size_t>(N, 3); ++i) examine(n, size, drawn, i, 1);
                }
        }
    return found;
}

std::vector<claim_case> rescaled_cases(verify_options const& options) {
    using kind = scaling_factor::kind;
    std::vector<claim_case> all;
    auto const orders = options.n_or(all_from(2, 5));
    for (number_format const& format : options.formats)
        for (ratio const& eps : options.eps_or({{1, 100}})) {
            std::string const F = name(interaction(leaky_of(2, eps)));
            if (format.exact()) {
                auto const N = options.N_or({1, 2, 3, 4, 20, 100});
                auto const K = options.K_or(all_from(1, 3));
                for (scaling_factor const& alpha :
                     options.alpha_or({{kind::over_N, {}}, {kind::two_to_minus_k, {}}, {kind::fixed, {3, 7}}})) {
                    claim_case each{
                        F,   "exact", list_text(orders), list_text(N), list_text(K), alpha.text(), expectation::holds,
                        200, nullptr};
                    each.check = [orders, eps, alpha, N, K, seed = options.seed](std::stop_token const& stop) {
                        return exact_values(orders, eps, alpha, sizes_by_bits(N, K), seed, stop);
                    };
                    all.push_back(std::move(each));
                }
                continue;
            }
            for (scaling_factor const& alpha : options.alpha_or({{kind::two_to_minus_k, {}}, {kind::over_N, {}}})) {
                auto const N = options.N_or(all_from(1, alpha.what == kind::two_to_minus_k ? 4 : 8));
                bool const exact =
                    std::all_of(N.begin(), N.end(), [&](std::int64_t each) { return alpha.exact_at(each); });
                for (std::int64_t const n : exact ? orders : options.n_or({2, 3})) {
                    auto const K = options.K_or(all_from(1, exact ? 3 : 8));
                    claim_case each{F,
                                    format.name,
                                    std::to_string(n),
                                    list_text(N),
                                    list_text(K),
                                    alpha.text(),
                                    exact ? expectation::holds : expectation::fails,
                                    100,
                                    nullptr};
                    each.check = [format, eps, alpha, n, N, K, exact](std::stop_token const& stop) {
                        finding found;
                        for (network_size const& size : sizes_by_bits(N, K)) {
                            auto const scaled_eps = rescaled(eps, alpha.at(size.N), n);
                            if (!scaled_eps) continue;
                            scaling_question const question{format, leaky_of(n, eps), leaky_of(n, *scaled_eps), alpha};
                            finding one = exact
                                              ? check_every_case(question, {size}, agreement::power_of_two_multiple,
                                                                 static_cast<int>(n), stop)
                                              : smallest_counterexample(question, {size}, most_format_sums / 10, stop);
                            found.cases += one.cases;
                            found.violated += one.violated;
                            if (!one.example) continue;
                            found.example = std::move(one.example);
                            found.N = one.N;
                            found.K = one.K;
                            break;
                        }
                        return found;
                    };
                    all.push_back(std::move(each));
                }
            }
        }
    return all;
}

}  // namespace

claim leaky_scaling_claim() {
    return {"leaky-scaling",
            "The update rule with the leaky F decides alike when similarities are multiplied by alpha inside F. "
            "Cases: sums tried, K upwards.",
            "McAlister et al. 2024, Section 4.1.1 (Eq. 7)",
            {"--n", "--N", "--K", "--alpha", "--eps", "--formats"},
            leaky_scaling_cases,
            leaky_scaling_search};
}

claim leaky_rescaled_claim() {
    return {
        "leaky-rescaled",
        "With eps' = eps alpha^(n-1) in the scaled rule the leaky F gives exactly alpha^n times Eq. 4; in a format bit "
        "by bit for alpha = 2^-k. Cases: decisions; where it fails sums tried.",
        "F(alpha x; eps alpha^(n-1)) = alpha^n F(x; eps), from Eq. 7 of McAlister et al. 2024",
        {"--n", "--N", "--K", "--alpha", "--eps", "--formats"},
        rescaled_cases};
}

}  // namespace ulpfield::study
