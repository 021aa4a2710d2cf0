#pragma once
#include <span>
#include <string>

#include "ulpfield/number/real.hpp"

namespace ulpfield::sum {

/// ((0 + x_0) + x_1) + ...: a plain loop; NumPy's sum(axis=0) of a C-contiguous matrix; the reference BLAS.
/// Error: at most (K-1) u sum|x| (1 + O(u)), u the unit roundoff, while nothing overflows. Source: Higham 2002, ch. 4.
struct sequential {
    [[nodiscard]] static std::string name() { return "sequential"; }
    template <real Real>
    [[nodiscard]] Real operator()(std::span<Real const> x) const {
        Real total(0);
        for (Real const& term : x) total = total + term;
        return total;
    }
};

}  // namespace ulpfield::sum
