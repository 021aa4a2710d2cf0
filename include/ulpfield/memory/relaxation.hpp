#pragma once
#include <algorithm>
#include <cstdint>

#include "ulpfield/memory/patterns.hpp"
#include "ulpfield/memory/update_order.hpp"

namespace ulpfield {

enum class relaxation_end {
    fixed_point,  ///< a whole sweep changed nothing
    cycle,        ///< a state came back: it will for ever
    limit         ///< the sweeps allowed are used up
};

struct relaxation_outcome {
    relaxation_end end = relaxation_end::limit;
    std::uint64_t sweeps = 0;        ///< done, the last unchanged one included
    std::uint64_t cycle_length = 0;  ///< in sweeps; a multiple of the shortest one for asynchronous cycles
};

/// Updates the neurons, one after the other or block by block, until a sweep changes nothing. `decide(i)` gives neuron
/// i's new value for the present state; `flip(i)` is told of each change after sigma has been changed. In exact
/// arithmetic neurons updated one by one always end in a fixed point (the energy falls, at ties the number of +1
/// rises); rounding and blocks can make it cycle, which an order that repeats detects (Brent's algorithm on the sweep
/// map) and a random one only bounds by `most_sweeps`; so do decisions `by_chance`, under which a state that comes back
/// need not do so again.
template <class Decide, class Flip>
relaxation_outcome relax_asynchronously(bipolar_state& sigma, update_order order, std::uint64_t most_sweeps,
                                        Decide&& decide, Flip&& flip, bool by_chance = false) {
    relaxation_outcome outcome;
    bipolar_state seen = sigma;
    std::uint64_t since_seen = 0;
    std::uint64_t power = 1;
    bipolar_state values;  // of a block
    while (outcome.sweeps < most_sweeps) {
        bool changed = false;
        auto const take = [&](std::uint32_t i, int value) {
            if (value == sigma[i]) return;
            sigma[i] = static_cast<std::int8_t>(value);
            flip(i);
            changed = true;
        };
        auto const neurons = order.next_sweep();
        for (std::size_t from = 0; from < neurons.size(); from += order.block()) {
            if (order.block() == 1) {
                take(neurons[from], decide(neurons[from]));
                continue;
            }
            auto const block = neurons.subspan(from, std::min(order.block(), neurons.size() - from));
            values.clear();
            for (std::uint32_t const i : block) values.push_back(static_cast<std::int8_t>(decide(i)));
            for (std::size_t k = 0; k < block.size(); ++k) take(block[k], values[k]);
        }
        ++outcome.sweeps;
        if (!changed) {
            outcome.end = relaxation_end::fixed_point;
            return outcome;
        }
        ++since_seen;
        if (order.repeats() && !by_chance) {
            if (sigma == seen) {
                outcome.end = relaxation_end::cycle;
                outcome.cycle_length = since_seen;
                return outcome;
            }
            if (since_seen == power) {
                seen = sigma;
                since_seen = 0;
                power *= 2;
            }
        }
    }
    return outcome;
}

/// Updates all neurons at once until nothing changes or the state before last comes back (a cycle of length 2, which
/// the parallel dynamics of any symmetric rule can have: N=2, K=1, n=2 is the smallest). Of a cycle sigma is left at
/// the member that was reached first. `next(sigma)` gives the whole new state.
template <class Next>
relaxation_outcome relax_synchronously(bipolar_state& sigma, std::uint64_t most_sweeps, Next&& next) {
    relaxation_outcome outcome;
    bipolar_state before_last;
    while (outcome.sweeps < most_sweeps) {
        bipolar_state updated = next(sigma);
        ++outcome.sweeps;
        if (updated == sigma) {
            outcome.end = relaxation_end::fixed_point;
            return outcome;
        }
        if (updated == before_last) {
            sigma = std::move(updated);
            outcome.end = relaxation_end::cycle;
            outcome.cycle_length = 2;
            return outcome;
        }
        before_last = std::move(sigma);
        sigma = std::move(updated);
    }
    return outcome;
}

}  // namespace ulpfield
