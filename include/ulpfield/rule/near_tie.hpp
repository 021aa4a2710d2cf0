#pragma once
#include <cstdint>
#include <stop_token>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/memory/patterns.hpp"

namespace ulpfield {

/// Memories and a state at which one neuron's exact difference is zero or small against its terms.
struct near_tie {
    memory_patterns memories;
    bipolar_state state;
};

/// Trial `trial` (from 1) of N neurons and K random memories. Where a wrong decision in double is known for this F, N,
/// K (near_tie_catalogue), trial 1 is that one. Otherwise the similarities R_mu of one random neuron are chosen: in
/// every odd trial in cancelling pairs of equal R and opposite zeta_i, summed in random order (an exact tie; for odd K
/// the last memory gets the R of the smallest term), in every even trial by descent from random ones. The patterns are
/// random apart from that. Depends on the arguments only. Asked to stop, this and near_tie_state throw `interrupted`.
[[nodiscard]] near_tie make_near_tie(interaction const& F, std::size_t N, std::size_t K, std::uint64_t seed,
                                     std::uint64_t trial, std::stop_token const& stop = {});

/// A state at which some neuron's exact difference is small, for given memories: descent by single flips from random
/// states.
[[nodiscard]] bipolar_state near_tie_state(interaction const& F, memory_patterns const& zeta, std::uint64_t seed,
                                           std::uint64_t trial, std::stop_token const& stop = {});

}  // namespace ulpfield
