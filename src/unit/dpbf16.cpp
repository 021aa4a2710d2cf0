#include "ulpfield/unit/dpbf16.hpp"

#include <array>
#include <bit>
#include <cmath>

#include "unit/rounding.hpp"

namespace ulpfield::unit {

namespace {

constexpr std::uint32_t default_nan = 0xFFC00000;

[[nodiscard]] bool is_nan(std::uint32_t bits) { return (bits & 0x7FFFFFFF) > 0x7F800000; }

/// The value of fp32 bits, a subnormal as a zero of its sign.
[[nodiscard]] double value_of(std::uint32_t bits) {
    if ((bits & 0x7F800000) == 0) bits &= 0x80000000;
    return static_cast<double>(std::bit_cast<float>(bits));
}

/// RNE(a b + c) to 24 bits with an unbounded exponent, then to the range of fp32's normal numbers.
[[nodiscard]] double step(double c, double a, double b) {
    double const product = a * b;  // 16 bits: exact
    if (!std::isfinite(product) || !std::isfinite(c)) return product + c;
    double const sum = sum_to_odd(product, c);
    if (sum == 0) return product + c;  // the sign of an exact zero
    // Nearest even at bit 24 of the significand; a carry runs into the exponent as it should.
    auto bits = std::bit_cast<std::uint64_t>(sum);
    bits += 0x0FFFFFFF + (bits >> 29 & 1);
    double const rounded = std::bit_cast<double>(bits & ~std::uint64_t{0x1FFFFFFF});
    if (std::fabs(rounded) < 0x1p-126) return std::copysign(0.0, rounded);
    if (std::fabs(rounded) >= 0x1p128) return std::copysign(INFINITY, rounded);
    return rounded;
}

}  // namespace

std::uint32_t vdpbf16ps(std::uint32_t c, std::uint16_t a0, std::uint16_t a1, std::uint16_t b0, std::uint16_t b1) {
    auto const widened = [](std::uint16_t half) { return static_cast<std::uint32_t>(half) << 16; };
    std::array const in_order = {widened(a0), widened(b0), widened(a1), widened(b1), c};
    for (std::uint32_t const bits : in_order)
        if (is_nan(bits)) return bits | 0x00400000;
    double const odd = step(value_of(c), value_of(widened(a1)), value_of(widened(b1)));
    if (std::isnan(odd)) return default_nan;
    double const both = step(odd, value_of(widened(a0)), value_of(widened(b0)));
    if (std::isnan(both)) return default_nan;
    return std::bit_cast<std::uint32_t>(static_cast<float>(both));
}

std::uint16_t vcvtneps2bf16(std::uint32_t x) {
    if (is_nan(x)) return static_cast<std::uint16_t>(x >> 16 | 0x40);
    if ((x & 0x7F800000) == 0) return static_cast<std::uint16_t>(x >> 16 & 0x8000);
    return static_cast<std::uint16_t>((x + 0x7FFF + (x >> 16 & 1)) >> 16);
}

}  // namespace ulpfield::unit
