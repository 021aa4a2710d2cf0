#include "studies/verify/claims/energy_descent.hpp"

#include <fmt/format.h>

#include "studies/verify/all_networks.hpp"
#include "studies/verify/network_rule.hpp"
#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"
#include "ulpfield/memory/relaxation.hpp"
#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/rule/comparison.hpp"
#include "ulpfield/rule/network_energy.hpp"

namespace ulpfield::study {

namespace {

constexpr networks_tried tried_for_descent{11, 40};
constexpr std::uint64_t most_sweeps = 200;

enum class law { energy_falls, relaxation_ends };

struct dynamics {
    number_format format;
    std::string F;
    scaling_factor alpha;
};

/// Asynchronous dynamics of one network, decided by local_rule.
class relaxing {
public:
    relaxing(dynamics const& rule, std::int64_t n, std::int64_t N, std::stop_token const& stop)
        : setting_{rule.format, parse_interaction(rule.F, static_cast<int>(n)), rule.alpha.at(N),
                   rule.alpha.what == scaling_factor::kind::divided_by_N ? scaling_way::divided
                                                                         : scaling_way::multiplied},
          rule_(make_local_rule(setting_, static_cast<int>(N), stop)) {}

    /// Examines one relaxation; false: it left the format's range and is no case.
    bool examine(network const& drawn, law asked, update_order const& order, finding& found, std::string const& compare,
                 std::stop_token const& stop) {
        auto const& zeta = std::get<bipolar_patterns>(drawn.memories);
        bipolar_state sigma = drawn.state;
        std::unique_ptr<network_energy> const energy =
            asked == law::energy_falls ? make_energy(setting_, drawn.memories, stop) : nullptr;
        bool left = false;
        finding seen;
        auto const report = [&](bipolar_state const& state, std::size_t i,
                                std::vector<std::pair<std::string, std::string>> values) {
            ++seen.violated;
            if (!seen.example && !found.example)
                seen.example = counterexample{drawn.memories, state, i, std::move(values), compare};
        };
        auto const outcome = relax_asynchronously(
            sigma, order, most_sweeps,
            [&](std::size_t i) {
                if (stop.stop_requested()) throw interrupted{};
                return left ? static_cast<int>(sigma[i]) : decide(zeta, sigma, i, left);
            },
            [&](std::size_t i) {
                if (!energy || left) return;
                bipolar_state before = sigma;
                before[i] = static_cast<std::int8_t>(-before[i]);
                std::optional<int> const change = energy->order(sigma, before);
                if (!change) {
                    left = true;
                    return;
                }
                ++seen.cases;
                if (*change > 0)
                    report(before, i, {{"energy before", energy->text(before)}, {"energy after", energy->text(sigma)}});
            });
        if (left) return false;
        if (asked == law::relaxation_ends) {
            ++seen.cases;
            if (outcome.end != relaxation_end::fixed_point)
                report(drawn.state, 0,
                       {{outcome.end == relaxation_end::cycle ? "cycle of sweeps" : "sweeps without end",
                         std::to_string(outcome.end == relaxation_end::cycle ? outcome.cycle_length : outcome.sweeps)},
                        {"state on it", state_text(sigma)}});
        }
        found.cases += seen.cases;
        found.violated += seen.violated;
        if (!found.example) found.example = std::move(seen.example);
        return true;
    }

private:
    int decide(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t i, bool& left) {
        std::vector<int> const R = similarities(zeta, sigma, i);
        for (std::size_t mu = 0; mu < R.size(); ++mu) rule_->push({zeta.at(mu, i), R[mu]});
        int const value = rule_->decision();
        left = left || rule_->left_range();
        for (std::size_t mu = 0; mu < R.size(); ++mu) rule_->pop();
        return left ? static_cast<int>(sigma[i]) : value;
    }

