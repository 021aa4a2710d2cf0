#include "studies/verify/random_network.hpp"

namespace ulpfield::study {

network fair_network(std::size_t N, std::size_t K, random_words& words) {
    bipolar_patterns memories(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) memories.set(mu, i, (words() >> 40 & 1) != 0 ? 1 : -1);
    bipolar_state state(N);
    for (auto& value : state) value = (words() >> 40 & 1) != 0 ? 1 : -1;
    return {std::move(memories), std::move(state)};
}

network random_bipolar_network(interaction const& F, std::size_t N, std::size_t K, std::uint64_t seed,
                               std::uint64_t trial) {
    if (trial % 3 != 0) return make_near_tie(F, N, K, seed, trial);
    random_words words(mix_seed({seed, N, K, trial, 0x62697021}));
    return fair_network(N, K, words);
}

network random_real_network(std::size_t N, std::size_t K, std::uint64_t seed, std::uint64_t trial) {
    random_words words(mix_seed({seed, N, K, trial, 0x7265616c}));
    network drawn = fair_network(1, 1, words);
    real_patterns memories(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) {
            double const fine =
                static_cast<double>(static_cast<std::int64_t>(words() >> 10) - (std::int64_t{1} << 53)) * 0x1p-53;
            double const coarse = static_cast<double>(static_cast<int>(words() % 17) - 8) / 8;
            std::uint64_t const kind = words() % 6;
            double const entry = kind == 0   ? static_cast<double>(static_cast<int>(words() % 3)) - 1
                                 : kind == 1 ? fine * 0x1p-30
                                 : kind == 2 ? fine
                                             : coarse;
            memories.set(mu, i, entry);
        }
    drawn.memories = std::move(memories);
    drawn.state.assign(N, 1);
    for (auto& value : drawn.state) value = (words() >> 40 & 1) != 0 ? 1 : -1;
    return drawn;
}

network numbered_network(std::size_t N, std::size_t K, std::uint64_t index) {
    bipolar_state state(N);
    for (auto& value : state) {
        value = (index & 1) != 0 ? 1 : -1;
        index >>= 1;
    }
    bipolar_patterns memories(K, N);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i) {
            memories.set(mu, i, (index & 1) != 0 ? 1 : -1);
            index >>= 1;
        }
    return {std::move(memories), std::move(state)};
}

}  // namespace ulpfield::study
