#include "ulpfield/capacity/recall.hpp"

#include <stdexcept>
#include <utility>

#include "capacity/recall_trial.hpp"
#include "capacity/stop_point.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/memory/random_patterns.hpp"
#include "ulpfield/number/random_words.hpp"

namespace ulpfield::capacity {
namespace {

// Purpose of a trial's words beside the memories relative to memory 1, which `draw` takes from {seed, trial}.
constexpr std::uint64_t for_own_bits = 1;

flip_probability flips_with(rational const& P) {
    if (P < 0 || P > 1) throw std::invalid_argument("corruption = " + P.str() + ": a probability, 0 to 1");
    integer const scaled = (numerator(P) << 64) / denominator(P);
    return flip_probability::from_threshold(scaled.convert_to<unsigned __int128>());
}

bipolar_patterns memories_of(setting const& where, std::int64_t K, std::uint64_t seed, std::uint64_t trial) {
    bipolar_patterns zeta(static_cast<std::size_t>(K), static_cast<std::size_t>(where.N));
    std::uint64_t const last = where.N % 64 == 0 ? ~std::uint64_t{0} : (std::uint64_t{1} << (where.N % 64)) - 1;
    random_words own(mix_seed({seed, trial, for_own_bits}));
    for (std::uint64_t& word : zeta.row(0)) word = own();
    zeta.row(0).back() &= last;
    random_words agrees(mix_seed({seed, trial}));
    for (std::size_t mu = 1; mu < zeta.K(); ++mu) {
        for (std::size_t word = 0; word < zeta.words(); ++word) zeta.row(mu)[word] = ~(agrees() ^ zeta.row(0)[word]);
        zeta.row(mu).back() &= last;
    }
    return zeta;
}

}  // namespace

recall_sample& recall_sample::operator+=(recall_sample const& other) {
    trials += other.trials;
    recalled += other.recalled;
    return *this;
}

recall_sample recall(setting const& where, std::int64_t K, rational const& corruption, std::uint64_t seed,
                     std::int64_t first_trial, std::int64_t trials, std::stop_token const& stop, tie_rule tie) {
    validate(where);
    if (K < 1 || K > 1'000'000'000 / where.N)
        throw std::invalid_argument("K = " + std::to_string(K) + ": 1 to 10^9/N = " +
                                    std::to_string(1'000'000'000 / where.N) + " memories for recall");
    if (trials < 0) throw std::invalid_argument("trials = " + std::to_string(trials) + ": at least 0");
    flip_probability const P = flips_with(corruption);
    stop_scope const scope(stop);
    recall_sample result;
    auto const relax = [&](std::int64_t t) {
        stop_point();
        auto const trial = static_cast<std::uint64_t>(t);
        bipolar_patterns memories = memories_of(where, K, seed, trial);
        bipolar_state const stored = memories.state(0);
        exact_decisions by(where.F, ratio{1, 1}, {.tie = tie});
        by.set_memories(memory_patterns(std::move(memories)));
        bool const back = comes_to(stored, corrupted(stored, P, seed, trial + 1), by, [] { stop_point(); });
        ++result.trials;
        result.recalled += back ? 1 : 0;
    };
    try {
        for (std::int64_t t = first_trial; t < first_trial + trials; ++t) relax(t);
    } catch (interrupted const&) {
        // The trials that are whole.
    }
    return result;
}

answer recall_estimate(recall_sample const& drawn, int digits) {
    return share_estimate(drawn.recalled, drawn.trials, digits);
}

}  // namespace ulpfield::capacity
