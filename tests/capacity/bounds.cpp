// Bounds on P_error for every F, N and K, held against the exact law where counting or the lattice sum gives it,
// against brute force over all sets of memories for F without a lattice, and against values computed elsewhere.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "capacity/band_limited_tail.hpp"
#include "capacity/exact.hpp"
#include "capacity/exact_bounds.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/interaction/exact_values.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;

exact_bounds bounds_of(setting const& where) {
    working_precision const guard(192);
    return {where, has_lattice(where.F) ? relative_law_of(law_of_crosstalk(where)) : relative_law_of(where)};
}

/// Over the lower bound; infinite where that is 0.
double width(enclosure const& x) {
    return certainly_positive(x) ? ((x.high_end() - x.low_end()) / x.low_end()).to_double() : HUGE_VAL;
}

/// P_error by going through all values of K-1 memories' overlaps, every sum of F decided exactly.
template <class Function>
class brute_force {
public:
    brute_force(Function F, std::int64_t N, std::int64_t K) : values_(F, integer(1)), N_(N) {
        typename exact_values<Function>::sum gap{};
        add(N - 1, 1, gap);
        descend(K - 1, integer(1), gap);
        total_ = pow(integer(2), static_cast<unsigned>(N * (K - 1)));
    }
    [[nodiscard]] rational error() const { return rational(2 * wrong_ + ties_, 2 * total_); }

private:
    void add(std::int64_t S, std::int64_t sign, typename exact_values<Function>::sum& gap) {
        values_.add(integer(S + 1), sign, gap);
        values_.add(integer(S - 1), -sign, gap);
    }
    void descend(std::int64_t left, integer const& ways, typename exact_values<Function>::sum const& gap) {
        if (left == 0) {
            int const sign = values_.sign(gap);
            (sign < 0 ? wrong_ : ties_) += sign > 0 ? integer(0) : ways;
            return;
        }
        integer binomial = 1;
        for (std::int64_t b = 0; b < N_; ++b) {
            for (int const sign : {1, -1}) {
                auto next = gap;
                add(N_ - 1 - 2 * b, sign, next);
                descend(left - 1, integer(ways * binomial), next);
            }
            binomial = binomial * (N_ - 1 - b) / (b + 1);
        }
    }

    exact_values<Function> values_;
    std::int64_t N_;
    integer wrong_ = 0;
    integer ties_ = 0;
    integer total_;
};

BOOST_AUTO_TEST_SUITE(capacity_bounds)

// Counting and the lattice sum share nothing with the bounds but the law of one memory.
BOOST_AUTO_TEST_CASE(bounds_hold_the_exact_law_between_them) {
    int narrow = 0;
    int compared = 0;
    for (std::string const F : {"polynomial", "rectified", "leaky", "leaky+:1/3"})
        for (std::int64_t const N : {4, 9, 20})
            for (std::int64_t const n : {3, 6, 13})
                for (std::int64_t const K : {3, 6, 40}) {
                    setting const where = test::setting_of(F, N, n);
                    exact_value exact;
                    working_precision const guard(192);
                    try {
                        exact = exact_bit_law(where).error(K, 8, 0.005);
                    } catch (out_of_reach const&) {
                        continue;
                    }
                    enclosure const law = exact.fraction ? enclosure(*exact.fraction) : exact.bounds;
                    enclosure const found = bounds_of(where).error(K, 0.01, 1e6);
                    std::string const at =
                        F + " N=" + std::to_string(N) + " n=" + std::to_string(n) + " K=" + std::to_string(K);
                    BOOST_TEST(!certainly_less(law, found.low_end()), at);
                    BOOST_TEST(!certainly_less(found.high_end(), law), at);
                    ++compared;
                    narrow += width(found) < 0.0101 ? 1 : 0;
                }
    BOOST_TEST(compared > 60);
    BOOST_TEST(narrow * 10 > compared * 6);  // the others tie often: the exact law serves there
}

BOOST_AUTO_TEST_CASE(exponentials_meet_brute_force) {
    working_precision const guard(192);
    for (std::string const F : {"exponential", "exponential:1/3", "cosh", "cosh:1/2"})
        for (auto const& [N, K] : {std::pair<std::int64_t, std::int64_t>{3, 4}, {4, 4}, {5, 4}, {6, 3}, {2, 6}}) {
            interaction const of = parse_interaction(F, 2);
            rational const law = std::visit(
                [&, N = N, K = K]<class Function>(Function const& f) -> rational {
                    if constexpr (exponential_valued<Function>)
                        return brute_force<Function>(f, N, K).error();
                    else
                        return 0;
                },
                of);
            enclosure const found = bounds_of({of, N}).error(K, 1e-3, 1e8);
            std::string const at = F + " N=" + std::to_string(N) + " K=" + std::to_string(K) + " exact " + law.str();
            BOOST_TEST(mpfr_cmp_q(found.low(), law.backend().data()) <= 0, at);
            BOOST_TEST(mpfr_cmp_q(found.high(), law.backend().data()) >= 0, at);
        }
}

