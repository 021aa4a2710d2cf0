#include "studies/verify/claims/update_scaling.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "study/library_values.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/exact_difference.hpp"
#include "ulpfield/rule/format_rule.hpp"
#include "ulpfield/rule/oracle.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_scaling_sums = 100'000;  // of a search for the smallest counterexample
constexpr int scaling_trials = 6;                     // for each size

struct split_sizes {
    std::vector<network_size> exhaustive;
    std::vector<network_size> random;
};

split_sizes split(verify_options const& options) {
    split_sizes sizes;
    for (network_size const& size : sizes_by_bits(options.N_or(all_from(1, 4)), options.K_or(all_from(1, 3))))
        if (exhaustible(size, most_sequences)) sizes.exhaustive.push_back(size);
    for (network_size const& size : sizes_by_bits(options.N_or({5, 20, 100, 1000}), options.K_or({1, 5, 20})))
        if ((options.N.empty() && options.K.empty()) || !exhaustible(size, most_sequences))
            sizes.random.push_back(size);
    return sizes;
}

/// One random network of a claim's case: its F, order and number in the row.
struct random_case {
    interaction F;
    int n = 0;
    network_size size;
    std::uint64_t trial = 0;
    bool bipolar = true;
    network drawn;
};

/// Calls examine(case) for scaling_trials random networks of each size, the orders in turn; bipolar(repeat, size) says
/// which memories are bipolar, the others are real.
template <class Bipolar, class Examine>
void for_random_cases(std::string const& F, std::vector<std::int64_t> const& orders,
                      std::vector<network_size> const& sizes, std::uint64_t seed, Bipolar const& bipolar,
                      Examine const& examine) {
    std::uint64_t trial = 0;
    for (network_size const& size : sizes)
        for (int repeat = 0; repeat < scaling_trials; ++repeat) {
            ++trial;
            auto const n = static_cast<int>(orders[trial % orders.size()]);
            interaction const f = parse_interaction(F, n);
            auto const N = static_cast<std::size_t>(size.N);
            auto const K = static_cast<std::size_t>(size.K);
            bool const two_valued = bipolar(repeat, size);
            examine(random_case{
                f, n, size, trial, two_valued,
                two_valued ? random_bipolar_network(f, N, K, seed, trial) : random_real_network(N, K, seed, trial)});
        }
}

/// Exact arithmetic, random memories, bipolar and real in turn, a few neurons of each.
finding exact_at_random(std::string const& F, std::vector<std::int64_t> const& orders,
                        std::vector<network_size> const& sizes, scaling_factor const& alpha, std::uint64_t seed,
                        std::stop_token const& stop) {
    finding found;
    auto const every_other = [](int repeat, network_size const&) { return repeat % 2 == 0; };
    for_random_cases(F, orders, sizes, seed, every_other, [&](random_case const& each) {
        auto const N = static_cast<std::size_t>(each.size.N);
        for (std::size_t step = 0; step < std::min<std::size_t>(N, 3); ++step) {
            std::size_t const i = mix_seed({seed, each.trial, step}) % N;
            memory_patterns const& memories = each.drawn.memories;
            bipolar_state const& state = each.drawn.state;
            exact_value const plain = exact_difference(each.F, {1, 1}, memories, state, i, stop);
            exact_value const scaled = exact_difference(each.F, alpha.at(each.size.N), memories, state, i, stop);
            ++found.cases;
            if (plain.sign == scaled.sign) continue;
            ++found.violated;
            if (!found.example)
                found.example = {memories, state, i, {{"plain", plain.text}, {"scaled", scaled.text}}, ""};
        }
    });
    return found;
}

