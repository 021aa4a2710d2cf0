#include "capacity/exact.hpp"

#include <algorithm>
#include <string>

#include "capacity/decimal.hpp"
#include "capacity/exact_limit.hpp"
#include "capacity/exact_small.hpp"
#include "capacity/sign_sum.hpp"

namespace ulpfield::capacity {

exact_bit_law::exact_bit_law(setting const& where) : where_(where) {}

crosstalk_law const& exact_bit_law::law() const {
    if (!law_) {
        if (where_.F.kind == family::exponential)
            throw out_of_reach("exponential F has no lattice: its exact law would take 2^" +
                               std::to_string(where_.N - 1) + " distinct reals per memory");
        if (where_.N > 20000)
            throw out_of_reach("N = " + std::to_string(where_.N) +
                               ": the exact law of one memory is kept for N <= 20000");
        law_ = std::make_unique<crosstalk_law>(law_of_crosstalk(where_));
    }
    return *law_;
}

exact_value exact_bit_law::error(std::int64_t K, int digits, double effort) const {
    return evaluate(K, digits, false, effort);
}
exact_value exact_bit_law::tie(std::int64_t K, int digits, double effort) const {
    return evaluate(K, digits, true, effort);
}

exact_value exact_bit_law::evaluate(std::int64_t K, int digits, bool tie, double effort) const {
    auto const fraction = [](rational const& value) { return exact_value{value, enclosure(value)}; };
    bool const polynomial = where_.F.kind == family::polynomial;
    bool const no_signal = where_.F.kind != family::exponential && mean_gap(where_) == 0;
    if (no_signal && polynomial) return fraction(tie ? rational(1) : rational(1, 2));  // N = 1, n even: D = 0
    if (K == 1) return fraction(no_signal && tie ? rational(1) : no_signal ? rational(1, 2) : rational(0));
    auto const bits = std::max<mpfr_prec_t>(working_precision::bits(), 4 * digits + 24);
    if (polynomial && where_.N >= 2 && where_.n <= 2) {
        // n = 1: X = +-2, A = 2.  n = 2: X/4 is a sum of N-1 signs, A/4 = N-1.
        std::int64_t const length = where_.n == 1 ? K - 1 : (K - 1) * (where_.N - 1);
        std::int64_t const threshold = where_.n == 1 ? 1 : where_.N - 1;
        if (length > 400 || threshold > 400) {
            double const terms = binomial_tail_terms(length, (length + threshold) / 2, bits);
            if (terms > 3e8 * effort)
                throw out_of_reach("the binomial tail would add " + std::to_string(static_cast<long>(terms / 1e6)) +
                                   " million terms");
            working_precision const guard(bits);
            return {std::nullopt, tie ? sign_sum_point(length, threshold) : sign_sum_mid_tail(length, threshold)};
        }
        integer above = 0;  // exact: sum of binomials
        integer equal = 0;
        integer binomial = 1;
        for (std::int64_t k = 0; k <= length; ++k) {
            if (2 * k - length > threshold) above += binomial;
            if (2 * k - length == threshold) equal = binomial;
            binomial = binomial * (length - k) / (k + 1);
        }
        integer const total = pow(integer(2), static_cast<unsigned>(length));
        return fraction(tie ? rational(equal, total) : rational(2 * above + equal, 2 * total));
    }
    crosstalk_law const& terms = law();
    auto const counted = [&](double most) -> std::optional<exact_value> {
        auto const result = exact_by_counting(terms, K, most);
        if (!result) return std::nullopt;
        return fraction(tie ? result->tie : result->error());
    };
    bool const lattice_applies = K >= 3 && terms.threshold > 0;
    double const quick = std::min(1.0, 20 * effort);
    if (auto const small = counted(lattice_applies ? 1e6 * quick : 4e6)) return *small;
    std::string near_limit;  // for the reason, if nothing applies
    if (!tie) {
        working_precision const guard(bits);
        if (auto const near = error_near_limit(where_, terms, K)) {
            // A digit less than asked for decides most decimals that are shorter by two.
            if (near->log_width < -(digits - 1) * 2.302585092994046) return {std::nullopt, near->bounds};
            auto const known = static_cast<long>(-near->log_width / 2.302585092994046);
            if (known >= 1) near_limit = "; it differs from `limit` by less than 1 part in 10^" + std::to_string(known);
        }
    }
    if (!lattice_applies) throw out_of_reach("too many sums to count, and no saddle for the lattice sum" + near_limit);
    working_precision const guard(bits);
    try {
        return {std::nullopt, lattice_tail(terms, K, digits, tie, 3e7 * quick)};
    } catch (out_of_reach const&) {
        // Dearer: counting up to 4 million sums (a second, 300 MB), then the lattice sum with all that is allowed.
    }
    if (auto const larger_one = counted(4e6 * std::min(1.0, effort))) return *larger_one;
    try {
        return {std::nullopt, lattice_tail(terms, K, digits, tie, 1e9 * effort)};
    } catch (out_of_reach const& reason) {
        throw out_of_reach(std::string(reason.what()) + "; counting would go through " +
                           (counting_work(terms, K) > 1e18
                                ? std::string("more than 10^18")
                                : decimal(rational(static_cast<long>(counting_work(terms, K))), 3)) +
                           " sums" + near_limit);
    }
}

bool exact_error_below(exact_bit_law const& law, std::int64_t K, enclosure const& p,
                       std::optional<rational> const& p_fraction, double effort) {
    for (int digits = 6; digits < 120; digits *= 2) {
        exact_value const value = law.error(K, digits, effort);
        if (value.fraction && p_fraction) return *value.fraction < *p_fraction;
        if (certainly_less(value.bounds, p)) return true;
        if (!certainly_less(value.bounds, p) && certainly_less(p, value.bounds)) return false;
    }
    return false;  // equal to 100 digits: not below
}

}  // namespace ulpfield::capacity
