#pragma once
#include <stdexcept>
#include <string>

#include "ulpfield/capacity/monte_carlo.hpp"

namespace ulpfield::capacity {

/// The count of 1 to 38 digits; anything else: std::invalid_argument.
[[nodiscard]] inline wide_count parse_count(std::string const& digits) {
    if (digits.empty() || digits.size() > 38 || digits.find_first_not_of("0123456789") != std::string::npos)
        throw std::invalid_argument("not a count: '" + digits + "'");
    wide_count value = 0;
    for (char const digit : digits) value = 10 * value + static_cast<wide_count>(digit - '0');
    return value;
}

}  // namespace ulpfield::capacity
