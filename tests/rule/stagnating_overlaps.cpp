// Similarities that stagnate: the walk in lanes against the walk step by step, with flips, on every processor.
#include "rule/stagnating_overlaps.hpp"

#include <boost/test/unit_test.hpp>

#include "rule/lane_sums.hpp"
#include "support/random_patterns.hpp"

using namespace ulpfield;
using namespace ulpfield::test;

namespace {

int walk(bipolar_patterns const& zeta, bipolar_state const& sigma, std::size_t mu, std::size_t i, int most) {
    int x = 0;
    for (std::size_t j = 0; j < sigma.size(); ++j)
        if (j != i) x = std::clamp(x + zeta.at(mu, j) * sigma[j], -most, most);
    return x;
}

template <class Int>
struct variant {
    void (*back)(walk_lanes<Int> const&);
    void (*on)(walk_lanes<Int> const&, std::size_t, std::size_t);
    void (*at)(walk_lanes<Int> const&, std::size_t, Int*);
};

template <class Int>
void check_variants(bipolar_patterns const& zeta, bipolar_state const& sigma, int most) {
    std::size_t const K = zeta.K();
    std::size_t const N = zeta.N();
    std::size_t const width = (K + 15) / 16 * 16;
    std::size_t const words = (K + 63) / 64;
    std::vector<unsigned long long> columns(N * words);
    for (std::size_t mu = 0; mu < K; ++mu)
        for (std::size_t i = 0; i < N; ++i)
            if (zeta.at(mu, i) > 0) columns[i * words + mu / 64] |= 1ULL << (mu % 64);
    std::vector<variant<Int>> variants{
        {lanes_baseline::walk_back<Int>, lanes_baseline::walk_on<Int>, lanes_baseline::walk_at<Int>}};
    if (has_lanes_avx2())
        variants.push_back({lanes_avx2::walk_back<Int>, lanes_avx2::walk_on<Int>, lanes_avx2::walk_at<Int>});
    if (has_lanes_avx512())
        variants.push_back({lanes_avx512::walk_back<Int>, lanes_avx512::walk_on<Int>, lanes_avx512::walk_at<Int>});
    for (auto const& run : variants) {
        std::vector<Int> runs(3 * width * N);
        std::vector<Int> prefix(width);
        std::vector<Int> row(width);
        walk_lanes<Int> const lanes{columns.data(), words, sigma.data(), N, width, most, runs.data(), prefix.data()};
        run.back(lanes);
        for (std::size_t i = 0; i < N; ++i) {
            run.at(lanes, i, row.data());
            for (std::size_t mu = 0; mu < K; ++mu)
                BOOST_TEST(row[mu] == 2 * (walk(zeta, sigma, mu, i, most) + most) + (zeta.at(mu, i) > 0 ? 1 : 0));
            run.on(lanes, i, i + 1);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_walk_in_lanes_is_the_walk_on_every_processor) {
    random_words words(20260530);
    for (int round = 0; round < 12; ++round) {
        std::size_t const N = 1 + words() % 50;
        std::size_t const K = 1 + words() % 70;
        memory_patterns const patterns = random_bipolar(K, N, words);
        bipolar_state const sigma = random_state(N, words);
        int const most = 1 << words() % 5;
        check_variants<short>(std::get<bipolar_patterns>(patterns), sigma, most);
        check_variants<int>(std::get<bipolar_patterns>(patterns), sigma, most);
    }
}

BOOST_AUTO_TEST_CASE(flips_in_any_order) {
    random_words words(20260531);
    for (int round = 0; round < 8; ++round) {
        std::size_t const N = 2 + words() % 90;
        std::size_t const K = 1 + words() % 20;
        memory_patterns const patterns = random_bipolar(K, N, words);
        auto const& zeta = std::get<bipolar_patterns>(patterns);
        bipolar_state sigma = round % 2 == 0 ? zeta.state(0) : random_state(N, words);
        int const most = 1 << words() % 5;
        stagnating_overlaps overlaps(zeta, most);
        overlaps.set_state(sigma);
        for (std::size_t step = 0; step < 2 * N; ++step) {
            std::size_t const i = words() % 5 != 0 ? step % N : words() % N;
            auto const R = overlaps.at(i);
            for (std::size_t mu = 0; mu < K; ++mu) BOOST_TEST(R[mu] == walk(zeta, sigma, mu, i, most));
            if (words() % 3 != 0) continue;
            sigma[i] = static_cast<std::int8_t>(-sigma[i]);
            overlaps.flip(i);
        }
    }
}
