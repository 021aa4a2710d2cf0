#pragma once
#include <boost/math/tools/roots.hpp>
#include <cstdint>

namespace ulpfield::capacity {

/// Where a rising function of x >= low passes 0, to about `bits` bits: bracketed by doubling, then Alefeld, Potra and
/// Shi's method. `low` if it is not below 0 there; `most` if it is still below 0 there.
template <class Function>
double rising_through_zero(Function const& f, double low, double most, int bits = 46) {
    if (!(f(low) < 0)) return low;
    double high = 2 * low;
    for (; f(high) < 0; high *= 2) {
        if (high >= most) return most;
        low = high;
    }
    std::uintmax_t steps = 100;
    auto const bracket =
        boost::math::tools::toms748_solve(f, low, high, boost::math::tools::eps_tolerance<double>(bits), steps);
    return (bracket.first + bracket.second) / 2;
}

/// The same for x > 0 and an f that gives value and slope: bracketed by doubling from `high`, then Newton's method
/// within the bracket. Beyond `most`, a number above it.
template <class Function>
double rising_through_zero_by_slope(Function const& f, double high, double most) {
    double low = 0;
    while (f(high).first < 0) {
        low = high;
        high *= 2;
        if (high > most) return high;
    }
    std::uintmax_t steps = 100;
    return boost::math::tools::newton_raphson_iterate(f, (low + high) / 2, low, high, 48, steps);
}

}  // namespace ulpfield::capacity
