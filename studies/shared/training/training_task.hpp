#pragma once
#include <cstdint>

#include "ulpfield/interaction/interaction.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/integer.hpp"
#include "ulpfield/training/setting.hpp"

namespace ulpfield::study {

/// One network to train.
struct training_task {
    learning_formulation formulation = learning_formulation::modified;
    number_format format;
    interaction F;
    std::int64_t n = 1;  ///< as asked for; F without an order has none
    std::int64_t N = 1;
    std::int64_t K = 1;
    std::int64_t P = 1;
    rational inverse_temperature;  ///< as used: with --match-temperature the original's is X/N
    rational learning_rate;
    std::int64_t repeat = 1;  ///< from 1
    learning_rule rule = learning_rule::exact;
};

}  // namespace ulpfield::study
