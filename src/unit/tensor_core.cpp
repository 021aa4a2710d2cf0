#include "unit/tensor_core.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "unit/rounding.hpp"
#include "unit/special_values.hpp"

namespace ulpfield::unit {

double tensor_core::step(std::span<double const> a, std::span<double const> b, double c) const {
    if (auto const special = special_sum(a, b, c)) return *special;
    int E = nominal_exponent(c, result_ == accumulator::fp16 ? -14 : -126);
    for (std::size_t k = 0; k < a.size(); ++k)
        E = std::max(E, nominal_exponent(a[k], emin_) + nominal_exponent(b[k], emin_));
    // The last step is filled up with zeros, whose products have the exponent of two zeros.
    int const shift = fraction_bits_ - E;
    // |S| < (4 L + 2) 2^F <= 2^43: exact in 64 bits and in a double.
    auto S = static_cast<std::int64_t>(std::ldexp(c, shift));
    for (std::size_t k = 0; k < a.size(); ++k) S += static_cast<std::int64_t>(std::ldexp(a[k] * b[k], shift));
    double const sum = std::ldexp(static_cast<double>(S), -shift);
    switch (result_) {
        case accumulator::fp32:
            return truncate_to_fp32_range(sum, 24);
        case accumulator::e8m13:
            return truncate_to_fp32_range(sum, 14);
        case accumulator::fp16:
            return nearest_fp16(sum) + 0.0;  // what rounds to zero is +0, as MMA-Sim has it
    }
    return sum;
}

double tensor_core::dot(std::span<double const> a, std::span<double const> b, double c) const {
    require_equal_lengths(a, b);
    auto const L = static_cast<std::size_t>(terms_);
    for (std::size_t k = 0; k < a.size(); k += L) {
        std::size_t const count = std::min(L, a.size() - k);
        c = step(a.subspan(k, count), b.subspan(k, count), c);
    }
    return c;
}

double widened_tensor_core::dot(std::span<double const> a, std::span<double const> b, double c) const {
    require_equal_lengths(a, b);
    constexpr std::size_t instruction = 32;
    for (std::size_t k = 0; k < a.size(); k += instruction) {
        double sum = 0;
        for (std::size_t const half : {std::size_t{0}, std::size_t{2}}) {
            std::array<double, instruction / 2> chosen_a{};
            std::array<double, instruction / 2> chosen_b{};
            for (std::size_t i = 0; i < instruction / 2; ++i) {
                std::size_t const at = k + 4 * (i / 2) + half + i % 2;
                if (at < a.size()) {
                    chosen_a[i] = a[at];
                    chosen_b[i] = b[at];
                }
            }
            sum = core_.dot(chosen_a, chosen_b, sum);
        }
        c = result_ == accumulator::fp16 ? nearest_fp16(c + sum) : nearest_fp32(c + sum);
    }
    return c;
}

}  // namespace ulpfield::unit
