#pragma once
#include <cstdint>

namespace ulpfield::unit {

/// One fp32 lane of the x86 instruction VDPBF16PS, by bits: step(step(c, a1, b1), a0, b0), the odd element first, where
/// step rounds a b + c once, nearest even, to 24 bits with an unbounded exponent, then makes a zero of |r| < 2^-126 and
/// an infinity of |r| >= 2^128; subnormal inputs count as zeros of their sign.
/// c, result: fp32 bits; a0, a1, b0, b1: bf16 bits, index 0 the low half (the even element in memory).
/// NaN: the first of a0, b0, a1, b1, c, made quiet; inf - inf and 0 inf give 0xFFC00000.
/// Source: measured on AMD Zen 4; the Intel manual states the same order. Exact for every input.
[[nodiscard]] std::uint32_t vdpbf16ps(std::uint32_t c, std::uint16_t a0, std::uint16_t a1, std::uint16_t b0,
                                      std::uint16_t b1);

/// VCVTNEPS2BF16: fp32 bits to bf16 bits, nearest even; subnormal inputs to a zero of their sign; NaN made quiet.
[[nodiscard]] std::uint16_t vcvtneps2bf16(std::uint32_t x);

}  // namespace ulpfield::unit
