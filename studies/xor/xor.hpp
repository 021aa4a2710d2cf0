#pragma once
#include "study/study.hpp"

namespace ulpfield::study {

/// `ulpfield xor`: can an associative memory of three neurons hold a truth table?
[[nodiscard]] study_entry xor_study();

}  // namespace ulpfield::study
