#include "ulpfield/capacity/k_max.hpp"

#include <stdexcept>
#include <string>

#include "capacity/amit_gutfreund_sompolinsky.hpp"
#include "capacity/answers.hpp"
#include "capacity/every_memory_passes.hpp"
#include "capacity/gaussian.hpp"
#include "capacity/k_max_exact.hpp"
#include "capacity/k_max_inverse.hpp"
#include "capacity/k_max_trust.hpp"
#include "capacity/limit_law.hpp"
#include "capacity/power_shape.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {
namespace {

void check_delta(rational const& delta) {
    if (delta <= 0 || delta >= 1) throw std::invalid_argument("delta = " + delta.str() + ": between 0 and 1");
}

integer factorial(std::int64_t n) {
    integer product = 1;
    for (; n > 1; --n) product *= n;
    return product;
}

/// K_max by one formula; out_of_reach or std::domain_error where it gives none.
class k_max_formula {
public:
    k_max_formula(setting const& where, rational const& delta, criterion rule, method how, int digits)
        : where_(where), delta_(delta), rule_(rule), how_(how), digits_(digits), p_(where.N, delta, rule) {}

    [[nodiscard]] answer value() const {
        switch (how_) {  // these do not know that P_error stays below 1/2
            case method::asymptotic:
            case method::asymptotic_all:
                return asymptotic();
            case method::amit_gutfreund_sompolinsky:
                return amit_gutfreund_sompolinsky();
            case method::tail:
                return by_tail();
            case method::chernoff:
                return by_saddle();
            default:
                break;
        }
        if (every_memory_passes(where_, p_))
            return answer::refused(std::string(rule_ == criterion::union_bound ? "delta/N" : "1-(1-delta)^(1/N)") +
                                   " is 1/2 or more, above P_error for every K: every K passes");
        switch (how_) {
            case method::leading_order:
            case method::leading_order_K:
            case method::mixed:
            case method::gaussian:
            case method::distinct_indices:
                return by_gauss();
            case method::saddlepoint:
                return by_saddle();
            case method::limit:
            case method::ceiling:
                return ceiling();
            case method::exact:
                return exact();
            default:
                return answer::refused(name(how_) + " does not give K_max");
        }
    }

private:
    [[nodiscard]] answer judged(std::string text) const {
        answer result = answer::printed(std::move(text));
        result.quality = k_max_judged(where_, delta_, rule_, result.value->log());
        return result;
    }
    template <class Evaluate>
    [[nodiscard]] answer closed(Evaluate const& evaluate) const {
        return judged(proved_decimal([&] { return quantity{evaluate()}; }, digits_));
    }

    [[nodiscard]] answer asymptotic() const {
        if (!has_leading_order(where_.F))
            return answer::refused(name(how_) + " has no form for " + name(where_.F) + " F; use gaussian");
        if (where_.N == 1) return answer::refused(name(how_) + " divides by ln N, which is 0 for N = 1; use exact");
        std::int64_t const n = require_power(where_.F).n;
        rational const factor(half_factor(where_) * pow(integer(where_.N), static_cast<unsigned>(n - 1)),
                              2 * odd_double_factorial(2 * n - 3) * (how_ == method::asymptotic_all ? n : 1));
        return closed([&] { return enclosure(factor) / log(enclosure(static_cast<long>(where_.N))); });
    }

    [[nodiscard]] answer amit_gutfreund_sompolinsky() const {
        auto const shape = power_shape_of(where_.F);
        if (!shape || !shape->whole_line() || shape->n != 2)
            return answer::refused("0.138 N is known for polynomial n = 2 only; use leading-order");
        return judged(decimal(rational(138 * where_.N, 1000), digits_));
    }

    [[nodiscard]] answer by_gauss() const {
        working_precision const guard(64);
        if (!signal_to_noise(where_, how_))
            return answer::refused(name(how_) + " does not apply here; use exact or gaussian");
        auto const evaluate = [&] {
            enclosure const K =
                *signal_to_noise(where_, how_) / times_two_to(inverse_squared(where_.N, delta_, rule_), 1);
            return counts_all_memories(how_) ? K : enclosure(1L) + K;
        };
        if (how_ == method::distinct_indices)  // another network: the law of F says nothing about it
            return answer::printed(proved_decimal([&] { return quantity{evaluate()}; }, digits_));
        return closed(evaluate);
    }

    [[nodiscard]] answer by_tail() const {
        working_precision const guard(64);
        if (!signal_to_noise(where_, how_))
            return answer::refused("tail does not apply to " + name(where_.F) + " F; use gaussian");
        return closed([&] {
            enclosure const z = tail_quantile(p_.bounds());
            return *signal_to_noise(where_, how_) / (z * z);
        });
    }

