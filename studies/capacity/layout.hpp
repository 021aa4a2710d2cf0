#pragma once
#include <string>
#include <vector>

#include "study/study.hpp"

namespace ulpfield::study {

/// The rows as a Markdown or LaTeX (booktabs) table: a line per setting, a column per method; a value that is off by
/// more than a factor 2 (trust `poor`) carries a dagger, and a last line says so. Lines of text.
[[nodiscard]] std::vector<std::string> capacity_layout(results const& rows, std::string const& layout);

}  // namespace ulpfield::study
