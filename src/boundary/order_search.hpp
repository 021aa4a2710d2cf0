#pragma once
#include <algorithm>
#include <cstdint>

namespace ulpfield {

/// Largest n in [0, most] with holds(n), for a property that holds up to some n and then no more; holds(0) is taken for
/// granted. Doubles, then bisects.
template <class Property>
[[nodiscard]] std::int64_t last_order(std::int64_t most, Property const& holds) {
    std::int64_t good = 0;
    std::int64_t next = 1;
    while (next <= most && holds(next)) {
        good = next;
        next = good == most ? most + 1 : std::min(most, 2 * good);
    }
    if (next > most) return good;
    std::int64_t bad = next;
    while (bad - good > 1) {
        std::int64_t const middle = good + (bad - good) / 2;
        (holds(middle) ? good : bad) = middle;
    }
    return good;
}

}  // namespace ulpfield
