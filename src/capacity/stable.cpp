#include "ulpfield/capacity/stable.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "capacity/answers.hpp"
#include "capacity/exact.hpp"
#include "capacity/stop_point.hpp"
#include "capacity/tied_bit.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/number/parse_rational.hpp"

namespace ulpfield::capacity {
namespace {

double multisets(std::int64_t N, std::int64_t K) {
    double const rows = std::exp2(static_cast<double>(N));
    auto const m = static_cast<double>(K - 1);
    return std::exp(std::lgamma(rows + m) - std::lgamma(rows) - std::lgamma(m + 1));
}

/// Goes through the multisets of m rows of N bits, rows in ascending order, with the gaps' partial sums.
class enumeration {
public:
    enumeration(setting const& where, std::int64_t K)
        : N_(static_cast<std::size_t>(where.N)), m_(K - 1), level_(static_cast<std::size_t>(K)) {
        rational const unit = crosstalk_lattice(where).unit;
        auto const steps = [&](rational const& D) { return numerator(rational(D / unit)).convert_to<std::int64_t>(); };
        for (std::int64_t ones = 0; ones <= where.N; ++ones) {  // s = 2 ones - N
            agreeing_.push_back(ones > 0 ? steps(difference(where, 2 * ones - where.N - 1)) : 0);
            disagreeing_.push_back(ones < where.N ? -steps(difference(where, 2 * ones - where.N + 1)) : 0);
        }
        level_[0].assign(N_, steps(mean_gap(where)));
        by_zeros_.assign(N_ + 1, integer(0));
        factorial_.assign(1, integer(1));
        for (std::int64_t k = 1; k <= m_; ++k) factorial_.push_back(factorial_.back() * k);
    }

    [[nodiscard]] rational probability(tie_rule tie) {
        descend(0, 0, 0, factorial_.back());
        rational const stays(stable_halves(tie), 2);
        rational total = 0;
        rational all_stay = 1;
        for (std::size_t zeros = 0; zeros <= N_; ++zeros, all_stay *= stays) total += by_zeros_[zeros] * all_stay;
        return total / rational(integer(1) << static_cast<unsigned>(static_cast<std::int64_t>(N_) * m_));
    }

private:
    /// `run`: how often the row `first` stands at the end of the multiset so far; `orders`: m!/(product of factorials).
    void descend(std::int64_t depth, unsigned first, std::int64_t run, integer const& orders) {
        stop_point();
        std::vector<std::int64_t> const& sums = level_[static_cast<std::size_t>(depth)];
        if (depth == m_) {
            std::size_t zeros = 0;
            for (std::int64_t const gap : sums) {
                if (gap < 0) return;
                zeros += gap == 0 ? 1 : 0;
            }
            by_zeros_[zeros] += orders;
            return;
        }
        std::vector<std::int64_t>& next = level_[static_cast<std::size_t>(depth + 1)];
        next.resize(N_);
        for (unsigned row = first; row < 1U << N_; ++row) {
            auto const ones = static_cast<std::size_t>(std::popcount(row));
            for (std::size_t i = 0; i < N_; ++i)
                next[i] = level_[static_cast<std::size_t>(depth)][i] +
                          ((row >> i & 1) != 0 ? agreeing_[ones] : disagreeing_[ones]);
            std::int64_t const repeats = row == first ? run + 1 : 1;
            descend(depth + 1, row, repeats, repeats == 1 ? orders : integer(orders / repeats));
        }
    }

