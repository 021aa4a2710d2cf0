#pragma once
#include <algorithm>
#include <cstdint>
#include <string>

#include "capacity/out_of_reach.hpp"

namespace ulpfield::capacity {

/// The largest K >= 1 with below(K), taken as true at 1 and as turning false once: doubling steps outwards from
/// `guess` until it is bracketed, then bisection. Throws out_of_reach if it is still true above `most`. `first_step`:
/// how good the guess is; 0: a five hundredth of it.
template <class Below>
std::int64_t largest_below(Below const& below, std::int64_t guess, std::int64_t most, std::int64_t first_step = 0) {
    std::int64_t low = 1;
    std::int64_t high = std::clamp<std::int64_t>(guess, 2, most);
    std::int64_t step = first_step > 0 ? first_step : std::max<std::int64_t>(1, high / 500);
    if (below(high)) {
        do {
            low = high;
            if (high == most) throw out_of_reach("K_max is above " + std::to_string(most));
            high = std::min(high + step, most);
            step *= 2;
        } while (below(high));
    } else {
        while (high - step > 1 && !below(high - step)) {
            high -= step;
            step *= 2;
        }
        low = std::max<std::int64_t>(1, high - step);
    }
    while (high - low > 1) {
        std::int64_t const middle = low + (high - low) / 2;
        (below(middle) ? low : high) = middle;
    }
    return low;
}

}  // namespace ulpfield::capacity