/// A format's own code (format_rule), Eq. 4 beside 2^-k: every bit of u, times 2^(-k n), and every decision. Cases in
/// which something left the exponent range do not count.
finding bits_at_random(std::string const& F, std::vector<std::int64_t> const& orders,
                       std::vector<network_size> const& sizes, number_format const& format, std::uint64_t seed,
                       std::stop_token const& stop) {
    finding found;
    auto const small_or_two_of_three = [](int repeat, network_size const& size) {
        return repeat % 3 != 2 || size.N * size.K > 2000;
    };
    for_random_cases(F, orders, sizes, seed, small_or_two_of_three, [&](random_case const& each) {
        auto const plain = make_format_rule({format, std::nullopt, each.F, raw{}}, each.bipolar);
        auto const scaled = make_format_rule({format, std::nullopt, each.F, power_of_two{}}, each.bipolar);
        for (format_rule* const rule : {plain.get(), scaled.get()}) {
            rule->set_memories(each.drawn.memories);
            rule->examine(each.drawn.state, stop);
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(each.size.N); ++i) {
            decision const a = plain->examined(i);
            decision const b = scaled->examined(i);
            if (a.overflow || a.nan || a.underflow || b.overflow || b.nan || b.underflow) continue;
            ++found.cases;
            mpfr_value shifted = plain->value(i);
            mpfr_mul_2si(shifted.get(), shifted.get(), -power_of_two::k(each.size.N) * each.n, MPFR_RNDN);
            if (a.value == b.value && mpfr_equal_p(shifted.get(), scaled->value(i).get()) != 0) continue;
            ++found.violated;
            if (!found.example)
                found.example = {
                    each.drawn.memories,
                    each.drawn.state,
                    i,
                    {{"plain decides", std::to_string(a.value)}, {"scaled decides", std::to_string(b.value)}},
                    fmt::format("--formats {} --interaction {} --n {} --scaling raw,2^-k", format.name, F, each.n)};
        }
    });
    return found;
}

void add_exact(verify_options const& options, std::string const& F, std::vector<claim_case>& all) {
    using kind = scaling_factor::kind;
    split_sizes const sizes = split(options);
    std::vector<std::int64_t> const n = options.n_or(all_from(2, 7));
    auto const alphas = options.alpha_or(
        {{kind::over_N, {}}, {kind::two_to_minus_k, {}}, {kind::fixed, {3, 7}}, {kind::fixed, {5, 2}}});
    for (scaling_factor const& alpha : alphas) {
        claim_case each{F, "exact", list_text(n), "", "", alpha.text(), expectation::holds, 0, nullptr};
        if (!sizes.exhaustive.empty()) {
            each.N = sizes_text(sizes.exhaustive, &network_size::N);
            each.K = sizes_text(sizes.exhaustive, &network_size::K);
            for (network_size const& size : sizes.exhaustive)
                each.cost += 1e-3 * static_cast<double>(view_sequences(size.N, size.K) * n.size());
            each.check = [F, n, alpha, chosen = sizes.exhaustive](std::stop_token const& stop) {
                finding found;
                for (std::int64_t const order : n) {
                    interaction const f = parse_interaction(F, static_cast<int>(order));
                    finding const one = check_every_case({{.name = "exact"}, f, f, alpha}, chosen, agreement::decision,
                                                         static_cast<int>(order), stop);
                    found.cases += one.cases;
                    found.violated += one.violated;
                    if (!found.example) found.example = one.example;
                }
                return found;
            };
            all.push_back(each);
        }
        // Rationals of a thousand neurons are slow: by default with 1/N and 3/7 only.
        if (sizes.random.empty() || (options.alpha.empty() && alpha.value == ratio{5, 2}) ||
            (options.alpha.empty() && alpha.what == kind::two_to_minus_k))
            continue;
        each.N = sizes_text(sizes.random, &network_size::N);
        each.K = sizes_text(sizes.random, &network_size::K);
        each.cost = 0;
        for (network_size const& size : sizes.random) each.cost += 0.01 * static_cast<double>(size.N * size.K) + 1;
        each.check = [F, n, alpha, chosen = sizes.random, seed = options.seed](std::stop_token const& stop) {
            return exact_at_random(F, n, chosen, alpha, seed, stop);
        };
        all.push_back(std::move(each));
    }
}

