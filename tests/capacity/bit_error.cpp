// P_error and P_tie by every method against the tables of tests/data/capacity, and laws between the methods.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>

#include "capacity/exact_lattice.hpp"
#include "capacity/exact_small.hpp"
#include "capacity/saddlepoint.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/number/error.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;
using test::agrees;
using test::read_table;
using test::show;
using line = std::map<std::string, std::string>;

std::string_view trusted(bit_error const& bit, method how) { return name(bit.error_quality(bit.error(how, 5))); }

/// How many digits a saddlepoint value of the table has (25, some 20), less the last one.
int given_digits(std::string const& text) {
    auto const mantissa = text.substr(0, text.find('e'));
    auto const first = mantissa.find_first_not_of("0.");
    return static_cast<int>(std::count_if(mantissa.begin() + static_cast<std::ptrdiff_t>(first), mantissa.end(),
                                          [](char c) { return c != '.'; })) -
           1;
}

std::string fraction_text(rational const& value) { return value.str(); }

/// Few memories and a high power: many nodes of the lattice sum matter, seconds at 25 digits. 12 are asked for there;
/// lattice_sum_encloses_the_fractions_of_the_table goes to 40 on what is cheaper.
int affordable_digits(line const& row) {
    return std::stoll(row.at("N")) >= 20 && std::stoll(row.at("n")) >= 4 && std::stoll(row.at("K")) <= 100 ? 12 : 25;
}

BOOST_AUTO_TEST_SUITE(bit_error_values)

// Closed forms: all 50 digits of the table are meant to be right.
BOOST_AUTO_TEST_CASE(gaussian_forms_meet_the_table_to_50_digits) {
    int compared = 0;
    for (line const& row : read_table("p_error_gaussian.csv")) {
        std::int64_t const K = std::stoll(row.at("K"));
        if (row.at("method") == "tail-as-printed") continue;  // errata test
        bit_error const bit(test::setting_of(row), K);
        std::string const value = bit.error(method_named(row.at("method")).value(), 50).text();
        BOOST_TEST(agrees(value, row.at("value"), 50), show(row) << " computed " << value);
        ++compared;
    }
    BOOST_TEST(compared > 350);
}

// GL Eq. 2 as printed has K/N^(n-1) outside the square root: the corrected tail times sqrt(K/N^(n-1)).
BOOST_AUTO_TEST_CASE(printed_tail_is_the_corrected_one_times_sqrt_of_K_over_N_to_the_n_minus_1) {
    for (line const& row : read_table("p_error_gaussian.csv")) {
        if (row.at("method") != "tail-as-printed") continue;
        auto const K = std::stod(row.at("K"));
        bit_error const bit(test::setting_of(row), std::stoll(row.at("K")));
        double const corrected = test::log_of(bit.error(method::tail, 20).text());
        double const factor = (std::log(K) - (std::stod(row.at("n")) - 1) * std::log(std::stod(row.at("N")))) / 2;
        // Doubles of logarithms up to 1e4: 1e-11.
        BOOST_TEST(std::abs(corrected + factor - test::log_of(row.at("value"))) < 1e-11 * (1 + std::abs(corrected)),
                   show(row));
    }
}

BOOST_AUTO_TEST_CASE(lugannani_rice_and_chernoff_meet_the_table_to_its_digits) {
    for (line const& row : read_table("p_error_saddlepoint.csv")) {
        std::int64_t const K = std::stoll(row.at("K"));
        bit_error const bit(test::setting_of(row), K);
        if (row.at("method") != "lugannani-rice") {
            int const digits = row.at("method") == "limit" ? 50 : given_digits(row.at("value"));
            std::string const value = bit.error(method_named(row.at("method")).value(), digits).text();
            BOOST_TEST(agrees(value, row.at("value"), digits), show(row) << " computed " << value);
            continue;
        }
        working_precision const guard(140);
        mpfr_value m = fresh();
        mpfr_set_si(m.get(), K - 1, MPFR_RNDN);
        auto const value = decimal({enclosure::point(saddlepoint(test::setting_of(row)).evaluate(m).error)}, 25);
        BOOST_TEST(agrees(*value, row.at("value"), given_digits(row.at("value"))), show(row) << " computed " << *value);
    }
}

