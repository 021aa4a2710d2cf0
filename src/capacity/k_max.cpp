#include "ulpfield/capacity/k_max.hpp"

#include <cmath>
#include <map>
#include <tuple>

#include "capacity/error_function.hpp"
#include "capacity/exact.hpp"
#include "capacity/gaussian.hpp"
#include "capacity/largest_below.hpp"
#include "capacity/limit_law.hpp"
#include "capacity/saddlepoint.hpp"
#include "ulpfield/capacity/bit_error.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::capacity {
namespace {

rational checked_delta(std::string const& text) {
    rational const delta = parse_rational("--delta", text);
    if (delta <= 0 || delta >= 1) throw usage_error("--delta: " + text + " is outside (0, 1)");
    return delta;
}

enclosure threshold(std::int64_t N, rational const& delta, criterion rule) {
    if (rule == criterion::union_bound) return enclosure(rational(delta / N));
    return -expm1(log1p(-enclosure(delta)) / enclosure(static_cast<long>(N)));
}

/// erfcinv(2p)^2. It depends on p and the precision only, so a table over n asks for it once: this thread's last ones
/// are kept. (The same numbers come out with and without the store.)
enclosure inverse_squared(std::int64_t N, rational const& delta, criterion rule) {
    using key = std::tuple<std::int64_t, std::string, criterion, mpfr_prec_t>;
    static thread_local std::map<key, enclosure> store;
    key const at{N, delta.str(), rule, working_precision::bits()};
    if (auto const found = store.find(at); found != store.end()) return found->second;
    enclosure const e = erfc_inv(times_two_to(threshold(N, delta, rule), 1));
    if (store.size() > 256) store.clear();
    return store.emplace(at, e * e).first->second;
}

/// z > 0 with phi(z)/z = p: z^2/2 + ln z + ln(2 pi)/2 = -ln p. Newton, then one interval step on a proved bracket.
enclosure tail_quantile(enclosure const& p) {
    enclosure const target = -log(p) - times_two_to(log(times_two_to(enclosure::pi(), 1)), -1);
    double const aim = target.to_double();
    double rough = aim > 1 ? std::sqrt(2 * aim) : std::exp(aim);
    for (int step = 0; step < 100; ++step) {
        double const next = rough - (rough * rough / 2 + std::log(rough) - aim) / (rough + 1 / rough);
        rough = next > 0 ? next : rough / 2;
    }
    mpfr_value z = fresh();
    mpfr_set_d(z.get(), rough, MPFR_RNDN);
    auto const residual = [&](enclosure const& at) { return times_two_to(at * at, -1) + log(at) - target; };
    auto const slope = [](enclosure const& at) { return at + enclosure(1L) / at; };
    for (long right = 40; right < working_precision::bits(); right *= 2) {
        enclosure const at = enclosure::point(z);
        z = (at - residual(at) / slope(at)).middle();
    }
    // The left side rises: the root lies within |residual| / (least slope, 2) of z; mean value form over that bracket.
    enclosure const at = enclosure::point(z);
    enclosure const miss = residual(at);
    enclosure const bracket = at.widened(larger(miss, -miss));
    return at - miss / slope(bracket);
}

/// The real m > 1 with value(m) = ln p, by the secant rule on logarithms from a start good to double precision.
mpfr_value inverted(saddlepoint const& law, enclosure const& p, bool chernoff, int digits) {
    double const target = log(p).to_double();
    auto const rough = [&](double m) {
        saddlepoint::rough const at = law.estimate(m);
        return (chernoff ? at.log_chernoff : at.log_error) - target;
    };
    double low = 1.0001;
    if (rough(low) > 0)
        throw std::domain_error("the formula is above p already at K = 2.0001, where it begins to apply");
    double high = 2;
    while (rough(high) < 0) {
        low = high;
        high *= 2;
        if (high > 1e280) throw std::domain_error("the formula stays below p up to K = 1e280");
    }
    for (int step = 0; step < 200 && high - low > 1e-13 * high; ++step) {
        double const middle = (low + high) / 2;
        (rough(middle) < 0 ? low : high) = middle;
    }
    mpfr_value previous = fresh();
    mpfr_value current = fresh();
    mpfr_set_d(previous.get(), low * (1 - 1e-9), MPFR_RNDN);
    mpfr_set_d(current.get(), high, MPFR_RNDN);
    mpfr_value const log_p = log(p).middle();
    auto const miss = [&](mpfr_value const& m) {
        saddlepoint::value const at = law.evaluate(m);
        mpfr_value result = fresh();
        mpfr_log(result.get(), (chernoff ? at.chernoff : at.error).get(), MPFR_RNDN);
        mpfr_sub(result.get(), result.get(), log_p.get(), MPFR_RNDN);
        return result;
    };
    mpfr_value miss_previous = miss(previous);
    for (int step = 0; step < 60; ++step) {
        mpfr_value const miss_current = miss(current);
        mpfr_value slope = fresh();
        mpfr_value move = fresh();
        mpfr_sub(slope.get(), miss_current.get(), miss_previous.get(), MPFR_RNDN);
        mpfr_sub(move.get(), current.get(), previous.get(), MPFR_RNDN);
        if (mpfr_zero_p(slope.get()) != 0) break;
        mpfr_mul(move.get(), move.get(), miss_current.get(), MPFR_RNDN);
        mpfr_div(move.get(), move.get(), slope.get(), MPFR_RNDN);
        previous = current;
        miss_previous = miss_current;
        mpfr_sub(current.get(), current.get(), move.get(), MPFR_RNDN);
        if (mpfr_zero_p(move.get()) != 0 ||
            mpfr_get_exp(move.get()) < mpfr_get_exp(current.get()) - static_cast<long>((digits + 4) * 3.33) - 8)
            break;
    }
    return current;
}

/// `effort` as for exact_bit_law.
integer largest_exact(setting const& where, rational const& delta, criterion rule, double effort) {
    exact_bit_law const law(where);
    working_precision const guard(400);
    enclosure const p = threshold(where.N, delta, rule);
    std::optional<rational> const p_fraction =
        rule == criterion::union_bound ? std::optional(rational(delta / where.N)) : std::nullopt;
    auto const below = [&](std::int64_t K) { return exact_error_below(law, K, p, p_fraction, effort); };
    if (!below(1)) return 0;
    // Saddlepoint's K to start from.
    std::int64_t guess = 2;
    try {
        double const target = log(p).to_double();
        saddlepoint const rough(where);
        double low = 1.0001;
        double high = 2;
        while (rough.estimate(high).log_error < target && high < 1e15) high *= 2;
        for (int step = 0; step < 60; ++step) {
            double const middle = (low + high) / 2;
            (rough.estimate(middle).log_error < target ? low : high) = middle;
        }
        guess = static_cast<std::int64_t>(std::min(low, 1e15)) + 1;
    } catch (std::domain_error const&) {
        guess = 2;
    }
    return largest_below(below, guess, 1'000'000'000'000'000);
}

/// ln K_max as well as it can be had quickly, by setting: this thread's last ones are kept.
using best_key = std::tuple<std::string, std::int64_t, std::int64_t, std::string, criterion>;
std::map<best_key, double>& known_best() {
    static thread_local std::map<best_key, double> store;
    return store;
}

best_key key_of(setting const& where, rational const& delta, criterion rule) {
    return {name(where.F), where.N, where.n, delta.str(), rule};
}

void keep_best(setting const& where, rational const& delta, criterion rule, double log_best) {
    if (known_best().size() > 256) known_best().clear();
    known_best()[key_of(where, delta, rule)] = log_best;
}

/// The saddlepoint's K_max, at most what `limit` allows.
double rough_best(setting const& where, rational const& delta, criterion rule) {
    working_precision const guard(96);
    enclosure const p = threshold(where.N, delta, rule);
    double const limit = where.N <= 1000 ? log(enclosure(ceiling_over_n(where, p))).to_double() : HUGE_VAL;
    saddlepoint const law(where);
    double const target = log(p).to_double();
    double low = 1.0001;
    double high = 2;
    if (law.estimate(low).log_error > target) return std::min(std::log(2.0), limit);
    while (law.estimate(high).log_error < target && high < 1e280) high *= 2;
    for (int step = 0; step < 50; ++step) {
        double const middle = (low + high) / 2;
        (law.estimate(middle).log_error < target ? low : high) = middle;
    }
    return std::min(std::log(low + 1), limit);
}

/// good or poor against the exact K_max where each probability on the way is had within half a second, else against
/// the saddlepoint's.
std::string judged(setting const& where, rational const& delta, criterion rule, std::string const& value) {
    auto const found = known_best().find(key_of(where, delta, rule));
    double best = std::nan("");
    if (found != known_best().end()) {
        best = found->second;
    } else {
        try {
            best = log_of_decimal(largest_exact(where, delta, rule, 0.02).str());
        } catch (std::exception const&) {
            try {
                best = rough_best(where, delta, rule);
            } catch (std::exception const&) {
                // Neither is known: the column stays empty.
            }
        }
        keep_best(where, delta, rule, best);
    }
    if (std::isnan(best)) return {};
    double const log_value = log_of_decimal(value);
    return log_value == best || std::abs(log_value - best) <= std::log(2.0) ? "good" : "poor";
}

}  // namespace

criterion parse_criterion(std::string_view text) {
    if (text == "union") return criterion::union_bound;
    if (text == "product") return criterion::product;
    throw usage_error("--criterion: '" + std::string(text) + "' is unknown; accepted: union, product");
}

std::string k_max_trust(setting const& where, std::string const& delta, criterion rule, std::string const& value) {
    return judged(where, checked_delta(delta), rule, value);
}

std::string bit_threshold(std::int64_t N, std::string const& delta_text, criterion rule, int digits) {
    rational const delta = checked_delta(delta_text);
    if (rule == criterion::union_bound) return decimal(rational(delta / N), digits);
    return proved_decimal([&] { return quantity{threshold(N, delta, rule)}; }, digits);
}

answer k_max(setting const& where, std::string const& delta_text, criterion rule, method how, int digits) {
    validate(where);
    rational const delta = checked_delta(delta_text);
    bool const exponential = where.F.kind == family::exponential;
    auto const closed = [&](auto const& evaluate) {
        answer result = answer::printed(proved_decimal([&] { return quantity{evaluate()}; }, digits));
        result.trust = judged(where, delta, rule, result.value);
        return result;
    };
    try {
        switch (how) {
            case method::asymptotic:
            case method::asymptotic_all: {
                if (exponential) return answer::refused(name(how) + " has no form for exponential F; use gaussian");
                if (where.N == 1)
                    return answer::refused(name(how) + " divides by ln N, which is 0 for N = 1; use exact");
                rational const factor(half_factor(where) * pow(integer(where.N), static_cast<unsigned>(where.n - 1)),
                                      2 * odd_double_factorial(2 * where.n - 3) *
                                          (how == method::asymptotic_all ? where.n : std::int64_t{1}));
                return closed([&] { return enclosure(factor) / log(enclosure(static_cast<long>(where.N))); });
            }
            case method::amit_gutfreund_sompolinsky: {
                if (where.n != 2 || where.F.kind != family::polynomial)
                    return answer::refused("0.138 N is known for polynomial n = 2 only; use leading-order");
                answer result = answer::printed(decimal(rational(138 * where.N, 1000), digits));
                result.trust = judged(where, delta, rule, result.value);
                return result;
            }
            case method::leading_order:
            case method::leading_order_K:
            case method::mixed:
            case method::gaussian: {
                working_precision const guard(64);
                if (!signal_to_noise(where, how))
                    return answer::refused(name(how) + " does not apply here; use exact or gaussian");
                if (rule == criterion::union_bound && 2 * delta >= where.N)
                    return answer::refused("delta/N is 1/2 or more: every K passes in the Gaussian forms");
                return closed([&] {
                    enclosure const K =
                        *signal_to_noise(where, how) / times_two_to(inverse_squared(where.N, delta, rule), 1);
                    return counts_all_memories(how) ? K : enclosure(1L) + K;
                });
            }
            case method::tail: {
                working_precision const guard(64);
                if (!signal_to_noise(where, how))
                    return answer::refused("tail does not apply to exponential F; use gaussian");
                return closed([&] {
                    enclosure const z = tail_quantile(threshold(where.N, delta, rule));
                    return *signal_to_noise(where, how) / (z * z);
                });
            }
            case method::saddlepoint:
            case method::chernoff: {
                saddlepoint const law(where);
                auto const at = [&](long bits) {
                    working_precision const guard(bits);
                    enclosure const p = threshold(where.N, delta, rule);
                    mpfr_value K = inverted(law, p, how == method::chernoff, digits);
                    mpfr_add_ui(K.get(), K.get(), 1, MPFR_RNDN);
                    if (how == method::saddlepoint && where.N <= 4000) {
                        mpfr_value const most = enclosure(ceiling_over_n(where, p)).middle();
                        if (mpfr_less_p(most.get(), K.get()) != 0) K = most;
                    }
                    return decimal({enclosure::point(K), false, true}, digits);
                };
                long const bits = static_cast<long>(digits * 3.33) + 48;
                auto const once = at(bits);
                auto const twice = at(bits + 64);
                if (!once || !twice || *once != *twice)
                    return answer::refused("the digits of the inversion do not settle; ask for fewer");
                answer result = answer::printed(*twice);
                result.trust = judged(where, delta, rule, result.value);
                return result;
            }
            case method::limit:
            case method::ceiling: {
                if (where.N > 4000)
                    return answer::refused(
                        "the ceiling has more than 1200 digits for N > 4000: it is 1 + 2^N p to within 1 part in 2^N "
                        "p");
                working_precision const guard(where.N + 200);
                answer result = answer::printed(ceiling_over_n(where, threshold(where.N, delta, rule)).str());
                result.trust = judged(where, delta, rule, result.value);
                return result;
            }
            case method::exact: {
                answer result = answer::printed(largest_exact(where, delta, rule, 1).str());
                keep_best(where, delta, rule, log_of_decimal(result.value));
                result.trust = "exact";
                return result;
            }
            default:
                return answer::refused(name(how) + " does not give K_max");
        }
    } catch (out_of_reach const& reason) {
        return answer::refused(std::string(reason.what()) + "; best alternative: saddlepoint");
    } catch (std::domain_error const& reason) {
        return answer::refused(reason.what());
    }
}

std::string k_max_value(setting const& where, std::string const& delta_text, int digits) {
    validate(where);
    rational const delta = checked_delta(delta_text);
    if (where.F.kind == family::exponential)
        throw usage_error("--interaction: exponential F has no leading order in N");
    return proved_decimal(
        [&] {
            enclosure const signal = *signal_to_noise(where, method::leading_order);
            return quantity{enclosure(1L) +
                            signal / times_two_to(inverse_squared(where.N, delta, criterion::union_bound), 1)};
        },
        digits);
}

answer alpha(interaction const& F, std::int64_t n, std::string const& delta_text, int digits) {
    setting const where{F, 1, n};
    validate(where);
    rational const delta = checked_delta(delta_text);
    if (F.kind == family::exponential)
        return answer::refused("alpha is defined for F of degree n; exponential F has none");
    if (2 * delta >= 1) throw usage_error("--delta: " + delta_text + " is outside (0, 1/2), where alpha is defined");
    answer result = answer::printed(proved_decimal(
        [&] {
            return quantity{enclosure(rational(half_factor(where), 2 * odd_double_factorial(2 * n - 3))) /
                            inverse_squared(1, delta, criterion::union_bound)};
        },
        digits));
    return result;
}

}  // namespace ulpfield::capacity
