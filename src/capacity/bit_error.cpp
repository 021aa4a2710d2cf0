#include "ulpfield/capacity/bit_error.hpp"

#include <cmath>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

#include "capacity/answers.hpp"
#include "capacity/exact.hpp"
#include "capacity/gaussian.hpp"
#include "capacity/limit_law.hpp"
#include "capacity/saddlepoint.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {

struct bit_error::state {
    setting where;
    std::int64_t K;
    exact_bit_law exact;
    mutable std::unique_ptr<saddlepoint> saddle;
    mutable std::optional<double> best;

    state(setting const& at, std::int64_t memories) : where(at), K(memories), exact(at) {}

    saddlepoint const& saddle_law() const {
        if (!saddle) saddle = std::make_unique<saddlepoint>(where);
        return *saddle;
    }
};

namespace {

/// Digits of a value that no bound accompanies: two precisions, 64 bits apart, must round to the same text.
std::string agreed_decimal(std::function<mpfr_value()> const& evaluate, int digits) {
    auto bits = static_cast<long>(digits * 3.3219280948873626) + 32;
    for (int round = 0; round < 6; ++round, bits += 64 + bits / 2) {
        auto const at = [&](long precision) {
            working_precision const guard(precision);
            return decimal({enclosure::point(evaluate()), false, true}, digits);
        };
        auto const once = at(bits);
        auto const twice = at(bits + 64);
        if (once && twice && *once == *twice) return *twice;
    }
    throw std::runtime_error("the digits do not settle");
}

/// What bounds alone give: the middle with as few digits as keep it between them.
answer bounded_answer(enclosure const& bounds, int digits) {
    if (!certainly_positive(bounds))
        throw out_of_reach("P_error is below " + decimal_bound({bounds}, 3, true) + "; no lower bound was reached");
    answer result;
    enclosure const middle = enclosure::point(bounds.middle());
    for (int shown = 1; shown <= digits && !result.value; ++shown) {
        std::optional<std::string> const text = decimal({middle, false, true}, shown);
        if (!text) continue;
        mpfr_value low = fresh();
        mpfr_value high = fresh();
        mpfr_set_str(low.get(), text->c_str(), 10, MPFR_RNDD);
        mpfr_set_str(high.get(), text->c_str(), 10, MPFR_RNDU);
        bool const inside =
            mpfr_lessequal_p(bounds.low(), low.get()) != 0 && mpfr_lessequal_p(high.get(), bounds.high()) != 0;
        if (inside || shown == digits) result = answer::printed(*text);
    }
    result.bounds = {decimal_number(decimal_bound({bounds}, std::min(digits + 3, 1003), false)),
                     decimal_number(decimal_bound({bounds}, std::min(digits + 3, 1003), true))};
    result.quality =
        certainly_less(bounds.high_end(), times_two_to(bounds.low_end(), 1)) ? trust::good : trust::unknown;
    return result;
}

/// Decimal of an exact value, asked for with more and more digits until they are proved.
answer exact_decimal(std::function<exact_value(int)> const& evaluate, int digits) {
    for (int asked = digits + 2;; asked += 8 + digits / 2) {
        working_precision const guard(static_cast<long>(asked * 3.3219280948873626) + 64);
        exact_value const value = evaluate(asked);
        if (value.fraction) {
            return exact_answer(*value.fraction, digits);
        }
        if (auto const text = decimal({value.bounds}, digits)) {
            answer result = answer::printed(*text);
            result.bounds = {decimal_number(decimal_bound({value.bounds}, std::min(digits + 3, 1003), false)),
                             decimal_number(decimal_bound({value.bounds}, std::min(digits + 3, 1003), true))};
            result.quality = trust::exact;
            return result;
        }
        if (value.digits_out_of_reach) return bounded_answer(value.bounds, digits);
        if (asked > 6 * digits + 200) throw out_of_reach("the digits could not be told apart from a tie");
    }
}

std::string limit_decimal(setting const& where, std::int64_t K, bool tie, int digits) {
    if (auto const fraction = limit_law_fraction(where, K - 1))
        return decimal(tie ? fraction->tie : fraction->error, digits);
    return proved_decimal(
        [&] {
            limit_probability const law = limit_law(where, integer(K - 1));
            return quantity{tie ? law.tie : law.error};
        },
        digits);
}

/// |X|'s lattice step over the deviation sqrt(m V); 0 if the sum cannot hit A.
std::optional<enclosure> step_over_deviation(setting const& where, method how, std::int64_t K) {
    lattice const grid = crosstalk_lattice(where);
    if (grid.all_odd && K % 2 == 1) return std::nullopt;
    enclosure const memories(static_cast<long>(counts_all_memories(how) ? K : K - 1));
    return enclosure(rational(grid.unit * (grid.all_odd ? 2 : 1))) / sqrt(memories * crosstalk_variance(where, how));
}

}  // namespace

