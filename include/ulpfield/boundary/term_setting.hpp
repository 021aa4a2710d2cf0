#pragma once
#include <cstdint>

#include "ulpfield/boundary/similarity_value.hpp"
#include "ulpfield/number/format.hpp"
#include "ulpfield/number/power.hpp"
#include "ulpfield/scaling/argument_scaling.hpp"

namespace ulpfield {

/// Terms to look at: a format, a scaling, how powers are computed, N, and the similarity watched for
/// underflow.
struct term_setting {
    number_format format;
    argument_scaling scaling;
    power_method power = power_method::pow;
    std::int64_t N = 1;
    similarity_value similarity;
};

}  // namespace ulpfield