// The method `saddlepoint` is never below the limit n -> infinity, which is never above the exact law (theorem).
BOOST_AUTO_TEST_CASE(limit_is_below_saddlepoint_and_below_the_exact_law) {
    for (line const& row : read_table("p_error_exact.csv")) {
        bit_error const bit(test::setting_of(row), std::stoll(row.at("K")));
        double const limit = test::log_of(bit.error(method::limit, 12).text());
        double const saddle = test::log_of(bit.error(method::saddlepoint, 12).text());
        double const exact = test::log_of(row.at("value"));
        double const bound = test::log_of(bit.error(method::chernoff, 12).text());
        BOOST_TEST(limit <= saddle + 1e-10, show(row));
        BOOST_TEST(limit <= exact + 1e-10, show(row));
        BOOST_TEST(exact <= bound + 1e-10, show(row));
        // Measured on these cases: 0.65 to 1.05 of the exact value.
        BOOST_TEST(saddle - exact > std::log(0.64), show(row));
        BOOST_TEST(saddle - exact < std::log(1.06), show(row));
    }
}

// The table's values without a fraction come from a lattice sum of its own, good for 25 digits.
BOOST_AUTO_TEST_CASE(exact_meets_the_table) {
    for (line const& row : read_table("p_error_exact.csv")) {
        bit_error const bit(test::setting_of(row), std::stoll(row.at("K")));
        int const digits = affordable_digits(row);
        answer const value = bit.error(method::exact, digits + 2);
        BOOST_TEST(agrees(value.text(), row.at("value"), digits),
                   show(row) << " computed " << value.text() << " " << value.reason);
        BOOST_TEST(name(value.quality) == "exact");
        if (value.bounds) BOOST_TEST(value.bounds->lower.log() <= value.bounds->upper.log());
    }
}

BOOST_AUTO_TEST_CASE(exact_ties_meet_the_table) {
    for (line const& row : read_table("p_tie_exact.csv")) {
        bit_error const bit(test::setting_of(row), std::stoll(row.at("K")));
        int const digits = affordable_digits(row);
        answer const value = bit.tie(method::exact, digits + 2);
        BOOST_TEST(agrees(value.text(), row.at("value"), digits),
                   show(row) << " computed " << value.text() << " " << value.reason);
    }
}

BOOST_AUTO_TEST_CASE(counting_gives_the_fractions_of_the_table) {
    for (std::string const file : {"p_error_rational.csv", "p_tie_rational.csv", "p_negative_rational.csv"}) {
        int counted = 0;
        int beyond = 0;
        for (line const& row : read_table(file)) {
            auto const law = exact_by_counting(law_of_crosstalk(test::setting_of(row)), std::stoll(row.at("K")), 3e5);
            if (!law) {
                ++beyond;  // the lattice sum is held against these below
                continue;
            }
            ++counted;
            rational const value = file[2] == 'e' ? law->error() : file[2] == 't' ? law->tie : law->negative;
            BOOST_TEST(fraction_text(value) == row.at("value"), file << " " << show(row));
        }
        BOOST_TEST(counted > 6 * beyond, file << " counted " << counted << " beyond " << beyond);
    }
}

