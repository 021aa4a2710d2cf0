#pragma once
#include <string>
#include <vector>

#include "ulpfield/study/study.hpp"

namespace ulpfield {

/// P_error against K (all methods, Monte Carlo points with their intervals), K_max against N and against n, the overlap
/// against N: one picture for each family of rows that has at least two points on that axis.
[[nodiscard]] std::vector<figure> capacity_figures(results const& rows);

/// The rows as a Markdown or LaTeX (booktabs) table: a line per setting, a column per method. Lines of text.
[[nodiscard]] std::vector<std::string> capacity_layout(results const& rows, std::string const& layout);

}  // namespace ulpfield
