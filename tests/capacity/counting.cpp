// The exact law where few memories are counted, and where counting must leave it to the lattice sum; K_max at its
// ceiling and at equality. Values: Python integers over dictionaries of sums, two halves joined.
#include <boost/test/unit_test.hpp>
#include <string>
#include <tuple>

#include "capacity/exact_lattice.hpp"
#include "capacity/exact_small.hpp"
#include "capacity/stop_point.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/k_max.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

BOOST_AUTO_TEST_SUITE(counting)

BOOST_AUTO_TEST_CASE(few_memories_are_counted) {
    for (auto const& [F, N, n, K, error, tie] :
         {std::tuple{"polynomial", 40, 5, 8, "6.4085505172790427693990747736433745476638e-12",
                     "9.3846308501484195370322450538167242412710e-14"},
          {"rectified", 33, 6, 7, "3.4936808688708170309336412002153561698684e-10",
           "3.0273577813725564699049730476787344393030e-11"},
          {"leaky:2/7", 24, 4, 8, "2.7224466293113313572453234532599485631234e-7",
           "8.2730667546336197917592332287736539530700e-9"},
          {"leaky+:1/3", 26, 5, 7, "4.5223581745206319287794534241713810936895e-8", "0"},
          {"polynomial", 45, 7, 7, "1.7053094184254352306691677000699060868542e-13", "0"},
          {"polynomial", 28, 6, 9, "2.983913451185679470381537933407069664296e-8", "0"},
          {"rectified", 22, 9, 10, "1.0728818885541637993228303325977419816671e-6",
           "6.2731082593991913961218925544151209601795e-8"}}) {
        bit_error const bit(test::setting_of(F, N, n), K);
        BOOST_TEST(test::agrees(bit.error(method::exact, 40).text(), error, 40), F << " N=" << N);
        BOOST_TEST(test::agrees(bit.tie(method::exact, 40).text(), tie, 40), F << " N=" << N);
    }
    BOOST_TEST(test::agrees(bit_error(test::setting_of("rectified", 20, 5), 20).error(method::exact, 50).text(),
                            "1.0080133365625212844528000341531220569653340070711e-5", 50));
    BOOST_TEST(test::agrees(bit_error(test::power(30, 5), 10).tie(method::exact, 50).text(),
                            "8.4899554025678031036478254840657305491638504511687e-11", 50));
}

// Both ways on the same settings: the lattice sum encloses what is counted, in narrow and in wide sums.
BOOST_AUTO_TEST_CASE(counting_and_the_lattice_sum_agree) {
    for (auto const& [F, N, n, K] : {std::tuple{"polynomial", 9, 3, 12},
                                     {"rectified", 8, 4, 9},
                                     {"leaky:1/3", 7, 3, 8},
                                     {"leaky+:2/5", 7, 2, 11},
                                     {"polynomial", 6, 5, 10}}) {
        crosstalk_law const law = law_of_crosstalk(test::setting_of(F, N, n));
        auto const counted = exact_by_counting(law, K, 1e7);
        BOOST_REQUIRE(counted);
        working_precision const guard(200);
        for (bool const tie : {false, true}) {
            rational const value = tie ? counted->tie : counted->error();
            enclosure const sum = lattice_tail(law, K, 30, tie, 1e9);
            BOOST_TEST(mpfr_cmp_q(sum.low(), value.backend().data()) <= 0, F << " N=" << N);
            BOOST_TEST(mpfr_cmp_q(sum.high(), value.backend().data()) >= 0, F << " N=" << N);
        }
    }
}

