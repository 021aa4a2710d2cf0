#include "capacity/k_max_inverse.hpp"

#include <cmath>
#include <map>
#include <stdexcept>
#include <tuple>

#include "capacity/crossing.hpp"
#include "capacity/error_function.hpp"
#include "capacity/stop_point.hpp"

namespace ulpfield::capacity {

// It depends on p and the precision only, so a table over n asks for it once: this thread's last ones are kept. (The
// same numbers come out with and without the store.)
enclosure inverse_squared(std::int64_t N, rational const& delta, criterion rule) {
    using key = std::tuple<std::int64_t, std::string, criterion, mpfr_prec_t>;
    static thread_local std::map<key, enclosure> store;
    key const at{N, delta.str(), rule, working_precision::bits()};
    if (auto const known = store.find(at); known != store.end()) return known->second;
    enclosure const e = erfc_inv(times_two_to(error_threshold(N, delta, rule).bounds(), 1));
    if (store.size() > 256) store.clear();
    return store.emplace(at, e * e).first->second;
}

// z^2/2 + ln z + ln(2 pi)/2 = -ln p. Newton, then one interval step on a proved bracket.
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

// value(m) = ln p by the secant rule on logarithms from a start good to double precision.
mpfr_value inverted(saddlepoint const& law, enclosure const& p, bool chernoff, int digits) {
    double const target = log(p).to_double();
    auto const rough = [&](double m) {
        saddlepoint::rough const at = law.estimate(m);
        return (chernoff ? at.log_chernoff : at.log_error) - target;
    };
    if (rough(1.0001) > 0)
        throw std::domain_error("the formula is above p already at K = 2.0001, where it begins to apply");
    double const start = rising_through_zero(rough, 1.0001, 1e280, 50);
    if (start == 1e280) throw std::domain_error("the formula stays below p up to K = 1e280");
    mpfr_value previous = fresh();
    mpfr_value current = fresh();
    mpfr_set_d(previous.get(), start * (1 - 1e-9), MPFR_RNDN);
    mpfr_set_d(current.get(), start, MPFR_RNDN);
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
        stop_point();
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

}  // namespace ulpfield::capacity
