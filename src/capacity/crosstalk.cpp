#include "capacity/crosstalk.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "capacity/exponential_gap.hpp"
#include "capacity/power_shape.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

integer power_of(std::int64_t base, std::int64_t n) { return pow(integer(base), static_cast<unsigned>(n)); }

/// F(x), exact.
rational value_at(interaction const& F, std::int64_t x) {
    return std::visit(
        [x]<class Function>(Function const& f) -> rational {
            if constexpr (rational_valued<Function>)
                return {f.exact(integer(x), powers_of<integer>(integer(1))), integer(f.exact_denominator())};
            else
                throw std::domain_error(f.name() + " F has no lattice: its differences are not commensurable");
        },
        F);
}

void require_lattice(setting const& where) {
    if (!has_lattice(where.F))
        throw std::domain_error(name(where.F) + " F has no lattice: its differences are not commensurable");
}

/// Polynomial D(S) = 2 sum_{j odd} C(n,j) S^(n-j): coefficient of S^i.
std::vector<integer> difference_polynomial(std::int64_t n) {
    std::vector<integer> coefficient(static_cast<std::size_t>(n), integer(0));
    integer binomial = 1;
    for (std::int64_t j = 1; j <= n; ++j) {
        binomial = binomial * (n - j + 1) / j;
        if (j % 2 == 1) coefficient[static_cast<std::size_t>(n - j)] = 2 * binomial;
    }
    return coefficient;
}

std::vector<integer> square(std::vector<integer> const& p) {
    std::vector<integer> result(2 * p.size() - 1, integer(0));
    for (std::size_t i = 0; i < p.size(); ++i) {
        stop_point();
        if (p[i] != 0)
            for (std::size_t j = 0; j < p.size(); ++j)
                if (p[j] != 0) result[i + j] += p[i] * p[j];
    }
    return result;
}

/// a_k = E S^2k for k = 0..last, S a sum of M signs. From f = (cosh t)^M, f' cosh t = M f sinh t:
/// a_k = sum_{j<k} (M C(2k-1,2j) - C(2k-1,2j-1)) a_j.
std::vector<integer> sign_sum_moments(std::int64_t M, std::size_t last) {
    std::vector<integer> moment(last + 1, integer(0));
    moment[0] = 1;
    for (std::size_t k = 1; k <= last; ++k) {
        stop_point();
        auto const row = static_cast<long>(2 * k - 1);
        integer even = 1;  // C(2k-1, 2j)
        integer odd = 0;   // C(2k-1, 2j-1)
        for (std::size_t j = 0; j < k; ++j) {
            moment[k] += (M * even - odd) * moment[j];
            auto const i = static_cast<long>(2 * j);
            odd = even * (row - i) / (i + 1);
            even = odd * (row - i - 1) / (i + 2);
        }
    }
    return moment;
}

/// E[D^power] as the sum over all S.
rational direct_moment(setting const& where, int power) {
    std::int64_t const M = where.N - 1;
    rational total = 0;
    integer binomial = 1;
    for (std::int64_t b = 0; b <= M; ++b) {
        stop_point();
        rational const D = difference(where, M - 2 * b);
        total += binomial * (power == 2 ? rational(D * D) : rational(D * D * D * D));
        binomial = binomial * (M - b) / (b + 1);
    }
    return total / rational(pow(integer(2), static_cast<unsigned>(M)));
}

/// E[D^power] of x^n, computed.
rational compute_moment(std::int64_t N, std::int64_t n, int power) {
    std::int64_t const M = N - 1;
    if (N <= 4096) return direct_moment({polynomial{static_cast<int>(n)}, N}, power);
    std::vector<integer> in_S = square(difference_polynomial(n));
    if (power == 4) in_S = square(in_S);
    std::vector<integer> const moment = sign_sum_moments(M, (in_S.size() - 1) / 2);
    integer total = 0;
    for (std::size_t k = 0; 2 * k < in_S.size(); ++k) total += in_S[2 * k] * moment[k];
    return rational(total);
}

/// E[D^power] of x^n: seconds at n = 1000, so this thread's last ones are kept.
rational const& polynomial_moment(std::int64_t N, std::int64_t n, int power) {
    static thread_local std::map<std::tuple<std::int64_t, std::int64_t, int>, rational> store;
    auto const at = std::make_tuple(N, n, power);
    if (auto const known = store.find(at); known != store.end()) return known->second;
    rational value = compute_moment(N, n, power);
    if (store.size() > 16) store.clear();
    return store.emplace(at, std::move(value)).first->second;
}

/// P(S = 0) of M signs.
rational return_probability(std::int64_t M) {
    if (M % 2 != 0) return rational(0);
    integer binomial;
    mpz_bin_uiui(binomial.backend().data(), static_cast<unsigned long>(M), static_cast<unsigned long>(M / 2));
    return {binomial, pow(integer(2), static_cast<unsigned>(M))};
}

}  // namespace

rational difference(setting const& where, std::int64_t S) {
    return value_at(where.F, S + 1) - value_at(where.F, S - 1);
}

rational mean_gap(setting const& where) { return difference(where, where.N - 1); }

