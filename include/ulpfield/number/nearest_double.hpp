#pragma once
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/mpfr_value.hpp"

namespace ulpfield {

/// The nearest double to a rational (ties to even), or the next one in the direction asked for.
[[nodiscard]] inline double nearest_double(rational const& value, mpfr_rnd_t mode = MPFR_RNDN) {
    mpfr_value result(53);
    mpfr_set_q(result.get(), value.backend().data(), mode);
    return mpfr_get_d(result.get(), mode);
}

}  // namespace ulpfield
