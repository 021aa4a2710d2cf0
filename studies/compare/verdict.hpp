#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// What the rows of `compare` mean, in a few sentences: which format overflows from which n, which scaling decided
/// as exact arithmetic does, what became of ties.
[[nodiscard]] judgement compare_verdict(results const& rows, arguments const& given);

}  // namespace ulpfield::study
