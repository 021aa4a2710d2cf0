#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// The verdict on the rows of `compare`, in a few sentences: which format overflows from which n, which scaling decided
/// as exact arithmetic does, what became of ties.
[[nodiscard]] judgement compare_verdict(results const& rows, arguments const& given);

}  // namespace ulpfield::study
