#pragma once
#include <cstdint>

#include "capacity/enclosure.hpp"
#include "ulpfield/capacity/k_max.hpp"

namespace ulpfield::capacity {

/// The probability p that P_error must stay below: delta/N, or 1 - (1-delta)^(1/N); 0 < delta < 1.
class error_threshold {
public:
    error_threshold(std::int64_t N, rational const& delta, criterion rule);

    /// p at the working precision.
    [[nodiscard]] enclosure bounds() const;
    /// P < p, decided exactly: by integers where intervals of 400 bits leave it open.
    [[nodiscard]] bool above(rational const& P) const;
    /// -1, 0, 1: p below 1/2, equal to it, above it. P_error is below 1/2 for every K wherever the mean gap is
    /// positive.
    [[nodiscard]] int against_half() const;

private:
    std::int64_t N_;
    rational delta_;
    criterion rule_;
};

}  // namespace ulpfield::capacity
