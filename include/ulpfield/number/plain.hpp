#pragma once
#include "ulpfield/number/observed.hpp"

namespace ulpfield {

/// The type under an observed one; a plain type is its own.
template <class Real>
struct plain_type {
    using type = Real;
};
template <rounding_real Real, inexact_events inexact>
struct plain_type<observed<Real, inexact>> {
    using type = Real;
};

/// The plain number under an observed one; a plain number is its own.
template <real Real>
[[nodiscard]] Real const& plain(Real const& x) {
    return x;
}
template <rounding_real Real, inexact_events inexact>
[[nodiscard]] Real const& plain(observed<Real, inexact> const& x) {
    return x.value();
}

/// Reports an operation's facts where the number is observed; otherwise nothing.
template <real Real>
[[nodiscard]] Real note_events(Real const& r, operation_facts const&) {
    return r;
}
template <rounding_real Real, inexact_events inexact>
[[nodiscard]] observed<Real, inexact> note_events(observed<Real, inexact> const& r, operation_facts const& known) {
    return observed<Real, inexact>::note(r.value(), known);
}

}  // namespace ulpfield
