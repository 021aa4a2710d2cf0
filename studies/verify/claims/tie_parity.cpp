#include "studies/verify/claims/tie_parity.hpp"

#include <fmt/format.h>

#include "studies/verify/counterexample.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/comparison.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t most_multisets = 200'000;

bool predicted_impossible(std::int64_t N, std::int64_t K, std::int64_t n) {
    return K % 2 != 0 && (N % 2 == 0 || n % 2 != 0);
}

std::uint64_t multisets(std::int64_t N, std::int64_t K) {
    // C(2N + K - 1, K)
    double count = 1;
    for (std::int64_t j = 1; j <= K; ++j) count *= static_cast<double>(2 * N - 1 + j) / static_cast<double>(j);
    return count > 1e18 ? std::uint64_t{1} << 60 : static_cast<std::uint64_t>(count);
}

struct ties {
    std::optional<std::vector<neuron_view>> anywhere;  ///< the first multiset with u = 0
    bool at_a_memory = false;                          ///< one of them has a memory that is the state
};

/// Every multiset of K views whose sum stays in range: which of them give 0.
ties find_ties(local_rule& rule, std::int64_t N, std::int64_t K, std::stop_token const& stop) {
    ties found;
    int const own = static_cast<int>(N) - 1;
    for_each_sequence(
        all_views(static_cast<int>(N)), K, false, [&rule](neuron_view view) { rule.push(view); },
        [&rule] { rule.pop(); },
        [&](std::vector<neuron_view> const& chosen) {
            if (rule.sign() != 0 || rule.left_range()) return;
            if (!found.anywhere) found.anywhere = chosen;
            // The state itself as a memory: zeta_i = sigma_i, R = N - 1 or, mirrored, zeta_i = -1 in a state of -1
            // there.
            for (neuron_view const& view : chosen)
                found.at_a_memory = found.at_a_memory || (view.R == own && view.zeta > 0);
        },
        stop);
    return found;
}

finding examine(number_format const& format, std::string const& F, std::vector<std::int64_t> const& orders,
                std::vector<network_size> const& sizes, bool rounds,
                std::function<bool(std::int64_t, network_size const&)> const& belongs, std::stop_token const& stop) {
    finding found;
    for (network_size const& size : sizes)
        for (std::int64_t const n : orders) {
            if (!belongs(n, size) || multisets(size.N, size.K) > most_multisets) continue;
            auto const rule =
                make_local_rule({format, parse_interaction(F, static_cast<int>(n))}, static_cast<int>(size.N));
            ties const seen = find_ties(*rule, size.N, size.K, stop);
            bool const impossible = predicted_impossible(size.N, size.K, n);
            // K = 1 at the memory itself is the gap N^n - (N-2)^n, zero for N = 1 and even n only.
            bool const as_predicted =
                seen.anywhere.has_value() != impossible && (rounds || size.K == 1 || seen.at_a_memory != impossible);
            ++found.cases;
            if (as_predicted) continue;
            ++found.violated;
            if (found.example || !seen.anywhere) continue;
            found.example = realise(*seen.anywhere, static_cast<int>(size.N));
            for (neuron_view const& view : *seen.anywhere) rule->push(view);
            auto const exact = make_local_rule({{.name = "exact"}, parse_interaction(F, static_cast<int>(n))},
                                               static_cast<int>(size.N));
            for (neuron_view const& view : *seen.anywhere) exact->push(view);
            found.example->values = {{"exact", exact->text()}, {"computed", rule->text()}};
            found.example->compare =
                fmt::format("--formats {} --interaction {} --n {} --scaling raw", format.name, F, n);
            found.n = std::to_string(n);
            found.N = std::to_string(size.N);
            found.K = std::to_string(size.K);
        }
    return found;
}

std::vector<claim_case> tie_parity_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const n = options.n_or(all_from(1, 8));
    for (number_format const& format : options.formats) {
        auto const sizes = sizes_by_bits(options.N_or(all_from(1, format.exact() ? 7 : 5)),
                                         options.K_or(all_from(1, format.exact() ? 6 : 5)));
        for (char const* F : {"polynomial", "rectified"}) {
            bool const is_polynomial = F == std::string_view("polynomial");
            if (!is_polynomial && !format.exact()) continue;
            auto const exact_here = [format, F](std::int64_t order, network_size const& size) {
                return format.exact() ||
                       never_rounds({format, std::nullopt, parse_interaction(F, static_cast<int>(order)), raw{}},
                                    static_cast<std::size_t>(size.N), static_cast<std::size_t>(size.K));
            };
            for (bool const rounds : {false, true}) {
                auto const belongs = [exact_here, rounds, format](std::int64_t order, network_size const& size) {
                    // A format that rounds can compute a tie that is none: asked only where there is none.
                    return exact_here(order, size) != rounds && holds_similarities(format, static_cast<int>(size.N)) &&
                           (!rounds || predicted_impossible(size.N, size.K, order));
                };
                std::vector<std::int64_t> used_n, used_N, used_K;
                double cost = 0;
                for (network_size const& size : sizes)
                    for (std::int64_t const order : n)
                        if (belongs(order, size) && multisets(size.N, size.K) <= most_multisets) {
                            used_n.push_back(order);
                            used_N.push_back(size.N);
                            used_K.push_back(size.K);
                            cost += 1e-3 * static_cast<double>(multisets(size.N, size.K));
                        }
                if (used_n.empty()) continue;
                bool const holds = is_polynomial && !rounds;
                claim_case each{F,
                                format.name,
                                list_text(used_n),
                                list_text(used_N),
                                list_text(used_K),
                                "",
                                holds ? expectation::holds : expectation::fails,
                                cost + 1,
                                nullptr};
                each.check = [format, F, n, sizes, rounds, belongs](std::stop_token const& stop) {
                    return examine(format, F, n, sizes, rounds, belongs, stop);
                };
                all.push_back(std::move(each));
            }
        }
    }
    return all;
}

}  // namespace

claim tie_parity_claim() {
    return {
        "tie-parity",
        "u_i = 0 is impossible exactly where K is odd and (N even or n odd), at any state and, for K >= 2, at a stored "
        "memory: polynomial F, and a format's computed u while it does not round. Cases: (N, K, n), each over all "
        "memories and states.",
        "parity of D(R)/2^n and D(R)/2, D(R) = (R+1)^n - (R-1)^n",
        {"--n", "--N", "--K", "--formats"},
        tie_parity_cases};
}

}  // namespace ulpfield::study
