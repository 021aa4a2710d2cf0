#pragma once
#include <string>
#include <string_view>

#include "study/study.hpp"

namespace ulpfield::study {

/// A sentence on how many relaxations end in a cycle, by order, from the hidden column `cycles` that stands where
/// --order has a column; `all_of` names the column of how many there were. Empty without it.
[[nodiscard]] std::string cycles_told(results const& rows, std::string_view all_of);

}  // namespace ulpfield::study
