#pragma once
#include <cstdint>
#include <optional>

#include "capacity/relative_law.hpp"
#include "ulpfield/capacity/setting.hpp"

namespace ulpfield::capacity {

/// P_error of K memories, enclosed for every F, N and K, in milliseconds: by the band-limited tail of the whole law;
/// or, where copies of the stored memory dominate, by conditioning on their number. With c copies of m = K-1 memories,
/// C those that subtract A less those that add it, and R the crosstalk of the others (symmetric, T its tail at A):
///     gap = A (1 - C) + R;   P_error = P_inf + (1 - w)^m T_m + sum over c >= 1 of P(c) d_c,   |d_c| <= T_{m-c},
/// P_inf = P(C > 1) + P(C = 1)/2 the limit n -> infinity, w the probability of a copy. T_{m-c} is below Chernoff's
/// bound for m.
class exact_bounds {
public:
    exact_bounds(setting const& where, relative_law law) : where_(where), law_(std::move(law)) {}

    /// As wide as `relative` P_error where `most_work` allows (terms of a node, 2 ns), else as that work allows; from
    /// both ways where one is not enough. K >= 2.
    [[nodiscard]] enclosure error(std::int64_t K, double relative, double most_work) const;

private:
    /// For A > 0.
    [[nodiscard]] enclosure with_signal(std::int64_t K, double relative, double most_work) const;
    [[nodiscard]] std::optional<enclosure> around_limit(std::int64_t m, double relative, double most_work) const;

    setting where_;
    relative_law law_;
};

}  // namespace ulpfield::capacity
