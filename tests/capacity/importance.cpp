// Importance sampling against the exact law; the replica-symmetric Hopfield network; networks of distinct neurons.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "capacity/amit_gutfreund_sompolinsky.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/importance.hpp"
#include "ulpfield/capacity/k_max.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

BOOST_AUTO_TEST_SUITE(capacity_importance)

// Of 40 seeds a 95 % interval misses about 2; P_error from 5e-12 to 1e-2, ties, an F without a lattice.
BOOST_AUTO_TEST_CASE(intervals_hold_the_exact_law) {
    struct known {
        std::string F;
        std::int64_t N, n, K, trials;
    };
    for (known const& of : {known{"polynomial", 100, 3, 90, 2000}, known{"polynomial", 10, 3, 6, 2000},
                            known{"rectified", 60, 4, 2000, 1000}, known{"exponential:1/4", 20, 1, 40, 2000}}) {
        setting const where = test::setting_of(of.F, of.N, of.n);
        double const law = bit_error(where, of.K).error(method::exact, 12).value->to_double();
        importance_sampler const sampler(where, of.K);
        int missed = 0;
        double sum = 0;
        for (std::uint64_t seed = 1; seed <= 40; ++seed) {
            answer const found = sampler.estimate(sampler.draw(seed, 0, of.trials), 12);
            sum += found.value->to_double();
            missed += law < found.bounds->lower.to_double() || law > found.bounds->upper.to_double() ? 1 : 0;
        }
        BOOST_TEST(missed <= 5, of.F << " N=" << of.N << " missed " << missed);
        BOOST_TEST(std::abs(sum / 40 - law) < 0.05 * law, of.F << " N=" << of.N << " mean " << sum / 40);
    }
}

BOOST_AUTO_TEST_CASE(portions_add_up_and_are_kept_as_text) {
    importance_sampler const sampler(test::power(100, 3), 90);
    importance_sums const whole = sampler.draw(7, 0, 100);
    importance_sums parts = sampler.draw(7, 0, 33);
    parts += sampler.draw(7, 33, 67);
    BOOST_TEST((parts == whole));
    BOOST_TEST((importance_sums::parse(whole.text()) == whole));
    BOOST_CHECK_THROW(static_cast<void>(importance_sums::parse("1 2 x 4")), std::invalid_argument);
    BOOST_CHECK_THROW(importance_sampler(test::power(100, 3), 2), std::domain_error);
}

// Amit, Gutfreund & Sompolinsky 1985: 0.138, overlap 0.967; 0.13790556 as published since. Further digits are the
// program's own.
BOOST_AUTO_TEST_CASE(storage_of_the_hopfield_network) {
    answer const critical = alpha(polynomial{2}, test::number("0.01"), method::amit_gutfreund_sompolinsky, 12);
    BOOST_TEST(critical.text() == "0.137905566495");
    BOOST_TEST(!alpha(polynomial{3}, test::number("0.01"), method::amit_gutfreund_sompolinsky, 12).reached());
    working_precision const guard(100);
    BOOST_TEST(std::abs(amit_gutfreund_sompolinsky::critical_overlap().to_double() - 0.967) < 5e-4);
    double const below = amit_gutfreund_sompolinsky::retrieval_overlap(test::number("0.1")).to_double();
    BOOST_TEST(below > 0.99);
    BOOST_CHECK_THROW(static_cast<void>(amit_gutfreund_sompolinsky::retrieval_overlap(test::number("0.138"))),
                      std::domain_error);
}

// Hertz, Krogh & Palmer 1991, Table 2.1: alpha at P_error = .001, .0036, .01, .05, .1.
BOOST_AUTO_TEST_CASE(table_of_hertz_krogh_and_palmer) {
    for (auto const& [P, printed] :
         {std::pair{"0.001", 0.105}, {"0.0036", 0.138}, {"0.01", 0.185}, {"0.05", 0.37}, {"0.1", 0.61}}) {
        double const value = alpha(polynomial{2}, test::number(P), method::leading_order, 6).value->to_double();
        BOOST_TEST(std::abs(value - printed) < (printed > 0.3 ? 5.1e-3 : 5.1e-4), P << " " << value);
    }
}

// Gardner 1987; Abbott & Arian 1987: larger by (2n-3)!!/(n-1)!.
BOOST_AUTO_TEST_CASE(networks_of_distinct_neurons_store_more) {
    for (auto const& [n, ratio] : {std::pair{2, 1.0}, {3, 1.5}, {4, 2.5}, {5, 35.0 / 8}}) {
        auto const at = [n = n](method how) {
            return alpha(polynomial{n}, test::number("0.01"), how, 15).value->to_double();
        };
        BOOST_TEST(std::abs(at(method::distinct_indices) / at(method::leading_order) / ratio - 1) < 1e-12);
    }
    // C(99, 2) = 4851 in place of N^2/2.
    double const K =
        k_max(test::power(100, 3), test::number("0.01"), criterion::union_bound, method::distinct_indices, 15)
            .value->to_double();
    double const leading =
        k_max(test::power(100, 3), test::number("0.01"), criterion::union_bound, method::leading_order, 15)
            .value->to_double();
    BOOST_TEST(std::abs((K - 1) / (leading - 1) - 4851 * 3 / 10000.0) < 1e-9);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
