#pragma once
#include "capacity/error_threshold.hpp"
#include "capacity/saddlepoint.hpp"

namespace ulpfield::capacity {

/// erfcinv(2p)^2, p below 1/2: K-1 = (A^2/V) / (2 erfcinv(2p)^2) in the Gaussian forms.
[[nodiscard]] enclosure inverse_squared(std::int64_t N, rational const& delta, criterion rule);

/// z > 0 with phi(z)/z = p, p > 0.
[[nodiscard]] enclosure tail_quantile(enclosure const& p);

/// The real m > 1 at which saddlepoint's P (or Chernoff's bound) is p, at the working precision and without a bound.
/// Throws std::domain_error where there is none below 1e280.
[[nodiscard]] mpfr_value inverted(saddlepoint const& law, enclosure const& p, bool chernoff, int digits);

}  // namespace ulpfield::capacity
