#include "unit/bf16_pairs.hpp"

#include <bit>
#include <cstdint>

#include "ulpfield/unit/dpbf16.hpp"
#include "unit/special_values.hpp"

namespace ulpfield::unit {

double bf16_pairs::dot(std::span<double const> a, std::span<double const> b, double c) const {
    require_equal_lengths(a, b);
    auto const code = [](std::span<double const> x, std::size_t k) {
        if (k >= x.size()) return std::uint16_t{0};
        return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(x[k])) >> 16);
    };
    auto sum = std::bit_cast<std::uint32_t>(static_cast<float>(c));
    for (std::size_t k = 0; k < a.size(); k += 2)
        sum = vdpbf16ps(sum, code(a, k), code(a, k + 1), code(b, k), code(b, k + 1));
    return static_cast<double>(std::bit_cast<float>(sum));
}

}  // namespace ulpfield::unit