void add_format(verify_options const& options, std::string const& F, number_format const& format,
                scaling_factor const& alpha, std::vector<claim_case>& all) {
    std::vector<std::int64_t> const n = options.n_or(all_from(2, 7));
    split_sizes const sizes = split(options);
    std::vector<std::int64_t> const searched_N = options.N_or(all_from(1, 12));
    bool const exact =
        std::all_of(searched_N.begin(), searched_N.end(), [&](std::int64_t N) { return alpha.exact_at(N); });
    if (!exact) {
        for (std::int64_t const order : n) {
            claim_case each{F,
                            format.name,
                            std::to_string(order),
                            list_text(searched_N),
                            list_text(options.K_or(all_from(1, 12))),
                            alpha.text(),
                            expectation::fails,
                            150,
                            nullptr};
            each.check = [F, order, format, alpha, N = searched_N,
                          K = options.K_or(all_from(1, 12))](std::stop_token const& stop) {
                interaction const f = parse_interaction(F, static_cast<int>(order));
                return smallest_counterexample({format, f, f, alpha}, sizes_by_bits(N, K), most_scaling_sums, stop);
            };
            all.push_back(std::move(each));
        }
        return;
    }
    claim_case each{F, format.name, list_text(n), "", "", alpha.text(), expectation::holds, 0, nullptr};
    if (!sizes.exhaustive.empty()) {
        each.N = sizes_text(sizes.exhaustive, &network_size::N);
        each.K = sizes_text(sizes.exhaustive, &network_size::K);
        for (network_size const& size : sizes.exhaustive)
            each.cost += 3e-3 * static_cast<double>(view_sequences(size.N, size.K) * n.size());
        each.check = [F, n, alpha, format, chosen = sizes.exhaustive](std::stop_token const& stop) {
            finding found;
            for (std::int64_t const order : n) {
                interaction const f = parse_interaction(F, static_cast<int>(order));
                finding const one = check_every_case({format, f, f, alpha}, chosen, agreement::power_of_two_multiple,
                                                     static_cast<int>(order), stop);
                found.cases += one.cases;
                found.violated += one.violated;
                if (!found.example) found.example = one.example;
            }
            return found;
        };
        all.push_back(each);
    }
    if (sizes.random.empty() || alpha.what != scaling_factor::kind::two_to_minus_k) return;
    each.N = sizes_text(sizes.random, &network_size::N);
    each.K = sizes_text(sizes.random, &network_size::K);
    each.cost = 0;
    for (network_size const& size : sizes.random) each.cost += 0.02 * static_cast<double>(size.N * size.K) + 1;
    each.check = [F, n, format, chosen = sizes.random, seed = options.seed](std::stop_token const& stop) {
        return bits_at_random(F, n, chosen, format, seed, stop);
    };
    all.push_back(std::move(each));
}

std::vector<claim_case> update_scaling_cases(verify_options const& options) {
    using kind = scaling_factor::kind;
    std::vector<claim_case> all;
    for (number_format const& format : options.formats)
        for (char const* F : {"polynomial", "rectified"}) {
            if (format.exact()) {
                add_exact(options, F, all);
                continue;
            }
            for (scaling_factor const& alpha : options.alpha_or({{kind::two_to_minus_k, {}}, {kind::over_N, {}}}))
                add_format(options, F, format, alpha, all);
        }
    return all;
}