// The same fractions by the lattice sum: its enclosure must contain them, at 40 digits.
BOOST_AUTO_TEST_CASE(lattice_sum_encloses_the_fractions_of_the_table) {
    int compared = 0;
    for (std::string const file : {"p_error_rational.csv", "p_tie_rational.csv"}) {
        bool const tie = file[2] == 't';
        for (line const& row : read_table(file)) {
            crosstalk_law const law = law_of_crosstalk(test::setting_of(row));
            std::int64_t const K = std::stoll(row.at("K"));
            rational const value = test::number(row.at("value"));
            if (K < 3 || value == 0 || law.threshold > 3000) continue;
            working_precision const guard(200);
            enclosure const sum = lattice_tail(law, K, 40, tie, 1e9);
            BOOST_TEST(mpfr_cmp_q(sum.low(), value.backend().data()) <= 0, file << " " << show(row));
            BOOST_TEST(mpfr_cmp_q(sum.high(), value.backend().data()) >= 0, file << " " << show(row));
            enclosure const width = (sum.high_end() - sum.low_end()) / enclosure(value);
            BOOST_TEST(width.to_double() < 1e-38, file << " " << show(row));
            ++compared;
        }
    }
    BOOST_TEST(compared > 60);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(bit_error_laws)

// By parity: gap = 0 at a memory is impossible iff K is odd and (N even or n odd). Polynomial.
BOOST_AUTO_TEST_CASE(ties_are_impossible_exactly_where_the_parity_lemma_says) {
    for (std::int64_t N = 2; N <= 9; ++N)
        for (std::int64_t n = 2; n <= 6; ++n)
            for (std::int64_t K = 2; K <= 6; ++K) {
                bool const impossible = K % 2 == 1 && (N % 2 == 0 || n % 2 == 1);
                bool const zero = bit_error(test::power(N, n), K).tie(method::exact, 10).text() == "0";
                BOOST_TEST(zero == impossible, "N=" << N << " n=" << n << " K=" << K);
            }
}

// Brute force over all sets of K-1 = 2 other memories: the definition itself, every family.
BOOST_AUTO_TEST_CASE(exact_law_is_the_enumeration_of_all_memories) {
    for (std::string const F : {"polynomial", "rectified", "leaky:1/3", "leaky+:1/3", "leaky:3/7"})
        for (std::int64_t N = 1; N <= 6; ++N)
            for (std::int64_t n = 1; n <= 4; ++n) {
                setting const where = test::setting_of(F, N, n);
                std::vector<rational> term;  // zeta_1 D(R) with the state turned to all +1
                for (unsigned bits = 0; bits < 1U << N; ++bits) {
                    int const first = (bits & 1) != 0 ? 1 : -1;
                    std::int64_t const rest = 2 * __builtin_popcount(bits >> 1) - (N - 1);
                    term.push_back(first * difference(where, rest));
                }
                rational error = 0;
                rational tie = 0;
                for (rational const& a : term)
                    for (rational const& b : term) {
                        rational const gap = mean_gap(where) + a + b;
                        if (gap < 0) error += 1;
                        if (gap == 0) tie += 1;
                    }
                rational const sets = pow(integer(4), static_cast<unsigned>(N));
                bit_error const bit(where, 3);
                std::string const expected = decimal(rational((error + tie / 2) / sets), 30);
                BOOST_TEST(bit.error(method::exact, 30).text() == expected, F << " N=" << N << " n=" << n);
                BOOST_TEST(bit.tie(method::exact, 30).text() == decimal(rational(tie / sets), 30),
                           F << " N=" << N << " n=" << n);
            }
}

BOOST_AUTO_TEST_CASE(values_far_below_the_range_of_double_are_printed) {
    // N=20, K=5, n=30: exact 3.815e-6, exact-moment Gauss 2e-13748.
    bit_error const bit(test::power(20, 30), 5);
    BOOST_TEST(bit.error(method::gaussian, 1).text() == "2e-13748");
    BOOST_TEST(trusted(bit, method::gaussian) == "poor");
    BOOST_TEST(bit.error(method::exact, 4).text() == "3.815e-6");
    // Beyond even MPFR's exponents: the number goes over to its logarithm. ln Q(z) ~ -z^2/2.
    answer const far = bit_error(test::power(10'000'000, 9), 2).error(method::leading_order, 5);
    double const expected = -8 * std::log(10.0) * 7;
    double const z_squared = std::exp(-expected - std::log(2027025.0));  // 15!! = 2027025
    BOOST_TEST(std::abs(test::log_of(far.text()) / (-z_squared / 2) - 1) < 1e-9, far.text());
}

// Every digit asked for is there, and the first ones do not depend on how many are asked for.
BOOST_AUTO_TEST_CASE(a_thousand_digits_begin_with_the_first_fifty) {
    bit_error const bit(test::power(784, 3), 15371);
    for (method const how : {method::leading_order, method::gaussian, method::tail, method::limit}) {
        std::string const long_value = bit.error(how, 1000).text();
        BOOST_TEST(agrees(bit.error(how, 50).text(), long_value, 50), name(how));
        BOOST_TEST(std::count_if(long_value.begin(), long_value.end(), [](char c) { return c >= '0' && c <= '9'; }) >=
                   1000);
    }
    BOOST_TEST(agrees(bit.error(method::exact, 50).text(), bit.error(method::exact, 100).text(), 50));
}

BOOST_AUTO_TEST_CASE(large_neurons_and_vertices) {
    for (method const how :
         {method::leading_order, method::leading_order_K, method::mixed, method::gaussian, method::tail})
        for (std::int64_t const n : {2, 3, 1000}) {
            answer const value = bit_error(test::power(10'000'000, n), 1'000'000).error(how, 15);
            BOOST_TEST(value.reached(), name(how) << " n=" << n << " " << value.reason);
        }
    // n = 2: P_error is a binomial tail for any N and K.
    answer const exact = bit_error(test::power(10'000'000, 2), 10'000'000).error(method::exact, 15);
    // Skewness and kurtosis of the sum vanish like 1/(KN): Gauss with the lattice's mid-P is right to 1e-7 here.
    answer const gauss = bit_error(test::power(10'000'000, 2), 10'000'000).error(method::gaussian, 15);
    BOOST_TEST(std::abs(test::log_of(exact.text()) - test::log_of(gauss.text())) < 1e-6, exact.text()
                                                                                             << " " << gauss.text());
}

BOOST_AUTO_TEST_CASE(one_memory_is_never_wrong_and_two_only_by_a_near_copy) {
    BOOST_TEST(bit_error(test::power(50, 3), 1).error(method::exact, 15).text() == "0");
    BOOST_TEST(bit_error(test::power(50, 3), 1).error(method::saddlepoint, 15).text() == "0");
    // K = 2: P = 2^-N for polynomial, 2^-(N+1) for rectified.
    BOOST_TEST(bit_error(test::power(10, 3), 2).error(method::exact, 15).text() == "0.0009765625");
    BOOST_TEST(bit_error(test::setting_of("rectified", 10, 3), 2).error(method::exact, 15).text() == "0.00048828125");
}

// High n, few memories: enclosed around the limit. 2^-99 is the probability of each of S = +-99 for 99 signs; here
// P_error = P_inf + less than 1e-16 of it.
BOOST_AUTO_TEST_CASE(few_memories_of_a_high_order_have_the_law_of_the_limit) {
    bit_error const bit(test::power(100, 30), 1000);
    BOOST_TEST(bit.error(method::exact, 14).text() == bit.error(method::limit, 14).text());
    BOOST_TEST(name(bit.error(method::exact, 14).quality) == "exact");
    // Where both ways apply: counting at N = 12, n = 40, K = 4.
    bit_error const small(test::power(12, 40), 4);
    BOOST_TEST(small.error(method::exact, 30).reached());
}

// P_inf = 2^-22 has 16 digits: its 15-digit decimal is a tie, which no interval decides.
BOOST_AUTO_TEST_CASE(decimals_that_end_one_digit_later_are_rounded_to_even) {
    bit_error const bit(test::power(22, 3), 2);
    BOOST_TEST(bit.error(method::limit, 15).text() == bit.error(method::exact, 15).text());
    BOOST_TEST(agrees(bit.error(method::saddlepoint, 15).text(), "2.384185791015625e-7", 15));
    BOOST_TEST(bit.tie(method::limit, 15).reached());
}

BOOST_AUTO_TEST_CASE(what_is_out_of_reach_says_why_and_what_to_use) {
    answer const huge = bit_error(test::power(1000, 9), 1'000'000'000).tie(method::exact, 15);
    BOOST_TEST(!huge.reached());
    BOOST_TEST(huge.reason.find("saddlepoint") != std::string::npos, huge.reason);
    BOOST_TEST(bit_error(test::power(1000, 9), 1'000'000'000).error(method::saddlepoint, 15).reached());
    answer const exponential = bit_error(test::setting_of("exponential", 100, 1), 1000).tie(method::exact, 15);
    BOOST_TEST(!exponential.reached());
    BOOST_TEST(exponential.reason.find("no lattice") != std::string::npos, exponential.reason);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused_with_what_is_accepted) {
    BOOST_CHECK_THROW(bit_error(test::power(0, 3), 5), std::invalid_argument);
    BOOST_CHECK_THROW(bit_error(test::power(10, 0), 5), std::invalid_argument);
    BOOST_CHECK_THROW(bit_error(test::power(10, 1001), 5), std::invalid_argument);
    BOOST_CHECK_THROW(bit_error(test::power(10, 3), 0), std::invalid_argument);
    BOOST_TEST(!method_named("gauss"));
    BOOST_CHECK_THROW(static_cast<void>(bit_error(test::power(10, 3), 5).error(method::exact, 0)),
                      std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(bit_error(test::power(10, 3), 5).error(method::exact, 1001)),
                      std::invalid_argument);
}

// Trust: far too optimistic for K << K_max, fine in the middle.
BOOST_AUTO_TEST_CASE(trust_says_where_the_gaussian_is_off_by_more_than_two) {
    BOOST_TEST(trusted(bit_error(test::power(15, 3), 5), method::gaussian) == "poor");
    BOOST_TEST(trusted(bit_error(test::power(20, 4), 10), method::leading_order) == "poor");
    BOOST_TEST(trusted(bit_error(test::power(20, 3), 50), method::gaussian) == "good");
    BOOST_TEST(trusted(bit_error(test::power(784, 3), 10000), method::gaussian) == "good");
    BOOST_TEST(trusted(bit_error(test::setting_of("rectified", 784, 3), 10000), method::gaussian) == "good");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