    local_setting setting_;
    std::unique_ptr<local_rule> rule_;
};

struct setting_of_search {
    std::vector<std::int64_t> n;
    std::vector<network_size> sizes;
    /// The (n, size) that belong to the row.
    std::function<bool(std::int64_t n, network_size const&)> belongs;
};

/// Size by size, every network of the small ones, random ones and near ties of the others; sequential order.
finding examine_all(dynamics const& rule, law asked, setting_of_search const& where, bool until_found,
                    std::uint64_t seed, std::stop_token const& stop) {
    finding found;
    for (network_size const& size : where.sizes) {
        if (!holds_similarities(rule.format, static_cast<int>(size.N))) continue;
        for (std::int64_t const n : where.n) {
            if (!where.belongs(n, size)) continue;
            auto const N = static_cast<std::size_t>(size.N);
            relaxing network_of_n(rule, n, size.N, stop);
            auto const scaling = rule.alpha.compare_scaling(size.N);
            std::string const compare = scaling && asked == law::relaxation_ends
                                            ? fmt::format("--formats {} --interaction {} --n {} --scaling {}",
                                                          rule.format.name, rule.F, n, *scaling)
                                            : "";
            interaction const F = parse_interaction(rule.F, static_cast<int>(n));
            for_networks(F, size, tried_for_descent, mix_seed({seed, 0x656e}), stop,
                         [&](network const& drawn, std::uint64_t index) {
                             network_of_n.examine(drawn, asked, update_order::sequential(N), found, compare, stop);
                             // Exact arithmetic must hold in any order.
                             if (rule.format.exact())
                                 network_of_n.examine(drawn, asked, update_order::random(N, mix_seed({seed, index})),
                                                      found, compare, stop);
                         });
            if (found.example && found.n.empty()) {
                found.n = std::to_string(n);
                found.N = std::to_string(size.N);
                found.K = std::to_string(size.K);
            }
            if (found.example && until_found) return found;
        }
    }
    return found;
}

std::vector<claim_case> cases_of(law asked, verify_options const& options) {
    std::vector<claim_case> all;
    scaling_factor const one{};
    scaling_factor const over_N{scaling_factor::kind::over_N, {}};
    for (number_format const& format : options.formats) {
        std::vector<std::string> functions = {"polynomial", "exponential"};
        if (format.exact()) {
            functions = {"polynomial", "rectified", "exponential"};
            for (ratio const& eps : options.eps_or({{1, 100}}))
                for (char const* kind : {"leaky:", "leaky+:"}) functions.push_back(kind + eps.text());
        }
        auto const N = options.N_or(format.exact() ? std::vector<std::int64_t>{1, 2, 3, 5, 8} : all_from(2, 7));
        auto const K = options.K_or(format.exact() ? std::vector<std::int64_t>{1, 2, 3, 6} : all_from(1, 7));
        for (std::string const& F : functions) {
            bool const has_order = F != "exponential";
            auto const n =
                !has_order ? std::vector<std::int64_t>{1}
                           : options.n_or(format.exact() ? all_from(2, 5) : std::vector<std::int64_t>{2, 3, 5, 7, 30});
            for (scaling_factor const& alpha : options.alpha_or(
                     format.exact() ? std::vector<scaling_factor>{one} : std::vector<scaling_factor>{one, over_N})) {
                auto const exact_here = [format, F, alpha](std::int64_t order, network_size const& size) {
                    if (format.exact()) return true;
                    // 2^-k and raw are what never_rounds knows; any other factor that is a power of two only moves
                    // the exponents, which relaxing looks after.
                    if (!alpha.exact_at(size.N)) return false;
                    return never_rounds({format, std::nullopt, parse_interaction(F, static_cast<int>(order)), raw{}},
                                        static_cast<std::size_t>(size.N), static_cast<std::size_t>(size.K));
                };
                for (bool const rounds : {false, true}) {
                    setting_of_search where{n, sizes_by_bits(N, K), nullptr};
                    std::vector<std::int64_t> used_n, used_N, used_K;
                    for (network_size const& size : where.sizes)
                        for (std::int64_t const order : n)
                            if (exact_here(order, size) != rounds) {
                                used_n.push_back(order);
                                used_N.push_back(size.N);
                                used_K.push_back(size.K);
                            }
                    if (used_n.empty()) continue;
                    where.belongs = [exact_here, rounds](std::int64_t order, network_size const& size) {
                        return exact_here(order, size) != rounds;
                    };
                    claim_case each{F,
                                    format.name,
                                    has_order ? list_text(used_n) : "",
                                    list_text(used_N),
                                    list_text(used_K),
                                    alpha.text(),
                                    rounds ? expectation::fails : expectation::holds,
                                    0.1 * static_cast<double>(used_n.size() * tried_for_descent.random),
                                    nullptr};
                    each.check = [rule = dynamics{format, F, alpha}, asked, where, rounds, has_order,
                                  seed = options.seed](std::stop_token const& stop) {
                        finding found = examine_all(rule, asked, where, rounds, seed, stop);
                        if (!has_order) found.n.clear();
                        return found;
                    };
                    all.push_back(std::move(each));
                }
            }
        }
    }
    return all;
}

/// Block b of --search: formats, F and alpha in turn, networks drawn anew.
std::optional<claim_case> descent_search(law asked, verify_options const& options, std::uint64_t block) {
    std::vector<number_format> formats;
    for (number_format const& format : options.formats)
        if (!format.exact()) formats.push_back(format);
    if (formats.empty()) return std::nullopt;
    std::uint64_t rest = block;
    auto const next = [&rest](auto const& values) {
        auto const value = values[rest % values.size()];
        rest /= values.size();
        return value;
    };
    number_format const format = next(formats);
    std::string const F = next(std::vector<std::string>{"polynomial", "exponential"});
    scaling_factor const alpha = next(options.alpha_or({{scaling_factor::kind::over_N, {}}, {}}));
    bool const has_order = F != "exponential";
    auto const n = has_order ? options.n_or({2, 3, 5, 7, 30}) : std::vector<std::int64_t>{1};
    auto const N = options.N_or(all_from(3, 9));
    auto const K = options.K_or(all_from(3, 9));
    setting_of_search where{n, sizes_by_bits(N, K), [](std::int64_t, network_size const&) { return true; }};
    claim_case each{
        F,    format.name, has_order ? list_text(n) : "", list_text(N), list_text(K), alpha.text(), expectation::fails,
        1000, nullptr};
    each.check = [rule = dynamics{format, F, alpha}, asked, where, has_order,
                  seed = mix_seed({options.seed, block})](std::stop_token const& stop) {
        finding found = examine_all(rule, asked, where, true, seed, stop);
        if (!has_order) found.n.clear();
        return found;
    };
    return each;
}

}  // namespace

claim energy_descent_claim() {
    return {
        "energy-descent",
        "No asynchronous update raises the energy E = -sum F(<zeta, sigma>) of the arithmetic that decides it, for any "
        "F; in a format only while it does not round. Cases: flips.",
        "u_i = E(sigma_i = -1) - E(sigma_i = +1): Krotov & Hopfield 2016, Eq. 1 and 3",
        {"--n", "--N", "--K", "--alpha", "--eps", "--formats"},
        [](verify_options const& options) { return cases_of(law::energy_falls, options); }};
}

claim relaxation_ends_claim() {
    return {"relaxation-ends",
            "Asynchronous relaxation ends in a fixed point (the energy falls, at ties the number of +1 rises), for any "
            "F; in "
            "a format only while it does not round. Cases: relaxations.",
            "from energy-descent; McAlister et al. 2024, Section 2",
            {"--n", "--N", "--K", "--alpha", "--eps", "--formats"},
            [](verify_options const& options) { return cases_of(law::relaxation_ends, options); },
            [](verify_options const& options, std::uint64_t block) {
                return descent_search(law::relaxation_ends, options, block);
            }};
}

}  // namespace ulpfield::study
