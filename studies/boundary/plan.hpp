#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"
#include "ulpfield/boundary/boundary_setting.hpp"

namespace ulpfield::study {

/// What `boundary` is asked for, read and checked.
struct boundary_plan {
    std::vector<number_format> formats;
    std::vector<argument_scaling> scalings;
    std::vector<std::string> interactions;  // names
    std::vector<std::int64_t> N;
    std::vector<std::int64_t> K;
    std::vector<boundary_quantity> quantities;
    similarity_value similarity;
    power_method power = power_method::pow;
    bool advise = false;
    std::int64_t n = 1;  ///< of --advise
    std::vector<std::pair<std::string, std::string>> parameters;
};

[[nodiscard]] std::vector<option> boundary_options();

/// Throws usage_error on bad input.
[[nodiscard]] boundary_plan read_boundary_plan(arguments const& given);

}  // namespace ulpfield::study
