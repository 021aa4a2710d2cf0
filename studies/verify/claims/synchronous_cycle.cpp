#include "studies/verify/claims/synchronous_cycle.hpp"

#include "studies/verify/all_networks.hpp"
#include "studies/verify/network_rule.hpp"
#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

namespace {

constexpr networks_tried tried_for_cycles{17, 500};

finding search(number_format const& format, std::string const& F, std::int64_t n,
               std::vector<network_size> const& sizes, std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    interaction const f = parse_interaction(F, static_cast<int>(n));
    network_rule rule(format, f, true, stop);
    for (network_size const& size : sizes) {
        for_networks(
            f, size, tried_for_cycles, mix_seed({seed, 0x73796e63}), stop, [&](network const& drawn, std::uint64_t) {
                rule.set_memories(drawn.memories);
                bipolar_state sigma = drawn.state;
                auto const outcome =
                    relax_synchronously(sigma, 1000, [&rule](bipolar_state const& now) { return rule.next(now); });
                ++found.cases;
                if (outcome.end != relaxation_end::cycle) return;
                ++found.violated;
                if (found.example) return;
                bipolar_state const other = rule.next(sigma);
                std::size_t moving = 0;
                while (sigma[moving] == other[moving]) ++moving;
                found.example = {
                    drawn.memories, sigma, moving, {{"cycle", state_text(sigma) + " <-> " + state_text(other)}}, ""};
                found.N = std::to_string(size.N);
                found.K = std::to_string(size.K);
            });
        if (found.example) return found;
    }
    return found;
}

std::vector<claim_case> cycle_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const N = options.N_or(all_from(1, 4));
    auto const K = options.K_or(all_from(1, 3));
    for (number_format const& format : options.formats)
        for (char const* F : {"polynomial", "rectified"})
            for (std::int64_t const n :
                 options.n_or(format.exact() ? std::vector<std::int64_t>{1, 2, 3} : std::vector<std::int64_t>{2})) {
                // F = x: u_i does not depend on the state.
                bool const constant = n == 1 && F == std::string_view("polynomial") && format.exact();
                claim_case each{F,
                                format.name,
                                std::to_string(n),
                                list_text(N),
                                list_text(K),
                                "",
                                constant ? expectation::holds : expectation::fails,
                                30,
                                nullptr};
                each.check = [format, F, n, N, K, seed = options.seed](std::stop_token const& stop) {
                    return search(format, F, n, sizes_by_bits(N, K), seed, stop);
                };
                all.push_back(std::move(each));
            }
    return all;
}

}  // namespace

claim synchronous_cycle_claim() {
    return {"synchronous-cycle",
            "Updating all neurons at once ends in a fixed point, too (it can end in a cycle of two states). Cases: "
            "relaxations.",
            "Goles-Chacc et al. 1985 for n = 2; Gao & Lin 2024, Eq. 1 beside Definition 3.1",
            {"--n", "--N", "--K", "--formats"},
            cycle_cases};
}

}  // namespace ulpfield::study
