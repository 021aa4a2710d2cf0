#include "studies/verify/claims/hopfield.hpp"

#include <fmt/format.h>

#include "studies/verify/all_networks.hpp"
#include "studies/verify/network_rule.hpp"
#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/exact_difference.hpp"

namespace ulpfield::study {

namespace {

constexpr networks_tried tried_beside_integers{16, 60};

/// sum_j W_ij sigma_j over bipolar memories, an integer; j = i is W_ii = K.
int hebbian(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t i, bool self_coupling) {
    std::vector<int> const R = similarities(zeta, sigma, i);
    int field = self_coupling ? static_cast<int>(zeta.K()) * sigma[i] : 0;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) field += zeta.at(mu, i) * R[mu];
    return field;
}

/// Bipolar memories: the sign of Eq. 4 with n = 2 in an arithmetic beside the integer field. `opposite`: only strictly
/// opposite signs count.
finding beside_integers(number_format const& format, std::vector<network_size> const& sizes, bool self_coupling,
                        bool until_found, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    network_rule rule(format, polynomial{2}, true, stop);
    for (network_size const& size : sizes) {
        for_networks(polynomial{2}, size, tried_beside_integers, seed, stop, [&](network const& drawn, std::uint64_t) {
            auto const& zeta = std::get<bipolar_patterns>(drawn.memories);
            rule.set_memories(drawn.memories);
            rule.set_state(drawn.state);
            for (std::size_t i = 0; i < zeta.N(); ++i) {
                ++found.cases;
                int const field = hebbian(zeta, drawn.state, i, self_coupling);
                int const sign = rule.sign(i);
                bool const broken = self_coupling ? sign * field < 0 : (sign >= 0) != (field >= 0);
                if (!broken) continue;
                ++found.violated;
                if (found.example) continue;
                found.example = {drawn.memories, drawn.state, i, {}, ""};
                found.example->values = {{"u of Eq. 4", std::to_string(4 * hebbian(zeta, drawn.state, i, false))},
                                         {self_coupling ? "field of Eq. 2 with W_ii" : "sign computed",
                                          std::to_string(self_coupling ? field : sign)}};
                if (!self_coupling)
                    found.example->compare =
                        fmt::format("--formats {} --interaction polynomial --n 2 --scaling raw", format.name);
                found.N = std::to_string(size.N);
                found.K = std::to_string(size.K);
            }
        });
        if (found.example && until_found) return found;
    }
    found.N.clear();
    found.K.clear();
    return found;
}

/// Real memories, exactly: u_i = 4 sum_mu zeta_i sum_{j != i} zeta_j sigma_j.
finding real_memories(std::vector<network_size> const& sizes, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    for (network_size const& size : sizes)
        for (std::uint64_t trial = 1; trial <= 10; ++trial) {
            network const drawn =
                random_real_network(static_cast<std::size_t>(size.N), static_cast<std::size_t>(size.K), seed, trial);
            for (std::size_t i = 0; i < std::min<std::size_t>(drawn.state.size(), 5); ++i) {
                ++found.cases;
                if (is_hebbian(drawn.memories, drawn.state, i, stop)) continue;
                ++found.violated;
                if (!found.example)
                    found.example = {
                        drawn.memories,
                        drawn.state,
                        i,
                        {{"u of Eq. 4",
                          exact_difference(polynomial{2}, {1, 1}, drawn.memories, drawn.state, i, stop).text},
                         {"Hebbian field", hebbian_field(drawn.memories, drawn.state, i, false, stop).text}},
                        ""};
            }
        }
    return found;
}

std::vector<claim_case> hopfield_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const sizes = sizes_by_bits(options.N_or({1, 2, 3, 4, 20, 100}), options.K_or(all_from(1, 3)));
    for (number_format const& format : options.formats) {
        std::vector<network_size> exact;
        std::vector<network_size> rounding;
        for (network_size const& size : sizes)
            (format.exact() || never_rounds({format, std::nullopt, polynomial{2}, raw{}},
                                            static_cast<std::size_t>(size.N), static_cast<std::size_t>(size.K))
                 ? exact
                 : rounding)
                .push_back(size);
        for (auto const* const chosen : {&exact, &rounding}) {
            if (chosen->empty()) continue;
            bool const rounds = chosen == &rounding;
            claim_case each{"polynomial",
                            format.name,
                            "2",
                            sizes_text(*chosen, &network_size::N),
                            sizes_text(*chosen, &network_size::K),
                            "",
                            rounds ? expectation::fails : expectation::holds,
                            100,
                            nullptr};
            each.check = [format, chosen = *chosen, rounds, seed = options.seed](std::stop_token const& stop) {
                return beside_integers(format, chosen, false, rounds, seed, stop);
            };
            all.push_back(std::move(each));
        }
        if (!format.exact()) continue;
        auto const real = sizes_by_bits(options.N_or({1, 2, 3, 5, 20}), options.K_or({1, 2, 5}));
        claim_case each{"polynomial",
                        "exact",
                        "2",
                        sizes_text(real, &network_size::N),
                        sizes_text(real, &network_size::K),
                        "",
                        expectation::holds,
                        50,
                        nullptr};
        each.check = [real, seed = options.seed](std::stop_token const& stop) {
            return real_memories(real, seed, stop);
        };
        all.push_back(std::move(each));
    }
    return all;
}

std::vector<claim_case> self_coupling_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const N = options.N_or(all_from(1, 4));
    auto const K = options.K_or(all_from(1, 4));
    for (number_format const& format : options.formats) {
        claim_case each{"polynomial", format.name,        "2", list_text(N), list_text(K),
                        "",           expectation::fails, 30,  nullptr};
        each.check = [format, N, K, seed = options.seed](std::stop_token const& stop) {
            return beside_integers(format, sizes_by_bits(N, K), true, true, seed, stop);
        };
        all.push_back(std::move(each));
    }
    return all;
}

}  // namespace

claim hopfield_claim() {
    return {"hopfield",
            "With F = x^2 Eq. 4 is the Hebbian rule without self-coupling, u_i = 4 sum_mu zeta_i sum_{j != i} zeta_j "
            "sigma_j, for bipolar and real memories; in a format while it does not round.",
            "McAlister et al. 2024, Section 2 (Eq. 2 and 4); Hopfield 1982",
            {"--N", "--K", "--formats"},
            hopfield_cases};
}

claim hopfield_self_coupling_claim() {
    return {"hopfield-self-coupling",
            "With F = x^2 Eq. 4 decides as Eq. 2 does, which keeps W_ii = K; only strictly opposite signs count.",
            "McAlister et al. 2024, Eq. 2",
            {"--N", "--K", "--formats"},
            self_coupling_cases};
}

}  // namespace ulpfield::study
