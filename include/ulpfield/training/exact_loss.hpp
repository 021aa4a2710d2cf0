#pragma once
#include <stop_token>
#include <vector>

#include "ulpfield/number/mpfr_value.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield {

/// The loss of Eq. 8 and 14 at memories, whatever the format they were learned in: with `bits` of precision in place of
/// the setting's format, so that what is told is the memories, not the rounding of a sum (in bf16 a sum of squares
/// stands still at 256). `memories`: K x N, row by row, taken exactly; learning_rule::exact, the temperature of the
/// setting. Relative error: at most c (N + K P + n) 2^-bits times the condition of the sums, c a small number.
/// O(P N K) operations. Throws std::invalid_argument if the sizes differ, `interrupted` soon after it is asked to stop.
[[nodiscard]] mpfr_value exact_loss(training_setting const& setting, training_states const& states, std::size_t K,
                                    std::vector<mpfr_value> const& memories, std::stop_token const& stop = {},
                                    int bits = 256);

}  // namespace ulpfield
