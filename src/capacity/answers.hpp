#pragma once
#include "capacity/decimal.hpp"
#include "ulpfield/capacity/answer.hpp"

namespace ulpfield::capacity {

/// An exact rational with its decimal.
[[nodiscard]] answer exact_answer(rational const& value, int digits);

/// good if both are 0 or differ by less than a factor 2, else poor.
[[nodiscard]] trust within_factor_two(double log_value, double log_best);

/// 1 to 1000 significant digits, else std::invalid_argument.
void check_digits(int digits);

}  // namespace ulpfield::capacity