rational crosstalk_moment(setting const& where, int power) {
    require_lattice(where);
    std::optional<power_shape> const shape = power_shape_of(where.F);
    if (!shape) {
        if (where.N > 20000)
            throw std::domain_error("N = " + std::to_string(where.N) + ": the moments of " + name(where.F) +
                                    " F are summed for N <= 20000");
        return direct_moment(where, power);
    }
    auto const raised = [power](rational const& x) { return power == 2 ? rational(x * x) : rational(x * x * x * x); };
    rational const& whole = polynomial_moment(where.N, shape->n, power);
    if (shape->whole_line()) return whole;
    // S > 0 as for x^n; S = 0 and S < 0 (where D = 2 slope) separately.
    rational const none = return_probability(where.N - 1);
    rational const at_zero = shape->n % 2 == 1 ? rational(2) : rational(0);
    rational const zero_term = difference(where, 0);
    return (whole - none * raised(at_zero)) / 2 + none * raised(zero_term) +
           (1 - none) / 2 * raised(2 * *shape->slope_below_zero);
}

rational crosstalk_kurtosis(setting const& where) {
    rational const second = crosstalk_moment(where, 2);
    if (second == 0) throw std::domain_error("the crosstalk is 0 for every memory: its kurtosis is not defined");
    return crosstalk_moment(where, 4) / (second * second) - 3;
}

integer odd_double_factorial(std::int64_t m) {
    integer product = 1;
    for (; m > 1; m -= 2) product *= m;
    return product;
}

long half_factor(setting const& where) {
    if (auto const shape = power_shape_of(where.F)) return shape->whole_line() ? 1 : 2;
    std::int64_t const M = where.N - 1;
    if (has_lattice(where.F)) return abs(difference(where, -M)) == abs(difference(where, M)) ? 1 : 2;
    working_precision const guard(96);
    return exponential_gap(where).log_relative(-M) < -1e-9 ? 2 : 1;
}

rational leading_mean(setting const& where) {
    std::int64_t const n = require_power(where.F).n;
    return rational(2 * n * power_of(where.N, n - 1));
}

rational leading_moment(setting const& where) {
    std::int64_t const n = require_power(where.F).n;
    return rational(4 * n * n * odd_double_factorial(2 * n - 3) * power_of(where.N, n - 1),
                    integer(half_factor(where)));
}

rational leading_kurtosis(setting const& where) {
    std::int64_t const n = require_power(where.F).n;
    integer const lower = odd_double_factorial(2 * n - 3);
    rational const k = rational(odd_double_factorial(4 * n - 5), lower * lower) - 3;
    return half_factor(where) == 1 ? k : rational(2 * k + 3);
}

bool crosstalk_law::all_odd() const {
    return std::all_of(size.begin(), size.end(), [](integer const& d) { return (d & 1) == 1; });
}

crosstalk_law law_of_crosstalk(setting const& where) {
    require_lattice(where);
    if (where.N > 20000) throw std::domain_error("the law of one term is kept exactly for N <= 20000 only");
    std::int64_t const M = where.N - 1;
    std::map<rational, integer> table;
    integer binomial = 1;
    for (std::int64_t b = 0; b <= M; ++b) {
        stop_point();
        table[abs(difference(where, M - 2 * b))] += binomial;
        binomial = binomial * (M - b) / (b + 1);
    }
    integer common_denominator = 1;
    for (auto const& [D, ways] : table) {
        stop_point();
        common_denominator = lcm(common_denominator, denominator(D));
    }
    integer divisor = 0;
    for (auto const& [D, ways] : table) {
        stop_point();
        divisor = gcd(divisor, integer(numerator(D) * (common_denominator / denominator(D))));
    }
    if (divisor == 0) divisor = 1;
    crosstalk_law law;
    law.N = where.N;
    law.unit = rational(divisor, common_denominator);
    law.threshold = numerator(rational(mean_gap(where) / law.unit));
    for (auto const& [D, ways] : table) {
        stop_point();
        law.size.push_back(numerator(rational(D / law.unit)));
        law.ways.push_back(ways);
    }
    return law;
}

lattice crosstalk_lattice(setting const& where) {
    require_lattice(where);
    std::int64_t const M = where.N - 1;
    std::optional<power_shape> const shape = power_shape_of(where.F);
    if (!shape && where.N > 20000) throw std::domain_error("the law of one term is kept exactly for N <= 20000 only");
    std::vector<rational> values;
    std::int64_t const below = M > 6 && shape ? -6 + (M % 2 == 0 ? 0 : 1) : -M;  // a few negative S, of the parity of M
    std::int64_t const last = shape ? std::min(M, 4 * shape->n + 8) : M;
    for (std::int64_t S = shape && shape->whole_line() ? M % 2 : below; S <= last; S += 2) {
        stop_point();
        values.push_back(difference(where, S));
    }
    integer common_denominator = 1;
    for (rational const& D : values) common_denominator = lcm(common_denominator, denominator(D));
    integer divisor = 0;
    for (rational const& D : values)
        divisor = gcd(divisor, integer(numerator(D) * (common_denominator / denominator(D))));
    if (divisor == 0) divisor = 1;
    lattice result{rational(divisor, common_denominator), true};
    for (rational const& D : values)
        if ((numerator(rational(D / result.unit)) & 1) == 0) result.all_odd = false;
    return result;
}

}  // namespace ulpfield::capacity