/// Block b of --search: a format's own code beside exact arithmetic at near ties of random sizes, for a decision that
/// is wrong under alpha and right without it, no tie if there is such a one, at the fewest memory bits.
finding search_near_ties(std::string const& F, std::int64_t n, number_format const& format,
                         argument_scaling const& scaling, scaling_factor const& alpha,
                         std::vector<std::int64_t> const& N_values, std::vector<std::int64_t> const& K_values,
                         std::uint64_t seed, std::stop_token const& stop) {
    constexpr int networks = 1500;
    finding found;
    random_words words(mix_seed({seed, 0x73636c65}));
    interaction const f = parse_interaction(F, static_cast<int>(n));
    std::int64_t bits = 0;
    bool strict = false;
    for (int trial = 0; trial < networks; ++trial) {
        if (stop.stop_requested()) throw interrupted{};
        std::int64_t const N = N_values[uniform_below(words, N_values.size())];
        std::int64_t const K = K_values[uniform_below(words, K_values.size())];
        network const drawn =
            random_bipolar_network(f, static_cast<std::size_t>(N), static_cast<std::size_t>(K), words(), 2);
        auto const plain = make_format_rule({format, std::nullopt, f, raw{}}, true);
        auto const scaled = make_format_rule({format, std::nullopt, f, scaling}, true);
        auto const exact = make_oracle(f, {1, 1}, drawn.memories);
        exact->set_state(drawn.state);
        for (format_rule* const rule : {plain.get(), scaled.get()}) {
            rule->set_memories(drawn.memories);
            rule->examine(drawn.state, stop);
        }
        for (std::size_t i = 0; i < static_cast<std::size_t>(N); ++i) {
            decision const a = plain->examined(i);
            decision const b = scaled->examined(i);
            if (a.overflow || a.nan || a.underflow || b.overflow || b.nan || b.underflow) continue;
            ++found.cases;
            int const sign = exact->sign(i);
            if (a.value == b.value || a.value != (sign >= 0 ? 1 : -1)) continue;
            ++found.violated;
            bool const better = !found.example || (sign != 0 && !strict) || ((sign != 0) == strict && N * K < bits);
            if (!better) continue;
            strict = sign != 0;
            bits = N * K;
            found.n = std::to_string(n);
            found.N = std::to_string(N);
            found.K = std::to_string(K);
            found.example = {drawn.memories,
                             drawn.state,
                             i,
                             {{"exact", exact_difference(f, {1, 1}, drawn.memories, drawn.state, i, stop).text},
                              {"plain decides", std::to_string(a.value)},
                              {"scaled decides", std::to_string(b.value)}},
                             fmt::format("--formats {} --interaction {} --n {} --scaling {}", format.name, F, n,
                                         *alpha.compare_scaling(N))};
        }
    }
    return found;
}

std::optional<claim_case> update_scaling_search(verify_options const& options, std::uint64_t block) {
    std::vector<number_format> formats;
    for (number_format const& format : options.formats)
        if (!format.exact()) formats.push_back(format);
    std::vector<scaling_factor> alphas;
    for (scaling_factor const& alpha : options.alpha_or({{scaling_factor::kind::over_N, {}}}))
        if (alpha.what == scaling_factor::kind::over_N || alpha.what == scaling_factor::kind::divided_by_N)
            alphas.push_back(alpha);
    if (formats.empty() || alphas.empty()) return std::nullopt;
    std::uint64_t rest = block;
    auto const next = [&rest](auto const& values) {
        auto const value = values[rest % values.size()];
        rest /= values.size();
        return value;
    };
    number_format const format = next(formats);
    std::string const F = next(std::vector<std::string>{"polynomial", "rectified"});
    scaling_factor const alpha = next(alphas);
    std::int64_t const n = next(options.n_or({3, 2, 4, 5, 7, 11}));
    auto const N = options.N_or(all_from(3, 25));
    auto const K = options.K_or(all_from(3, 40));
    claim_case each{F,    format.name, std::to_string(n), list_text(N), list_text(K), alpha.text(), expectation::fails,
                    1000, nullptr};
    each.check = [=, seed = mix_seed({options.seed, block})](std::stop_token const& stop) {
        return search_near_ties(F, n, format, parse_scaling("--alpha", alpha.text()), alpha, N, K, seed, stop);
    };
    return each;
}

}  // namespace

claim update_scaling_claim() {
    return {"update-scaling",
            "The update rule decides alike when similarities are multiplied by alpha > 0 inside a homogeneous F; in a "
            "format with alpha = 2^-k bit by bit while nothing leaves its exponent range, with other alpha not. "
            "Cases: decisions; in a search, sums tried.",
            "McAlister et al. 2024, Theorem 4.2.1 (Eq. 4 and 13)",
            {"--n", "--N", "--K", "--alpha", "--formats"},
            update_scaling_cases,
            update_scaling_search};
}

}  // namespace ulpfield::study
