#pragma once
#include <string>
#include <string_view>

#include "study/store.hpp"

namespace ulpfield::study {

/// One line on standard error, "ulpfield: " before it, control characters shown as '?'.
void say(std::string_view message);

/// The cells that failed and their reasons: the first twenty, in cell order, and how many more there are.
void say_failures(store const& results);
void say_interrupted(store const& results, std::uint64_t cells, std::string const& directory);
void say_violated(judgement const& verdict);

}  // namespace ulpfield::study
