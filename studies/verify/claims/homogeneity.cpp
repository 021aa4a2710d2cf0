#include "studies/verify/claims/homogeneity.hpp"

#include <algorithm>

#include "ulpfield/number/interrupted.hpp"
#include "ulpfield/number/random_words.hpp"
#include "ulpfield/rule/homogeneity.hpp"

namespace ulpfield::study {

namespace {

constexpr std::uint64_t random_points = 2000;

/// A rational with parts of up to `bits` bits; x of either sign, alpha above 0.
ratio random_ratio(random_words& words, int bits, bool positive) {
    auto const part = [&] { return static_cast<std::int64_t>(words() >> (64 - bits)) + 1; };
    ratio value{part(), part()};
    std::int64_t const common = std::gcd(value.numerator, value.denominator);
    value.numerator /= common;
    value.denominator /= common;
    if (!positive && (words() & 1) != 0) value.numerator = -value.numerator;
    return value;
}

/// The overlap x of one memory of |x| neurons (x = 0: two neurons) with the state of all +1; an x that is no small
/// integer is no such overlap and stands among the values alone.
counterexample at_overlap(ratio const& at, homogeneity const& values, ratio const& alpha) {
    counterexample example;
    example.values = {
        {"x", at.text()}, {"alpha", alpha.text()}, {"F(alpha x)", values.scaled}, {"alpha^n F(x)", values.expected}};
    std::int64_t const x = at.numerator;
    if (at.denominator != 1 || std::abs(x) > 100) return example;
    std::size_t const N = x == 0 ? 2 : static_cast<std::size_t>(std::abs(x));
    bipolar_patterns memory(1, N);
    for (std::size_t i = 0; i < N; ++i) memory.set(0, i, x > 0 || (x == 0 && i == 0) ? 1 : -1);
    example.memories = std::move(memory);
    example.state.assign(N, 1);
    return example;
}

/// Random rational x and alpha (or the alphas given), every n.
finding at_random_points(std::string const& F, std::vector<std::int64_t> const& orders,
                         std::vector<scaling_factor> const& alphas, number_format const& format, std::uint64_t seed,
                         std::stop_token const& stop) {
    finding found;
    random_words words(mix_seed({seed, 0x686f6d6f}));
    for (std::uint64_t trial = 0; trial < random_points; ++trial) {
        if (stop.stop_requested()) throw interrupted{};
        auto const n = static_cast<int>(orders[trial % orders.size()]);
        ratio const x = random_ratio(words, 20, false);
        ratio const drawn = random_ratio(words, 20, true);
        ratio const alpha = alphas.empty() ? drawn : alphas[trial / orders.size() % alphas.size()].value;
        homogeneity const result = check_homogeneity(parse_interaction(F, n), n, alpha, x, format);
        if (result.left_range) continue;
        ++found.cases;
        if (result.equal) continue;
        ++found.violated;
        if (!found.example) found.example = at_overlap(x, result, alpha);
    }
    return found;
}

/// Integer x = -12..12 in the order 0, 1, -1, 2, ...
finding at_overlaps(std::string const& F, std::vector<std::int64_t> const& orders, ratio const& alpha,
                    number_format const& format, std::stop_token const& stop) {
    finding found;
    for (std::int64_t step = 0; step <= 24; ++step) {
        std::int64_t const x = step % 2 != 0 ? (step + 1) / 2 : -step / 2;
        for (std::int64_t const n : orders) {
            throw_if_stopped(stop);
            homogeneity const result = check_homogeneity(parse_interaction(F, static_cast<int>(n)), static_cast<int>(n),
                                                         alpha, {x, 1}, format);
            if (result.left_range) continue;
            ++found.cases;
            if (result.equal) continue;
            ++found.violated;
            if (found.example) continue;
            found.example = at_overlap({x, 1}, result, alpha);
            found.n = std::to_string(n);
        }
    }
    return found;
}

std::vector<claim_case> homogeneity_cases(verify_options const& options) {
    std::vector<claim_case> all;
    std::vector<std::int64_t> const n = options.n_or(all_from(1, 100));
    std::vector<scaling_factor> alphas;
    for (scaling_factor const& factor : options.alpha)
        if (factor.what == scaling_factor::kind::fixed) alphas.push_back(factor);
    if (!options.alpha.empty() && alphas.empty()) return {};
    auto const fails = [&](std::string const& F, std::vector<std::int64_t> const& orders, number_format const& format,
                           std::vector<scaling_factor> const& factors) {
        for (scaling_factor const& factor : factors) {
            claim_case each{F, format.name, list_text(orders), "", "", factor.text(), expectation::fails, 2, nullptr};
            // e^x at alpha = 1, or x^n with alpha a power of two in a format: nothing is left to break.
            bool const rounds = !format.exact() && !factor.exact_at(1);
            bool const algebraic = F == "polynomial" || F == "rectified";
            if (factor.value == ratio{1, 1} || (algebraic && !rounds)) each.expected = expectation::holds;
            each.check = [F, orders, factor, format](std::stop_token const& stop) {
                return at_overlaps(F, orders, factor.value, format, stop);
            };
            all.push_back(std::move(each));
        }
    };
    std::vector<scaling_factor> const third = {{scaling_factor::kind::fixed, {1, 3}}};
    for (number_format const& format : options.formats) {
        if (format.exact()) {
            for (char const* F : {"polynomial", "rectified"}) {
                std::string alpha_text;
                for (scaling_factor const& factor : alphas)
                    alpha_text += (alpha_text.empty() ? "" : ",") + factor.text();
                claim_case each{
                    F,   "exact", list_text(n), "", "", alpha_text.empty() ? "random" : alpha_text, expectation::holds,
                    100, nullptr};
                each.check = [F, n, alphas, format, seed = options.seed](std::stop_token const& stop) {
                    return at_random_points(F, n, alphas, format, seed, stop);
                };
                all.push_back(std::move(each));
            }
            auto const few = options.n_or(all_from(2, 7));
            for (ratio const& eps : options.eps_or({{1, 100}}))
                fails(name(parse_interaction("leaky:" + eps.text(), 2)), few, format, alphas.empty() ? third : alphas);
            fails("exponential", few, format, alphas.empty() ? third : alphas);
            continue;
        }
        std::vector<scaling_factor> const both = {{scaling_factor::kind::fixed, {1, 8}}, third.front()};
        for (char const* F : {"polynomial", "rectified"})
            fails(F, options.n_or(all_from(2, 7)), format, alphas.empty() ? both : alphas);
    }
    return all;
}

}  // namespace

claim homogeneity_claim() {
    return {
        "homogeneity",
        "F(alpha x) = alpha^n F(x) for every x and alpha > 0: polynomial and rectified F; in a format while alpha is a "
        "power of two. Cases: values of x.",
        "McAlister et al. 2024, Eq. 9, Lemmas 4.1.1 and 4.1.2; Eq. 7 and 12 for the leaky and exponential F",
        {"--n", "--alpha", "--eps", "--formats"},
        homogeneity_cases};
}

}  // namespace ulpfield::study