    std::size_t N_;
    std::int64_t m_;
    std::vector<std::int64_t> agreeing_;     // what a memory of so many bits adds to the gap of a bit it has
    std::vector<std::int64_t> disagreeing_;  // and of one it has not
    std::vector<std::vector<std::int64_t>> level_;
    std::vector<integer> by_zeros_;
    std::vector<integer> factorial_;
};

std::optional<rational> exact_probability(setting const& where, std::int64_t K, tie_rule tie) {
    if (!has_lattice(where.F) || where.N > 24 || K > 100 || multisets(where.N, K) > 1e7) return std::nullopt;
    if (integer(abs(numerator(rational(mean_gap(where) / crosstalk_lattice(where).unit)))) * K > (integer(1) << 60))
        return std::nullopt;
    return enumeration(where, K).probability(tie);
}

/// P(gap < 0) + (1-w) P(gap = 0): P_error, less or more half of the ties.
exact_value failing(exact_bit_law const& law, std::int64_t K, int digits, tie_rule tie) {
    int const more = 1 - stable_halves(tie);
    exact_value P = law.error(K, digits);
    if (more == 0) return P;
    exact_value const ties = law.tie(K, digits);
    rational const part(more, 2);
    if (P.fraction && ties.fraction)
        P.fraction = *P.fraction + part * *ties.fraction;
    else
        P.fraction.reset();
    P.bounds = P.bounds + enclosure(part) * ties.bounds;
    return P;
}

/// The same by saddlepoint; nothing where it gives no value.
std::optional<rational> estimated_failing(setting const& where, std::int64_t K, tie_rule tie) {
    bit_error const law(where, K);
    int const more = 1 - stable_halves(tie);
    auto const number = [](answer const& from) { return ulpfield::parse_rational(from.value->text()).value(); };
    answer const P = law.error(method::saddlepoint, 16);
    if (!P.reached()) return std::nullopt;
    if (more == 0) return number(P);
    answer const ties = law.tie(method::saddlepoint, 16);
    if (!ties.reached()) return std::nullopt;
    return std::clamp(rational(number(P) + rational(more, 2) * number(ties)), rational(0), rational(1));
}

}  // namespace

answer all_bits_stable(setting const& where, std::int64_t K, method how, int digits, std::stop_token const& stop,
                       tie_rule tie) {
    stop_scope const scope(stop);
    validate(where);
    check_digits(digits);
    if (K < 1) throw std::invalid_argument("K = " + std::to_string(K) + ": at least 1 memory");
    if (how != method::exact && how != method::independent && how != method::union_bound)
        throw std::invalid_argument("method = " + name(how) + ": stability is exact, independent or union");
    if (how == method::exact) {
        auto const value = exact_probability(where, K, tie);
        if (value) return exact_answer(*value, digits);
        return answer::refused("exact enumerates " +
                               (multisets(where.N, K) < 1e18
                                    ? decimal(rational(static_cast<long>(multisets(where.N, K))), 3)
                                    : std::string("more than 10^18")) +
                               " multisets of memories (at most 10^7 are done); use monte-carlo");
    }
    answer result;
    auto const combine = [&](enclosure const& P) {
        enclosure const N(static_cast<long>(where.N));
        if (how == method::union_bound) return larger(enclosure(1L) - N * P, enclosure(0L));
        return exp(N * log1p(-P));
    };
    exact_bit_law const law(where);
    try {
        for (int asked = digits + 4;; asked += 10) {
            working_precision const guard(static_cast<long>(asked * 3.33) + 80);
            exact_value const P = failing(law, K, asked, tie);
            if (P.fraction && how == method::union_bound) {  // its decimals can end where they are rounded
                result = answer::printed(decimal(std::max(rational(1 - where.N * *P.fraction), rational(0)), digits));
                break;
            }
            bool const certain = P.fraction && (P.fraction->is_zero() || *P.fraction == 1);
            if (P.fraction && (certain || where.N * where.N * K <= 8000)) {
                rational const right = 1 - *P.fraction;
                auto const N = static_cast<unsigned>(where.N);
                result =
                    answer::printed(decimal(rational(pow(numerator(right), N), pow(denominator(right), N)), digits));
                break;
            }
            if (auto const text = decimal({combine(P.bounds)}, digits)) {
                result = answer::printed(*text);
                break;
            }
            if (asked > 3 * digits + 60) throw out_of_reach("the digits of P_error do not settle");
        }
    } catch (out_of_reach const&) {
        auto const P = estimated_failing(where, K, tie);
        if (!P)
            return answer::refused(std::string("neither the exact law nor saddlepoint gives ") +
                                   (stable_halves(tie) == 1 ? "P_error" : "both P_error and P_tie") +
                                   " here; use monte-carlo");
        working_precision const guard(120);
        enclosure const estimate(*P);
        result = answer::printed(
            decimal({enclosure::point(combine(estimate).middle())}, std::min(digits, 12)).value_or("0"));
    }
    if (auto const exact = exact_probability(where, K, tie); exact && multisets(where.N, K) < 1e5) {
        if (exact->is_zero()) {
            result.quality = result.value->text() == "0" ? trust::good : trust::poor;
            return result;
        }
        double const ratio = std::exp(result.value->log() - log_of_decimal(decimal(*exact, 17)));
        result.quality = ratio <= 2 && ratio >= 0.5 ? trust::good : trust::poor;
    }
    return result;
}

}  // namespace ulpfield::capacity
