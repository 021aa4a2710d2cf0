#pragma once
#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/number/real.hpp"

namespace ulpfield {

/// A number of a format as it is: no rounding, no event, infinities and NaN included.
template <rounding_real Real>
[[nodiscard]] mpfr_value as_mpfr(Real const& x) {
    mpfr_value result(number_traits<Real>::format().precision);
    number_traits<Real>::to_mpfr(result.get(), x);
    return result;
}

}  // namespace ulpfield
