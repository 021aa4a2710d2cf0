#include "ulpfield/capacity/stored.hpp"

#include <stdexcept>
#include <utility>

#include "capacity/answers.hpp"
#include "capacity/recall_trial.hpp"
#include "ulpfield/memory/nearest_memory.hpp"
#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::capacity {
namespace {

bipolar_state signs_of(memory_patterns const& zeta, std::size_t mu) {
    bipolar_state signs(neurons(zeta));
    for (std::size_t i = 0; i < signs.size(); ++i)
        signs[i] = std::visit([&](auto const& patterns) { return patterns.at(mu, i) >= 0; }, zeta) ? 1 : -1;
    return signs;
}

flip_probability flips_of(rational const& P) {
    if (P < 0 || P > 1) throw std::invalid_argument("corruption = " + P.str() + ": a probability, 0 to 1");
    integer const scaled = (numerator(P) << 64) / denominator(P);
    return flip_probability::from_threshold(scaled.convert_to<unsigned __int128>());
}

}  // namespace

answer stable_share(interaction const& F, shared_patterns const& zeta, int digits, std::stop_token const& stop,
                    tie_rule tie) {
    exact_decisions by(F, {1, 1}, {.tie = tie});
    by.set_memories(zeta);
    std::int64_t stable = 0;
    for (std::size_t mu = 0; mu < zeta.K(); ++mu) {
        bipolar_state const sigma = signs_of(*zeta, mu);
        by.set_state(sigma);
        bool rests = true;
        for (std::size_t i = 0; rests && i < sigma.size(); ++i) {
            throw_if_stopped(stop);
            rests = by.decide(i) == sigma[i];
        }
        stable += rests ? 1 : 0;
    }
    answer share = exact_answer(rational(stable, zeta.K()), digits);
    share.quality = trust::exact;
    return share;
}

recall_sample recall_stored(interaction const& F, shared_patterns const& zeta, bipolar_patterns const* starts,
                            rational const& corruption, std::uint64_t seed, std::int64_t first_trial,
                            std::int64_t trials, std::stop_token const& stop, tie_rule tie) {
    flip_probability const P = flips_of(corruption);
    exact_decisions by(F, {1, 1}, {.tie = tie});
    by.set_memories(zeta);
    recall_sample result;
    auto const relax = [&](std::uint64_t t) {
        bipolar_state state = starts == nullptr ? signs_of(*zeta, t % zeta.K()) : starts->state(t);
        bipolar_state const stored = starts == nullptr ? state : signs_of(*zeta, find_nearest_memory(*zeta, state).mu);
        if (starts == nullptr) state = corrupted(std::move(state), P, seed, t + 1);
        bool const back = comes_to(stored, std::move(state), by, [&] { throw_if_stopped(stop); });
        ++result.trials;
        result.recalled += back ? 1 : 0;
    };
    try {
        for (std::int64_t t = first_trial; t < first_trial + trials; ++t) relax(static_cast<std::uint64_t>(t));
    } catch (interrupted const&) {
        // The trials that are whole.
    }
    return result;
}

}  // namespace ulpfield::capacity
