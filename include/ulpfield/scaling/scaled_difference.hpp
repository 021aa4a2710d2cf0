#pragma once
#include <cstdint>

#include "ulpfield/number/convert.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

// A scaling decides where Eq. 4 is scaled. It has a name (--scaling), alpha(N): the exact factor of the similarity,
// and in_format<Real>(N), the rule of one memory vector in a format:
//   scale(x)                          the argument F is given for similarity x
//   difference<Sum>(F, method, a, b)  F(alpha a) - F(alpha b), added to the sum over mu by the caller
// The logarithmic one adds differently and says so by `sums_logarithms`.

/// The difference of scalings that act on the argument of F alone: two values of F, subtracted in the type of the sum.
template <class Formulation>
class scaled_difference {
public:
    template <rounding_real Sum, rounding_real Real, class Interaction>
    [[nodiscard]] Sum difference(Interaction const& F, power_method method, Real const& a, Real const& b) const {
        auto const& self = static_cast<Formulation const&>(*this);
        return convert<Sum>(F(self.scale(a), method)) - convert<Sum>(F(self.scale(b), method));
    }
};

}  // namespace ulpfield
