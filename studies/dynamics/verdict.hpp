#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The verdict on the rows of `dynamics`: per model and solver the step of energy a format still tells, when the
/// computed energy first rises, which run ended early and when; where exponentials overflow.
[[nodiscard]] judgement dynamics_verdict(results const& rows, arguments const&);

}  // namespace ulpfield::study
