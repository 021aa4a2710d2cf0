#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace ulpfield::unit {

/// What a matrix or dot-product unit reads: a small format by its bits. Overflow plays no part here: operands are
/// given.
enum class operand_format { f16, bf16, tf32, f32, e4m3, e5m2, e4m3fnuz, e5m2fnuz, e2m1 };

inline constexpr std::array all_operand_formats = {
    operand_format::f16,  operand_format::bf16,     operand_format::tf32,     operand_format::f32, operand_format::e4m3,
    operand_format::e5m2, operand_format::e4m3fnuz, operand_format::e5m2fnuz, operand_format::e2m1};

/// Bits of one element: sign, exponent, significand. tf32 is an fp32 pattern whose low 13 bits a unit drops.
struct operand_layout {
    std::string_view name;
    int bits;
    int significand_bits;  ///< stored
    int bias;
    int emin;  ///< exponent of the least normal number, 1 - bias
};
[[nodiscard]] operand_layout layout(operand_format format);

/// The value of a code of the format. e4m3, e5m2: OCP's; fnuz: -0 is NaN, there is no infinity. Exact.
[[nodiscard]] double decode(operand_format format, std::uint32_t code);

}  // namespace ulpfield::unit
