#include "ulpfield/unit/block_scaled.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "unit/rounding.hpp"
#include "unit/special_values.hpp"

namespace ulpfield::unit {

namespace {

constexpr int fraction_bits = 35;
constexpr std::size_t group = 16;  // products summed exactly
constexpr std::size_t groups_of_step = 4;

double scale_value(scale_format format, std::uint8_t code) {
    if (format == scale_format::ue4m3) return decode(operand_format::e4m3, code & 0x7F);
    return code == 0xFF ? std::numeric_limits<double>::quiet_NaN() : std::ldexp(1.0, code - 127);
}

int scale_exponent(scale_format format, double scale) {
    return nominal_exponent(scale, format == scale_format::ue4m3 ? -6 : -127);
}

}  // namespace

double block_scaled_dot(std::span<double const> a, std::span<double const> b, std::span<std::uint8_t const> scales_a,
                        std::span<std::uint8_t const> scales_b, scale_format scales, std::size_t block, double c) {
    require_equal_lengths(a, b);
    if (block != 16 && block != 32) throw std::invalid_argument("block = " + std::to_string(block) + ": 16 or 32");
    std::size_t const blocks = (a.size() + block - 1) / block;
    if (scales_a.size() < blocks || scales_b.size() < blocks)
        throw std::invalid_argument("scales of " + std::to_string(std::min(scales_a.size(), scales_b.size())) +
                                    " blocks for " + std::to_string(blocks));
    for (std::size_t k = 0; k < a.size(); k += group * groups_of_step) {
        if (!std::isfinite(c)) return c;
        std::array<double, groups_of_step> terms{};
        std::array<int, groups_of_step> exponents{};
        int E = nominal_exponent(c, -126);
        std::size_t const count = std::min(groups_of_step, (a.size() - k + group - 1) / group);
        for (std::size_t g = 0; g < count; ++g) {
            std::size_t const first = k + g * group;
            double const of_a = scale_value(scales, scales_a[first / block]);
            double const of_b = scale_value(scales, scales_b[first / block]);
            if (std::isnan(of_a) || std::isnan(of_b)) return std::numeric_limits<double>::quiet_NaN();
            double sum = 0;  // multiples of 1/4 below 2^10: exact
            for (std::size_t i = first; i < std::min(first + group, a.size()); ++i) sum += a[i] * b[i];
            terms[g] = sum * of_a * of_b;  // at most 12 + 4 + 4 bits: exact
            exponents[g] = scale_exponent(scales, of_a) + scale_exponent(scales, of_b);
            E = std::max(E, exponents[g]);
        }
        int const shift = fraction_bits - E;
        auto S = static_cast<std::int64_t>(std::ldexp(c, shift));
        for (std::size_t g = 0; g < count; ++g) S += static_cast<std::int64_t>(std::ldexp(terms[g], shift));
        c = truncate_to_fp32_range(std::ldexp(static_cast<double>(S), -shift), 24);
    }
    return c;
}

}  // namespace ulpfield::unit
