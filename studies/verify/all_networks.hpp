#pragma once
#include <cstdint>
#include <functional>
#include <stop_token>

#include "studies/verify/random_network.hpp"
#include "studies/verify/view_search.hpp"

namespace ulpfield::study {

/// The number of networks of a size on which a claim is tried: all 2^(N K + N) states and memories where N K + N <=
/// most_bits, otherwise this many random ones (random_bipolar_network: a third fair coins, the others near ties).
struct networks_tried {
    std::int64_t most_bits = 0;
    std::uint64_t random = 0;
};

/// Calls examine(network, index) for each of them in turn, index from 0; throws interrupted when asked to stop.
void for_networks(interaction const& F, network_size const& size, networks_tried const& tried, std::uint64_t seed,
                  std::stop_token const& stop,
                  std::function<void(network const& drawn, std::uint64_t index)> const& examine);

}  // namespace ulpfield::study
