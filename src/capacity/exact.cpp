#include "capacity/exact.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "capacity/decimal.hpp"
#include "capacity/exact_limit.hpp"
#include "capacity/exact_small.hpp"
#include "capacity/exponential_gap.hpp"
#include "capacity/power_shape.hpp"
#include "capacity/sign_sum.hpp"

namespace ulpfield::capacity {
namespace {

constexpr double most_counted = 4e8;  // pairs of sums, 10 s
constexpr double bounds_width = 0.005;
constexpr double most_bounded = 4e9;  // terms of a node, 10 s

exact_value fraction_value(rational const& value) { return {value, enclosure(value)}; }

}  // namespace

exact_bit_law::exact_bit_law(setting const& where) : where_(where) {}

crosstalk_law const& exact_bit_law::law() const {
    if (!law_) {
        if (!has_lattice(where_.F))
            throw out_of_reach(name(where_.F) + " F has no lattice: its exact law would take 2^" +
                               std::to_string(where_.N - 1) + " distinct reals per memory");
        if (where_.N > 20000)
            throw out_of_reach("N = " + std::to_string(where_.N) +
                               ": the exact law of one memory is kept for N <= 20000");
        law_ = std::make_unique<crosstalk_law>(law_of_crosstalk(where_));
    }
    return *law_;
}

exact_bounds const& exact_bit_law::bounds() const {
    if (!bounds_) {
        working_precision const guard(192);
        bounds_ = std::make_unique<exact_bounds>(
            where_, has_lattice(where_.F) ? relative_law_of(law()) : relative_law_of(where_));
    }
    return *bounds_;
}

bool exact_bit_law::bounds_apply() const { return where_.N <= 20000 && !is_binomial(); }

std::optional<enclosure> exact_bit_law::roughly(std::int64_t K, double relative) const {
    if (!bounds_apply()) return std::nullopt;
    return bounds().error(K, relative, relative >= 0.01 ? 2e7 : 2e8);
}

bool exact_bit_law::is_binomial() const {
    auto const shape = power_shape_of(where_.F);
    return shape && shape->whole_line() && where_.N >= 2 && shape->n <= 2;
}

exact_value exact_bit_law::error(std::int64_t K, int digits, double effort) const {
    return evaluate(K, digits, false, effort);
}
exact_value exact_bit_law::tie(std::int64_t K, int digits, double effort) const {
    return evaluate(K, digits, true, effort);
}

exact_value exact_bit_law::evaluate(std::int64_t K, int digits, bool tie, double effort) const {
    if (has_lattice(where_.F)) {
        rational const A = mean_gap(where_);
        if (where_.N == 1 && A == 0) return fraction_value(tie ? rational(1) : rational(1, 2));  // the only D is 0
        if (K == 1)
            return fraction_value(A > 0 ? rational(0) : A < 0 ? rational(tie ? 0 : 1) : rational(1, tie ? 1 : 2));
    } else if (K == 1) {
        bool const signal = exponential_gap(where_).has_signal();  // else D(N-1) = 0
        return fraction_value(signal ? rational(0) : rational(1, tie ? 1 : 2));
    }
    auto const bits = std::max<mpfr_prec_t>(working_precision::bits(), 4 * digits + 24);
    return is_binomial() ? evaluate_binomial(K, bits, tie, effort) : evaluate_general(K, bits, digits, tie, effort);
}

exact_value exact_bit_law::evaluate_binomial(std::int64_t K, long bits, bool tie, double effort) const {
    // n = 1: X = +-2, A = 2.  n = 2: X/4 is a sum of N-1 signs, A/4 = N-1.
    bool const first = require_power(where_.F).n == 1;
    std::int64_t const length = first ? K - 1 : (K - 1) * (where_.N - 1);
    std::int64_t const threshold = first ? 1 : where_.N - 1;
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
    return fraction_value(tie ? rational(equal, total) : rational(2 * above + equal, 2 * total));
}

exact_value exact_bit_law::evaluate_general(std::int64_t K, long bits, int digits, bool tie, double effort) const {
    auto const bounded = [&] {
        enclosure const P = bounds().error(K, std::max(bounds_width, std::pow(10.0, -digits)), most_bounded);
        return exact_value{std::nullopt, P, true};
    };
    if (!has_lattice(where_.F) && !tie && effort >= 1) return bounded();
    crosstalk_law const& terms = law();
    double const quick = std::min(1.0, 20 * effort);
    bool const lattice_applies = K >= 3 && terms.threshold > 0;
    auto const counted = [&](double most) -> std::optional<exact_value> {
        auto const result = exact_by_counting(terms, K, most);
        if (!result) return std::nullopt;
        return fraction_value(tie ? result->tie : result->error());
    };
    if (counting_estimate(terms, K) <= (lattice_applies ? 1e6 * quick : 4e6))
        if (auto const small = counted(4e6 * quick)) return *small;
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
    working_precision const guard(bits);
    std::string reason = "no saddle for the lattice sum";
    // Cheap ways first, then all that is allowed: the lattice sum up to 20 s, counting up to 10 s.
    struct way {
        bool by_counting;
        double most;
    };
    for (way const next : {way{false, 3e7 * quick}, way{true, 2e7 * std::min(1.0, effort)}, way{false, 1e9 * effort},
                           way{true, most_counted * effort}}) {
        if (next.by_counting) {
            if (auto const value = counted(next.most)) return *value;
        } else if (lattice_applies) {
            try {
                return {std::nullopt, lattice_tail(terms, K, digits, tie, next.most)};
            } catch (out_of_reach const& refusal) {
                reason = refusal.what();
            }
        }
    }
    if (!tie && effort >= 1) return bounded();
    throw out_of_reach(reason + "; counting would go through more than " +
                       decimal(rational(static_cast<long>(most_counted * effort)), 3) + " pairs of sums" + near_limit);
}

bool exact_bit_law::error_below(std::int64_t K, error_threshold const& p, double effort) const {
    working_precision const guard(400);
    enclosure const threshold = p.bounds();
    bool const bounded = K > 1 && bounds_apply() && (effort >= 1 || has_lattice(where_.F));
    auto const near_limit = [&]() -> std::optional<bool> {  // decides without its last digits
        if (K == 1 || is_binomial() || !has_lattice(where_.F) || where_.N > 20000) return std::nullopt;
        auto const near = error_near_limit(where_, law(), K);
        if (!near) return std::nullopt;
        if (certainly_less(near->bounds, threshold)) return true;
        if (certainly_less(threshold, near->bounds)) return false;
        return std::nullopt;
    };
    bool const is_cheap = where_.N <= 200;
    if (is_cheap)
        if (auto const below = near_limit()) return *below;
    if (bounded)
        for (double const width : {0.01, 0.0005}) {
            enclosure const P = *roughly(K, width);
            if (certainly_less(P, threshold)) return true;
            if (certainly_less(threshold, P)) return false;
            if (!certainly_less(P.high_end() * enclosure(rational(49, 50)), P.low_end())) break;  // ties hold it open
        }
    if (!is_cheap)
        if (auto const below = near_limit()) return *below;
    for (int digits = 6; digits < 120; digits *= 2) {
        exact_value const value = error(K, digits, effort);
        if (value.fraction) return p.above(*value.fraction);
        if (certainly_less(value.bounds, threshold)) return true;
        if (certainly_less(threshold, value.bounds)) return false;
        if (value.digits_out_of_reach) break;
    }
    if (bounded && effort >= 1) {
        enclosure const P = bounds().error(K, 1e-7, 4 * most_bounded);
        if (certainly_less(P, threshold)) return true;
        if (certainly_less(threshold, P)) return false;
        throw out_of_reach("P_error and what it is held against agree as far as they are known");
    }
    return false;  // equal to 100 digits: not below
}

}  // namespace ulpfield::capacity
