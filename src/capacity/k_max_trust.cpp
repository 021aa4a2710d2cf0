#include "capacity/k_max_trust.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <string>
#include <tuple>

#include "capacity/answers.hpp"
#include "capacity/every_memory_passes.hpp"
#include "capacity/k_max_exact.hpp"
#include "capacity/limit_law.hpp"
#include "capacity/out_of_reach.hpp"
#include "capacity/power_shape.hpp"

namespace ulpfield::capacity {
namespace {

using setting_key = std::tuple<std::string, std::int64_t, std::int64_t, std::string, criterion>;

/// ln K_max lies between the two; NaN: not known.
struct best_known {
    double low = 0;
    double high = 0;
};

std::map<setting_key, best_known>& known_best() {
    static thread_local std::map<setting_key, best_known> store;
    return store;
}

setting_key key_of(setting const& where, rational const& delta, criterion rule) {
    auto const shape = power_shape_of(where.F);
    return {name(where.F), where.N, shape ? shape->n : 0, delta.str(), rule};
}

/// ln of saddlepoint's K_max, at most what `limit` allows.
double rough_best(setting const& where, error_threshold const& threshold) {
    working_precision const guard(96);
    enclosure const p = threshold.bounds();
    double const limit = where.N <= 1000 ? log(enclosure(ceiling_over_n(where, p))).to_double() : HUGE_VAL;
    double const m = rough_inverse(saddlepoint(where), log(p).to_double(), 1e280);
    return std::min(std::log(m < 1.001 ? 2.0 : m + 1), limit);
}

/// ln K_max as well as it can be had quickly; NaN where it is not known.
double log_best(setting const& where, error_threshold const& p) {
    if (every_memory_passes(where, p)) return HUGE_VAL;
    try {
        return log_of_decimal(largest_exact(where, p, 0.02).str());
    } catch (out_of_reach const&) {
        // then by saddlepoint
    } catch (std::domain_error const&) {
        // the limit's ceiling is out of reach
    }
    try {
        return rough_best(where, p);
    } catch (std::domain_error const&) {
        return std::nan("");
    }
}

/// The same between two numbers, quickly.
best_known bracketed_best(setting const& where, error_threshold const& p) {
    if (!every_memory_passes(where, p) && has_lattice(where.F)) try {
            exact_bit_law const law(where);
            if (auto const around = bracket_of_k_max(law, where, p, 0.01))
                return {std::log(static_cast<double>(around->passes)), std::log(static_cast<double>(around->fails))};
        } catch (std::runtime_error const&) {
            // by the law itself
        } catch (std::domain_error const&) {
            // likewise
        }
    double const best = log_best(where, p);
    return {best, best};
}

}  // namespace

trust k_max_judged(setting const& where, rational const& delta, criterion rule, double log_value) {
    auto const key = key_of(where, delta, rule);
    auto known = known_best().find(key);
    if (known == known_best().end()) {
        if (known_best().size() > 256) known_best().clear();
        known = known_best().emplace(key, bracketed_best(where, error_threshold(where.N, delta, rule))).first;
    }
    best_known const& best = known->second;
    if (std::isnan(best.low)) return trust::unknown;
    trust const quality = within_factor_two(log_value, best.low);
    if (quality == within_factor_two(log_value, best.high)) return quality;
    keep_exact_k_max(where, delta, rule, log_best(where, error_threshold(where.N, delta, rule)));
    return k_max_judged(where, delta, rule, log_value);
}

void keep_exact_k_max(setting const& where, rational const& delta, criterion rule, double log_exact) {
    if (known_best().size() > 256) known_best().clear();
    known_best()[key_of(where, delta, rule)] = {log_exact, log_exact};
}

}  // namespace ulpfield::capacity