BOOST_AUTO_TEST_CASE(counting_stops_at_its_cap) {
    crosstalk_law const law = law_of_crosstalk(test::power(20, 5));
    BOOST_TEST(!exact_by_counting(law, 12, 1e3));
    BOOST_TEST(exact_by_counting(law, 12, 1e7).has_value());
    // Every convolution counts, not the last one alone, and long numbers count more: a few million stop points at most.
    stop_countdown const passed(std::int64_t{1} << 40);
    BOOST_TEST(!exact_by_counting(law_of_crosstalk(test::power(3, 3)), 4097, 4e6));
    BOOST_TEST(passed.passed() < 100'000);
}

// Thousands of memories with few distinct sums: the lattice sum, which gives bounds, in a fraction of a second.
BOOST_AUTO_TEST_CASE(many_memories_are_left_to_the_lattice_sum) {
    for (auto const& [F, N, n, K, begins] : {std::tuple{"polynomial", 3, 3, 8193, "0.493785234596873"},
                                             {"polynomial", 3, 3, 16385, "0.495605374582349"},
                                             {"polynomial", 3, 3, 32769, "0.496892487197663"},
                                             {"rectified", 5, 2, 2049, "0.475224060180246"}}) {
        stop_countdown const passed(std::int64_t{1} << 40);
        answer const value = bit_error(test::setting_of(F, N, n), K).error(method::exact, 15);
        BOOST_TEST(value.text() == begins);
        BOOST_TEST(!value.fraction);
        BOOST_TEST((test::number(value.bounds->lower.text()) < test::number(value.bounds->upper.text())));
        BOOST_TEST(passed.passed() < 1'000'000, F << " K=" << K);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(k_max_at_its_ends)

std::string exact_k_max(setting const& where, std::string const& delta, criterion rule = criterion::union_bound) {
    return k_max(where, test::number(delta), rule, method::exact, 15).text();
}

// High n: the exact K_max is the ceiling that no n passes. P(18) = .00411937, P(19) = .00435980, target .00416667.
BOOST_AUTO_TEST_CASE(the_search_ends_at_the_ceiling) {
    for (std::int64_t const n : {8, 9, 10}) {
        BOOST_TEST(exact_k_max(test::power(12, n), "0.05") == "18", "n=" << n);
        BOOST_TEST(
            k_max(test::power(12, n), test::number("0.05"), criterion::union_bound, method::ceiling, 15).text() ==
            "18");
    }
    BOOST_TEST(test::agrees(bit_error(test::power(12, 8), 18).error(method::exact, 6).text(), "0.00411937", 6));
    BOOST_TEST(test::agrees(bit_error(test::power(12, 8), 19).error(method::exact, 6).text(), "0.00435980", 6));
    for (std::int64_t const n : {10, 11, 12}) BOOST_TEST(exact_k_max(test::power(14, n), "0.05") == "59", "n=" << n);
}

// P_error(2) = 1/4 = delta/N: not below, so K = 1; the same with 1-(1-delta)^(1/2) = 1/4.
BOOST_AUTO_TEST_CASE(a_probability_equal_to_the_threshold_does_not_pass) {
    BOOST_TEST(exact_k_max(test::power(2, 2), "1/2") == "1");
    BOOST_TEST(exact_k_max(test::power(2, 2), "7/16", criterion::product) == "1");
    BOOST_TEST(std::stoll(exact_k_max(test::power(2, 2), "500001/1000000")) > 1);
    BOOST_TEST(std::stoll(exact_k_max(test::power(2, 2), "437501/1000000", criterion::product)) > 1);
}

// P_error stays below 1/2: where the threshold is 1/2 or more the answer comes at once, for every F and K.
BOOST_AUTO_TEST_CASE(every_memory_passes_a_threshold_of_one_half) {
    for (std::string const F : {"polynomial", "rectified", "leaky:1/3", "leaky+:1/3", "exponential"})
        for (auto const& [N, delta] : {std::pair{3, "0.9"}, {3, "7/8"}, {2, "3/4"}, {1, "1/2"}, {1, "9/10"}})
            for (method const how : {method::leading_order, method::gaussian, method::saddlepoint, method::limit,
                                     method::exact, method::ceiling}) {
                setting const where = test::setting_of(F, N, 3);
                stop_countdown const passed(std::int64_t{1} << 40);
                answer const value = k_max(where, test::number(delta), criterion::product, how, 15);
                BOOST_TEST(!value.reached(), F << " N=" << N << " " << name(how) << " " << value.text());
                BOOST_TEST(value.reason.find("every K passes") != std::string::npos, value.reason);
                BOOST_TEST(passed.passed() < 1000);
            }
    // A value that knows nothing of it is poor; just below 1/2 there is a K_max.
    BOOST_TEST((k_max(test::power(3, 2), test::number("0.9"), criterion::product, method::asymptotic, 5).quality ==
                trust::poor));
    BOOST_TEST(k_max(test::power(3, 2), test::number("0.87"), criterion::product, method::exact, 5).reached());
    // N = 1, n even: the gap is always 0, P_error = 1/2, and a threshold of 1/2 is not passed.
    BOOST_TEST(exact_k_max(test::power(1, 2), "1/2") == "0");
    BOOST_TEST(k_max(test::power(1, 2), test::number("3/4"), criterion::union_bound, method::exact, 15)
                   .reason.find("every K passes") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
