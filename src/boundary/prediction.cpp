#include "ulpfield/boundary/prediction.hpp"

#include "boundary/exact_orders.hpp"
#include "boundary/order_search.hpp"
#include "boundary/power_bounds.hpp"
#include "boundary/power_shape.hpp"
#include "boundary/predicted_terms.hpp"
#include "ulpfield/number/interrupted.hpp"

namespace ulpfield {

namespace {

class predictor {
public:
    predictor(boundary_setting const& setting, std::stop_token const& stop)
        : terms_(setting), arithmetic_(terms_.arithmetic()), format_(arithmetic_.format()), stop_(stop) {}

    [[nodiscard]] boundary_order finite_term() const {
        if (never_infinite()) return std::nullopt;
        auto const finite = [&](std::int64_t n) { return terms_.at_N(n).finite(); };
        if (without_order()) return finite(1) ? boundary_order() : boundary_order(0);
        if (!powers()) return last_of_all(finite);
        // n log N rounded grows with n.
        if (terms_.in_logarithms()) return below_most(last_order(boundary_most_order, finite));
        integer_number const& x = terms_.scaled_N();
        if (!x.finite()) return 0;
        if (!exceeds_one(x)) return std::nullopt;
        power_bounds const bounds(integer_arithmetic::to_mpfr(x).get(), error_bits());
        mpfr_value const top = largest_number();
        std::int64_t const sure = last_order(boundary_most_order, [&](std::int64_t n) {
            return mpfr_lessequal_p(bounds.upper(n).get(), top.get()) != 0;
        });
        std::int64_t const possible = last_order(
            boundary_most_order, [&](std::int64_t n) { return mpfr_greater_p(bounds.lower(n).get(), top.get()) == 0; });
        return below_most(last_in_window(sure, possible, finite));
    }

    [[nodiscard]] boundary_order finite_sum() const {
        if (never_infinite()) return std::nullopt;
        auto const finite = [&](std::int64_t n) { return terms_.sum_is_finite(n); };
        if (without_order()) return finite(1) ? boundary_order() : boundary_order(0);
        if (!powers()) return last_of_all(finite);
        if (terms_.in_logarithms()) return below_most(last_order(boundary_most_order, finite));
        integer_number const& x = terms_.scaled_N();
        if (!x.finite()) return 0;
        // Terms that do not grow with n: the sums do not either.
        if (!exceeds_one(x)) return terms_.sum_is_finite(boundary_most_order) ? boundary_order() : boundary_order(0);
        power_bounds const bounds(integer_arithmetic::to_mpfr(x).get(), error_bits());
        mpfr_value const top = largest_number();
        auto const sum_of = [&](mpfr_value const& bound, mpfr_rnd_t direction) {
            mpfr_value term = bound;
            mpfr_prec_round(term.get(), format_.precision, direction);
            if (mpfr_greater_p(term.get(), top.get()) != 0) return false;
            integer m;
            mpfr_exp_t const e = mpfr_get_z_2exp(m.backend().data(), term.get());
            integer_number const exact{integer_number::kind::finite, m, e};
            return arithmetic_.sum_of_equal(exact, terms_.setting().K).finite();
        };
        // A term is a p-bit number between the bounds.
        std::int64_t const sure =
            last_order(boundary_most_order, [&](std::int64_t n) { return sum_of(bounds.upper(n), MPFR_RNDD); });
        std::int64_t const possible =
            last_order(boundary_most_order, [&](std::int64_t n) { return sum_of(bounds.lower(n), MPFR_RNDU); });
        return below_most(last_in_window(sure, possible, finite));
    }

    [[nodiscard]] boundary_order subnormal_term() const {
        auto const below = [&](std::int64_t n) { return arithmetic_.below_normal(terms_.at_similarity(n)); };
        if (without_order()) return below(1) ? boundary_order(1) : boundary_order();
        if (!powers()) return below_most(first_from(1, below));
        if (terms_.in_logarithms()) return below_most(first_vanishing_logarithm(below));
        integer_number const& x = terms_.scaled_similarity();
        if (!x.finite()) return std::nullopt;
        if (arithmetic_.below_normal(x)) return 1;
        if (!less(x, arithmetic_.nearest(1, 1))) return std::nullopt;
        power_bounds const bounds(integer_arithmetic::to_mpfr(x).get(), error_bits());
        mpfr_value const least = power_of_two_value(format_.emin);
        std::int64_t const sure = last_order(boundary_most_order, [&](std::int64_t n) {
            return mpfr_greaterequal_p(bounds.lower(n).get(), least.get()) != 0;
        });
        return below_most(first_from(sure + 1, below));
    }

