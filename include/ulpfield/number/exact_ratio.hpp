#pragma once
#include "ulpfield/number/integer.hpp"
#include "ulpfield/number/ratio.hpp"

namespace ulpfield {

/// The rational number a ratio stands for.
[[nodiscard]] inline rational exact_ratio(ratio const& value) {
    return {integer(value.numerator), integer(value.denominator)};
}

}  // namespace ulpfield