// Values of these settings were computed in full by other programs; the bounds are narrow for them.
BOOST_AUTO_TEST_CASE(known_values_lie_between_narrow_bounds) {
    working_precision const guard(192);
    struct known {
        std::string F;
        std::int64_t N, K, n;
        std::string P;
    };
    for (known const& of :
         {known{"polynomial", 40, 8, 5, "6.40855051727904e-12"},
          known{"rectified", 20, 20, 5, "1.0080133365625212844528000341531220569653340070711e-5"},
          known{"polynomial", 784, 10000, 3, "3.1017e-6"}, known{"polynomial", 100, 20000, 4, "3.4897e-2"}}) {
        enclosure const found = bounds_of(test::setting_of(of.F, of.N, of.n)).error(of.K, 0.01, 1e9);
        enclosure const P(test::number(of.P));
        BOOST_TEST(width(found) < 0.01);
        BOOST_TEST(!certainly_less(P, found.low_end()), of.P);
        BOOST_TEST(!certainly_less(found.high_end(), P), of.P);
    }
}

// Out of reach of counting and of the lattice sum: never empty, two bounds at most 1 % apart, the value between them.
BOOST_AUTO_TEST_CASE(settings_out_of_reach_of_digits_have_bounds) {
    for (auto const& [F, N, n, K] :
         {std::tuple<std::string, std::int64_t, std::int64_t, std::int64_t>{"polynomial", 60, 12, 300'000'000},
          {"rectified", 1000, 100, 1'000'000'000'000'000},
          {"leaky", 300, 9, 1'000'000'000'000},
          {"exponential", 30, 1, 1'000'000},
          {"exponential:1/5", 100, 1, 1'000'000},
          {"cosh:1/10", 40, 1, 200}}) {
        exact_bounds const bounds = bounds_of(test::setting_of(F, N, n));
        enclosure const wide = bounds.error(K, 0.01, 1e9);
        enclosure const narrow = bounds.error(K, 0.001, 1e9);
        BOOST_TEST(width(wide) < 0.01, F);
        BOOST_TEST(width(narrow) < 0.001, F);
        BOOST_TEST(!certainly_less(wide.high_end(), narrow.low_end()), F);
        BOOST_TEST(!certainly_less(narrow.high_end(), wide.low_end()), F);
    }
    answer const value = bit_error({exponential{}, 20}, 2000).error(method::exact, 15);
    BOOST_REQUIRE(value.reached());
    BOOST_REQUIRE(value.bounds.has_value());
    BOOST_TEST((value.quality == trust::good));
    BOOST_TEST(test::number(value.bounds->lower.text()) < test::number(value.value->text()));
    BOOST_TEST(test::number(value.value->text()) < test::number(value.bounds->upper.text()));
}

// The ceiling of n -> infinity is reached by n = 9 already; both were out of reach.
BOOST_AUTO_TEST_CASE(k_max_needs_only_a_decision) {
    auto const largest = [](std::int64_t N, std::int64_t n, std::string const& delta) {
        return k_max(test::power(N, n), test::number(delta), criterion::union_bound, method::exact, 15).text();
    };
    BOOST_TEST(largest(12, 8, "0.05") == "18");
    BOOST_TEST(largest(14, 8, "0.05") == "59");
    BOOST_TEST(largest(14, 9, "0.05") == "59");
    BOOST_TEST(largest(16, 8, "0.01") == "41");
    answer const beyond = k_max(test::power(100, 30), test::number("0.01"), criterion::union_bound, method::exact, 15);
    BOOST_TEST(!beyond.reached());
    BOOST_TEST(beyond.reason.find("above 1000000000000000") != std::string::npos, beyond.reason);
}

// P_error(K) >= P_error(K')/2 for K > K', by brute force over the exact law, ties and heavy tails among them.
BOOST_AUTO_TEST_CASE(more_memories_at_most_halve_the_error) {
    working_precision const guard(192);
    for (std::string const F : {"polynomial", "rectified", "leaky"})
        for (auto const& [N, n] : {std::pair<std::int64_t, std::int64_t>{3, 1}, {4, 2}, {5, 7}, {6, 3}}) {
            exact_bit_law const law(test::setting_of(F, N, n));
            std::vector<enclosure> P;
            for (std::int64_t K = 1; K <= 9; ++K) {
                exact_value const value = law.error(K, 10);
                P.push_back(value.fraction ? enclosure(*value.fraction) : value.bounds);
                for (enclosure const& before : P)
                    BOOST_TEST(!certainly_less(times_two_to(P.back(), 1), before), F << N << n << K);
            }
        }
}

BOOST_AUTO_TEST_CASE(k_max_is_proved_or_says_so) {
    auto const quality = [](std::int64_t N, std::int64_t n) {
        return k_max(test::power(N, n), test::number("0.01"), criterion::union_bound, method::exact, 15).quality;
    };
    BOOST_TEST((quality(20, 3) == trust::exact));
    BOOST_TEST((quality(50, 2) == trust::exact));
    BOOST_TEST((quality(100, 5) == trust::not_proved));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
