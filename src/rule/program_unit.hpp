#pragma once
#include "ulpfield/number/format.hpp"
#include "ulpfield/rule/program_arithmetic.hpp"
#include "ulpfield/unit/dot_unit.hpp"

namespace ulpfield {

/// The unit that reads these memories and returns fp16 where the sums are fp16 and it can, else fp32. None:
/// std::invalid_argument that says what the unit reads.
[[nodiscard]] unit::dot_unit const& find_program_unit(unit_similarity const& similarity, number_format const& sum);

}  // namespace ulpfield
