#pragma once
#include "ulpfield/interaction/polynomial.hpp"

namespace ulpfield {

/// Leaky F whose slope below zero is a number of the type itself: any real value, such as an epsilon mapped from one
/// formulation of learning to the other, and computed once. With slope = leaky.slope eps the same bits as `leaky`.
template <real Real>
struct leaky_with {
    int n = 2;
    Real below_zero{};  ///< F'(x) for x < 0

    [[nodiscard]] Real operator()(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? below_zero * x : polynomial{n}(x, method);
    }

    /// F'(0) is taken from the branch x >= 0.
    [[nodiscard]] Real derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? below_zero : polynomial{n}.derivative(x, method);
    }

    /// F''(0) is taken from the branch x >= 0.
    [[nodiscard]] Real second_derivative(Real const& x, power_method method = power_method::binary) const {
        return x < Real(0) ? Real(0) : polynomial{n}.second_derivative(x, method);
    }
};

}  // namespace ulpfield
