#include "capacity/crosstalk.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "capacity/decimal.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

integer power_of(std::int64_t base, std::int64_t n) { return pow(integer(base), static_cast<unsigned>(n)); }

rational leak_of(setting const& where) {
    return where.F.kind == family::leaky || where.F.kind == family::leaky_plus
               ? parse_rational("--interaction", where.F.leak)
               : rational(0);
}

rational interaction_at(setting const& where, std::int64_t x) {
    if (x >= 0 || where.F.kind == family::polynomial) return rational(power_of(x, where.n));
    if (where.F.kind == family::leaky) return -leak_of(where) * rational(x);
    if (where.F.kind == family::leaky_plus) return leak_of(where) * rational(x);
    return rational(0);
}

void refuse_exponential(setting const& where) {
    if (where.F.kind == family::exponential)
        throw std::domain_error("exponential F has no lattice: its differences 2 sinh(1) e^S are not commensurable");
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

/// E[D^power] of x^n, computed.
rational compute_moment(std::int64_t N, std::int64_t n, int power) {
    std::int64_t const M = N - 1;
    if (N <= 4096) {
        setting const where{{family::polynomial, "0"}, N, n};
        integer total = 0;
        integer binomial = 1;
        for (std::int64_t b = 0; b <= M; ++b) {
            stop_point();
            integer const D = numerator(difference(where, M - 2 * b));
            total += binomial * (power == 2 ? integer(D * D) : integer(D * D * D * D));
            binomial = binomial * (M - b) / (b + 1);
        }
        return {total, pow(integer(2), static_cast<unsigned>(M))};
    }
    std::vector<integer> polynomial = square(difference_polynomial(n));
    if (power == 4) polynomial = square(polynomial);
    std::vector<integer> const moment = sign_sum_moments(M, (polynomial.size() - 1) / 2);
    integer total = 0;
    for (std::size_t k = 0; 2 * k < polynomial.size(); ++k) total += polynomial[2 * k] * moment[k];
    return rational(total);
}

/// E[D^power] of x^n: seconds at n = 1000, so this thread's last ones are kept.
rational const& polynomial_moment(std::int64_t N, std::int64_t n, int power) {
    static thread_local std::map<std::tuple<std::int64_t, std::int64_t, int>, rational> store;
    auto const at = std::make_tuple(N, n, power);
    if (auto const found = store.find(at); found != store.end()) return found->second;
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
    refuse_exponential(where);
    return interaction_at(where, S + 1) - interaction_at(where, S - 1);
}

rational mean_gap(setting const& where) { return difference(where, where.N - 1); }

rational crosstalk_moment(setting const& where, int power) {
    refuse_exponential(where);
    auto const raised = [power](rational const& x) { return power == 2 ? rational(x * x) : rational(x * x * x * x); };
    rational const& whole = polynomial_moment(where.N, where.n, power);
    if (where.F.kind == family::polynomial) return whole;
    // S > 0 as for x^n; S = 0 and S < 0 (where D = -+2 eps) separately.
    rational const none = return_probability(where.N - 1);
    rational const at_zero = where.n % 2 == 1 ? rational(2) : rational(0);
    rational const leak = leak_of(where);
    rational const zero_term = difference(where, 0);
    return (whole - none * raised(at_zero)) / 2 + none * raised(zero_term) + (1 - none) / 2 * raised(2 * leak);
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

long half_factor(setting const& where) { return where.F.kind == family::polynomial ? 1 : 2; }

rational leading_mean(setting const& where) { return rational(2 * where.n * power_of(where.N, where.n - 1)); }

rational leading_moment(setting const& where) {
    return rational(4 * where.n * where.n * odd_double_factorial(2 * where.n - 3) * power_of(where.N, where.n - 1),
                    integer(half_factor(where)));
}

rational leading_kurtosis(setting const& where) {
    integer const lower = odd_double_factorial(2 * where.n - 3);
    rational const k = rational(odd_double_factorial(4 * where.n - 5), lower * lower) - 3;
    return half_factor(where) == 1 ? k : rational(2 * k + 3);
}

enclosure exponential_signal_to_noise(setting const& where) {
    enclosure const two(2L);
    return exp((two - log(cosh(two))) * enclosure(static_cast<long>(where.N - 1)));
}

bool crosstalk_law::all_odd() const {
    return std::all_of(size.begin(), size.end(), [](integer const& d) { return (d & 1) == 1; });
}

crosstalk_law law_of_crosstalk(setting const& where) {
    refuse_exponential(where);
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
    refuse_exponential(where);
    std::int64_t const M = where.N - 1;
    std::vector<rational> values;
    std::int64_t const first = -M > -6 ? -M : -6 + (M % 2 == 0 ? 0 : 1);  // a few negative S, of the parity of M
    for (std::int64_t S = where.F.kind == family::polynomial ? M % 2 : first; S <= M && S <= 4 * where.n + 8; S += 2)
        values.push_back(difference(where, S));
    stop_point();
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
