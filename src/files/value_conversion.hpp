#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ulpfield/files/pattern_array.hpp"

namespace ulpfield {

/// The values of an array's wanted entries, all finite.
struct value_census {
    bool minus_one = false;
    bool zero = false;
    bool one = false;
    bool full_byte = false;  ///< 255
    bool wrapped = false;    ///< the largest value of an unsigned type, which -1 becomes in it
    bool other = false;      ///< any but -1, 0, 1, 255 and that one
    double least = 0;
    double greatest = 0;

    [[nodiscard]] bool bipolar() const { return !zero && !full_byte && !wrapped && !other; }
    /// 0 and 1, or 0 and 255, or some of these alone; not 1 alone, which is +1 in every reading.
    [[nodiscard]] bool binary() const {
        return !minus_one && !other && (!wrapped || full_byte) && (zero || full_byte) && !(one && full_byte);
    }
};

/// What becomes of values: from `threshold` on they are +1, below -1; none: they stay as they are.
struct value_conversion {
    std::optional<double> threshold;
    std::string text;  ///< for describe()
};

/// By the rule; array_refused where a rule does not fit the values (`automatic` and 0/1, ...).
[[nodiscard]] value_conversion conversion_of(value_census const& census, array_view const& array,
                                             pattern_reading const& how);

/// Whether rule `01` takes `value` in an array of these values.
[[nodiscard]] bool fits_zero_one(value_census const& census, double value);

}  // namespace ulpfield
