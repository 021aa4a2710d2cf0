#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

#include "ulpfield/unit/operand_format.hpp"

namespace ulpfield::unit {

/// The scale of a block of operands: ue8m0 (a power of two, 0xff is NaN) or ue4m3 (e4m3 without its sign).
enum class scale_format { ue8m0, ue4m3 };

/// c + sum_k a_k b_k of Blackwell's block-scaled fp4 unit (mxf4nvf4, k = 64 a step): e2m1 operands with a scale for
/// each `block` (16 or 32) of them. Each 16 products are summed exactly; the four sums, times the significands of their
/// scales, are aligned with c to the largest exponent (F = 35) and cut; the result is truncated to fp32.
/// Shapes: a, b of the same length; scales_a, scales_b: one code per block. NaN if a scale or c is NaN.
/// Errors: std::invalid_argument for lengths that do not fit. Source: MMA-Sim (arXiv:2511.10909); no outputs published.
[[nodiscard]] double block_scaled_dot(std::span<double const> a, std::span<double const> b,
                                      std::span<std::uint8_t const> scales_a, std::span<std::uint8_t const> scales_b,
                                      scale_format scales, std::size_t block, double c);

}  // namespace ulpfield::unit
