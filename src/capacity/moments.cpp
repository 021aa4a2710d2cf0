#include "ulpfield/capacity/moments.hpp"

#include <cmath>
#include <stdexcept>

#include "capacity/crosstalk.hpp"
#include "capacity/decimal.hpp"
#include "capacity/stop_point.hpp"
#include "ulpfield/number/error.hpp"

namespace ulpfield::capacity {
namespace {

answer moment(setting const& where, method how, int digits, rational (*exact)(setting const&),
              rational (*leading)(setting const&), enclosure (*exponential)(setting const&)) {
    validate(where);
    if (how != method::exact && how != method::leading_order)
        throw usage_error("--method: " + name(how) + " is not a method of moments; accepted: exact, leading-order");
    answer result;
    if (where.F.kind == family::exponential) {
        if (how == method::leading_order) {
            result.reason = "exponential F has no leading order in N; use exact";
            return result;
        }
        result.value = proved_decimal([&] { return quantity{exponential(where)}; }, digits);
        result.trust = "exact";
        return result;
    }
    try {
        rational const value = how == method::exact ? exact(where) : leading(where);
        result.value = decimal(value, digits);
        result.trust = "exact";
        if (how == method::leading_order) {
            rational const truth = exact(where);
            bool const within = truth != 0 && value / truth <= 2 && value / truth >= rational(1, 2);
            result.trust = within || truth == value ? "good" : "poor";
        }
    } catch (std::domain_error const& reason) {
        result.value.clear();
        result.reason = reason.what();
    }
    return result;
}

// F = e^x: D(S) = 2 sinh(1) e^S and E e^{kS} = (cosh k)^(N-1).
enclosure two_sinh_one() { return exp(enclosure(1L)) - exp(enclosure(-1L)); }
enclosure cosh_power(long k, std::int64_t N) {
    return exp(log(cosh(enclosure(k))) * enclosure(static_cast<long>(N - 1)));
}

enclosure exponential_mean(setting const& where) {
    return two_sinh_one() * exp(enclosure(static_cast<long>(where.N - 1)));
}
enclosure exponential_variance(setting const& where) {
    return two_sinh_one() * two_sinh_one() * cosh_power(2, where.N);
}
enclosure exponential_kurtosis(setting const& where) {
    return cosh_power(4, where.N) / (cosh_power(2, where.N) * cosh_power(2, where.N)) - enclosure(3L);
}

}  // namespace

answer mean_of_gap(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(where, how, digits, mean_gap, leading_mean, exponential_mean);
}

answer variance_of_crosstalk(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(
        where, how, digits, [](setting const& at) { return crosstalk_moment(at, 2); }, leading_moment,
        exponential_variance);
}

answer kurtosis_of_crosstalk(setting const& where, method how, int digits, std::stop_token const& stop) {
    stop_scope const scope(stop);
    return moment(where, how, digits, crosstalk_kurtosis, leading_kurtosis, exponential_kurtosis);
}

}  // namespace ulpfield::capacity