    /// By saddlepoint or chernoff: two precisions must agree.
    [[nodiscard]] answer by_saddle() const {
        saddlepoint const law(where_);
        auto const at = [&](long bits) {
            working_precision const guard(bits);
            enclosure const p = p_.bounds();
            mpfr_value K = inverted(law, p, how_ == method::chernoff, digits_);
            mpfr_add_ui(K.get(), K.get(), 1, MPFR_RNDN);
            if (how_ == method::saddlepoint && where_.N <= 4000) {
                mpfr_value const most = enclosure(ceiling_over_n(where_, p)).middle();
                if (mpfr_less_p(most.get(), K.get()) != 0) K = most;
            }
            return decimal({enclosure::point(K), false, true}, digits_);
        };
        long const bits = static_cast<long>(digits_ * 3.33) + 48;
        auto const once = at(bits);
        auto const twice = at(bits + 64);
        if (!once || !twice || *once != *twice)
            return answer::refused("the digits of the inversion do not settle; ask for fewer");
        return judged(*twice);
    }

    [[nodiscard]] answer ceiling() const {
        if (where_.N > 4000)
            return answer::refused(
                "the ceiling has more than 1200 digits for N > 4000: it is 1 + 2^N p to within 1 part in 2^N p");
        working_precision const guard(where_.N + 200);
        return judged(ceiling_over_n(where_, p_.bounds()).str());
    }

    [[nodiscard]] answer exact() const {
        integer const largest = largest_exact(where_, p_, 1);
        answer result = exact_answer(rational(largest), digits_);
        exact_bit_law const law(where_);
        if (!is_largest_of_all(law, where_, p_, largest.convert_to<std::int64_t>())) result.quality = trust::not_proved;
        keep_exact_k_max(where_, delta_, rule_, result.value->log());
        return result;
    }

    setting const& where_;
    rational const& delta_;
    criterion rule_;
    method how_;
    int digits_;
    error_threshold p_;
};

}  // namespace

trust k_max_quality(setting const& where, rational const& delta, criterion rule, double log_K,
                    std::stop_token const& stop) {
    check_delta(delta);
    stop_scope const scope(stop);
    return k_max_judged(where, delta, rule, log_K);
}

decimal_number largest_bit_error(std::int64_t N, rational const& delta, criterion rule, int digits) {
    check_delta(delta);
    check_digits(digits);
    if (rule == criterion::union_bound) return decimal_number(decimal(rational(delta / N), digits));
    return decimal_number(proved_decimal([&] { return quantity{error_threshold(N, delta, rule).bounds()}; }, digits));
}

answer k_max(setting const& where, rational const& delta, criterion rule, method how, int digits,
             std::stop_token const& stop) {
    validate(where);
    check_delta(delta);
    check_digits(digits);
    stop_scope const scope(stop);
    try {
        return k_max_formula(where, delta, rule, how, digits).value();
    } catch (out_of_reach const& reason) {
        return answer::refused(std::string(reason.what()) + "; best alternative: saddlepoint");
    } catch (std::domain_error const& reason) {
        return answer::refused(reason.what());
    }
}

decimal_number k_max_of_leading_order(setting const& where, rational const& delta, int digits) {
    validate(where);
    check_delta(delta);
    check_digits(digits);
    static_cast<void>(require_power(where.F));
    return decimal_number(proved_decimal(
        [&] {
            enclosure const signal = *signal_to_noise(where, method::leading_order);
            return quantity{enclosure(1L) +
                            signal / times_two_to(inverse_squared(where.N, delta, criterion::union_bound), 1)};
        },
        digits));
}

answer alpha(interaction const& F, rational const& delta, method how, int digits) {
    setting const where{F, 1};
    validate(where);
    check_delta(delta);
    check_digits(digits);
    auto const shape = power_shape_of(F);
    bool const whole_power = shape && shape->whole_line();
    if (how == method::amit_gutfreund_sompolinsky) {
        if (!whole_power || shape->n != 2) return answer::refused("known for polynomial n = 2 only; use leading-order");
        return answer::printed(
            proved_decimal([&] { return quantity{amit_gutfreund_sompolinsky::critical_storage()}; }, digits));
    }
    if (how == method::distinct_indices && !whole_power)
        return answer::refused("distinct-indices is a network of polynomial F; use leading-order");
    if (!has_leading_order(F)) return answer::refused("alpha is defined for F of degree n; " + name(F) + " F has none");
    if (2 * delta >= 1)
        throw std::invalid_argument("delta = " + delta.str() + ": between 0 and 1/2, where alpha is defined");
    std::int64_t const n = require_power(F).n;
    return answer::printed(proved_decimal(
        [&] {
            integer const crosstalk =
                how == method::distinct_indices ? factorial(n - 1) : odd_double_factorial(2 * n - 3);
            return quantity{enclosure(rational(half_factor(where), 2 * crosstalk)) /
                            inverse_squared(1, delta, criterion::union_bound)};
        },
        digits));
}

}  // namespace ulpfield::capacity
