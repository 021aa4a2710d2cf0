#pragma once
#include <cstdint>

#include "rule/exact_decisions.hpp"
#include "ulpfield/memory/relaxation.hpp"

namespace ulpfield::capacity {

/// Relaxes a start, neuron after neuron: true if it comes to rest in `goal`. `stop` is called at every decision. Ties
/// that decide +1, decide -1 or keep let every relaxation end (the energy falls or, at ties, neurons go one way);
/// others can cycle, which the order, being the same in every sweep, shows.
template <class Stop>
[[nodiscard]] bool comes_to(bipolar_state const& goal, bipolar_state start, exact_decisions& by, Stop&& stop) {
    by.set_state(start);
    relaxation_outcome const outcome = relax_asynchronously(
        start, update_order::sequential(start.size()), ~std::uint64_t{0},
        [&](std::size_t i) {
            stop();
            return by.decide(i);
        },
        [&](std::size_t i) { by.set(i, start[i]); });
    return outcome.end == relaxation_end::fixed_point && start == goal;
}

}  // namespace ulpfield::capacity
