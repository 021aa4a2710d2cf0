#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// How many values are poor, and the second table of --layout.
[[nodiscard]] judgement capacity_verdict(results const& rows, arguments const& given);

}  // namespace ulpfield::study
