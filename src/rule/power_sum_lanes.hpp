#pragma once
#include <cstddef>

namespace ulpfield {

/// Sum over mu of F(y_mu), y = x + shift, F(x) = x^n (rectified: 0 below 0), in numbers of two doubles, x = high + low.
/// With r = |x| + |shift| and `magnitudes` the sum of r^n, the sum is off by at most
///   error_bound(request) = magnitudes (n 2^-97 + (K + 16) 2^-100) + K 2^-1000;
/// infinite or NaN where something overflowed.
///
/// Two doubles, u = 2^-53: an addition is off by at most 2^-103 (|a| + |b|), a product by 2^-101 of itself (Joldes,
/// Muller, Popescu 2017). So y is off by 2^-103 r; y^n by n 2^-103 r^n for that and by n 2^-101 r^n for its products;
/// K additions add K 2^-103 of the magnitudes and those of the lanes 16 of them; `magnitudes` itself, in double, is off
/// by n u and K u: the factor 4 and more that is left in each term covers it for n, K < 2^40. Below 1, where products
/// may underflow, every power is off by at most 64 n 2^-1070 for it.
struct power_sum_lanes {
    double const* high = nullptr;
    double const* low = nullptr;
    double const* zeta = nullptr;  ///< shift = factor zeta, exact: the factor is 0, 2 or -2
    double factor = 0;
    std::size_t count = 0;  ///< a multiple of 8; padding: 0
    int n = 1;
    bool rectified = false;
    double sum_high = 0;
    double sum_low = 0;
    double magnitudes = 0;
};

[[nodiscard]] inline double error_bound(power_sum_lanes const& request) {
    auto const K = static_cast<double>(request.count);
    return request.magnitudes * (request.n * 0x1p-97 + (K + 16) * 0x1p-100) + K * 0x1p-1000;
}

/// As fast as this processor can. Lanes are added in different orders: a filter, no result.
void sum_powers(power_sum_lanes& request);

namespace lanes_baseline {
void sum_powers(power_sum_lanes& request);
}
namespace lanes_avx2 {
void sum_powers(power_sum_lanes& request);
}
namespace lanes_avx512 {
void sum_powers(power_sum_lanes& request);
}

}  // namespace ulpfield
