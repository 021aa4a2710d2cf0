#include "studies/verify/claims/continuous.hpp"

#include "ulpfield/dynamics/continuous_laws.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t continuous_networks = 50;  // of each size and pair of Lagrangians
constexpr std::uint64_t exact_networks = 50;       // of each size and order
constexpr char const* numeric = "mpfr:320";        // of continuous_laws.hpp

/// Adds what one size gave; the first counterexample names its size.
void add(finding& all, finding const& found, std::int64_t n, std::int64_t N, std::int64_t K) {
    all.cases += found.cases;
    all.violated += found.violated;
    if (!found.example || all.example) return;
    all.example = found.example;
    if (n > 0) all.n = std::to_string(n);
    all.N = std::to_string(N);
    all.K = std::to_string(K);
}

law_cases cases_of(verify_options const& options, std::int64_t N, std::int64_t K, std::uint64_t trials) {
    return {static_cast<std::size_t>(N), static_cast<std::size_t>(K), trials, options.seed};
}

using pair_law = finding (*)(lagrangian const&, lagrangian const&, law_cases const&, std::stop_token const&);

/// One row a pair of Lagrangians, over sizes.
claim_case pair_case(verify_options const& options, std::string const& v, std::string const& h, pair_law law,
                     expectation expected) {
    auto const N = options.N_or({1, 2, 5});
    auto const K = options.K_or({1, 4});
    claim_case each{v + "/" + h, numeric, "", list_text(N), list_text(K), "", expected, 20, nullptr};
    each.check = [=](std::stop_token const& stop) {
        lagrangian const Lv = parse_lagrangian(v, ratio{1, 1});
        lagrangian const Lh = parse_lagrangian(h, ratio{1, 1});
        finding found;
        for (std::int64_t const neurons : N)
            for (std::int64_t const memories : K) {
                add(found, law(Lv, Lh, cases_of(options, neurons, memories, continuous_networks), stop), 0, neurons,
                    memories);
            }
        return found;
    };
    return each;
}

std::vector<claim_case> derivative_cases(verify_options const& options) {
    std::vector<claim_case> all;
    for (char const* v : {"identity", "tanh", "rectified:3", "polynomial:3", "softmax", "spherical"})
        for (char const* h : {"identity", "tanh", "rectified:3", "polynomial:3", "softmax", "spherical"})
            all.push_back(pair_case(options, v, h, energy_derivative_law, expectation::holds));
    return all;
}

std::vector<claim_case> descent_cases(verify_options const& options) {
    std::vector<claim_case> all;
    for (char const* v : {"identity", "tanh", "softmax", "spherical"})
        for (char const* h : {"identity", "rectified:3", "softmax", "spherical"})
            all.push_back(pair_case(options, v, h, energy_descent_law, expectation::holds));
    for (char const* h : {"polynomial:3", "polynomial:5"})
        all.push_back(pair_case(options, "identity", h, energy_descent_law, expectation::fails));
    return all;
}

/// One row an interaction function, over orders and sizes.
std::vector<claim_case> dam_cases(verify_options const& options, dam_limit_statement statement, expectation expected) {
    std::vector<claim_case> all;
    for (bool const rectified : {false, true}) {
        auto const n = options.n_or(all_from(2, 7));
        auto const N = options.N_or({3, 4, 5, 20});
        auto const K = options.K_or({3, 10});
        claim_case each{rectified ? "rectified" : "polynomial",
                        "exact",
                        list_text(n),
                        list_text(N),
                        list_text(K),
                        "",
                        expected,
                        200,
                        nullptr};
        each.check = [=](std::stop_token const& stop) {
            finding found;
            for (std::int64_t const order : n)
                for (std::int64_t const neurons : N)
                    for (std::int64_t const memories : K) {
                        if (order < 2) continue;  // F' of n = 1 is constant: there is no Lagrangian to speak of
                        add(found,
                            dam_limit_law(statement, static_cast<int>(order), rectified,
                                          cases_of(options, neurons, memories, exact_networks), stop),
                            order, neurons, memories);
                    }
            return found;
        };
        all.push_back(std::move(each));
    }
    return all;
}

std::vector<claim_case> softmax_cases(verify_options const& options) {
    std::vector<claim_case> all;
    auto const N = options.N_or({1, 5, 20});
    auto const K = options.K_or({1, 4, 10});
    for (ratio const beta : {ratio{1, 10}, ratio{1, 1}, ratio{10, 1}}) {
        claim_case each{"softmax:beta=" + beta.text(),
                        numeric,
                        "",
                        list_text(N),
                        list_text(K),
                        "",
                        expectation::holds,
                        100,
                        nullptr};
        each.check = [=](std::stop_token const& stop) {
            finding found;
            for (std::int64_t const neurons : N)
                for (std::int64_t const memories : K) {
                    add(found, softmax_limit_law(beta, cases_of(options, neurons, memories, continuous_networks), stop),
                        0, neurons, memories);
                }
            return found;
        };
        all.push_back(std::move(each));
    }
    return all;
}

}  // namespace

claim energy_derivative_claim() {
    return {
        "energy-derivative",
        "dE/dt = -tau_v v'^T H_v v' - tau_h h'^T H_h h' along tau_v v' = xi^T f - v + I, tau_h h' = xi g - h, for the "
        "Lagrangians named; against the difference quotient to 2^-100; a case is a random network and state.",
        "Yang 2020, part III; Krotov & Hopfield 2021",
        {"--N", "--K"},
        derivative_cases};
}

claim continuous_descent_claim() {
    return {
        "energy-descent-continuous",
        "The energy of the hidden-neuron equations never rises: with convex Lagrangians; x^n with odd n is none. By "
        "the difference quotient; a case is a random network and state.",
        "Yang 2020, part III",
        {"--N", "--K"},
        descent_cases};
}

claim dam_limit_claim() {
    return {
        "dam-limit",
        "With L_v = sum |v_i|, L_h = sum F(h), h = xi sigma and I = 0 the energy is -L_h = -sum_mu F(<xi^mu, sigma>), "
        "that of the dense associative memory; a case is a random network and state.",
        "Yang 2020, part III, corrected",
        {"--n", "--N", "--K"},
        [](verify_options const& options) {
            return dam_cases(options, dam_limit_statement::energy, expectation::holds);
        }};
}

claim dam_limit_printed_claim() {
    return {"dam-limit-printed",
            "The same energy is -L_v, as printed.",
            "Yang 2020, part III",
            {"--n", "--N", "--K"},
            [](verify_options const& options) {
                return dam_cases(options, dam_limit_statement::printed_energy, expectation::fails);
            }};
}

claim dam_limit_rule_claim() {
    return {
        "dam-limit-rule",
        "The limit's rule sign(sum_mu xi_i F'(h_mu)) is that of the energy difference (Eq. 4); a case is a neuron, and "
        "only strictly opposite signs count.",
        "Yang 2020, part III",
        {"--n", "--N", "--K"},
        [](verify_options const& options) {
            return dam_cases(options, dam_limit_statement::rule, expectation::fails);
        }};
}

claim softmax_limit_claim() {
    return {
        "softmax-limit",
        "With L_v = v.v/2, L_h = (1/beta) ln sum e^(beta h), h = xi v and I = 0 the energy is v.v/2 - (1/beta) ln "
        "sum_mu e^(beta <xi^mu, v>), and v <- xi^T softmax(beta xi v) does not raise it; to 2^-200; a case is a random "
        "network and state.",
        "Yang 2020, part III; Ramsauer et al. 2020",
        {"--N", "--K"},
        softmax_cases};
}

}  // namespace ulpfield::study
