#pragma once
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// Kahan's compensated sum. Error: 2 u sum|x| + O(K u^2) in formats with nearest rounding, but an addend larger than
/// the running sum loses the sum's low part. Source: Kahan 1965; Higham 2002, algorithm 4.2.
struct kahan {
    [[nodiscard]] static std::string name() { return "kahan"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        Real total(0);
        Real lost(0);
        for (Real const& term : x) {
            Real const corrected = term - lost;
            Real const next = total + corrected;
            lost = (next - total) - corrected;
            total = next;
        }
        return total;
    }
};

}  // namespace ulpfield::sum
