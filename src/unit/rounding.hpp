#pragma once
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "ulpfield/number/rounded.hpp"

// Roundings that units make of an exact double, and the nominal exponent of an operand. Library-internal.
namespace ulpfield::unit {

/// max(floor(log2|x|), emin); a zero counts as 2^-126 in every format (the model of MMA-Sim).
[[nodiscard]] inline int nominal_exponent(double x, int emin) {
    if (x == 0) return -126;
    auto const bits = std::bit_cast<std::uint64_t>(x) >> 52 & 0x7FF;
    int const e = static_cast<int>(bits) - 1023;
    return e > emin ? e : emin;
}

/// x toward zero to `bits` significant bits, below 2^-126 to multiples of 2^(-126 - bits + 1); from 2^128 on infinity.
/// Exact input: |x| < 2^1000, not a double's subnormal.
[[nodiscard]] inline double truncate_to_fp32_range(double x, int bits) {
    if (std::fabs(x) >= 0x1p128) return std::copysign(std::numeric_limits<double>::infinity(), x);
    if (std::fabs(x) < 0x1p-126) return std::ldexp(std::trunc(std::ldexp(x, 125 + bits)), -125 - bits);
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) & ~std::uint64_t{0} << (53 - bits));
}

/// x to fp32, nearest even, subnormals kept.
[[nodiscard]] inline double nearest_fp32(double x) { return static_cast<double>(static_cast<float>(x)); }
/// x to fp16, nearest even, subnormals kept.
[[nodiscard]] inline double nearest_fp16(double x) { return fp16(x).to_double(); }

/// a + b rounded to odd in double: one more rounding to at most 51 bits is then the rounding of the exact sum.
/// Source: Boldo & Melquiond 2008. Domain: no overflow, no underflow.
[[nodiscard]] inline double sum_to_odd(double a, double b) {
    double const sum = a + b;
    double const from_a = sum - b;
    double const from_b = sum - from_a;
    double const error = (a - from_a) + (b - from_b);
    auto bits = std::bit_cast<std::uint64_t>(sum);
    if (error == 0 || (bits & 1) != 0 || std::isnan(error)) return sum;
    bits += (error > 0) == (sum > 0) ? 1 : ~std::uint64_t{0};
    return std::bit_cast<double>(bits);
}

}  // namespace ulpfield::unit
