#include "capacity/gaussian.hpp"

#include "capacity/error_function.hpp"
#include "capacity/exponential_gap.hpp"
#include "capacity/power_shape.hpp"

namespace ulpfield::capacity {
namespace {

/// e^-exponent times factor > 0, as a logarithm where the exponent is beyond 2^40.
quantity decayed(enclosure const& exponent, enclosure const& factor) {
    if (mpfr_cmp_ui_2exp(exponent.high(), 1, 40) < 0) return {exp(-exponent) * factor, false};
    return {log(factor) - exponent, true};
}

enclosure leading_signal_to_noise(setting const& where) {
    std::int64_t const n = require_power(where.F).n;
    return enclosure(rational(half_factor(where) * pow(integer(where.N), static_cast<unsigned>(n - 1)),
                              odd_double_factorial(2 * n - 3)));
}

}  // namespace

bool counts_all_memories(method how) { return how == method::leading_order_K || how == method::tail; }

enclosure crosstalk_variance(setting const& where, method how) {
    return enclosure(how == method::gaussian ? crosstalk_moment(where, 2) : leading_moment(where));
}

std::optional<enclosure> signal_to_noise(setting const& where, method how) {
    bool const power = has_leading_order(where.F);
    switch (how) {
        case method::leading_order:
        case method::leading_order_K:
        case method::tail:
            if (!power) return std::nullopt;
            return leading_signal_to_noise(where);
        case method::mixed: {
            if (!power) return std::nullopt;
            rational const A = mean_gap(where);
            return enclosure(A) * enclosure(A) / enclosure(leading_moment(where));
        }
        case method::distinct_indices: {
            auto const shape = power_shape_of(where.F);
            if (!shape || !shape->whole_line() || shape->n > where.N) return std::nullopt;
            integer patterns;
            mpz_bin_uiui(patterns.backend().data(), static_cast<unsigned long>(where.N - 1),
                         static_cast<unsigned long>(shape->n - 1));
            return enclosure(patterns);
        }
        case method::gaussian: {
            if (!has_lattice(where.F)) {
                exponential_gap const gap(where);
                if (!gap.has_signal()) return std::nullopt;
                return gap.mean() * gap.mean() / gap.moment(2);
            }
            rational const V = crosstalk_moment(where, 2);
            if (V == 0) return std::nullopt;
            enclosure const A(mean_gap(where));
            return A * A / enclosure(V);
        }
        default:
            return std::nullopt;
    }
}

quantity gaussian_tail(enclosure const& z_squared) {
    quantity value = erfc_any(sqrt(times_two_to(z_squared, -1)));
    value.bounds = value.logarithmic ? value.bounds - log(enclosure(2L)) : times_two_to(value.bounds, -1);
    return value;
}

quantity gaussian_tail_leading(enclosure const& z_squared) {
    return decayed(times_two_to(z_squared, -1), enclosure(1L) / sqrt(times_two_to(enclosure::pi(), 1) * z_squared));
}

quantity gaussian_tie(enclosure const& z_squared, enclosure const& step_over_deviation) {
    return decayed(times_two_to(z_squared, -1), step_over_deviation / sqrt(times_two_to(enclosure::pi(), 1)));
}

}  // namespace ulpfield::capacity
