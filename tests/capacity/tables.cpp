// Moments, overlaps, whole-state stability, erfc and the errata's numbers against the tables of
// tests/data/capacity.
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <tuple>
#include <utility>

#include "capacity/crosstalk.hpp"
#include "capacity/error_function.hpp"
#include "capacity/table.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/capacity/fraction.hpp"
#include "ulpfield/capacity/k_max.hpp"
#include "ulpfield/capacity/moments.hpp"
#include "ulpfield/capacity/monte_carlo.hpp"
#include "ulpfield/capacity/overlap.hpp"
#include "ulpfield/capacity/stable.hpp"
#include "ulpfield/number/error.hpp"

namespace {

using namespace ulpfield;
using namespace ulpfield::capacity;
using test::agrees;
using test::read_table;
using test::show;
using line = std::map<std::string, std::string>;

std::string erfc_text(rational const& x, int digits) {
    return proved_decimal([&] { return quantity{erfc(enclosure(x))}; }, digits);
}
std::string erfc_inv_text(rational const& y, int digits) {
    return proved_decimal([&] { return quantity{erfc_inv(enclosure(y))}; }, digits);
}

BOOST_AUTO_TEST_SUITE(capacity_tables)

BOOST_AUTO_TEST_CASE(moments_meet_the_table) {
    for (line const& row : read_table("moments.csv")) {
        setting const where = test::setting_of(row);
        std::string const quantity_name = row.at("quantity");
        if (quantity_name == "mean_gap") BOOST_TEST(mean_gap(where).str() == row.at("value"), show(row));
        if (quantity_name == "E_D2") BOOST_TEST(crosstalk_moment(where, 2).str() == row.at("value"), show(row));
        if (quantity_name == "E_D2_over_LO") {
            // Rectified too is divided by the polynomial's leading order in the table.
            setting const whole_line = test::power(where.N, std::stoll(row.at("n")));
            rational const ratio = crosstalk_moment(where, 2) / leading_moment(whole_line);
            BOOST_TEST(agrees(decimal(ratio, 50), row.at("value"), 50), show(row));
        }
        if (quantity_name == "excess_kurtosis")
            BOOST_TEST(agrees(kurtosis_of_crosstalk(where, method::exact, 50).text(), row.at("value"), 50), show(row));
    }
}

// The moments of S through (cosh t)^M (N > 4096) against the polynomials in M that the table gives.
BOOST_AUTO_TEST_CASE(moments_of_many_neurons_are_the_polynomials_of_the_table) {
    for (line const& row : read_table("moment_polynomials.csv"))
        for (std::int64_t const N : {7LL, 784LL, 5000LL, 10'000'000LL}) {
            std::string polynomial = row.at("polynomial");
            rational sum = 0;
            std::string text;
            for (char const c : polynomial)
                text += c == ' ' ? "" : c == '-' && !text.empty() ? "+-" : std::string(1, c);
            std::stringstream terms(text);
            for (std::string term; std::getline(terms, term, '+');) {
                if (term.empty()) continue;
                auto const star = term.find("*M");
                unsigned exponent = 0;
                if (star != std::string::npos)
                    exponent =
                        term.size() > star + 2
                            ? static_cast<unsigned>(std::stoul(term.substr(term.find_first_of("0123456789", star))))
                            : 1;
                sum += rational(integer(term.substr(0, star)) * pow(integer(N - 1), exponent));
            }
            rational const computed = crosstalk_moment(test::power(N, std::stoll(row.at("n"))), 2);
            BOOST_TEST(computed.str() == sum.str(), show(row) << " N=" << N);
        }
}

// E[D^2] of sums of exponentials against the sum over all S in double.
BOOST_AUTO_TEST_CASE(moments_of_exponentials_are_the_sum_over_all_overlaps) {
    for (std::string const F : {"exponential", "exponential:1/2", "cosh", "cosh:2/3"})
        for (std::int64_t const N : {2, 7, 12}) {
            setting const where = test::setting_of(F, N, 1);
            auto const D = [&](double S) {
                auto const value = [&](double x) {
                    return std::visit([x](auto const& f) { return f(x, power_method::binary); }, where.F);
                };
                return value(S + 1) - value(S - 1);
            };
            double variance = 0;
            double ways = std::ldexp(1.0, static_cast<int>(1 - N));
            for (std::int64_t b = 0; b < N; ++b) {
                variance += ways * std::pow(D(static_cast<double>(N - 1 - 2 * b)), 2);
                ways *= static_cast<double>(N - 1 - b) / static_cast<double>(b + 1);
            }
            double const mean = D(static_cast<double>(N - 1));
            BOOST_TEST(std::abs(mean_of_gap(where, method::exact, 15).value->to_double() / mean - 1) < 1e-12, F);
            BOOST_TEST(
                std::abs(variance_of_crosstalk(where, method::exact, 15).value->to_double() / variance - 1) < 1e-12,
                F << " N=" << N);
        }
    BOOST_TEST(mean_of_gap(test::setting_of("cosh", 1, 1), method::exact, 15).text() == "0");
    BOOST_TEST(!kurtosis_of_crosstalk(test::setting_of("cosh", 1, 1), method::exact, 15).reached());
}

BOOST_AUTO_TEST_CASE(k_max_exact_is_the_largest_integer_with_a_passing_bit) {
    for (std::int64_t const N : {7, 16, 40})
        for (std::int64_t const n : {2, 3}) {
            std::int64_t const K = std::stoll(
                k_max(test::power(N, n), test::number("1/20"), criterion::union_bound, method::exact, 15).text());
            double const target = std::log(0.05 / static_cast<double>(N));
            BOOST_TEST(test::log_of(
                           bit_error(test::power(N, n), std::max<std::int64_t>(K, 1)).error(method::exact, 15).text()) <
                       target);
            BOOST_TEST(test::log_of(bit_error(test::power(N, n), K + 1).error(method::exact, 15).text()) >= target);
        }
}

// Each inversion put back into its own formula gives delta/N.
BOOST_AUTO_TEST_CASE(inverted_formulas_give_the_threshold_back) {
    for (method const how : {method::tail, method::saddlepoint, method::chernoff, method::gaussian}) {
        answer const K = k_max(test::power(200, 3), test::number("0.01"), criterion::union_bound, how, 12);
        std::int64_t const below = static_cast<std::int64_t>(std::stod(K.text()));
        double const target = std::log(0.01 / 200);
        BOOST_TEST(test::log_of(bit_error(test::power(200, 3), below).error(how, 12).text()) <= target,
                   name(how) << " " << K.text());
        BOOST_TEST(test::log_of(bit_error(test::power(200, 3), below + 1).error(how, 12).text()) >= target,
                   name(how) << " " << K.text());
    }
}

BOOST_AUTO_TEST_CASE(overlaps_meet_the_table) {
    int compared = 0;
    for (line const& row : read_table("overlap.csv")) {
        std::int64_t const N = std::stoll(row.at("N"));
        std::string const epsilon = row.at("epsilon");
        std::string const what = row.at("quantity");
        std::string const expected = row.at("value");
        auto const one = [&](sides which, method how, std::int64_t K = 0, int digits = 50) {
            return overlap_match(N, test::number(epsilon), K, which, how, digits).text();
        };
        ++compared;
        if (what == "threshold")
            BOOST_TEST(rational((1 - test::number(epsilon)) * N).str() == expected, show(row));
        else if (what == "exact_two_sided" || what == "exact_two_sided_dec")
            BOOST_TEST(agrees(one(sides::two, method::exact), expected, 50), show(row)
                                                                                 << one(sides::two, method::exact));
        else if (what == "exact_one_sided_dec")
            BOOST_TEST(agrees(one(sides::one, method::exact), expected, 50), show(row));
        else if (what == "normal_two_sided")
            BOOST_TEST(agrees(one(sides::two, method::normal), expected, 50), show(row));
        else if (what == "normal_cc")
            BOOST_TEST(agrees(one(sides::two, method::continuity), expected, 50), show(row));
        else if (what == "chernoff_two_sided")
            BOOST_TEST(agrees(one(sides::two, method::large_deviation), expected, 50), show(row));
        else if (what == "rate_I")
            BOOST_TEST(agrees(overlap_rate(test::number(epsilon), 50).text(), expected, 50), show(row));
        else if (what == "gauss_rate") {
            rational const x = 1 - test::number(epsilon);
            BOOST_TEST(agrees(decimal(rational(x * x / 2), 50), expected, 50), show(row));
        } else if (what == "ratio_exact_over_normal") {
            double const ratio = std::exp(log_of_decimal(one(sides::two, method::exact)) -
                                          log_of_decimal(one(sides::two, method::normal)));
            BOOST_TEST(std::abs(ratio / std::stod(expected) - 1) < 1e-6,
                       show(row) << " computed " << ratio);  // 8 digits given
        } else if (what.starts_with("max_abs_K"))
            BOOST_TEST(agrees(one(sides::two, method::exact, std::stoll(what.substr(9))), expected, 50), show(row));
        else if (what.starts_with("abs_max_K"))
            BOOST_TEST(agrees(one(sides::absolute_max, method::exact, std::stoll(what.substr(9))), expected, 50),
                       show(row));
        else
            BOOST_ERROR("unknown quantity " << what);
    }
    BOOST_TEST(compared > 650);
}

// In double (1-0.7)*20 = 6.000000000000001 and the states with S = 6 are lost.
BOOST_AUTO_TEST_CASE(epsilon_is_taken_as_a_rational) {
    // P(|S| >= 6), S = 20 - 2B: 2 sum_{k>=13} C(20,k)/2^20.
    std::string const value = overlap_match(20, rational(7, 10), 0, sides::two, method::exact, 20).text();
    BOOST_TEST(agrees(value, decimal(rational(2 * 137980, 1048576), 20), 20), value);
    BOOST_CHECK_THROW(static_cast<void>(overlap_match(20, rational(1), 0, sides::two, method::exact, 20)),
                      std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(overlap_match(20, rational(-1, 9), 0, sides::two, method::exact, 20)),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(all_bits_stable_meets_the_table) {
    for (line const& row : read_table("all_bits_stable.csv"))
        BOOST_TEST(
            all_bits_stable(test::setting_of(row), std::stoll(row.at("K")), method::exact, 15).fraction->value.str() ==
                row.at("value"),
            show(row));
    // source: all 2^(NK) sets of memories, every field summed in integers (Python).
    for (auto const& [F, N, n, K, half, kept, lost] : {std::tuple{"polynomial", 3, 2, 4, "133/256", "43/64", "7/16"},
                                                       {"polynomial", 5, 2, 2, "27/32", "1", "11/16"},
                                                       {"polynomial", 4, 3, 4, "39293/65536", "2927/4096", "1039/2048"},
                                                       {"polynomial", 1, 2, 2, "1/2", "1", "0"},
                                                       {"rectified", 4, 2, 3, "49/64", "57/64", "41/64"},
                                                       {"rectified", 3, 3, 5, "2119/4096", "2383/4096", "1927/4096"}}) {
        setting const where = test::setting_of(F, N, n);
        for (auto const& [tie, expected] : {std::pair{tie_rule::plus, half},
                                            {tie_rule::minus, half},
                                            {tie_rule::keep, kept},
                                            {tie_rule::zero, lost},
                                            {tie_rule::flip, lost}}) {
            BOOST_TEST(all_bits_stable(where, K, method::exact, 15, {}, tie).fraction->value.str() == expected,
                       F << " N=" << N << " K=" << K << " n=" << n << " tie=" << static_cast<int>(tie));
            // Monte Carlo of the same rule.
            answer const sampled = stable_estimate(draw(where, K, 1, 0, 20000, {}, tie), 12);
            rational const exact = test::number(expected);
            BOOST_TEST(test::number(sampled.bounds->lower.text()) <= exact, F << " N=" << N << " K=" << K);
            BOOST_TEST(exact <= test::number(sampled.bounds->upper.text()), F << " N=" << N << " K=" << K);
        }
    }
    // One bit: nothing is dependent.
    for (tie_rule const tie : {tie_rule::keep, tie_rule::flip})
        for (method const how : {method::independent, method::union_bound})
            BOOST_TEST(all_bits_stable(test::power(1, 2), 20000, how, 12, {}, tie).text() ==
                       (tie == tie_rule::keep ? "1" : "0"));
    // P(gap < 0) = 0 and P(gap = 0) = 1/16 for N = 5, K = 2, n = 2.
    BOOST_TEST(all_bits_stable(test::power(5, 2), 2, method::union_bound, 12, {}, tie_rule::keep).text() == "1");
    BOOST_TEST(all_bits_stable(test::power(5, 2), 2, method::union_bound, 12, {}, tie_rule::flip).text() == "0.6875");
    // (1-P)^N is not exact.
    BOOST_TEST(all_bits_stable(test::power(5, 3), 4, method::exact, 4).text() == "0.7233");
    BOOST_TEST(all_bits_stable(test::power(5, 3), 4, method::independent, 4).text() == "0.6497");
    BOOST_TEST(all_bits_stable(test::power(8, 2), 4, method::exact, 4).text() == "0.5293");
    BOOST_TEST(all_bits_stable(test::power(8, 2), 4, method::independent, 4).text() == "0.5747");
}

BOOST_AUTO_TEST_CASE(erfc_and_its_inverse_meet_the_table) {
    for (line const& row : read_table("erfc.csv")) {
        rational const x = test::number(row.at("argument"));
        std::string value;
        if (row.at("function") == "erfc") value = erfc_text(x, 50);
        if (row.at("function") == "erfcinv") value = erfc_inv_text(x, 50);
        if (row.at("function") == "half_erfc_x_over_sqrt2")
            value = proved_decimal([&] { return quantity{times_two_to(erfc(enclosure(x) / sqrt(enclosure(2L))), -1)}; },
                                   50);
        BOOST_TEST(agrees(value, row.at("value"), 50), show(row) << " computed " << value);
    }
}

// Just beyond the change of series the terms fall by few bits more than are asked for: they must reach them.
BOOST_AUTO_TEST_CASE(erfc_ends_where_its_series_only_just_reaches) {
    for (long const bits : {64L, 90L, 128L, 256L})
        for (int step = -6; step <= 24; ++step) {
            working_precision const guard(bits);
            // x^2 = (bits + step) ln 2
            enclosure const x =
                enclosure::point(sqrt(enclosure(static_cast<long>(bits) + step) * log(enclosure(2L))).middle());
            mpfr_value low = fresh();
            mpfr_value high = fresh();
            mpfr_erfc(low.get(), x.low(), MPFR_RNDD);
            mpfr_erfc(high.get(), x.low(), MPFR_RNDU);
            enclosure const ours = erfc(x);
            BOOST_TEST(mpfr_lessequal_p(ours.low(), high.get()) != 0, "step=" << step << " bits=" << bits);
            BOOST_TEST(mpfr_lessequal_p(low.get(), ours.high()) != 0, "step=" << step << " bits=" << bits);
        }
}

// MPFR's erfc is correctly rounded and shares no code with ours.
BOOST_AUTO_TEST_CASE(erfc_encloses_mpfr_on_both_sides_of_the_change_of_series) {
    for (long const bits : {40L, 120L, 700L})
        for (int k = -40; k <= 260; k += 6) {
            working_precision const guard(bits);
            enclosure const x(rational(k * 7 + 1, 71));
            mpfr_value low = fresh();
            mpfr_value high = fresh();
            mpfr_erfc(low.get(), x.high(), MPFR_RNDD);
            mpfr_erfc(high.get(), x.low(), MPFR_RNDU);
            enclosure const ours = erfc(x);
            BOOST_TEST(mpfr_lessequal_p(ours.low(), high.get()) != 0, "k=" << k << " bits=" << bits);
            BOOST_TEST(mpfr_lessequal_p(low.get(), ours.high()) != 0, "k=" << k << " bits=" << bits);
            enclosure const width = (ours.high_end() - ours.low_end()) / ours;
            BOOST_TEST(width.to_double() < std::ldexp(1.0, static_cast<int>(12 - bits)), "k=" << k << " bits=" << bits);
        }
}

BOOST_AUTO_TEST_CASE(erfc_inv_is_the_inverse_to_a_thousand_digits) {
    for (std::string const y : {"1/78400", "1/2", "199/100", "999999/1000000", "1e-500", "1e-20000"}) {
        rational const target = test::number(y);
        std::string const x = erfc_inv_text(target, 1000);
        // erfc at x +- one unit of the last digit must lie on both sides of y.
        rational const value = test::number(x);
        long const places = static_cast<long>(x.size()) - 1 - static_cast<long>(x.find('.'));
        rational const unit(integer(1), pow(integer(10), static_cast<unsigned>(places)));
        working_precision const guard(7200);
        BOOST_TEST(certainly_less(enclosure(target), erfc(enclosure(rational(value - unit)))), y);
        BOOST_TEST(certainly_less(erfc(enclosure(rational(value + unit))), enclosure(target)), y);
    }
}

BOOST_AUTO_TEST_CASE(errata_numbers) {
    std::map<std::string, std::string> table;
    for (line const& row : read_table("errata.csv")) table[row.at("statement")] = row.at("value");
    auto const meets = [&](std::string const& statement, std::string const& computed, int digits = 50) {
        BOOST_REQUIRE_MESSAGE(table.contains(statement), statement);
        BOOST_TEST(agrees(computed, table[statement], digits), statement << ": computed " << computed);
        table.erase(statement);
    };
    setting const any = test::power(2, 2);
    auto const eq3 = [](std::int64_t N, std::int64_t n) {
        return k_max(test::power(N, n), test::number("1/100"), criterion::union_bound, method::asymptotic, 50).text();
    };
    auto const P = [](std::int64_t N, std::int64_t K, std::int64_t n, method how) {
        return bit_error(test::power(N, n), K).error(how, 50).text();
    };
    auto const scaled = [](std::string const& text, rational const& factor) {
        return decimal(rational(test::number(text) * factor), 50);
    };
    meets("gao-lin Ex2.1 N=200 n=3 with 3!!", eq3(200, 3));
    meets("gao-lin Ex2.1 N=200 n=3 with printed 5!!", scaled(eq3(200, 3), rational(3, 15)), 49);
    meets("gao-lin Kmax_asym N=784 n=2", eq3(784, 2));
    meets("gao-lin Kmax_asym N=784 n=3", eq3(784, 3));
    meets("gao-lin Kmax_asym N=784 n=8", eq3(784, 8));
    for (auto const& [N, K, n] :
         {std::array{100, 500, 3}, std::array{200, 2000, 3}, std::array{784, 10000, 3}, std::array{784, 100, 2}}) {
        std::string const where = " N=" + std::to_string(N) + " n=" + std::to_string(n) + " K=" + std::to_string(K);
        meets("gao-lin Eq2 correct tail" + where, P(N, K, n, method::tail));
        if (N != 200) meets("gao-lin Eq2 erfc(K)" + where, P(N, K, n, method::leading_order_K));
        meets("gao-lin Eq2 erfc(K-1)" + where, P(N, K, n, method::leading_order));
        // As printed: the factor sqrt(K/N^(n-1)) too small.
        if (N == 100 || K == 10000) {
            working_precision const guard(260);
            enclosure const factor =
                sqrt(enclosure(rational(integer(K), pow(integer(N), static_cast<unsigned>(n - 1)))));
            meets("gao-lin Eq2 as printed" + where,
                  *decimal({enclosure(test::number(bit_error(test::power(N, n), K).error(method::tail, 70).text())) *
                            factor},
                           50));
        }
    }
    for (long const N : {100L, 200L, 784L, 10000L}) {
        // K - 1 = Eq. 3: z^2 = 2 ln N, so N P = N erfc(sqrt(ln N))/2, near 1/sqrt(4 pi ln N).
        auto const ln = [&] { return log(enclosure(N)); };
        std::string const at = "N=" + std::to_string(N);
        if (N != 10000)
            meets("gao-lin Eq3 N*P_error(LO) at K=Kmax_asym " + at,
                  proved_decimal([&] { return quantity{times_two_to(enclosure(N) * erfc(sqrt(ln())), -1)}; }, 50));
        if (N != 200)
            meets("gao-lin Eq3 1/sqrt(4 pi ln N) " + at,
                  proved_decimal(
                      [&] { return quantity{enclosure(1L) / sqrt(times_two_to(enclosure::pi() * ln(), 2))}; }, 50));
    }
    BOOST_TEST(overlap_match(4, rational(1, 2), 0, sides::one, method::exact, 50).text() == "0.3125");  // 5/16
    table.erase("gao-lin Ex3.5 exact one-sided");
    meets("gao-lin Ex3.5 normal two-sided P(|Z|>=1)",
          overlap_match(4, rational(1, 2), 0, sides::two, method::normal, 50).text());
    meets("gao-lin Ex3.5 continuity-corrected P(|Z|>=1/2)",
          overlap_match(4, rational(1, 2), 0, sides::two, method::continuity, 50).text());
    auto const variance = [](std::string const& F, std::int64_t N, std::int64_t K, bool leading) {
        setting const where = test::setting_of(F, N, 3);
        return decimal(rational((K - 1) * (leading ? leading_moment(where) : crosstalk_moment(where, 2))), 50);
    };
    meets("yang variance N=20 n=3 K=50 exact poly", variance("polynomial", 20, 50, false));
    meets("yang variance N=20 n=3 K=50 exact rect", variance("rectified", 20, 50, false));
    meets("yang variance N=20 n=3 K=50 LO N^(n-1)", variance("polynomial", 20, 50, true));
    meets("yang variance N=100 n=3 K=1000 exact poly", variance("polynomial", 100, 1000, false));
    meets("yang variance N=100 n=3 K=1000 LO N^(n-1)", variance("polynomial", 100, 1000, true));
    // As printed, N^n - 1 in place of N^(n-1): 4 n^2 (2n-3)!! (K-1) N^n - 1.
    meets("yang variance N=20 n=3 K=50 printed N^n-1",
          decimal(rational(leading_moment(test::power(20, 3)) * 49 * 20 - 1), 50));
    meets("yang variance N=100 n=4 K=20000 printed N^n-1",
          decimal(rational(leading_moment(test::power(100, 4)) * 19999 * 100 - 1), 50));
    for (int const n : {2, 5, 6, 7}) {
        if (n != 5)
            meets("alpha_" + std::to_string(n) + " threshold 0.36%",
                  alpha(polynomial{n}, test::number("0.0036"), method::leading_order, 50).text());
        if (n != 2)
            meets("alpha_" + std::to_string(n) + " threshold 0.5%",
                  alpha(polynomial{n}, test::number("0.005"), method::leading_order, 50).text());
    }
    for (int const percent : {138, 140, 150})
        meets("P_error at K=0." +
                  std::string(percent == 138   ? "138"
                              : percent == 140 ? "14"
                                               : "15") +
                  "N n=2 (LO; K)",
              P(1000, percent, 2, method::leading_order_K));
    for (std::int64_t const N : {100LL, 784LL, 10000LL}) {
        std::string const at = "classical N=" + std::to_string(N);
        meets(at + " N/(2lnN)", eq3(N, 2));
        meets(
            at + " N/(4lnN)",
            k_max(test::power(N, 2), test::number("1/100"), criterion::union_bound, method::asymptotic_all, 50).text());
    }
    meets("classical N=1000 0.138N", k_max(test::power(1000, 2), test::number("1/100"), criterion::union_bound,
                                           method::amit_gutfreund_sompolinsky, 50)
                                         .text());
    for (auto const& [statement, value] : table) BOOST_ERROR("not tested: " << statement);
    static_cast<void>(any);
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
    BOOST_CHECK_THROW(
        static_cast<void>(k_max(test::power(10, 2), test::number("0"), criterion::union_bound, method::exact, 15)),
        std::invalid_argument);
    BOOST_CHECK_THROW(
        static_cast<void>(k_max(test::power(10, 2), test::number("1"), criterion::union_bound, method::exact, 15)),
        std::invalid_argument);
    BOOST_CHECK_THROW(static_cast<void>(alpha(polynomial{2}, test::number("0.6"), method::leading_order, 15)),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
