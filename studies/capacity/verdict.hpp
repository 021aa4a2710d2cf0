#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// The number of poor values, and the second table of --layout.
[[nodiscard]] judgement capacity_verdict(results const& rows, arguments const& given);

}  // namespace ulpfield::study
