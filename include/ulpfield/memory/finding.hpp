#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// A case that breaks a claim, in full.
struct counterexample {
    memory_patterns memories;
    bipolar_state state;     ///< empty for continuous states: those are among the values
    std::size_t neuron = 0;  ///< from 0
    std::vector<std::pair<std::string, std::string>> values;
    /// Options of `ulpfield compare` that, with these memories and this state, show the wrong decision or ending;
    /// empty: compare does not examine what broke.
    std::string compare = {};
};

/// The outcome of examining a claim: how many cases (networks, decisions, relaxations, sums: the claim says which) were
/// examined, how many broke it, and one of them.
struct finding {
    std::uint64_t cases = 0;
    std::uint64_t violated = 0;
    std::optional<counterexample> example = {};
    /// Order, neurons and memories where a search ended; empty where that is the whole of what was asked.
    std::string n = {}, N = {}, K = {};
};

}  // namespace ulpfield
