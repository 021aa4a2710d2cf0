#pragma once
#include <stdexcept>

#include "ulpfield/number/real.hpp"
#include "ulpfield/rule/decision_rule.hpp"

namespace ulpfield {

/// std::invalid_argument for a rule that probes of learned memories do not take.
inline void check_probe_rule(decision_rule const& by, bool third_values) {
    if (!by.tolerance.is_zero())
        throw std::invalid_argument("by.tolerance = " + by.tolerance.str() + ": probes take 0");
    if (!third_values && !by.bipolar())
        throw std::invalid_argument(
            "by: decides third values, which evaluation::fast does not take; accepted: rules that decide -1 and +1");
}

template <rounding_real Real>
[[nodiscard]] field_sign sign_of_field(Real const& u) {
    if (is_nan(u)) return field_sign::nan;
    return u == Real(0) ? field_sign::zero : u > Real(0) ? field_sign::positive : field_sign::negative;
}

}  // namespace ulpfield
