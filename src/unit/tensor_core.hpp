#pragma once
#include <cstddef>

#include "ulpfield/unit/dot_unit.hpp"

namespace ulpfield::unit {

/// How a tensor core keeps its sum: fp32 truncated, fp32 with 13 stored significand bits (fp8 on Ada and Hopper), or
/// fp16 to nearest even.
enum class accumulator { fp32, e8m13, fp16 };

/// NVIDIA's step of L products, all aligned to the largest nominal exponent:
///     E = max of e(a_k) + e(b_k) and e(c); S = trunc(c, 2^(E-F)) + sum_k trunc(a_k b_k, 2^(E-F)), exactly;
/// the result is S truncated (fp32, e8m13) or rounded to nearest even (fp16). No sticky bit, so not monotone.
class tensor_core : public dot_unit {
public:
    tensor_core(operand_format operands, int terms, int fraction_bits, accumulator result)
        : emin_(layout(operands).emin), terms_(terms), fraction_bits_(fraction_bits), result_(result) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;

protected:
    /// One step; a and b of at most `terms` entries.
    [[nodiscard]] double step(std::span<double const> a, std::span<double const> b, double c) const;

private:
    int emin_;
    int terms_;          // L
    int fraction_bits_;  // F
    accumulator result_;
};

/// fp8 by the warp-level instruction on chips without an fp8 path there (H100, H200, B200): from accumulator zero two
/// fp16 steps (L = 16, F = 25) over k mod 4 in {0, 1}, then {2, 3}; then c + that in the result type.
class widened_tensor_core : public dot_unit {
public:
    explicit widened_tensor_core(accumulator result) : core_(operand_format::f16, 16, 25, result), result_(result) {}
    [[nodiscard]] double dot(std::span<double const> a, std::span<double const> b, double c) const override;

private:
    tensor_core core_;
    accumulator result_;
};

}  // namespace ulpfield::unit
