#pragma once
#include "studies/boundary/plan.hpp"

namespace ulpfield {

/// boundary --advise: one row a format with the verdict on each formulation, and the advice in words.
[[nodiscard]] std::unique_ptr<study> make_advise_study(boundary_plan plan);

}  // namespace ulpfield
