#include "studies/verify/all_networks.hpp"

#include "ulpfield/number/interrupted.hpp"

namespace ulpfield::study {

void for_networks(interaction const& F, network_size const& size, networks_tried const& tried, std::uint64_t seed,
                  std::stop_token const& stop,
                  std::function<void(network const& drawn, std::uint64_t index)> const& examine) {
    auto const N = static_cast<std::size_t>(size.N);
    auto const K = static_cast<std::size_t>(size.K);
    bool const all = size.N * size.K + size.N <= tried.most_bits;
    std::uint64_t const count = all ? std::uint64_t{1} << (N * K + N) : tried.random;
    for (std::uint64_t index = 0; index < count; ++index) {
        if (stop.stop_requested()) throw interrupted{};
        examine(all ? numbered_network(N, K, index) : random_bipolar_network(F, N, K, seed, index + 1), index);
    }
}

}  // namespace ulpfield::study