    [[nodiscard]] boundary_order zero_term() const {
        if (never_zero()) return std::nullopt;
        auto const vanishes = [&](std::int64_t n) { return terms_.at_similarity(n).zero(); };
        if (without_order()) return vanishes(1) ? boundary_order(1) : boundary_order();
        if (!powers()) return below_most(first_from(1, vanishes));
        boundary_order const below = subnormal_term();
        if (!below) return std::nullopt;
        return below_most(first_from(*below, vanishes));
    }

private:
    [[nodiscard]] bool without_order() const { return !order(terms_.setting().F); }
    /// F(N) and F(s) are powers: what is proved of them holds. Of their logarithms it holds in formats that round to
    /// nearest, keep subnormals and overflow.
    [[nodiscard]] bool powers() const {
        bool const plain =
            format_.rounding == rounding_mode::nearest && format_.flush == flush_rule::none && !format_.saturates();
        return power_shape_of(terms_.setting().F).has_value() && (plain || !terms_.in_logarithms());
    }

    /// An operation is wrong by at most 2^-bits of its result: half a last place, or one in the modes not to nearest.
    [[nodiscard]] int error_bits() const {
        bool const nearest = format_.rounding == rounding_mode::nearest || format_.rounding == rounding_mode::away;
        return format_.precision - (nearest ? 0 : 1);
    }
    /// F(N) > 0 stays the largest number where it would be beyond it.
    [[nodiscard]] bool never_infinite() const {
        return format_.saturates() || format_.rounding == rounding_mode::zero ||
               format_.rounding == rounding_mode::down;
    }
    /// What is positive stays so: rounded up, or to the odd least number.
    [[nodiscard]] bool never_zero() const {
        bool const kept = format_.rounding == rounding_mode::up || format_.rounding == rounding_mode::odd;
        return kept && format_.flush == flush_rule::none && power_shape_of(terms_.setting().F).has_value();
    }

    /// Largest n with the property, of an F of which nothing is known: every n is tried.
    template <class Property>
    [[nodiscard]] boundary_order last_of_all(Property const& holds) const {
        return below_most(last_in_window(0, boundary_most_order, holds));
    }

    [[nodiscard]] bool exceeds_one(integer_number const& x) const { return less(arithmetic_.nearest(1, 1), x); }

    [[nodiscard]] mpfr_value largest_number() const {
        mpfr_value result(format_.precision);
        mpfr_set_inf(result.get(), 1);
        mpfr_range const range(format_);
        mpfr_nextbelow(result.get());
        for (int k = 0; k < format_.missing; ++k) mpfr_nextbelow(result.get());
        return result;
    }
    [[nodiscard]] static mpfr_value power_of_two_value(std::int64_t exponent) {
        mpfr_value result(2);
        mpfr_set_si_2exp(result.get(), 1, exponent, MPFR_RNDN);
        return result;
    }

    /// Largest n with the property, which is proved up to `sure` and refuted beyond `possible`.
    template <class Property>
    [[nodiscard]] std::int64_t last_in_window(std::int64_t sure, std::int64_t possible, Property const& holds) const {
        for (std::int64_t n = possible; n > sure; --n) {
            if (stop_.stop_requested()) throw interrupted{};
            if (holds(n)) return n;
        }
        return sure;
    }

    /// Smallest n >= from with the property; `boundary_most_order` if there is none below it.
    template <class Property>
    [[nodiscard]] std::int64_t first_from(std::int64_t from, Property const& holds) const {
        for (std::int64_t n = from; n < boundary_most_order; ++n) {
            if (stop_.stop_requested()) throw interrupted{};
            if (holds(n)) return n;
        }
        return boundary_most_order;
    }

