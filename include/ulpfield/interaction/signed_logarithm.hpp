#pragma once
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// F(x) = sign e^logarithm; sign 0 means F(x) = 0 and the logarithm is not used.
template <real Real>
struct signed_logarithm {
    int sign = 0;
    Real logarithm{};
};

/// |x|
template <real Real>
[[nodiscard]] Real magnitude(Real const& x) {
    return x < Real(0) ? -x : x;
}

}  // namespace ulpfield
