#pragma once
#include "study/study.hpp"

namespace ulpfield::study::testing {

/// A study for the tests: cells are numbers n, values are made of n and the seed. It sleeps, fails, breaks and
/// writes awkward values when asked to.
[[nodiscard]] study_entry tiny_study();

}  // namespace ulpfield::study::testing
