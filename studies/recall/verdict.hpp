#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The verdict on the rows of `recall`: for the Hopfield network the load at which half of the memories are lost beside
/// 0.138, 1/(2 ln N) and 1/(4 ln N); for the others the largest K of which all, and the smallest of which none came
/// back.
[[nodiscard]] judgement recall_verdict(results const& rows, arguments const& given);

}  // namespace ulpfield::study