bit_error::bit_error(setting const& where, std::int64_t K) {
    validate(where);
    if (K < 1 || K > 1'000'000'000'000'000)
        throw std::invalid_argument("K = " + std::to_string(K) + ": 1 to 1000000000000000 memories");
    state_ = std::make_unique<state>(where, K);
}

bit_error::bit_error(bit_error&&) noexcept = default;
bit_error::~bit_error() = default;

double bit_error::log_best(std::stop_token const& stop) const {
    stop_scope const scope(stop);
    if (state_->best) return *state_->best;
    double best = std::nan("");
    try {
        working_precision const guard(96);
        exact_value const value = state_->exact.error(state_->K, 6, 0.02);
        best = value.fraction && *value.fraction == 0 ? -HUGE_VAL : log(value.bounds).to_double();
    } catch (out_of_reach const&) {
        try {
            working_precision const guard(96);
            double const limit = log(limit_law(state_->where, integer(state_->K - 1)).error).to_double();
            best = state_->K < 3
                       ? limit
                       : std::max(limit, state_->saddle_law().estimate(static_cast<double>(state_->K - 1)).log_error);
        } catch (std::domain_error const&) {
            // Neither is known: the trust column stays empty.
        }
    }
    state_->best = best;
    return best;
}

trust bit_error::error_quality(answer const& judged, std::stop_token const& stop) const {
    if (judged.quality != trust::unknown || !judged.reached()) return judged.quality;
    double const best = log_best(stop);
    if (std::isnan(best)) return trust::unknown;
    return within_factor_two(judged.value->log(), best);
}

trust bit_error::tie_quality(answer const& judged, std::stop_token const& stop) const {
    stop_scope const scope(stop);
    if (judged.quality != trust::unknown || !judged.reached()) return judged.quality;
    try {
        working_precision const guard(96);
        exact_value const exact = state_->exact.tie(state_->K, 6, 0.02);
        bool const zero = exact.fraction ? *exact.fraction == 0 : mpfr_zero_p(exact.bounds.high()) != 0;
        return within_factor_two(judged.value->log(), zero ? -HUGE_VAL : log(exact.bounds).to_double());
    } catch (std::runtime_error const&) {
        return trust::unknown;  // the exact tie probability is out of quick reach, and no estimate is better than the
                                // one asked about
    } catch (std::domain_error const&) {
        return trust::unknown;
    }
}

answer bit_error::error(method how, int digits, std::stop_token const& stop) const {
    check_digits(digits);
    stop_scope const scope(stop);
    setting const& where = state_->where;
    std::int64_t const K = state_->K;
    try {
        switch (how) {
            case method::exact: {
                answer result = exact_decimal([&](int asked) { return state_->exact.error(K, asked); }, digits);
                state_->best = result.value->log();
                return result;
            }
            case method::limit:
                if (K == 1) return answer::printed("0");
                return answer::printed(limit_decimal(where, K, false, digits));
            case method::saddlepoint:
            case method::chernoff: {
                if (K == 1) return answer::printed("0");
                if (K == 2)  // no saddle: t -> infinity, where the bound is P(X = A) and P the limit itself
                    return answer::printed(limit_decimal(where, K, how == method::chernoff, digits));
                return answer::printed(agreed_decimal(
                    [&] {
                        mpfr_value m = fresh();
                        mpfr_set_si(m.get(), K - 1, MPFR_RNDN);
                        saddlepoint::value value = state_->saddle_law().evaluate(m);
                        if (how == method::chernoff) return value.chernoff;
                        mpfr_value const floor = limit_law(where, integer(K - 1)).error.middle();
                        return mpfr_less_p(value.error.get(), floor.get()) != 0 ? floor : value.error;
                    },
                    digits));
            }
            default:
                break;
        }
        if (!counts_all_memories(how) && K == 1 && how != method::monte_carlo) return answer::printed("0");
        working_precision const guard(64);
        if (!signal_to_noise(where, how))
            return answer::refused(has_leading_order(where.F)
                                       ? name(how) + " does not give P_error here; use exact or saddlepoint"
                                       : name(how) + " has no form for " + name(where.F) +
                                             " F; use gaussian, saddlepoint or monte-carlo");
        return answer::printed(proved_decimal(
            [&] {
                enclosure const z_squared =
                    *signal_to_noise(where, how) / enclosure(static_cast<long>(counts_all_memories(how) ? K : K - 1));
                if (mpfr_zero_p(z_squared.high()) != 0) return quantity{enclosure(rational(1, 2))};
                return how == method::tail ? gaussian_tail_leading(z_squared) : gaussian_tail(z_squared);
            },
            digits));
    } catch (out_of_reach const& reason) {
        return answer::refused(std::string(reason.what()) +
                               "; best alternative: saddlepoint, or monte-carlo where P_error is above 1e-8");
    } catch (std::domain_error const& reason) {
        return answer::refused(reason.what());
    }
}

answer bit_error::tie(method how, int digits, std::stop_token const& stop) const {
    check_digits(digits);
    stop_scope const scope(stop);
    setting const& where = state_->where;
    std::int64_t const K = state_->K;
    try {
        if (how == method::exact) return exact_decimal([&](int asked) { return state_->exact.tie(K, asked); }, digits);
        if (how == method::tail) return answer::refused("tail is a bound on P_error; it says nothing about ties");
        if (!has_lattice(where.F))
            return answer::refused(name(where.F) + " F has no lattice, so no method for P_tie; use monte-carlo");
        answer result;
        if (how == method::limit) {
            result = answer::printed(limit_decimal(where, K, true, digits));
        } else if (K == 1) {
            result = answer::printed("0");
        } else if (how == method::saddlepoint || how == method::chernoff) {
            lattice const grid = crosstalk_lattice(where);
            if (K == 2)
                result = answer::printed(limit_decimal(where, K, true, digits));
            else if (grid.all_odd && K % 2 == 1)
                result = answer::printed("0");
            else
                result = answer::printed(agreed_decimal(
                    [&] {
                        mpfr_value m = fresh();
                        mpfr_set_si(m.get(), K - 1, MPFR_RNDN);
                        saddlepoint::value value = state_->saddle_law().evaluate(m);
                        return how == method::chernoff ? value.chernoff : value.tie;
                    },
                    digits));
        } else {
            working_precision const guard(64);
            if (!signal_to_noise(where, how)) return answer::refused(name(how) + " does not give P_tie");
            if (!step_over_deviation(where, how, K))
                result = answer::printed("0");
            else
                result = answer::printed(proved_decimal(
                    [&] {
                        enclosure const memories(static_cast<long>(counts_all_memories(how) ? K : K - 1));
                        return gaussian_tie(*signal_to_noise(where, how) / memories,
                                            *step_over_deviation(where, how, K));
                    },
                    digits));
        }
        return result;
    } catch (out_of_reach const& reason) {
        return answer::refused(std::string(reason.what()) + "; best alternative: saddlepoint");
    } catch (std::domain_error const& reason) {
        return answer::refused(reason.what());
    }
}

}  // namespace ulpfield::capacity
