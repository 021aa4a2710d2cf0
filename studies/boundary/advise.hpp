#pragma once
#include "studies/boundary/plan.hpp"

namespace ulpfield::study {

/// boundary --advise: one row a format with the verdict on each formulation, and the advice in words.
[[nodiscard]] std::unique_ptr<planned_study> make_advise_study(boundary_plan plan);

}  // namespace ulpfield::study
