#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>

#include "ulpfield/number/described.hpp"

// The roundings of `described` other than to nearest, on the bits of a double.

namespace ulpfield {

inline described_scope::described_scope(number_format const& format) : saved_(described::numbers()) {
    if (!fits_in_double(format))
        throw std::invalid_argument("described_scope: " + format.name +
                                    " cannot be rounded from double; accepted: p up to 25, exponents up to 511");
    int const p = format.precision;
    described::constants at;
    at.format = format;
    at.largest = std::ldexp(static_cast<double>((std::uint64_t{1} << p) - 1 - static_cast<unsigned>(format.missing)),
                            static_cast<int>(format.emax) - p + 1);
    at.least = format.integers() ? -at.largest - 1 : -at.largest;
    at.least_normal = described::power_of_two(format.emin);
    double const nan = std::numeric_limits<double>::quiet_NaN();
    double const infinity = std::numeric_limits<double>::infinity();
    at.infinity = format.has_infinity() ? infinity : format.has_nan() ? nan : at.largest;
    at.beyond = format.saturates() ? at.largest : format.overflow == overflow_value::infinity ? infinity : nan;
    at.nearest = format.rounding == rounding_mode::nearest && format.kind == number_kind::floating;
    described::numbers() = at;
}

/// Values no code stands for (round_to_format.hpp says what they become).
inline double described::keep_to_codes(double x) {
    constants const& at = numbers();
    if (std::isinf(x)) x = x > 0 || !at.format.integers() ? std::copysign(at.infinity, x) : at.least;
    if (at.format.integers() && std::isnan(x)) x = 0;
    if (at.format.kind == number_kind::power_of_two && x <= 0)
        x = at.format.saturates() ? at.least_normal : std::numeric_limits<double>::quiet_NaN();
    return at.format.signed_zero ? x : x + 0.0;
}

/// |x| = (kept + rest / 2^dropped) steps, rest > 0.
inline bool described::goes_away_from_zero(std::uint64_t kept, std::uint64_t rest, int dropped, bool negative) {
    std::uint64_t const half = std::uint64_t{1} << (dropped - 1);
    switch (numbers().format.rounding) {
        case rounding_mode::nearest:
            return rest > half || (rest == half && (kept & 1) != 0);
        case rounding_mode::away:
            return rest >= half;
        case rounding_mode::zero:
            return false;
        case rounding_mode::up:
            return !negative;
        case rounding_mode::down:
            return negative;
        case rounding_mode::odd:
            return (kept & 1) == 0;
        case rounding_mode::stochastic:
            break;
    }
    int const bits = numbers().format.random_bits;
    std::uint64_t threshold = rest;  // RNE(rest 2^(bits - dropped))
    if (dropped <= bits) {
        threshold <<= bits - dropped;
    } else {
        int const cut = dropped - bits;
        threshold = rest >> cut;
        std::uint64_t const below = rest & ((std::uint64_t{1} << cut) - 1);
        std::uint64_t const middle = std::uint64_t{1} << (cut - 1);
        if (below > middle || (below == middle && (threshold & 1) != 0)) ++threshold;
    }
    return threshold + random_draws::next(bits) >= std::uint64_t{1} << bits;
}

/// x: not zero, exact or rounded to odd.
inline double described::round_in_mode(double x) {
    constants const& at = numbers();
    number_format const& format = at.format;
    bool const negative = x < 0;
    auto const bits = std::bit_cast<std::uint64_t>(std::fabs(x));
    auto const field = static_cast<std::int64_t>(bits >> 52);
    std::uint64_t significand = (bits & 0x000FFFFFFFFFFFFFULL) | (field != 0 ? std::uint64_t{1} << 52 : 0);
    std::int64_t const last = (field != 0 ? field : 1) - 1075;  // |x| = significand 2^last
    std::int64_t const e = static_cast<std::int64_t>(std::bit_width(significand)) - 1 + last;
    std::int64_t unit = e - format.precision + 1;
    if (format.integers())
        unit = 0;
    else if (format.subnormals)
        unit = std::max(unit, format.emin - format.precision + 1);
    else if (format.flush == flush_rule::none)
        unit = std::max(unit, format.emin);  // E8M0
    double result = std::fabs(x);
    if (unit > last) {
        std::int64_t dropped = unit - last;
        if (dropped > 62) {  // far below the last place: keep that something is there
            std::int64_t const cut = dropped - 62;
            std::uint64_t const top = cut > 63 ? 0 : significand >> cut;
            significand = top | ((cut > 63 || top << cut != significand) ? 1 : 0);
            dropped = 62;
        }
        std::uint64_t kept = significand >> dropped;
        std::uint64_t const rest = significand & ((std::uint64_t{1} << dropped) - 1);
        if (rest != 0 && goes_away_from_zero(kept, rest, static_cast<int>(dropped), negative)) ++kept;
        if (format.kind == number_kind::power_of_two && kept == 0) kept = 1;  // nothing positive becomes zero
        result = std::ldexp(static_cast<double>(kept), static_cast<int>(unit));
    }
    double const compared = format.flush == flush_rule::before_rounding ? std::fabs(x) : result;
    if (format.flush != flush_rule::none && compared < at.least_normal) result = 0;
    if (result > (negative ? -at.least : at.largest)) {
        bool const inward = format.rounding == rounding_mode::zero ||
                            (format.rounding == rounding_mode::up && negative) ||
                            (format.rounding == rounding_mode::down && !negative);
        double const largest = negative ? -at.least : at.largest;
        result = inward || format.saturates() ? largest : at.beyond;
    }
    return keep_to_codes(negative ? -result : result);
}

}  // namespace ulpfield
