#include "studies/verify/claims/symmetry.hpp"

#include <fmt/format.h>

#include "studies/verify/all_networks.hpp"
#include "studies/verify/counterexample.hpp"
#include "studies/verify/network_rule.hpp"
#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

namespace {

constexpr networks_tried tried_for_stability{16, 300};

/// Turning the state turns every similarity. In exact arithmetic the difference of the two sides must be 0, in a format
/// their values must be the same bit by bit.
finding examine_symmetry(number_format const& format, std::string const& F, std::vector<std::int64_t> const& orders,
                         std::vector<network_size> const& sizes, std::stop_token const& stop) {
    finding found;
    for (network_size const& size : sizes)
        for (std::int64_t const n : orders) {
            int const N = static_cast<int>(size.N);
            if (!holds_similarities(format, N) || !exhaustible(size, most_sequences)) continue;
            local_setting const setting{format, parse_interaction(F, static_cast<int>(n))};
            auto const upright = make_local_rule(setting, N, stop);
            auto const turned = make_local_rule(setting, N, stop);
            int const sign = n % 2 == 0 ? -1 : 1;
            for_each_sequence(
                all_views(N), size.K, true,
                [&](neuron_view view) {
                    upright->push(view);
                    turned->push({view.zeta, -view.R});
                },
                [&] {
                    upright->pop();
                    turned->pop();
                },
                [&](std::vector<neuron_view> const& chosen) {
                    if (upright->left_range() || turned->left_range()) return;
                    bool same = false;
                    if (format.exact()) {
                        for (neuron_view const& view : chosen) upright->push({-sign * view.zeta, -view.R});
                        same = upright->sign() == 0;
                        for (std::size_t k = 0; k < chosen.size(); ++k) upright->pop();
                    } else {
                        mpfr_value expected = turned->value();
                        if (sign < 0) mpfr_neg(expected.get(), expected.get(), MPFR_RNDN);
                        same = mpfr_equal_p(expected.get(), upright->value().get()) != 0;
                    }
                    std::uint64_t const count = multiplicity(chosen, N);
                    found.cases += count;
                    if (same) return;
                    found.violated += count;
                    if (found.example) return;
                    found.example = realise(chosen, N);
                    found.example->values = {{"u(sigma)", upright->text()}, {"u(-sigma)", turned->text()}};
                    found.n = std::to_string(n);
                    found.N = std::to_string(size.N);
                    found.K = std::to_string(size.K);
                },
                stop);
        }
    return found;
}

bool fixed(network_rule& rule, bipolar_state const& sigma) { return rule.next(sigma) == sigma; }

/// Every memory set and state: is -xi a fixed point where xi is one?
finding examine_stability(number_format const& format, std::int64_t n, std::vector<network_size> const& sizes,
                          std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    polynomial const F{static_cast<int>(n)};
    network_rule rule(format, F, true, stop);
    for (network_size const& size : sizes) {
        for_networks(F, size, tried_for_stability, mix_seed({seed, 0x73746162}), stop,
                     [&](network const& drawn, std::uint64_t) {
                         rule.set_memories(drawn.memories);
                         if (!fixed(rule, drawn.state)) return;
                         ++found.cases;
                         bipolar_state turned = drawn.state;
                         for (auto& value : turned) value = static_cast<std::int8_t>(-value);
                         if (fixed(rule, turned)) return;
                         ++found.violated;
                         if (found.example) return;
                         bipolar_state const next = rule.next(turned);
                         std::size_t i = 0;
                         while (next[i] == turned[i]) ++i;
                         rule.set_state(turned);
                         found.example = {drawn.memories, turned, i, {}, ""};
                         found.example->values = {{"sign of u at the state", std::to_string(rule.sign(i))},
                                                  {"the state turns to", state_text(next)},
                                                  {"fixed point", state_text(drawn.state)}};
                         found.example->compare =
                             fmt::format("--formats {} --interaction polynomial --n {} --scaling raw", format.name, n);
                         found.N = std::to_string(size.N);
                         found.K = std::to_string(size.K);
                     });
        if (found.example) return found;
    }
    return found;
}

std::vector<claim_case> symmetry_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const n = options.n_or(all_from(1, 7));
    auto const N = options.N_or(all_from(1, 4));
    auto const K = options.K_or(all_from(1, 3));
    for (number_format const& format : options.formats)
        for (char const* F : {"polynomial", "rectified"}) {
            bool const is_polynomial = F == std::string_view("polynomial");
            if (!is_polynomial && !format.exact()) continue;
            claim_case each{F,
                            format.name,
                            list_text(n),
                            list_text(N),
                            list_text(K),
                            "",
                            is_polynomial ? expectation::holds : expectation::fails,
                            50,
                            nullptr};
            each.check = [format, F, n, N, K](std::stop_token const& stop) {
                return examine_symmetry(format, F, n, sizes_by_bits(N, K), stop);
            };
            all.push_back(std::move(each));
        }
    return all;
}

std::vector<claim_case> stability_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const N = options.N_or(all_from(1, 4));
    auto const K = options.K_or(all_from(1, 3));
    for (number_format const& format : options.formats)
        for (std::int64_t const n :
             options.n_or(format.exact() ? std::vector<std::int64_t>{2, 4} : std::vector<std::int64_t>{2})) {
            if (n % 2 != 0) continue;  // u(-sigma) = u(sigma): no symmetry of fixed points is claimed
            claim_case each{"polynomial",       format.name,  std::to_string(n),
                            list_text(N),       list_text(K), "",
                            expectation::fails, 30,           nullptr};
            each.check = [format, n, N, K, seed = options.seed](std::stop_token const& stop) {
                return examine_stability(format, n, sizes_by_bits(N, K), seed, stop);
            };
            all.push_back(std::move(each));
        }
    return all;
}

}  // namespace

claim symmetry_claim() {
    return {"symmetry",
            "u_i(-sigma) = (-1)^(n+1) u_i(sigma): polynomial F, exactly and bit by bit in every format.",
            "F(-x) = (-1)^n F(x)",
            {"--n", "--N", "--K", "--formats"},
            symmetry_cases};
}

claim stability_symmetry_claim() {
    return {
        "stability-symmetry",
        "For even n the state -xi is a fixed point if xi is (it is not where u_i = 0: sign(0) = +1 turns both to +1). "
        "Cases: fixed points.",
        "from symmetry and sign(0) = +1, McAlister et al. 2024, Eq. 3",
        {"--n", "--N", "--K", "--formats"},
        stability_cases};
}

}  // namespace ulpfield::study
