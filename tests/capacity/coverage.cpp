// How often the 95 % intervals of Monte Carlo hold the exact law: 1,000 seeds a setting, with errors that are frequent
// and rare, of bits that fail nearly independently and of bits that fail together. Fixed seeds: always the same counts.
#include <boost/test/unit_test.hpp>
#include <string>
#include <tuple>

#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/stable.hpp"

namespace {

using namespace ulpfield::capacity;

/// Intervals that lie below the exact value, and above it.
struct misses {
    int below = 0;
    int above = 0;
    void count(answer const& estimate, double exact) {
        below += std::stod(estimate.bounds->upper.text()) < exact ? 1 : 0;
        above += std::stod(estimate.bounds->lower.text()) > exact ? 1 : 0;
    }
};

constexpr std::uint64_t seeds = 1000;

/// 95 % of 1,000 and two deviations of that count: at most 64 miss.
void accept(misses const& counted, std::string const& what) {
    BOOST_TEST_MESSAGE(what << ": " << counted.below << " below, " << counted.above << " above");
    BOOST_TEST(counted.below + counted.above <= 64,
               what << ": " << counted.below << " below, " << counted.above << " above");
}

BOOST_AUTO_TEST_SUITE(coverage)

BOOST_AUTO_TEST_CASE(intervals_of_a_bits_failure_and_tie_hold) {
    for (auto const& [F, N, K, n, trials] : {std::tuple{"polynomial", 20, 10, 2, 400},
                                             {"polynomial", 20, 50, 3, 400},
                                             {"rectified", 12, 20, 3, 400},
                                             {"polynomial", 10, 4, 3, 300},
                                             {"polynomial", 12, 5, 4, 400},
                                             {"polynomial", 16, 8, 4, 1000},
                                             {"polynomial", 20, 12, 3, 400},
                                             {"polynomial", 8, 3, 2, 200},
                                             {"rectified", 10, 12, 5, 300},
                                             {"leaky:1/3", 9, 8, 3, 200},
                                             {"polynomial", 30, 20, 3, 300}}) {
        setting const where = test::setting_of(F, N, n);
        bit_error const bit(where, K);
        double const error = std::stod(bit.error(method::exact, 15).text());
        double const tie = std::stod(bit.tie(method::exact, 15).text());
        misses errors;
        misses ties;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            sample const drawn = draw(where, K, seed, 0, trials);
            errors.count(error_estimate(drawn, N, 12), error);
            ties.count(tie_estimate(drawn, N, 12), tie);
        }
        std::string const at = std::string(F) + " N=" + std::to_string(N) + " K=" + std::to_string(K) +
                               " n=" + std::to_string(n) + " trials=" + std::to_string(trials);
        accept(errors, at + " P_error=" + std::to_string(error));
        accept(ties, at + " P_tie=" + std::to_string(tie));
    }
}

BOOST_AUTO_TEST_CASE(intervals_of_whole_states_hold) {
    for (auto const& [N, K, n, trials] : {std::tuple{5, 4, 3, 200}, {8, 4, 2, 100}, {12, 2, 2, 3000}, {7, 3, 3, 150}}) {
        setting const where = test::power(N, n);
        double const exact = std::stod(all_bits_stable(where, K, method::exact, 15).text());
        misses stable;
        for (std::uint64_t seed = 1; seed <= seeds; ++seed)
            stable.count(stable_estimate(draw(where, K, seed, 0, trials), 12), exact);
        accept(stable, "stable N=" + std::to_string(N) + " K=" + std::to_string(K));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
