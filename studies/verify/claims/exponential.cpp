#include "studies/verify/claims/exponential.hpp"

#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_exponential_sums = 30'000;
constexpr int exponential_trials = 4;

/// One row for each N: the smallest K.
std::vector<claim_case> exponential_scaling_cases(verify_options const& options) {
    using kind = scaling_factor::kind;
    std::vector<claim_case> all;
    for (number_format const& format : options.formats) {
        bool const exact = format.exact();
        auto const alphas = options.alpha_or(
            exact ? std::vector<scaling_factor>{{kind::over_N, {}}, {kind::fixed, {9, 10}}, {kind::fixed, {2, 1}}}
                  : std::vector<scaling_factor>{{kind::over_N, {}}});
        for (scaling_factor const& alpha : alphas)
            for (std::int64_t const N : options.N_or({2, 3})) {
                auto const K = options.K_or(all_from(1, 12));
                bool const same = alpha.at(N) == ratio{1, 1};
                claim_case each{"exponential",
                                format.name,
                                "",
                                std::to_string(N),
                                list_text(K),
                                alpha.text(),
                                same ? expectation::holds : expectation::fails,
                                300,
                                nullptr};
                each.check = [format, alpha, N, K](std::stop_token const& stop) {
                    return smallest_counterexample({format, exponential{}, exponential{}, alpha}, sizes_by_bits({N}, K),
                                                   most_exponential_sums, stop);
                };
                all.push_back(std::move(each));
            }
    }
    return all;
}

/// Block b of --search: exact arithmetic, the next N, alpha in turn.
std::optional<claim_case> exponential_scaling_search(verify_options const& options, std::uint64_t block) {
    using kind = scaling_factor::kind;
    auto const alphas = options.alpha_or({{kind::over_N, {}}, {kind::fixed, {9, 10}}, {kind::fixed, {99, 100}}});
    scaling_factor const alpha = alphas[block % alphas.size()];
    auto const N = static_cast<std::int64_t>(4 + block / alphas.size() % 20);
    auto const K = all_from(1, static_cast<std::int64_t>(3 + block / alphas.size() / 20));
    claim_case each{"exponential",      "exact", "",     std::to_string(N), list_text(K), alpha.text(),
                    expectation::fails, 1000,    nullptr};
    each.check = [alpha, N, K](std::stop_token const& stop) {
        return smallest_counterexample({{.name = "exact"}, exponential{}, exponential{}, alpha}, sizes_by_bits({N}, K),
                                       100'000, stop);
    };
    return each;
}

/// Exact arithmetic at sizes beyond exhaustion: the sign over the largest term beside the sign.
finding shift_at_random(std::vector<network_size> const& sizes, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    std::uint64_t trial = 0;
    number_format const wide{"", 64, mpfr_emin, mpfr_emax, false};
    for (network_size const& size : sizes)
        for (int repeat = 0; repeat < exponential_trials; ++repeat) {
            ++trial;
            auto const N = static_cast<std::size_t>(size.N);
            network const drawn =
                random_bipolar_network(exponential{}, N, static_cast<std::size_t>(size.K), seed, trial);
            auto const exact = make_oracle(exponential{}, {1, 1}, drawn.memories);
            exact->set_state(drawn.state);
            for (std::size_t i = 0; i < std::min<std::size_t>(N, 20); ++i) {
                if (stop.stop_requested()) throw interrupted{};
                mpfr_value const shifted = exact->round_over_largest_term(i, wide);
                ++found.cases;
                if (mpfr_sgn(shifted.get()) == exact->sign(i)) continue;
                ++found.violated;
                if (!found.example)
                    found.example = {drawn.memories, drawn.state, i, {{"sign", std::to_string(exact->sign(i))}}, ""};
            }
        }
    return found;
}

std::vector<claim_case> shift_cases(verify_options const& options) {
    std::vector<claim_case> all;
    scaling_factor const one{};
    for (number_format const& format : options.formats) {
        if (!format.exact()) {
            auto const N = options.N_or(all_from(1, 6));
            auto const K = options.K_or(all_from(1, 6));
            claim_case each{"exponential",      format.name, "",     list_text(N), list_text(K), "",
                            expectation::fails, 500,         nullptr};
            each.check = [format, one, N, K](std::stop_token const& stop) {
                return smallest_counterexample({format, exponential{}, exponential{}, one, true}, sizes_by_bits(N, K),
                                               most_exponential_sums, stop);
            };
            all.push_back(std::move(each));
            continue;
        }
        std::vector<network_size> exhaustive;
        std::vector<network_size> random;
        for (network_size const& size : sizes_by_bits(options.N_or(all_from(1, 4)), options.K_or(all_from(1, 3))))
            if (exhaustible(size, most_sequences)) exhaustive.push_back(size);
        for (network_size const& size : sizes_by_bits(options.N_or({20, 100, 1000}), options.K_or({5, 20})))
            if (!exhaustible(size, most_sequences)) random.push_back(size);
        for (auto const* const sizes : {&exhaustive, &random}) {
            if (sizes->empty()) continue;
            claim_case each{"exponential",
                            "exact",
                            "",
                            sizes_text(*sizes, &network_size::N),
                            sizes_text(*sizes, &network_size::K),
                            "",
                            expectation::holds,
                            50,
                            nullptr};
            each.check = [one, chosen = *sizes, is_random = sizes == &random,
                          seed = options.seed](std::stop_token const& stop) {
                if (is_random) return shift_at_random(chosen, seed, stop);
                return check_every_case({{.name = "exact"}, exponential{}, exponential{}, one, true}, chosen,
                                        agreement::decision, 1, stop);
            };
            all.push_back(std::move(each));
        }
    }
    return all;
}

}  // namespace

claim exponential_scaling_claim() {
    return {"exponential-scaling",
            "The update rule with F = e^x decides alike when similarities are multiplied by alpha inside F. "
            "Cases: sums tried, K upwards.",
            "McAlister et al. 2024, Section 4.1.1, after Eq. 12",
            {"--N", "--K", "--alpha", "--formats"},
            exponential_scaling_cases,
            exponential_scaling_search};
}

claim exponential_shift_claim() {
    return {
        "exponential-shift",
        "The update rule with F = e^x decides alike when all arguments are shifted by the largest (log-sum-exp); in a "
        "format up to rounding. Cases: decisions; in a format sums tried.",
        "e^(x-c) = e^-c e^x; Ramsauer et al. 2021",
        {"--N", "--K", "--formats"},
        shift_cases};
}

}  // namespace ulpfield::study
