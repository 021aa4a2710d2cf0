#pragma once
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

namespace ulpfield::unit {

/// c + sum a_k b_k where an operand or c is NaN or infinite: NaN for NaN, infinity times zero and infinities of both
/// signs, else that infinity. Nothing if all are finite.
[[nodiscard]] inline std::optional<double> special_sum(std::span<double const> a, std::span<double const> b, double c) {
    bool special = !std::isfinite(c);
    for (std::size_t k = 0; k < a.size(); ++k) special = special || !std::isfinite(a[k]) || !std::isfinite(b[k]);
    if (!special) return std::nullopt;
    bool positive = false;
    bool negative = false;
    auto const take = [&](double x) {
        if (std::isinf(x)) (x > 0 ? positive : negative) = true;
        return std::isnan(x);
    };
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    if (take(c)) return nan;
    for (std::size_t k = 0; k < a.size(); ++k)
        if (take(a[k] * b[k])) return nan;
    if (positive && negative) return nan;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return positive ? infinity : -infinity;
}

inline void require_equal_lengths(std::span<double const> a, std::span<double const> b) {
    if (a.size() != b.size())
        throw std::invalid_argument("dot product of " + std::to_string(a.size()) + " and " + std::to_string(b.size()) +
                                    " terms: both must have the same number");
}

}  // namespace ulpfield::unit
