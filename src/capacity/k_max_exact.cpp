#include "capacity/k_max_exact.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "capacity/crossing.hpp"
#include "capacity/largest_below.hpp"
#include "capacity/limit_law.hpp"

namespace ulpfield::capacity {
namespace {

constexpr std::int64_t most_asked = 1'000'000'000'000'000;

/// No K above this passes: the limit's own K_max, where it is below 10^15 and had quickly.
std::int64_t most_that_can_pass(setting const& where, error_threshold const& p) {
    working_precision const guard(400);
    enclosure const threshold = p.bounds();
    // Near 1/2 the limit law has many terms.
    if (where.N > 200 || !certainly_less(threshold, enclosure(rational(9, 20)))) return most_asked;
    return std::min(ceiling_over_n(where, threshold), integer(most_asked)).convert_to<std::int64_t>();
}

std::int64_t first_guess(setting const& where, error_threshold const& p) {
    working_precision const guard(96);
    try {
        return static_cast<std::int64_t>(rough_inverse(saddlepoint(where), log(p.bounds()).to_double(), 1e15)) + 1;
    } catch (std::domain_error const&) {
        return 2;  // no saddle
    }
}

/// The largest K with below(K): known between a K that passes and one that fails, some in between out of reach. Goes
/// up from the one that passes in doubling steps, and again from there before the first that is out of reach.
template <class Below>
std::int64_t upwards(Below const& below, std::int64_t passes, std::int64_t fails) {
    std::int64_t reach = fails;  // nothing is asked for from here on
    std::int64_t step = 1;
    std::string reason;
    while (passes + 1 < fails) {
        if (passes + 1 == reach) throw out_of_reach(reason);
        if (passes + step >= reach) step = (reach - passes) / 2;
        std::int64_t const K = passes + step;
        try {
            if (below(K)) {
                passes = K;
                step *= 2;
            } else {
                fails = K;
                reach = std::min(reach, fails);
                step = 1;
            }
        } catch (out_of_reach const& refusal) {
            reason = "K = " + std::to_string(K) + ": " + refusal.what();
            reach = K;
            step = 1;
        }
    }
    return passes;
}

/// d ln P_error / d ln K about K, as saddlepoint has it; 1 where it has none.
double rough_slope(setting const& where, double K) {
    try {
        saddlepoint const law(where);
        double const m = std::max(K - 1, 1.01);
        double const slope = (law.estimate(m * 1.01).log_error - law.estimate(m).log_error) / std::log(1.01);
        return std::clamp(slope, 0.5, 1e4);
    } catch (std::domain_error const&) {
        return 1;
    }
}

}  // namespace

std::optional<k_max_bracket> bracket_of_k_max(exact_bit_law const& law, setting const& where, error_threshold const& p,
                                              double width) {
    working_precision const guard(192);
    enclosure const threshold = p.bounds();
    std::int64_t const guess = std::clamp<std::int64_t>(first_guess(where, p), 2, most_asked);
    std::optional<enclosure> const P = law.roughly(guess, 0.01);
    // Where ties hold the bounds apart they decide little.
    if (!P || !certainly_less(P->high_end() * enclosure(rational(49, 50)), P->low_end())) return std::nullopt;
    double const slope = rough_slope(where, static_cast<double>(guess));
    double const log_ratio = log(threshold).to_double() - log(P->high_end()).to_double();
    double const middle = static_cast<double>(guess) * std::exp(std::clamp(log_ratio / slope, -30.0, 30.0));
    // Outwards from there until the bounds decide.
    auto const decided = [&](int side) -> std::optional<std::int64_t> {
        double relative = 2 * width / slope;
        for (int k = 0; k < 20; ++k, relative *= 4) {
            double const away = std::max(relative * middle, k + 0.5);
            double const at = std::clamp(std::round(middle + side * away), 1.0, static_cast<double>(most_asked));
            auto const K = static_cast<std::int64_t>(at);
            if (K == 1) return side < 0 ? std::optional(K) : std::nullopt;
            enclosure const value = *law.roughly(K, width);
            if (side < 0 ? certainly_less(value, threshold) : certainly_less(threshold, value)) return K;
            if (K == most_asked) return std::nullopt;
        }
        return std::nullopt;
    };
    std::optional<std::int64_t> const fails = decided(1);
    if (!fails) return std::nullopt;
    std::optional<std::int64_t> const passes = decided(-1);
    if (!passes || *passes >= *fails) return std::nullopt;
    return k_max_bracket{*passes, *fails};
}

bool is_largest_of_all(exact_bit_law const& law, setting const& where, error_threshold const& p, std::int64_t largest) {
    constexpr std::int64_t most_steps = 100;
    working_precision const guard(192);
    enclosure const twice = times_two_to(p.bounds(), 1);
    std::int64_t const ceiling = most_that_can_pass(where, p);
    auto const fails_for_good = [&](std::int64_t K) {
        if (K > ceiling) return true;
        if (auto const P = law.roughly(K, 0.01)) return certainly_less(twice, *P);
        exact_value const P = law.error(K, 8);
        return certainly_less(twice, P.fraction ? enclosure(*P.fraction) : P.bounds);
    };
    try {
        std::int64_t end = largest + 1;
        for (std::int64_t step = 2; !fails_for_good(end); step *= 2) {
            if (end - largest > most_steps) return false;
            end = largest + std::min(step, most_steps + 1);
        }
        for (std::int64_t K = largest + 1; K < end; ++K)
            if (law.error_below(K, p)) return false;
        return true;
    } catch (out_of_reach const&) {
        return false;
    }
}

double rough_inverse(saddlepoint const& law, double log_p, double most) {
    return rising_through_zero([&](double m) { return law.estimate(m).log_error - log_p; }, 1.0001, most);
}

integer largest_exact(setting const& where, error_threshold const& p, double effort) {
    exact_bit_law const law(where);
    if (!law.error_below(1, p, effort)) return 0;
    std::int64_t const most = most_that_can_pass(where, p);
    std::int64_t passes = 1;
    std::int64_t fails = most + 1;
    auto const below = [&](std::int64_t K) {
        if (K <= passes || K >= fails) return K <= passes;
        bool const below_p = law.error_below(K, p, effort);
        (below_p ? passes : fails) = K;
        return below_p;
    };
    std::int64_t guess = std::min(first_guess(where, p), fails);
    std::int64_t first_step = 0;
    if (effort >= 1 || has_lattice(where.F))
        if (auto const around = bracket_of_k_max(law, where, p, 0.0005); around && around->passes < fails) {
            passes = around->passes;
            fails = std::min(fails, around->fails);
            guess = std::clamp(guess, passes, fails);
            first_step = 1;
        }
    try {
        return largest_below(below, guess, most_asked, first_step);
    } catch (out_of_reach const&) {
        if (passes == most_asked) throw;
        return upwards(below, passes, fails);
    }
}

}  // namespace ulpfield::capacity
