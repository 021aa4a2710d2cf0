// Included by lanes_*.cpp, each compiled for one processor, with ULPFIELD_LANES_NAMESPACE and ULPFIELD_LANES_BYTES set.
#pragma once
#include "rule/lane_vectors.hpp"
#include "rule/power_sum_lanes.hpp"

namespace ulpfield::ULPFIELD_LANES_NAMESPACE {

namespace {

/// Numbers of two doubles, |low| <= u |high|.
struct two_doubles {
    whole_t<double> high;
    whole_t<double> low;
};

/// a + b, |a| >= |b| or a = 0
ULPFIELD_LANES_INLINE void fast_two_sum(two_doubles& r, whole_t<double> const& a, whole_t<double> const& b) {
    r.high = a + b;
    r.low = b - (r.high - a);
}
ULPFIELD_LANES_INLINE void two_sum(two_doubles& r, whole_t<double> const& a, whole_t<double> const& b) {
    r.high = a + b;
    whole_t<double> const bb = r.high - a;
    r.low = (a - (r.high - bb)) + (b - bb);
}
/// Dekker's product: exact unless something overflows or underflows.
ULPFIELD_LANES_INLINE void two_product(two_doubles& r, whole_t<double> const& a, whole_t<double> const& b) {
    using V = whole_t<double>;
    V const s = a * 134217729.0;
    V const t = b * 134217729.0;
    V const ah = s - (s - a);
    V const bh = t - (t - b);
    V const al = a - ah;
    V const bl = b - bh;
    r.high = a * b;
    r.low = ((ah * bh - r.high) + ah * bl + al * bh) + al * bl;
}
ULPFIELD_LANES_INLINE void add(two_doubles& a, two_doubles const& b) {
    two_doubles s;
    two_sum(s, a.high, b.high);
    fast_two_sum(a, s.high, s.low + (a.low + b.low));
}
ULPFIELD_LANES_INLINE void multiply(two_doubles& a, two_doubles const& b) {
    two_doubles p;
    two_product(p, a.high, b.high);
    fast_two_sum(a, p.high, p.low + (a.high * b.low + a.low * b.high));
}

}  // namespace

void sum_powers(power_sum_lanes& request) {
    using V = whole_t<double>;
    using B = bits_t<double>;
    two_doubles sum{};
    V magnitudes{};
    for (std::size_t mu = 0; mu < request.count; mu += static_cast<std::size_t>(L<double>)) {
        two_doubles x;
        two_doubles shift{};
        __builtin_memcpy(&x.high, request.high + mu, sizeof x.high);
        __builtin_memcpy(&x.low, request.low + mu, sizeof x.low);
        __builtin_memcpy(&shift.high, request.zeta + mu, sizeof shift.high);
        shift.high *= request.factor;
        V r = (V)((B)x.high & ~sign_bit<double>)+(V)((B)shift.high & ~sign_bit<double>);
        add(x, shift);
        two_doubles power = x;
        V size = r;
        int bit = 31 - __builtin_clz(static_cast<unsigned>(request.n));
        while (--bit >= 0) {
            two_doubles const again = power;
            multiply(power, again);
            size *= size;
            if ((request.n >> bit & 1) != 0) {
                multiply(power, x);
                size *= r;
            }
        }
        if (request.rectified) {
            B const negative = (B)(x.high < 0);
            power.high = (V)((B)power.high & ~negative);
            power.low = (V)((B)power.low & ~negative);
        }
        add(sum, power);
        magnitudes += size;
    }
    // The lanes, one after the other.
    double high = 0;
    double low = 0;
    double all = 0;
    for (int l = 0; l < L<double>; ++l) {
        double const s = high + sum.high[l];
        double const bb = s - high;
        double const e = (high - (s - bb)) + (sum.high[l] - bb) + (low + sum.low[l]);
        high = s + e;
        low = e - (high - s);
        all += magnitudes[l];
    }
    request.sum_high = high;
    request.sum_low = low;
    request.magnitudes = all;
}

}  // namespace ulpfield::ULPFIELD_LANES_NAMESPACE