    /// log: the shift is d = n l(s) - n l(N), three times rounded, n once: |d| <= n (1+u)^2 (c + u L) with c = l(N) -
    /// l(s) and L = |l(s)| + |l(N)|. As long as that is at most -emin log 2 the term is normal.
    template <class Property>
    [[nodiscard]] std::int64_t first_vanishing_logarithm(Property const& below) const {
        auto const log_of_N = terms_.logarithm(similarity_N(), 1);
        auto const log_of_s = terms_.logarithm(similarity_s(), 1);
        std::int64_t sure = 0;
        bool const plain = log_of_N.sign != 0 && log_of_s.sign != 0 && log_of_N.value.finite() &&
                           log_of_s.value.finite() && format_.emin < -4;
        if (plain && !less(log_of_s.value, log_of_N.value)) return boundary_most_order;  // the largest term itself: e^0
        if (plain && (log_of_s.value.zero() || !arithmetic_.below_normal(log_of_s.value))) {
            mpfr_value const N = integer_arithmetic::to_mpfr(log_of_N.value);
            mpfr_value const s = integer_arithmetic::to_mpfr(log_of_s.value);
            mpfr_value slope(192);
            mpfr_value sum(192);
            mpfr_value one_and_u(192);
            mpfr_value room(192);
            mpfr_sub(slope.get(), N.get(), s.get(), MPFR_RNDU);
            mpfr_abs(sum.get(), s.get(), MPFR_RNDU);
            mpfr_add(sum.get(), sum.get(), N.get(), MPFR_RNDU);
            mpfr_mul_2si(sum.get(), sum.get(), -error_bits(), MPFR_RNDU);
            mpfr_add(slope.get(), slope.get(), sum.get(), MPFR_RNDU);
            mpfr_set_si_2exp(one_and_u.get(), 1, -error_bits(), MPFR_RNDU);
            mpfr_add_ui(one_and_u.get(), one_and_u.get(), 1, MPFR_RNDU);
            mpfr_mul(slope.get(), slope.get(), one_and_u.get(), MPFR_RNDU);
            mpfr_mul(slope.get(), slope.get(), one_and_u.get(), MPFR_RNDU);
            mpfr_const_log2(room.get(), MPFR_RNDD);
            mpfr_mul_si(room.get(), room.get(), static_cast<long>(-format_.emin), MPFR_RNDD);
            mpfr_div(room.get(), room.get(), slope.get(), MPFR_RNDD);
            sure = mpfr_cmp_si(room.get(), static_cast<long>(boundary_most_order)) >= 0
                       ? boundary_most_order
                       : static_cast<std::int64_t>(mpfr_get_si(room.get(), MPFR_RNDD));
            // Overflow of n or n log N comes first in a format of few exponents.
            sure = std::min(sure,
                            last_order(boundary_most_order, [&](std::int64_t n) { return terms_.at_N(n).finite(); }));
        }
        for (std::int64_t n = sure + 1; n < boundary_most_order; ++n) {
            if (stop_.stop_requested()) throw interrupted{};
            if (below(n)) return n;
            // Once n is infinite nothing changes any more.
            if (!arithmetic_.nearest(n, 1).finite() || mpfr_cmp_si(largest_number().get(), static_cast<long>(n)) < 0)
                return boundary_most_order;
        }
        return boundary_most_order;
    }

    [[nodiscard]] integer_number similarity_N() const { return terms_.scaled_N(); }
    [[nodiscard]] integer_number similarity_s() const { return terms_.scaled_similarity(); }

    predicted_terms terms_;
    integer_arithmetic const& arithmetic_;
    number_format const& format_;
    std::stop_token const& stop_;
};

}  // namespace

boundary_order predict(boundary_setting const& setting, boundary_quantity quantity, std::stop_token const& stop) {
    if (setting.terms.format.exact()) return std::nullopt;
    if (quantity == boundary_quantity::exact_terms) return predict_exact_orders(setting, stop);
    predictor const of(setting, stop);
    switch (quantity) {
        case boundary_quantity::finite_term:
            return of.finite_term();
        case boundary_quantity::finite_sum:
            return of.finite_sum();
        case boundary_quantity::subnormal_term:
            return of.subnormal_term();
        default:
            return of.zero_term();
    }
}

}  // namespace ulpfield
