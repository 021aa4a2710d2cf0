#include "capacity/relative_law.hpp"

#include <stdexcept>
#include <string>

#include "capacity/exponential_gap.hpp"
#include "capacity/stop_point.hpp"
#include "ulpfield/interaction/exact_values.hpp"

namespace ulpfield::capacity {
namespace {

/// Whether F(a+1) - F(a-1) = sign (F(b+1) - F(b-1)), exactly.
bool same_difference(setting const& where, std::int64_t a, std::int64_t b, int sign) {
    return std::visit(
        [&]<class Function>(Function const& F) {
            exact_values<Function> values(F, integer(1));
            typename exact_values<Function>::sum rest{};
            values.add(integer(a + 1), 1, rest);
            values.add(integer(a - 1), -1, rest);
            values.add(integer(b + 1), -sign, rest);
            values.add(integer(b - 1), sign, rest);
            return values.sign(rest) == 0;
        },
        where.F);
}

enclosure magnitude(enclosure const& x) {
    if (mpfr_sgn(x.low()) >= 0) return x;
    if (mpfr_sgn(x.high()) <= 0) return -x;
    return {enclosure(0L).middle(), larger(x, -x).high_end().middle()};
}

}  // namespace

std::vector<relative_law::value> relative_law::whole() const {
    std::vector<value> all = rest;
    if (certainly_positive(copies)) all.push_back({enclosure(1L), copies});
    return all;
}

std::vector<relative_law::value> relative_law::without_copies() const {
    enclosure const all = enclosure(1L) - copies;
    std::vector<value> result = rest;
    for (value& x : result) x.weight = x.weight / all;
    return result;
}

relative_law relative_law_of(crosstalk_law const& law) {
    relative_law result;
    result.mean_sign = law.threshold.sign();
    if (result.mean_sign == 0) return result;
    integer const A = abs(law.threshold);
    for (std::size_t i = 0; i < law.size.size(); ++i) {
        stop_point();
        enclosure const weight = times_two_to(enclosure(law.ways[i]), -static_cast<long>(law.N - 1));
        if (law.size[i] == A)
            result.copies = weight;
        else
            result.rest.push_back({enclosure(law.size[i]) / enclosure(A), weight});
    }
    return result;
}

relative_law relative_law_of(setting const& where) {
    if (where.N > 20000)
        throw std::domain_error("N = " + std::to_string(where.N) + ": the law of one memory is kept for N <= 20000");
    exponential_gap const gap(where);
    relative_law result;
    result.mean_sign = gap.mean_sign();
    if (result.mean_sign == 0) return result;
    std::int64_t const M = where.N - 1;
    enclosure const A = magnitude(gap.mean());
    integer binomial = 1;
    for (std::int64_t b = 0; 2 * b <= M; ++b) {  // S = M - 2b and -S
        stop_point();
        std::int64_t const S = M - 2 * b;
        enclosure const weight = times_two_to(enclosure(binomial), -static_cast<long>(M));
        binomial = binomial * (M - b) / (b + 1);
        auto const add = [&](std::int64_t at, enclosure const& with) {
            if (at == M || same_difference(where, at, M, 1) || same_difference(where, at, M, -1))
                result.copies = result.copies + with;
            else
                result.rest.push_back({magnitude(gap.difference(at)) / A, with});
        };
        if (S == 0) {
            add(0, weight);
        } else if (same_difference(where, -S, S, 1) || same_difference(where, -S, S, -1)) {
            add(S, times_two_to(weight, 1));
        } else {
            add(S, weight);
            add(-S, weight);
        }
    }
    return result;
}

}  // namespace ulpfield::capacity
