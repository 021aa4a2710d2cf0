#include "ulpfield/unit/operand_format.hpp"

#include <cmath>
#include <limits>

namespace ulpfield::unit {

operand_layout layout(operand_format format) {
    switch (format) {
        case operand_format::f16:
            return {"f16", 16, 10, 15, -14};
        case operand_format::bf16:
            return {"bf16", 16, 7, 127, -126};
        case operand_format::tf32:
            return {"tf32", 32, 23, 127, -126};
        case operand_format::f32:
            return {"f32", 32, 23, 127, -126};
        case operand_format::e4m3:
            return {"e4m3", 8, 3, 7, -6};
        case operand_format::e5m2:
            return {"e5m2", 8, 2, 15, -14};
        case operand_format::e4m3fnuz:
            return {"e4m3fnuz", 8, 3, 8, -7};
        case operand_format::e5m2fnuz:
            return {"e5m2fnuz", 8, 2, 16, -15};
        case operand_format::e2m1:
            return {"e2m1", 4, 1, 1, 0};
    }
    return {};
}

double decode(operand_format format, std::uint32_t code) {
    operand_layout const at = layout(format);
    if (format == operand_format::tf32) code &= 0xFFFFE000U;
    std::uint32_t const sign_bit = std::uint32_t{1} << (at.bits - 1);
    std::uint32_t const magnitude = code & (sign_bit - 1);
    std::uint32_t const significand = magnitude & ((std::uint32_t{1} << at.significand_bits) - 1);
    auto const exponent = static_cast<int>(magnitude >> at.significand_bits);
    int const top = (1 << (at.bits - 1 - at.significand_bits)) - 1;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    bool const negative = (code & sign_bit) != 0;
    switch (format) {
        case operand_format::e4m3fnuz:
        case operand_format::e5m2fnuz:
            if (code == sign_bit) return nan;
            break;
        case operand_format::e4m3:
            if (magnitude == sign_bit - 1) return nan;
            break;
        case operand_format::e2m1:
            break;
        default:
            if (exponent == top) {
                if (significand != 0) return nan;
                double const infinity = std::numeric_limits<double>::infinity();
                return negative ? -infinity : infinity;
            }
    }
    double const value = exponent == 0
                             ? std::ldexp(static_cast<double>(significand), at.emin - at.significand_bits)
                             : std::ldexp(static_cast<double>(significand + (std::uint32_t{1} << at.significand_bits)),
                                          exponent - at.bias - at.significand_bits);
    return negative ? -value : value;
}

}  // namespace ulpfield::unit
